// stream_socket_sendto() and stream_socket_recvfrom() (IO-240, IO-241).
#pragma once

#include "ext/hooks/streams/transport.h"

namespace async::hooks {

void socket_receive_from(const SocketTable& table, php_stream* stream, php_stream_xport_param& request) noexcept;
void socket_send_to(const SocketTable& table, php_stream* stream, php_stream_xport_param& request) noexcept;

}  // namespace async::hooks
