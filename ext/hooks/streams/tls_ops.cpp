#include "ext/hooks/streams/tls_ops.h"

#include <sys/socket.h>

#include <cerrno>

#include "ext/hooks/streams/read_target.h"
#include "ext/hooks/streams/socket_ops.h"

namespace async::hooks {

namespace {

constexpr size_t kRecord = 16384;  // no TLS record holds more

bool ask_tls(const SocketTable& table, php_stream* stream) noexcept {
    zval data;
    array_init(&data);
    table.original.set_option(stream, PHP_STREAM_OPTION_META_DATA_API, 0, &data);
    const bool active = zend_hash_str_exists(Z_ARRVAL(data), ZEND_STRL("crypto"));
    zval_ptr_dtor(&data);
    return active;
}

// The descriptor stays open until the last caller has left the library; at its next look it finds the end of the connection.
void make_callers_leave(StreamPin& pin) noexcept {
    shutdown(pin.fd(), pin.writers().is_taken() || pin.tls != StreamPin::Tls::active ? SHUT_RDWR : SHUT_RD);
}

// The transport works on a non-blocking descriptor while it is inside, and finds the mode it is to give back in is_blocked.
void enter_transport(StreamPin& pin) noexcept {
    php_netstream_data_t& socket = *netstream(pin.stream());
    if (pin.tls_inside++ == 0) pin.tls_blocking = socket.is_blocked;
    pin.on_closed_under_waiters = &make_callers_leave;
    socket.is_blocked = 1;
    pin.watch();  // kept: otherwise each wait would register the descriptor anew
    pin.enter();
}

void leave_transport(StreamPin& pin) noexcept {
    php_netstream_data_t& socket = *netstream(pin.stream());
    const bool blocking = --pin.tls_inside == 0 && pin.tls_blocking;
    if (static_cast<bool>(socket.is_blocked) != blocking) {
        php_set_sock_blocking(socket.socket, blocking);
        socket.is_blocked = blocking;
    }
    pin.leave();
}

int handshake(const SocketTable& table, StreamPin& pin, int option, int value, void* parameter) noexcept {
    php_stream* stream = pin.stream();
    // IO-304: nobody enters the session meanwhile. From now on reads and writes take their turns; whoever comes first, the bytes of
    // the handshake are the library's.
    if (pin.wait_for(pin.takers(), core::Instant::never()) != FdWaited::ready) return -1;
    if (pin.wait_for(pin.writers(), core::Instant::never()) != FdWaited::ready) {
        pin.takers().leave();
        return -1;
    }
    pin.tls = StreamPin::Tls::active;
    enter_transport(pin);
    const int answer = table.original.set_option(stream, option, value, parameter);
    if (EG(exception)) shutdown(pin.fd(), SHUT_RDWR);  // IO-306
    pin.writers().leave();
    pin.takers().leave();
    leave_transport(pin);
    return answer;
}

int enable_crypto(const SocketTable& table, php_stream* stream, int option, int value, void* parameter) noexcept {
    const auto& request = *static_cast<const php_stream_xport_crypto_param*>(parameter);
    php_netstream_data_t& socket = *netstream(stream);
    int answer;
    if (request.inputs.activate && socket.is_blocked && cooperative() && !EG(exception)) {
        answer = handshake(table, socket_pin(stream, socket), option, value, parameter);
    } else {
        answer = table.original.set_option(stream, option, value, parameter);
    }
    if (StreamPin* pin = StreamPin::find(stream, socket.socket)) {
        pin->tls = ask_tls(table, stream) ? StreamPin::Tls::active : StreamPin::Tls::inactive;
    }
    return answer;
}

}  // namespace

StreamPin* tls_pin(const SocketTable& table, php_stream* stream) noexcept {
    StreamPin& pin = socket_pin(stream, *netstream(stream));
    if (UNEXPECTED(pin.tls == StreamPin::Tls::unknown)) {
        pin.tls = ask_tls(table, stream) ? StreamPin::Tls::active : StreamPin::Tls::inactive;
    }
    return pin.tls == StreamPin::Tls::active ? &pin : nullptr;
}

ssize_t tls_read(const SocketTable& table, StreamPin& pin, char* buffer, size_t size) noexcept {
    php_stream* stream = pin.stream();
    StreamPin::forget_drained();
    php_netstream_data_t& socket = *netstream(stream);
    if (pin.tls_inside == 0 && !socket.is_blocked) return table.original.read(stream, buffer, size);
    if (pin.tls_inside > 0 && !pin.tls_blocking) return 0;  // somebody is at it
    if (EG(exception)) return -1;
    ReadTarget target(stream, buffer, size);
    socket.timeout_event = 0;
    switch (pin.wait_for(pin.takers(), deadline_after(to_duration(socket.timeout)))) {
        case FdWaited::ready:
            break;
        case FdWaited::timeout:
            socket.timeout_event = 1;
            return -1;
        default:
            return -1;
    }
    if (!target.find_again()) {
        pin.takers().leave();
        return 0;
    }
    if (size > kRecord) size = kRecord;
    char* bytes = static_cast<char*>(emalloc(size));
    enter_transport(pin);
    const ssize_t received = table.original.read(stream, bytes, size);
    const bool closed = pin.is_dead();
    leave_transport(pin);
    if (received > 0 && !closed) target.put(bytes, static_cast<size_t>(received));
    efree(bytes);
    pin.takers().leave();
    if (closed) return -1;
    if (received > 0 || !EG(exception)) return received;
    stream->eof = 0;  // the transport was told that nothing more comes, to make it leave (IO-13)
    return -1;
}

ssize_t tls_write(const SocketTable& table, StreamPin& pin, const char* data, size_t size) noexcept {
    php_stream* stream = pin.stream();
    StreamPin::forget_drained();
    php_netstream_data_t& socket = *netstream(stream);
    if (pin.tls_inside == 0 && !socket.is_blocked) return table.original.write(stream, data, size);
    if (pin.tls_inside > 0 && !pin.tls_blocking) return 0;
    if (EG(exception)) return -1;
    if (pin.wait_for(pin.writers(), core::Instant::never()) != FdWaited::ready) return -1;
    size_t sent = 0;
    ssize_t now = 0;
    enter_transport(pin);
    // The library may take less than it is given; the turn is for all of it (IO-42).
    while (sent < size && !pin.is_dead()) {
        now = table.original.write(stream, data + sent, size - sent);
        if (now <= 0) break;
        sent += static_cast<size_t>(now);
        netstream(stream)->is_blocked = 1;
    }
    const bool closed = pin.is_dead();
    leave_transport(pin);
    pin.writers().leave();
    if (closed) return -1;
    if (sent > 0) return static_cast<ssize_t>(sent);
    return EG(exception) ? -1 : now;
}

int tls_set_option(const SocketTable& table, php_stream* stream, int option, int value, void* parameter) noexcept {
    php_netstream_data_t* socket = netstream(stream);
    if (!socket || socket->socket == SOCK_ERR) return table.original.set_option(stream, option, value, parameter);
    if (option == PHP_STREAM_OPTION_CRYPTO_API) {
        if (static_cast<php_stream_xport_crypto_param*>(parameter)->op != php_stream_xport_crypto_param::STREAM_XPORT_CRYPTO_OP_ENABLE) {
            return table.original.set_option(stream, option, value, parameter);
        }
        return enable_crypto(table, stream, option, value, parameter);
    }
    StreamPin* pin = StreamPin::find(stream, socket->socket);
    if (EXPECTED(!pin || pin->tls_inside == 0)) return table.original.set_option(stream, option, value, parameter);
    // Somebody is inside: the mode the transport has set for itself is not the stream's.
    if (option == PHP_STREAM_OPTION_BLOCKING) return std::exchange(pin->tls_blocking, value != 0);
    if (option == PHP_STREAM_OPTION_CHECK_LIVENESS && value == 0) return PHP_STREAM_OPTION_RETURN_OK;
    const int answer = table.original.set_option(stream, option, value, parameter);
    if (option == PHP_STREAM_OPTION_META_DATA_API) {
        add_assoc_bool(static_cast<zval*>(parameter), "blocked", pin->tls_blocking);
    }
    return answer;
}

}  // namespace async::hooks
