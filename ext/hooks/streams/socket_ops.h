// The operations of socket streams. In blocking mode and inside a coroutine: try without waiting, suspend while the kernel says
// "would block", keep stock's bookkeeping (end of file, timeout flag, notifications, notices). Everything else is the
// original's. A stream with TLS goes to the original too, which waits through its own poll (tls_ops.h).
#pragma once

#include "ext/hooks/streams/transport.h"

namespace async::hooks {

class StreamPin;

ssize_t socket_read(const SocketTable& table, php_stream* stream, char* buffer, size_t size) noexcept;
ssize_t socket_write(const SocketTable& table, php_stream* stream, const char* data, size_t size) noexcept;
int socket_close(const SocketTable& table, php_stream* stream, int close_handle) noexcept;
int socket_cast(const SocketTable& table, php_stream* stream, int as, void** result) noexcept;
int socket_set_option(const SocketTable& table, php_stream* stream, int option, int value, void* parameter) noexcept;

// The pin of an open socket stream.
StreamPin& socket_pin(php_stream* stream, const php_netstream_data_t& socket) noexcept;
// Tells a stream's notifier about transferred bytes.
void notify_progress(StreamPin& pin, php_stream* stream, ssize_t bytes) noexcept;

}  // namespace async::hooks
