#include "ext/hooks/cooperative.h"

#include "ext/zend/throwable_reason.h"

namespace async::hooks {

using core::Wait;

namespace {

Waited raise_interrupt(core::Coroutine& self) noexcept {
    if (core::Ref<core::Reason> reason = self.take_interrupt()) php::raise(*reason);
    return Waited::thrown;
}

}  // namespace

Waited wait_until(core::Instant deadline) noexcept {
    php::Runtime& runtime = *php::Runtime::get();
    php::PhpCoroutine& self = *runtime.current();
    self.wait().set_deadline(runtime.scheduler().timers(), deadline);
    Waited answer = Waited::done;
    switch (runtime.park()) {
        case Wait::Outcome::interrupted:
            answer = raise_interrupt(self);
            break;
        case Wait::Outcome::deadline:
            answer = Waited::timeout;
            break;
        default:
            break;
    }
    self.wait().clear();
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

}  // namespace async::hooks
