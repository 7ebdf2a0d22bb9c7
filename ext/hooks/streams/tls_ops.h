// TLS streams. PHP's own transport does all of it and waits in poll(), which the object that holds it imports from us
// (native/tls_wait.h). The session is never entered twice, because nobody is switched away inside the TLS library (IO-304).
// Added here: one reader and one writer at a time; the read goes through a buffer of its own, because the engine's may move
// while the reader is parked; and the blocking mode, which the transport turns off and on for itself alone.
#pragma once

#include "ext/hooks/stream_pin.h"
#include "ext/hooks/streams/transport.h"

namespace async::hooks {

ssize_t tls_read(const SocketTable& table, StreamPin& pin, char* buffer, size_t size) noexcept;
ssize_t tls_write(const SocketTable& table, StreamPin& pin, const char* data, size_t size) noexcept;
// For streams that may have TLS: handshakes, the blocking mode, meta data. Anything else goes to the original.
int tls_set_option(const SocketTable& table, php_stream* stream, int option, int value, void* parameter) noexcept;

// The pin of the stream if TLS is active on it, else null.
StreamPin* tls_pin(const SocketTable& table, php_stream* stream) noexcept;

}  // namespace async::hooks
