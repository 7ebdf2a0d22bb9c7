// poll(2) for coroutines: looks first, waits for readiness of all descriptors at once, and answers with what the kernel says
// then (spec 20). Registers transiently, because whoever owns the descriptors may close and reuse their numbers (IO-41), unless
// the caller says that their waits are many.
#pragma once

#include <poll.h>

#include "ext/hooks/cooperative.h"
#include "src/core/reactor.h"

namespace async::hooks::native {

// As poll(2): the number of ready descriptors, 0 at the deadline, -1 with errno. ECANCELED: the coroutine was cancelled.
// The caller is a coroutine that may park. `keeping`: borrowed for descriptors whose close() is replaced_close() (borrowed_watches.h).
int poll_until(pollfd* fds, nfds_t count, core::Instant deadline,
               core::FdWatch::Keeping keeping = core::FdWatch::Keeping::transient) noexcept;

// Adds the readiness of all these descriptors to the running coroutine's Wait, as its only source. False, with nothing added,
// when one of them cannot be watched.
bool watch_all(const pollfd* fds, nfds_t count,
               core::FdWatch::Keeping keeping = core::FdWatch::Keeping::transient) noexcept;

// For the duration argument of poll(2): milliseconds, negative for ever.
core::Instant deadline_of_poll(int timeout) noexcept;

}  // namespace async::hooks::native
