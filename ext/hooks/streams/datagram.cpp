#include "ext/hooks/streams/datagram.h"

#include <sys/socket.h>

#include <cerrno>

#include "ext/hooks/stream_pin.h"
#include "ext/hooks/streams/socket_ops.h"

namespace async::hooks {

using Direction = StreamPin::Direction;

namespace {

ssize_t receive(int fd, php_stream_xport_param& request, int flags) noexcept {
    if (!request.want_addr && !request.want_textaddr) return recv(fd, request.inputs.buf, request.inputs.buflen, flags);
    php_sockaddr_storage peer;
    socklen_t size = sizeof peer;
    const ssize_t received = recvfrom(fd, request.inputs.buf, request.inputs.buflen, flags,
                                      reinterpret_cast<sockaddr*>(&peer), &size);
    const int error = errno;
    if (received < 0 && PHP_IS_TRANSIENT_ERROR(error)) return received;
    if (size > 0) {
        php_network_populate_name_from_sockaddr(reinterpret_cast<sockaddr*>(&peer), size,
                                                request.want_textaddr ? &request.outputs.textaddr : nullptr,
                                                request.want_addr ? &request.outputs.addr : nullptr,
                                                request.want_addr ? &request.outputs.addrlen : nullptr);
    } else {
        if (request.want_textaddr) request.outputs.textaddr = ZSTR_EMPTY_ALLOC();
        if (request.want_addr) {
            request.outputs.addr = nullptr;
            request.outputs.addrlen = 0;
        }
    }
    errno = error;
    return received;
}

bool would_block(ssize_t result) noexcept { return result < 0 && (PHP_IS_TRANSIENT_ERROR(errno) || errno == EINTR); }

}  // namespace

void socket_receive_from(const SocketTable& table, php_stream* stream, php_stream_xport_param& request) noexcept {
    php_netstream_data_t* socket = netstream(stream);
    StreamPin::forget_drained();
    if (!socket || socket->socket == SOCK_ERR || !socket->is_blocked) {
        table.original.set_option(stream, PHP_STREAM_OPTION_XPORT_API, 0, &request);
        return;
    }
    const bool urgent = (request.inputs.flags & STREAM_OOB) == STREAM_OOB;
    const int flags = MSG_DONTWAIT | (urgent ? MSG_OOB : 0) |
                      ((request.inputs.flags & STREAM_PEEK) == STREAM_PEEK ? MSG_PEEK : 0);
    StreamPin& pin = socket_pin(stream, *socket);
    socket->timeout_event = 0;
    request.outputs.returncode = -1;
    ssize_t received = receive(socket->socket, request, flags);
    if (would_block(received)) {
        const core::Instant deadline = deadline_after(to_duration(socket->timeout));
        do {
            if (EG(exception)) return;
            const FdWaited waited = pin.wait(urgent ? Direction::urgent : Direction::read, deadline);
            if (waited == FdWaited::timeout) socket->timeout_event = 1;
            if (waited != FdWaited::ready) return;
            received = receive(socket->socket, request, flags);
            if (would_block(received) && is_shut_down(socket->socket)) received = 0;
        } while (would_block(received));
    }
    request.outputs.returncode = static_cast<int>(received);
}

void socket_send_to(const SocketTable& table, php_stream* stream, php_stream_xport_param& request) noexcept {
    php_netstream_data_t* socket = netstream(stream);
    StreamPin::forget_drained();
    if (!socket || socket->socket == SOCK_ERR || !socket->is_blocked) {
        table.original.set_option(stream, PHP_STREAM_OPTION_XPORT_API, 0, &request);
        return;
    }
    const int flags = MSG_DONTWAIT | MSG_NOSIGNAL | ((request.inputs.flags & STREAM_OOB) == STREAM_OOB ? MSG_OOB : 0);
    StreamPin& pin = socket_pin(stream, *socket);
    request.outputs.returncode = -1;
    if (!pin.writers().try_enter()) {
        if (EG(exception) || pin.wait_for(pin.writers(), core::Instant::never()) != FdWaited::ready) return;
    }
    const char* data = request.inputs.buf;
    size_t left = request.inputs.buflen;
    int error = 0;
    for (;;) {
        const ssize_t now = request.inputs.addr
                                ? sendto(socket->socket, data, left, flags, request.inputs.addr, request.inputs.addrlen)
                                : send(socket->socket, data, left, flags);
        error = now < 0 ? errno : 0;
        if (now >= 0) {
            data += now;
            left -= static_cast<size_t>(now);
            if (left == 0) break;
            continue;
        }
        if (error == EINTR) continue;
        if (!PHP_IS_TRANSIENT_ERROR(error) || EG(exception)) break;
        socket->timeout_event = 0;
        const FdWaited waited = pin.wait(Direction::write, deadline_after(to_duration(socket->timeout)));
        if (waited == FdWaited::ready) continue;
        if (waited == FdWaited::timeout) socket->timeout_event = 1;
        if (waited != FdWaited::timeout) error = 0;
        break;
    }
    pin.writers().leave();
    const size_t sent = request.inputs.buflen - left;
    if (left == 0 || sent > 0) {
        request.outputs.returncode = static_cast<int>(sent);
    } else if (error && !EG(exception)) {
        php_error_docref(nullptr, E_WARNING, "%s\n", strerror(error));
        errno = error;
    }
}

}  // namespace async::hooks
