#include "ext/hooks/cooperative.h"

#include <cerrno>

#include "ext/hooks/native/library_call.h"
#include "ext/zend/throwable_reason.h"

namespace async::hooks {

using core::Wait;

namespace {

Waited raise_interrupt(php::PhpCoroutine& self) noexcept {
    if (self.library_calls > 0) {
        native::hold_interrupt();
    } else if (core::Ref<core::Reason> reason = self.take_interrupt()) {
        native::silence_errors();
        php::raise(*reason);
    }
    return Waited::thrown;
}

}  // namespace

Waited park_until(core::Instant deadline) noexcept {
    php::Runtime& runtime = *php::Runtime::get();
    php::PhpCoroutine& self = *runtime.current();
    // A library that goes on after a cancelled wait, as mysqlnd asks for the answer to what it could not send, would wait for ever.
    if (UNEXPECTED(self.library_calls > 0 && self.has_interrupt())) return raise_interrupt(self);
    self.wait().set_deadline(runtime.scheduler().timers(), deadline);
    switch (runtime.park()) {
        case Wait::Outcome::interrupted:
            return raise_interrupt(self);
        case Wait::Outcome::deadline:
            return Waited::timeout;
        default:
            return Waited::done;
    }
}

Waited wait_until(core::Instant deadline) noexcept {
    const Waited answer = park_until(deadline);
    php::running_coroutine().wait().clear();
    return answer;
}

Waited yield() noexcept {
    php::Runtime& runtime = *php::Runtime::get();
    if (runtime.yield() != Wait::Outcome::interrupted) return Waited::done;
    php::PhpCoroutine& self = *runtime.current();
    const Waited answer = raise_interrupt(self);
    self.wait().clear();
    return answer;
}

bool RetryPauses::wait(core::Instant deadline) noexcept {
    const core::Instant again = deadline_after(next_);
    if (next_.ns < core::Duration::from_ms(32).ns) next_ = next_ + next_;
    switch (wait_until(again < deadline ? again : deadline)) {
        case Waited::thrown:
            errno = ECANCELED;
            return false;
        default:
            if (again < deadline) return true;
            errno = EAGAIN;
            return false;
    }
}

}  // namespace async::hooks
