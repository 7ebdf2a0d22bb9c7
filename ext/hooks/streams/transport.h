// The socket transports (layer L2a). Their factories are wrapped, so that each table of operations is seen once, and patched in
// place: the engine compares table addresses (D-13). One slot per table; the slot's own functions know where its originals
// are, so a process without coroutines pays one branch.
#pragma once

#include "ext/zend/compat.h"

namespace async::hooks {

struct SocketTable {
    enum class Kind : uint8_t {
        tcp,
        udp,
        local,    // unix: an address is a path, no lookup
        local_datagram,
        unnamed,  // pairs and adopted sockets, of any type
        secure,   // tcp that may become TLS; connects and binds through the table of tcp
    };
    php_stream_ops original;
    const php_stream_ops* address;
    Kind kind;

    bool is_secure() const noexcept { return kind == Kind::secure; }
    bool is_local() const noexcept { return kind == Kind::local || kind == Kind::local_datagram; }
    bool is_byte_stream() const noexcept { return kind == Kind::tcp || kind == Kind::local || kind == Kind::secure; }
};

// Whether this is a patched table, so that closing a stream of it is ours to see.
bool is_socket_table(const php_stream_ops* ops) noexcept;

inline php_netstream_data_t* netstream(const php_stream* stream) noexcept {
    return static_cast<php_netstream_data_t*>(stream->abstract);
}

const char* install_transports();

}  // namespace async::hooks
