// Connecting, binding and accepting. The original does the work, options included; we take the waiting away from it: it is given
// numeric addresses, asked to connect without waiting, and asked to accept when somebody is there.
#pragma once

#include "ext/hooks/streams/transport.h"

namespace async::hooks {

void socket_connect(const SocketTable& table, php_stream* stream, php_stream_xport_param& request) noexcept;
void socket_bind(const SocketTable& table, php_stream* stream, php_stream_xport_param& request) noexcept;
void socket_accept(const SocketTable& table, php_stream* stream, php_stream_xport_param& request) noexcept;

}  // namespace async::hooks
