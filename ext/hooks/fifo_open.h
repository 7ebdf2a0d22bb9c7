// Opening a FIFO: stock blocks in open() until the other end is there. Here nobody blocks and no thread is used up: the end is
// opened without waiting, and the coroutine looks for its partner at growing intervals, as for a lock.
#pragma once

namespace async::hooks::fs {

// A FIFO, opened so that it would block, by one of the functions that may wait (fs_calls.h).
bool is_fifo_to_wait_for(const char* path, int flags) noexcept;
// As open(); -1 with ECANCELED when the coroutine was cancelled.
int open_fifo(const char* path, int flags) noexcept;

}  // namespace async::hooks::fs
