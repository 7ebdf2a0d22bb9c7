#include "ext/hooks/streams/connect.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "ext/hooks/dns.h"
#include "ext/hooks/stream_pin.h"
#include "ext/hooks/streams/socket_ops.h"

namespace async::hooks {

using Direction = StreamPin::Direction;

namespace {

constexpr size_t kNumericSize = INET6_ADDRSTRLEN + sizeof "[]:65535";

// "host:port" or "[v6]:port", as the original takes it apart. Not `found`: the original is to say what is wrong with it.
struct Address {
    const char* host = nullptr;
    size_t host_length = 0;
    const char* port = nullptr;  // with its colon
    size_t port_length = 0;
    bool found = false;

    explicit Address(const php_stream_xport_param& request) noexcept {
        const char* name = request.inputs.name;
        const size_t length = request.inputs.namelen;
        if (length == 0 || memchr(name, '\0', length)) return;
        host = name;
        if (*name == '[') {
            const auto* end = length > 2 ? static_cast<const char*>(memchr(name + 1, ']', length - 2)) : nullptr;
            if (!end || end[1] != ':') return;
            host = name + 1;
            port = end + 1;
            host_length = static_cast<size_t>(end - host);
        } else {
            port = static_cast<const char*>(memchr(name, ':', length - 1));
            if (!port) return;
            host_length = static_cast<size_t>(port - name);
        }
        port_length = length - static_cast<size_t>(port - name);
        found = port_length < 16;
    }
};

void set_error(php_stream_xport_param& request, zend_string* text) noexcept {
    if (request.outputs.error_text) zend_string_release_ex(request.outputs.error_text, 0);
    request.outputs.error_text = text;
}

void drop_error(php_stream_xport_param& request) noexcept { set_error(request, nullptr); }

void fail_with(php_stream_xport_param& request, int error) noexcept {
    request.outputs.returncode = -1;
    request.outputs.error_code = error;
    set_error(request, request.want_errortext ? php_socket_error_str(error) : nullptr);
}

bool may_use_ipv6() noexcept {
    static const bool answer = [] {
        const int probe = socket(PF_INET6, SOCK_DGRAM, 0);
        if (probe >= 0) ::close(probe);
        return probe >= 0;
    }();
    return answer;
}

// Gives others a turn in any case (IO-4). Null with the request failed: as stock reports it, or cancelled.
addrinfo* resolve(const Address& address, int type, core::Instant deadline, php_stream_xport_param& request) noexcept {
    zend_string* host = zend_string_init(address.host, address.host_length, 0);
    addrinfo hints = {};
    hints.ai_family = may_use_ipv6() ? AF_UNSPEC : AF_INET;
    hints.ai_socktype = type;
    hints.ai_flags = AI_NUMERICHOST;
    addrinfo* found = nullptr;
    int answer = getaddrinfo(ZSTR_VAL(host), nullptr, &hints, &found);
    request.outputs.returncode = -1;
    if (answer == 0) {
        if (yield() == Waited::thrown) {
            freeaddrinfo(found);
            found = nullptr;
        }
        zend_string_release_ex(host, 0);
        return found;
    }
    hints.ai_flags = 0;
    answer = lookup(ZSTR_VAL(host), nullptr, &hints, &found, deadline);
    if (answer != 0 && !EG(exception)) {
        if (answer == EAI_SYSTEM && errno == ETIMEDOUT) {
            fail_with(request, ETIMEDOUT);
        } else {
            zend_string* text = strpprintf(0, "php_network_getaddresses: getaddrinfo for %s failed: %s", ZSTR_VAL(host),
                                           gai_strerror(answer));
            php_error_docref(nullptr, E_WARNING, "%s", ZSTR_VAL(text));
            request.outputs.error_code = 0;
            if (request.want_errortext) {
                set_error(request, text);
            } else {
                zend_string_release_ex(text, 0);
            }
        }
    }
    zend_string_release_ex(host, 0);
    return answer == 0 ? found : nullptr;
}

// The address and the port of the request as a name that needs no lookup. Zero: not an internet address.
size_t print_numeric(const addrinfo& found, const Address& address, char* text) noexcept {
    char host[INET6_ADDRSTRLEN + 16];
    if (found.ai_family != AF_INET && found.ai_family != AF_INET6) return 0;
    // Not inet_ntop(): a link-local address has a scope.
    if (getnameinfo(found.ai_addr, found.ai_addrlen, host, sizeof host, nullptr, 0, NI_NUMERICHOST) != 0) return 0;
    const char* shape = found.ai_family == AF_INET6 ? "[%s]%.*s" : "%s%.*s";
    return static_cast<size_t>(snprintf(text, kNumericSize + 16, shape, host, static_cast<int>(address.port_length), address.port));
}

// The original, with another name and operation.
void call_original(const SocketTable& table, php_stream* stream, const php_stream_xport_param& as, char* name, size_t length,
                   php_stream_xport_param& request) noexcept {
    const php_stream_xport_param asked = request;
    request.op = as.op;
    request.inputs.name = name;
    request.inputs.namelen = length;
    table.original.set_option(stream, PHP_STREAM_OPTION_XPORT_API, 0, &request);
    request.op = asked.op;
    request.inputs.name = asked.inputs.name;
    request.inputs.namelen = asked.inputs.namelen;
}

void drop_descriptor(php_stream* stream) noexcept {
    php_netstream_data_t& socket = *netstream(stream);
    if (socket.socket == SOCK_ERR) return;
    if (StreamPin* pin = StreamPin::find(stream, socket.socket)) pin->close();
    ::close(socket.socket);
    socket.socket = SOCK_ERR;
}

// A connection under way: its end, and the blocking mode back.
void finish_connect(php_stream* stream, php_stream_xport_param& request, core::Instant deadline) noexcept {
    php_netstream_data_t& socket = *netstream(stream);
    int error = 0;
    if (request.outputs.returncode == 1) {
        StreamPin& pin = socket_pin(stream, socket);
        FdWaited waited = FdWaited::ready;
        while (!pin.is_ready(Direction::write) && waited == FdWaited::ready) waited = pin.wait(Direction::write, deadline);
        socklen_t size = sizeof error;
        switch (waited) {
            case FdWaited::ready:
                if (getsockopt(socket.socket, SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
                break;
            case FdWaited::timeout:
                error = ETIMEDOUT;
                break;
            default:
                error = ECANCELED;
                break;
        }
        if (waited == FdWaited::closed) {
            fail_with(request, error);
            return;
        }
    }
    if (error) {
        drop_descriptor(stream);  // IO-204
        fail_with(request, error);
        return;
    }
    php_set_sock_blocking(socket.socket, socket.is_blocked);
    request.outputs.returncode = 0;
    request.outputs.error_code = 0;
}

// One address. True: the request is answered, one way or the other.
bool attempt(const SocketTable& table, php_stream* stream, char* name, size_t length, core::Instant deadline,
             php_stream_xport_param& request) noexcept {
    php_stream_xport_param as = request;
    as.op = php_stream_xport_param::STREAM_XPORT_OP_CONNECT_ASYNC;
    drop_error(request);
    call_original(table, stream, as, name, length, request);
    if (request.outputs.returncode < 0) {
        drop_descriptor(stream);
        return EG(exception) != nullptr;
    }
    if (request.op == php_stream_xport_param::STREAM_XPORT_OP_CONNECT_ASYNC) return true;  // IO-203
    finish_connect(stream, request, deadline);
    return request.outputs.returncode == 0 || EG(exception) || request.outputs.error_code == ETIMEDOUT;
}

int type_of(const SocketTable& table) noexcept { return table.kind == SocketTable::Kind::udp ? SOCK_DGRAM : SOCK_STREAM; }

}  // namespace

// IO-200…IO-204
void socket_connect(const SocketTable& table, php_stream* stream, php_stream_xport_param& request) noexcept {
    StreamPin::forget_drained();
    if (EG(exception)) {
        request.outputs.returncode = -1;
        return;
    }
    const core::Instant deadline = deadline_after(to_duration(request.inputs.timeout));
    if (table.is_local()) {
        attempt(table, stream, request.inputs.name, request.inputs.namelen, deadline, request);
        return;
    }
    const Address address(request);
    if (!address.found) {
        table.original.set_option(stream, PHP_STREAM_OPTION_XPORT_API, 0, &request);
        return;
    }
    addrinfo* all = resolve(address, type_of(table), deadline, request);
    if (!all) return;
    request.outputs.returncode = -1;
    char name[kNumericSize + 32];
    for (const addrinfo* each = all; each; each = each->ai_next) {
        const size_t length = print_numeric(*each, address, name);
        if (length > 0 && attempt(table, stream, name, length, deadline, request)) break;
    }
    freeaddrinfo(all);
}

// IO-210
void socket_bind(const SocketTable& table, php_stream* stream, php_stream_xport_param& request) noexcept {
    const Address address(request);
    if (EG(exception) || table.is_local() || !address.found) {
        table.original.set_option(stream, PHP_STREAM_OPTION_XPORT_API, 0, &request);
        return;
    }
    addrinfo* all = resolve(address, type_of(table), core::Instant::never(), request);
    if (!all) return;
    char name[kNumericSize + 32];
    for (const addrinfo* each = all; each; each = each->ai_next) {
        const size_t length = print_numeric(*each, address, name);
        if (length == 0) continue;
        drop_error(request);
        call_original(table, stream, request, name, length, request);
        if (request.outputs.returncode == 0) break;
    }
    freeaddrinfo(all);
}

// --- Accepting -------------------------------------------------------------------------------------------------------

namespace {

// Whoever has the turn waits for the next connection, the others for the turn: each connection wakes one, the oldest (IO-212).
FdWaited wait_for_peer(StreamPin& pin, core::Instant deadline) noexcept {
    const FdWaited turn = pin.wait_for(pin.takers(), deadline);
    if (turn != FdWaited::ready) return turn;
    FdWaited waited = FdWaited::ready;
    while (!pin.is_ready(Direction::read) && waited == FdWaited::ready) waited = pin.wait(Direction::read, deadline);
    pin.takers().leave();
    return waited;
}

// Accepts what is there and does not wait; a TLS handshake may follow, and takes its time.
void accept_now(const SocketTable& table, php_stream* stream, php_stream_xport_param& request) noexcept {
    timeval zero = {};
    timeval* asked = request.inputs.timeout;
    request.inputs.timeout = &zero;
    table.original.set_option(stream, PHP_STREAM_OPTION_XPORT_API, 0, &request);
    request.inputs.timeout = asked;
}

bool lost_race(const php_stream_xport_param& request) noexcept {
    const int error = request.outputs.error_code;
    return !request.outputs.client && (PHP_IS_TRANSIENT_ERROR(error) || error == ETIMEDOUT);
}

}  // namespace

// IO-211…IO-214
void socket_accept(const SocketTable& table, php_stream* stream, php_stream_xport_param& request) noexcept {
    php_netstream_data_t* socket = netstream(stream);
    request.outputs.client = nullptr;
    request.outputs.returncode = -1;
    StreamPin::forget_drained();
    if (EG(exception)) return;
    if (!socket || socket->socket == SOCK_ERR) {
        table.original.set_option(stream, PHP_STREAM_OPTION_XPORT_API, 0, &request);
        return;
    }
    StreamPin& pin = socket_pin(stream, *socket);
    // Another process may take the connection between our look and our accept().
    if (!std::exchange(pin.nonblocking_listener, true)) php_set_sock_blocking(socket->socket, 0);
    const core::Instant deadline = deadline_after(to_duration(request.inputs.timeout));
    for (;;) {
        const FdWaited waited = wait_for_peer(pin, deadline);
        if (waited == FdWaited::thrown) return;
        if (waited == FdWaited::closed) {
            fail_with(request, EBADF);
            return;
        }
        pin.enter();
        accept_now(table, stream, request);
        pin.leave();
        if (waited == FdWaited::timeout || EG(exception) || !lost_race(request)) return;
        drop_error(request);
    }
}

}  // namespace async::hooks
