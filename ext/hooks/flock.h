// Waiting for a lock on a file without keeping a worker (IO-510).
#pragma once

#include "ext/hooks/stream_pin.h"

namespace async::hooks {

// flock(2) that parks: LOCK_SH or LOCK_EX without LOCK_NB, on a stream the caller has entered. As flock() answers, with errno;
// ECANCELED with an exception pending, EBADF when the stream was closed meanwhile (IO-50).
int flock_parked(const StreamPin& pin, int operation) noexcept;
// The same for a descriptor that nobody else can close.
int flock_parked(int fd, int operation) noexcept;
// Somebody here may have let go of a lock: whoever waits for that file looks at once.
void flock_released(int fd) noexcept;

}  // namespace async::hooks
