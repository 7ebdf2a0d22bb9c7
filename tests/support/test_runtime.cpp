#include "tests/support/test_runtime.h"

namespace async::test {

using core::Ref;
using core::Wait;

// As the engine chains exceptions: at the end of what is there, and never into a circle, since reasons are shared.
void TestReason::supersede(core::Reason& earlier) noexcept {
    const auto* cause = static_cast<TestReason*>(&earlier);
    for (const TestReason* reason = cause; reason; reason = reason->previous_.get()) {
        if (reason == this) return;
    }
    TestReason* last = this;
    while (last->previous_) {
        if (last->previous_.get() == cause) return;
        last = last->previous_.get();
    }
    last->previous_ = static_cast<TestReason*>(&earlier);
}

std::string TestReason::text() const {
    return previous_ ? name_ + "<-" + previous_->text() : name_;
}

Ref<core::Reason> error(std::string name) {
    return core::make_ref<TestReason>(core::Reason::Kind::error, std::move(name));
}

Ref<core::Reason> cancellation(std::string name) {
    return core::make_ref<TestReason>(core::Reason::Kind::cancellation, std::move(name));
}

std::string text(const core::Reason* reason) {
    return reason ? static_cast<const TestReason*>(reason)->text() : "-";
}

TestRuntime::TestRuntime(uint64_t shuffle_seed, uint32_t warm_contexts)
    : scheduler(switcher, *this, clock, warm_contexts), root(core::make_ref<TestScope>(trace, "root", nullptr)) {
    scheduler.run_queue().shuffle(shuffle_seed);
}

TestRuntime::~TestRuntime() {
    on_deadlock = nullptr;
    if (scheduler.current()) {  // a failed assertion has left the main flow
        scheduler.abandon([](core::Coroutine& coroutine) { coroutine.release(); });
        switcher.drop_all();
        return;
    }
    if (scheduler.alive_count() > 0) run();
}

TestRuntime::Result TestRuntime::await(const Waiting& waiting) {
    Wait& wait = self().wait();
    if (waiting.token) wait.set_token(*waiting.token);
    if (waiting.first) wait.add(*waiting.first);
    if (waiting.second) wait.add(*waiting.second);
    if (!waiting.timeout.is_forever()) wait.set_deadline(scheduler.timers(), clock.now() + waiting.timeout);
    if (waiting.lingering) wait.set_lingering();
    return collect(scheduler.park());
}

TestRuntime::Result TestRuntime::yield() { return collect(scheduler.yield()); }

TestRuntime::Result TestRuntime::collect(Wait::Outcome outcome) {
    Wait& wait = self().wait();
    Result result{outcome, wait.index(), nullptr};
    result.reason = outcome == Wait::Outcome::interrupted ? self().take_interrupt() : Ref<core::Reason>(wait.error());
    wait.clear();
    return result;
}

bool TestRuntime::resolve_deadlock(uint32_t alive) noexcept {
    ++deadlocks;
    if (on_deadlock) return on_deadlock(alive);
    const auto reason = cancellation("deadlock");
    scheduler.for_each_alive([&](core::Coroutine& coroutine) { coroutine.cancel_unprotected(reason); });
    return true;
}

}  // namespace async::test
