// The guard at the top of every hook, and the one way hooks wait. A hook that gets `false` from the guard calls the original,
// unchanged (IO-1); in a process that never uses coroutines that is one predictable branch.
#pragma once

#include "ext/php_async.h"
#include "ext/zend/compat.h"
#include "ext/zend/runtime.h"

namespace async::hooks {

inline bool cooperative() noexcept { return UNEXPECTED(ASYNC_G(active)) && php::Runtime::get()->can_suspend(); }

enum class Waited : uint8_t {
    done,      // what was waited for has happened
    timeout,   // the deadline came first
    thrown,    // the coroutine was cancelled; the exception is pending, the resource untouched (IO-10)
};

// Parks the running coroutine on its Wait, to which the caller has added sources; `deadline` may be never().
// Inside a library call the cancellation stays with the coroutine until the call has returned (native/library_call.h).
Waited wait_until(core::Instant deadline) noexcept;
// The same, but the sources stay on the Wait, to be looked at, until the caller clears it.
Waited park_until(core::Instant deadline) noexcept;
// One turn for everybody else (IO-4).
Waited yield() noexcept;

inline core::Instant deadline_after(core::Duration duration) noexcept {
    return duration.is_forever() ? core::Instant::never() : php::Runtime::get()->clock().now() + duration;
}

// For what no event tells of: looking again at growing intervals.
class RetryPauses {
public:
    // False with errno: cancelled, or the deadline has passed (EAGAIN).
    bool wait(core::Instant deadline) noexcept;

private:
    core::Duration next_ = core::Duration::from_us(500);
};

}  // namespace async::hooks
