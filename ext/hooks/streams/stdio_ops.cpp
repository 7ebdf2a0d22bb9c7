#include "ext/hooks/streams/stdio_ops.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>

#include "ext/hooks/stream_pin.h"
#include "ext/hooks/streams/read_target.h"
#include "ext/hooks/streams/transport.h"
#include "ext/zend/hook_registry.h"

namespace async::hooks {

using Direction = StreamPin::Direction;

namespace {

php_stream_ops original;

int descriptor_of(php_stream* stream) noexcept {
    php_socket_t fd = SOCK_ERR;
    if (original.cast(stream, PHP_STREAM_AS_FD_FOR_SELECT, reinterpret_cast<void**>(&fd)) != SUCCESS) return -1;
    return fd;
}

bool is_waitable(int fd) noexcept {
    struct stat status;
    if (fstat(fd, &status) != 0) return false;
    return S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode) || S_ISSOCK(status.st_mode);
}

// The pin of a stream that a coroutine may wait on. Null: a file, or nobody who could wait.
StreamPin* pin_of(php_stream* stream) noexcept {
    // The engine marks what is no file when it opens it; files cost nothing here.
    if (!(stream->flags & PHP_STREAM_FLAG_NO_SEEK) || !cooperative() || !stream->abstract) return nullptr;
    const int fd = descriptor_of(stream);
    if (fd < 0) return nullptr;
    StreamPin& pin = StreamPin::of(stream, fd);
    if (UNEXPECTED(pin.stdio == StdioKind::unknown)) {
        pin.stdio = is_waitable(fd) ? StdioKind::waitable : StdioKind::plain;
        const int flags = fcntl(fd, F_GETFL);
        pin.nonblocking = flags >= 0 && (flags & O_NONBLOCK);
    }
    return pin.stdio == StdioKind::waitable ? &pin : nullptr;
}

// One piece of a write that does not block; -1 with EAGAIN when nothing fits.
ssize_t write_piece(StreamPin& pin, const char* data, size_t size) noexcept {
#ifdef RWF_NOWAIT
    if (!pin.no_rwf_nowait) {
        const iovec piece = {const_cast<char*>(data), size};
        const ssize_t written = pwritev2(pin.fd(), &piece, 1, -1, RWF_NOWAIT);
        if (written >= 0 || (errno != EOPNOTSUPP && errno != ENOSYS)) return written;
        pin.no_rwf_nowait = true;
    }
#endif
    if (!pin.is_ready(Direction::write)) {
        errno = EAGAIN;
        return -1;
    }
    // What is ready takes this much without blocking.
    return ::write(pin.fd(), data, size < PIPE_BUF ? size : PIPE_BUF);
}

ssize_t read(php_stream* stream, char* buffer, size_t size) {
    StreamPin* pin = pin_of(stream);
    if (!pin || pin->nonblocking) return original.read(stream, buffer, size);
    ReadTarget target(stream, buffer, size);
    StreamPin::forget_drained();
    pin->timed_out = false;
    const core::Instant deadline = deadline_after(pin->timeout);
    while (!pin->is_ready(Direction::read)) {
        if (EG(exception)) return -1;
        const FdWaited waited = pin->wait(Direction::read, deadline);
        if (waited == FdWaited::timeout) pin->timed_out = true;  // IO-601
        if (waited != FdWaited::ready) return -1;
        if (!target.find_again()) return 0;
    }
    return original.read(stream, target.at(), target.size());
}

ssize_t write_all(StreamPin& pin, const char* data, size_t size) noexcept {
    size_t written = 0;
    while (written < size) {
        const ssize_t now = write_piece(pin, data + written, size - written);
        if (now > 0) {
            written += static_cast<size_t>(now);
            continue;
        }
        if (now < 0 && errno == EINTR) continue;
        if (now == 0 || !PHP_IS_TRANSIENT_ERROR(errno)) {
            // The original runs into the same failure and reports it; after some bytes, when the engine brings the rest.
            return written > 0 ? static_cast<ssize_t>(written) : original.write(pin.stream(), data, size);
        }
        if (EG(exception)) return written > 0 ? static_cast<ssize_t>(written) : -1;
        pin.timed_out = false;
        const FdWaited waited = pin.wait(Direction::write, deadline_after(pin.timeout));
        if (waited == FdWaited::ready) continue;
        if (waited == FdWaited::closed) return -1;  // IO-50
        if (waited == FdWaited::timeout) pin.timed_out = true;
        return written > 0 ? static_cast<ssize_t>(written) : -1;
    }
    return static_cast<ssize_t>(written);
}

ssize_t write(php_stream* stream, const char* data, size_t size) {
    StreamPin* pin = pin_of(stream);
    if (!pin || pin->nonblocking) return original.write(stream, data, size);
    StreamPin::forget_drained();
    if (!pin->writers().try_enter()) {
        if (EG(exception) || pin->wait_for(pin->writers(), core::Instant::never()) != FdWaited::ready) return -1;
    }
    const ssize_t written = write_all(*pin, data, size);
    const int error = errno;
    pin->writers().leave();
    errno = error;
    return written;
}

int close(php_stream* stream, int close_handle) {
    if (pin_table.size > 0 && stream->abstract) {
        if (StreamPin* pin = StreamPin::find(stream, descriptor_of(stream))) pin->close();
    }
    return original.close(stream, close_handle);
}

int set_option(php_stream* stream, int option, int value, void* parameter) {
    if (pin_table.size == 0 && !ASYNC_G(active)) return original.set_option(stream, option, value, parameter);
    switch (option) {
        case PHP_STREAM_OPTION_READ_TIMEOUT:
            if (StreamPin* pin = pin_of(stream)) {
                pin->timeout = to_duration(*static_cast<const timeval*>(parameter));
                pin->timed_out = false;
                return PHP_STREAM_OPTION_RETURN_OK;
            }
            break;
        case PHP_STREAM_OPTION_BLOCKING: {
            const int before = original.set_option(stream, option, value, parameter);
            StreamPin* pin = StreamPin::find(stream, descriptor_of(stream));
            if (pin && before >= 0) pin->nonblocking = !value;
            return before;
        }
        case PHP_STREAM_OPTION_META_DATA_API: {
            const int answer = original.set_option(stream, option, value, parameter);
            const StreamPin* pin = StreamPin::find(stream, descriptor_of(stream));
            if (pin && pin->timed_out) add_assoc_bool(static_cast<zval*>(parameter), "timed_out", true);
            return answer;
        }
        default:
            break;
    }
    return original.set_option(stream, option, value, parameter);
}

// --- readline --------------------------------------------------------------------------------------------------------

zif_handler original_readline = nullptr;

// IO-606: the first byte is waited for here; editing the line blocks.
ZEND_FUNCTION(cooperative_readline) {
    if (cooperative() && is_waitable(STDIN_FILENO)) {
        StreamPin::forget_drained();
        pollfd entry = {STDIN_FILENO, POLLIN, 0};
        while (::poll(&entry, 1, 0) == 0) {
            core::Ref<core::FdWatch> watch = watch_of(STDIN_FILENO, core::FdWatch::Keeping::transient);
            if (!watch) break;
            php::running_coroutine().wait().add(watch->ready(Direction::read));
            watch.reset();  // the Wait holds it
            if (wait_until(core::Instant::never()) == Waited::thrown) return;
        }
        if (EG(exception)) return;
    }
    original_readline(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

}  // namespace

const char* install_pipes() {
    original = php_stream_stdio_ops;
    php::HookRegistry& registry = php::hooks();
    auto* table = const_cast<php_stream_ops*>(&php_stream_stdio_ops);
    const char* name = "stdio";
    registry.replace_readonly(&table->read, &read, static_cast<decltype(table->read)*>(nullptr), name);
    registry.replace_readonly(&table->write, &write, static_cast<decltype(table->write)*>(nullptr), name);
    registry.replace_readonly(&table->close, &close, static_cast<decltype(table->close)*>(nullptr), name);
    registry.replace_readonly(&table->set_option, &set_option, static_cast<decltype(table->set_option)*>(nullptr), name);
    return "cooperative";
}

const char* install_readline() {
    const bool replaced = php::hooks().replace_function("readline", ZEND_FN(cooperative_readline), &original_readline);
    return replaced ? "first byte" : "not there";
}

}  // namespace async::hooks
