// Regular files. What the page cache can answer is done on the spot; what has to wait for a disk or a server goes to a worker,
// while the coroutine is parked. One request per stream at a time, also an abandoned one (IO-43, IO-514): it works on a
// duplicate of the descriptor, which shares the position and outlives a close.
#pragma once

#include "ext/hooks/stream_pin.h"
#include "ext/hooks/streams/read_target.h"

namespace async::hooks {

// As the table's own read and write; false: the original is to do it, now.
bool read_file(StreamPin& pin, ReadTarget& target, ssize_t& result) noexcept;
bool write_file(StreamPin& pin, const char* data, size_t size, ssize_t& result) noexcept;
// fsync(), or fdatasync(). False: as above.
bool sync_file(StreamPin& pin, bool data_only, int& result) noexcept;
// Each call may wait for a server.
bool is_remote_file(int fd) noexcept;
// Waits for an abandoned request. False: with an exception pending, or closed meanwhile.
bool settle_file(StreamPin& pin) noexcept;

}  // namespace async::hooks
