#include "ext/hooks/streams/socket_ops.h"

#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "ext/hooks/socket_wait.h"
#include "ext/hooks/stream_pin.h"
#include "ext/hooks/streams/connect.h"
#include "ext/hooks/streams/datagram.h"
#include "ext/hooks/streams/read_target.h"
#include "ext/hooks/streams/receive.h"
#include "ext/hooks/streams/tls_ops.h"
#include "ext/hooks/streams/user_filters.h"

namespace async::hooks {

using Direction = StreamPin::Direction;

namespace {

#ifndef MSG_NOSIGNAL
constexpr int MSG_NOSIGNAL = 0;
#endif

bool has_descriptor(const php_netstream_data_t* socket) noexcept { return socket && socket->socket != SOCK_ERR; }

ssize_t try_receive(int fd, const ReadTarget& target) noexcept { return receive(fd, target.at(), target.size()); }

ssize_t send_failed(php_stream* stream, size_t size, int error) noexcept {
    if (!(stream->flags & PHP_STREAM_FLAG_SUPPRESS_ERRORS)) {
        php_error_docref(nullptr, E_NOTICE, "Send of " ZEND_LONG_FMT " bytes failed with errno=%d %s",
                         static_cast<zend_long>(size), error, strerror(error));
    }
    errno = error;
    return -1;
}

// The caller has its turn. Sends everything, or says why not: a failure after some bytes is kept for the engine's next call,
// which comes at once with the rest (IO-231).
ssize_t send_all(StreamPin& pin, php_netstream_data_t& socket, const char* data, size_t size) noexcept {
    if (int error = std::exchange(pin.write_error, 0)) return send_failed(pin.stream(), size, error);
    size_t sent = 0;
    for (;;) {
        const ssize_t now = send(socket.socket, data + sent, size - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        int error = errno;
        if (now >= 0) {
            sent += static_cast<size_t>(now);
            if (sent == size) return static_cast<ssize_t>(sent);
            continue;
        }
        if (error == EINTR) continue;
        if (PHP_IS_TRANSIENT_ERROR(error)) {
            if (EG(exception)) return sent > 0 ? static_cast<ssize_t>(sent) : -1;
            socket.timeout_event = 0;
            const FdWaited waited = pin.wait(Direction::write, deadline_after(to_duration(socket.timeout)));
            if (waited == FdWaited::ready) continue;
            if (waited == FdWaited::closed) return -1;  // IO-50
            if (waited == FdWaited::thrown) return sent > 0 ? static_cast<ssize_t>(sent) : -1;
            socket.timeout_event = 1;
        }
        if (sent == 0) return send_failed(pin.stream(), size, error);
        pin.write_error = error;
        return static_cast<ssize_t>(sent);
    }
}

}  // namespace

StreamPin& socket_pin(php_stream* stream, const php_netstream_data_t& socket) noexcept {
    StreamPin& pin = StreamPin::of(stream, socket.socket);
    if (UNEXPECTED(!pin.on_closed_under_waiters)) {
        // IO-52: the number may be reused before the waiters run.
        pin.on_closed_under_waiters = [](StreamPin& closing) {
            wake_socket_waiters(closing.fd());
            ::close(closing.fd());
            netstream(closing.stream())->socket = SOCK_ERR;
        };
    }
    return pin;
}

void notify_progress(StreamPin& pin, php_stream* stream, ssize_t bytes) noexcept {
    php_stream_context* context = PHP_STREAM_CONTEXT(stream);
    if (EXPECTED(!context || !context->notifier)) return;
    pin.enter();  // the notifier is user code
    php_stream_notify_progress_increment(context, bytes, 0);
    pin.leave();
}

// IO-220…IO-222
ssize_t socket_read(const SocketTable& table, php_stream* stream, char* buffer, size_t size) noexcept {
    php_netstream_data_t* socket = netstream(stream);
    if (!cooperative() || !has_descriptor(socket)) return table.original.read(stream, buffer, size);
    if (must_begin_anew()) return -1;
    ssize_t taken;
    if (UNEXPECTED(stream->readfilters.head != nullptr) && !is_next_in_filters(stream, taken)) return taken;
    if (table.is_secure()) {
        if (StreamPin* pin = tls_pin(table, stream)) return tls_read(table, *pin, buffer, size);
    }
    if (!socket->is_blocked) return table.original.read(stream, buffer, size);

    StreamPin& pin = socket_pin(stream, *socket);
    ReadTarget target(stream, buffer, size);
    socket->timeout_event = 0;
    ssize_t received = -1;
    errno = EAGAIN;
    if (!pin.is_drained()) received = try_receive(socket->socket, target);
    if (received < 0 && PHP_IS_TRANSIENT_ERROR(errno)) {
        if (php::compat::has_buffered_data(stream)) return 0;
        const core::Instant deadline = deadline_after(to_duration(socket->timeout));
        do {
            if (UNEXPECTED(EG(exception))) return -1;  // an engine call on its way out of a cancelled one
            const FdWaited waited = pin.wait(Direction::read, deadline);
            if (UNEXPECTED(waited != FdWaited::ready)) {
                if (waited == FdWaited::timeout) socket->timeout_event = 1;
                return -1;
            }
            if (!target.find_again()) return 0;
            if (UNEXPECTED(pin.tls == StreamPin::Tls::active)) return tls_read(table, pin, target.at(), target.size());  // IO-304
            received = try_receive(socket->socket, target);
            if (UNEXPECTED(received < 0 && !table.is_byte_stream()) && is_shut_down(socket->socket)) return 0;
        } while (received < 0 && PHP_IS_TRANSIENT_ERROR(errno));
    }
    const int error = errno;
    if (received > 0 && static_cast<size_t>(received) < target.size() && table.is_byte_stream()) {
        pin.set_drained();
    } else {
        StreamPin::forget_drained();
    }
    if (received <= 0) {
        stream->eof = 1;
    } else {
        notify_progress(pin, stream, received);
    }
    errno = error;
    return received;
}

// IO-230…IO-233
ssize_t socket_write(const SocketTable& table, php_stream* stream, const char* data, size_t size) noexcept {
    php_netstream_data_t* socket = netstream(stream);
    if (!cooperative() || !has_descriptor(socket)) return table.original.write(stream, data, size);
    if (table.is_secure()) {
        if (StreamPin* pin = tls_pin(table, stream)) return tls_write(table, *pin, data, size);
    }
    StreamPin::forget_drained_unless(stream);
    if (!socket->is_blocked) return table.original.write(stream, data, size);

    StreamPin& pin = socket_pin(stream, *socket);
    if (UNEXPECTED(!pin.writers().try_enter())) {
        if (EG(exception) || pin.wait_for(pin.writers(), core::Instant::never()) != FdWaited::ready) return -1;
    }
    const ssize_t sent = send_all(pin, *socket, data, size);
    const int error = errno;
    pin.writers().leave();
    if (sent > 0 && !pin.is_dead()) notify_progress(pin, stream, sent);
    errno = error;
    return sent;
}

int socket_close(const SocketTable& table, php_stream* stream, int close_handle) noexcept {
    const php_netstream_data_t* socket = netstream(stream);
    if (socket) {
        if (StreamPin* pin = StreamPin::find(stream, socket->socket)) pin->close();
        if (close_handle && has_descriptor(socket)) wake_socket_waiters(socket->socket);  // of its socket_import_stream()
    }
    return table.original.close(stream, close_handle);
}

// IO-253: whoever gets the descriptor finds the mode that PHP believes in.
int socket_cast(const SocketTable& table, php_stream* stream, int as, void** result) noexcept {
    const php_netstream_data_t* socket = netstream(stream);
    if (socket && result && as != PHP_STREAM_AS_FD_FOR_SELECT) {
        StreamPin* pin = StreamPin::find(stream, socket->socket);
        if (pin && std::exchange(pin->nonblocking_listener, false)) {
            php_set_sock_blocking(socket->socket, socket->is_blocked);
        }
    }
    return table.original.cast(stream, as, result);
}

int socket_set_option(const SocketTable& table, php_stream* stream, int option, int value, void* parameter) noexcept {
    if (option == PHP_STREAM_OPTION_XPORT_API) {
        auto& request = *static_cast<php_stream_xport_param*>(parameter);
        switch (request.op) {
            case php_stream_xport_param::STREAM_XPORT_OP_ACCEPT:
                if (!cooperative()) break;
                socket_accept(table, stream, request);
                return PHP_STREAM_OPTION_RETURN_OK;
            case php_stream_xport_param::STREAM_XPORT_OP_CONNECT:
            case php_stream_xport_param::STREAM_XPORT_OP_CONNECT_ASYNC:
                if (!cooperative() || table.is_secure()) break;
                socket_connect(table, stream, request);
                return PHP_STREAM_OPTION_RETURN_OK;
            case php_stream_xport_param::STREAM_XPORT_OP_BIND:
                if (!cooperative() || table.is_secure()) break;
                socket_bind(table, stream, request);
                return PHP_STREAM_OPTION_RETURN_OK;
            case php_stream_xport_param::STREAM_XPORT_OP_RECV:
                if (!cooperative() || table.is_secure()) break;
                socket_receive_from(table, stream, request);
                return PHP_STREAM_OPTION_RETURN_OK;
            case php_stream_xport_param::STREAM_XPORT_OP_SEND:
                if (!cooperative() || table.is_secure()) break;
                socket_send_to(table, stream, request);
                return PHP_STREAM_OPTION_RETURN_OK;
            default:
                break;
        }
    } else if (option == PHP_STREAM_OPTION_BLOCKING && has_descriptor(netstream(stream))) {
        if (StreamPin* pin = StreamPin::find(stream, netstream(stream)->socket)) pin->nonblocking_listener = false;
    }
    if (table.is_secure()) return tls_set_option(table, stream, option, value, parameter);
    return table.original.set_option(stream, option, value, parameter);
}

}  // namespace async::hooks
