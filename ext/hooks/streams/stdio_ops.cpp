#include "ext/hooks/streams/stdio_ops.h"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>

#include "ext/hooks/flock.h"
#include "ext/hooks/stream_pin.h"
#include "ext/hooks/streams/file_ops.h"
#include "ext/hooks/streams/read_target.h"
#include "ext/hooks/streams/transport.h"
#include "ext/hooks/streams/user_filters.h"
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

bool is_waitable(const struct stat& status) noexcept {
    return S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode) || S_ISSOCK(status.st_mode);
}

bool is_waitable(int fd) noexcept {
    struct stat status;
    return fstat(fd, &status) == 0 && is_waitable(status);
}

StreamPin& known_pin(php_stream* stream, int fd) noexcept {
    StreamPin& pin = StreamPin::of(stream, fd);
    if (EXPECTED(pin.stdio != StdioKind::unknown)) return pin;
    struct stat status;
    pin.stdio = StdioKind::plain;
    const int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || fstat(fd, &status) != 0) return pin;
    pin.nonblocking = flags & O_NONBLOCK;
    if (S_ISREG(status.st_mode)) {
        pin.stdio = StdioKind::file;
        pin.is_synchronous = flags & (O_SYNC | O_DSYNC);
        pin.is_remote = is_remote_file(fd);
    } else if (is_waitable(status)) {
        pin.stdio = StdioKind::waitable;
    }
    return pin;
}

StreamPin* pin_of_kind(php_stream* stream, StdioKind kind) noexcept {
    if (!cooperative() || !stream->abstract) return nullptr;
    const int fd = descriptor_of(stream);
    if (fd < 0) return nullptr;
    StreamPin& pin = known_pin(stream, fd);
    return pin.stdio == kind ? &pin : nullptr;
}

// The pin of a stream that a coroutine may wait on. Null: a file, or nobody who could wait.
StreamPin* pin_of(php_stream* stream) noexcept {
    // The engine marks what is no file when it opens it.
    return stream->flags & PHP_STREAM_FLAG_NO_SEEK ? pin_of_kind(stream, StdioKind::waitable) : nullptr;
}

StreamPin* file_pin_of(php_stream* stream) noexcept {
    return ASYNC_G(hook_files) && !(stream->flags & PHP_STREAM_FLAG_NO_SEEK) ? pin_of_kind(stream, StdioKind::file) : nullptr;
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

// The turn of a file's stream: one request at a time (IO-43), an abandoned one included (IO-514).
class FileTurn {
public:
    explicit FileTurn(StreamPin& pin) noexcept : pin_(pin) {
        if (EG(exception)) return;
        if (!pin.writers().try_enter()) {
            waited_ = true;
            if (pin.wait_for(pin.writers(), core::Instant::never()) != FdWaited::ready) return;
        }
        entered_ = true;
        if (!pin.file_work) return;
        waited_ = true;
        pin.enter();  // for the turn's sake, which is given back below
        const bool settled = settle_file(pin);
        if (!settled) pin.writers().leave();
        entered_ = pin.leave() && settled;
    }
    // False: cancelled or closed, the stream is not to be touched.
    bool entered() const noexcept { return entered_; }
    template <typename Work>
    bool run(Work work) noexcept {
        pin_.enter();
        const bool answer = work();
        const int error = errno;
        pin_.writers().leave();
        open_ = pin_.leave();
        errno = error;
        return answer;
    }
    bool is_open() const noexcept { return open_; }
    // Somebody else may have used the stream meanwhile.
    bool has_waited() const noexcept { return waited_; }

private:
    StreamPin& pin_;
    bool entered_ = false;
    bool waited_ = false;
    bool open_ = true;
};

ssize_t read(php_stream* stream, char* buffer, size_t size) {
    if (must_begin_anew()) return -1;
    ssize_t taken;
    if (UNEXPECTED(stream->readfilters.head != nullptr) && !is_next_in_filters(stream, taken)) return taken;
    if (StreamPin* file = file_pin_of(stream)) {
        ReadTarget target(stream, buffer, size);
        FileTurn turn(*file);
        if (!turn.entered()) return -1;
        if (turn.has_waited() && !target.find_again()) {
            file->writers().leave();
            return 0;
        }
        ssize_t result = -1;
        const bool done = turn.run([&] { return read_file(*file, target, result); });
        if (!turn.is_open()) return -1;
        return done ? result : original.read(stream, target.at(), target.size());
    }
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
    if (StreamPin* file = file_pin_of(stream)) {
        FileTurn turn(*file);
        if (!turn.entered()) return -1;
        ssize_t result = -1;
        const bool done = turn.run([&] { return write_file(*file, data, size, result); });
        if (!turn.is_open()) return -1;
        return done ? result : original.write(stream, data, size);
    }
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

// What moves or cuts comes after all that was asked for before it.
template <typename Call>
int in_turn(php_stream* stream, Call call) noexcept {
    StreamPin* file = file_pin_of(stream);
    if (!file || (!file->writers().is_taken() && !file->file_work)) return call();
    FileTurn turn(*file);
    if (!turn.entered()) return -1;
    int answer = -1;
    turn.run([&] {
        answer = call();
        return true;
    });
    return turn.is_open() ? answer : -1;
}

int seek(php_stream* stream, zend_off_t offset, int whence, zend_off_t* position) {
    return in_turn(stream, [&] { return original.seek(stream, offset, whence, position); });
}

// IO-510. The original remembers the lock, after ours it only finds it held.
int lock(php_stream* stream, int option, int value, void* parameter) {
    const bool asks_for_support = reinterpret_cast<uintptr_t>(parameter) == PHP_STREAM_LOCK_SUPPORTED;
    const int fd = asks_for_support || !ASYNC_G(hook_files) || !cooperative() || !stream->abstract ? -1 : descriptor_of(stream);
    if (fd < 0) return original.set_option(stream, option, value, parameter);
    if (!(value & (LOCK_UN | LOCK_NB)) && !EG(exception)) {
        StreamPin& pin = known_pin(stream, fd);
        pin.enter();
        pin.on_closed_under_waiters = [](StreamPin& closed) { flock_released(closed.fd()); };
        const int answer = flock_parked(pin, value);
        const int error = errno;
        if (!pin.leave()) return -1;  // IO-50
        errno = error;
        if (answer != 0) return -1;
        value |= LOCK_NB;  // held: the original must not wait
        const int result = original.set_option(stream, option, value, parameter);
        return result;
    }
    const int answer = original.set_option(stream, option, value, parameter);
    const int error = errno;
    if (value & LOCK_UN) flock_released(fd);
    errno = error;
    return answer;
}

int sync(php_stream* stream, int option, int value, void* parameter) {
    StreamPin* file = file_pin_of(stream);
    if (!file) return original.set_option(stream, option, value, parameter);
    FileTurn turn(*file);
    if (!turn.entered()) return PHP_STREAM_OPTION_RETURN_ERR;
    int result = -1;
    const bool done = turn.run([&] { return sync_file(*file, value == PHP_STREAM_SYNC_FDSYNC, result); });
    if (!turn.is_open()) return PHP_STREAM_OPTION_RETURN_ERR;
    if (!done) return original.set_option(stream, option, value, parameter);
    return result == 0 ? PHP_STREAM_OPTION_RETURN_OK : PHP_STREAM_OPTION_RETURN_ERR;
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
        case PHP_STREAM_OPTION_LOCKING:
            return lock(stream, option, value, parameter);
        case PHP_STREAM_OPTION_SYNC_API:
            if (value == PHP_STREAM_SYNC_FSYNC || value == PHP_STREAM_SYNC_FDSYNC) return sync(stream, option, value, parameter);
            break;
        case PHP_STREAM_OPTION_TRUNCATE_API:
            return in_turn(stream, [&] { return original.set_option(stream, option, value, parameter); });
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
    php_stream_ops ours = original;
    ours.read = &read;
    ours.write = &write;
    ours.close = &close;
    ours.seek = &seek;
    ours.set_option = &set_option;
    const bool replaced = php::hooks().replace_table(const_cast<php_stream_ops*>(&php_stream_stdio_ops), ours, "stdio");
    return replaced ? "cooperative" : "blocking: the table of functions cannot be written to";
}

const char* install_files() { return "cooperative"; }

const char* install_readline() {
    const bool replaced = php::hooks().replace_function("readline", ZEND_FN(cooperative_readline), &original_readline);
    return replaced ? "first byte" : "not there";
}

}  // namespace async::hooks
