// Random work under a shuffled run queue: whatever holds over thousands of orders does not depend on the order. A failure names
// its seed, which repeats it.
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "src/core/scheduler.h"
#include "tests/support/catch.h"
#include "tests/support/crew.h"
#include "tests/support/test_runtime.h"

using namespace async::test;
using async::core::Coroutine;
using async::core::Duration;
using async::core::FdWatch;
using async::core::make_ref;
using async::core::Reason;
using async::core::Ref;
using Outcome = async::core::Wait::Outcome;

namespace {

class NoJob final : public async::core::Job {
public:
    void work() noexcept override { ++worked; }
    void describe(async::core::DescriptionSink& sink) const override { sink.format("Job"); }
    int worked = 0;
};

// One seed's world. `broken` names the first invariant that did not hold.
class Chaos {
public:
    explicit Chaos(uint32_t seed) : random_(seed), rt_(seed * 0x9e3779b97f4a7c15u + 1) {
        event_ = make_ref<Event>();
        async::core::Error error;
        watch_ = rt_.reactor.watch_fd(rt_.reactor.open_fd(), FdWatch::Keeping::kept, error);
    }

    std::string run() {
        rt_.run_main([&] {
            rt_.scheduler.reactor();
            const int count = 3 + pick(6);
            for (int i = 0; i < count; ++i) start(*rt_.root, 0);
            for (int i = 0; i < 3; ++i) step(0);
        });
        check_end();
        return broken_;
    }

private:
    int pick(int below) { return static_cast<int>(random_() % static_cast<uint32_t>(below)); }
    void expect(bool holds, const char* invariant) {
        if (!holds && broken_.empty()) broken_ = invariant;
    }

    TestCoroutine& start(async::core::Scope& scope, int depth) {
        TestCoroutine& coroutine = crew_.make([this, depth]() -> Ref<Reason> {
            Ref<Reason> outcome;
            for (int steps = 1 + pick(5); steps > 0 && !outcome; --steps) outcome = step(depth);
            if (!outcome && pick(8) == 0) outcome = error("failure");
            return outcome;
        });
        rt_.scheduler.spawn(coroutine, scope);
        return coroutine;
    }

    TestCoroutine& anybody() { return crew_[static_cast<std::size_t>(pick(static_cast<int>(crew_.size())))]; }

    // One random action. The reason to end with, if the coroutine decides to.
    Ref<Reason> step(int depth) {
        Coroutine& self = rt_.self();
        Ref<Reason> raised;
        switch (pick(13)) {
            case 0: raised = after(self, rt_.yield()); break;
            case 1: raised = after(self, rt_.sleep(Duration::from_ms(pick(4)))); break;
            case 2: raised = wait_for(self, *event_); break;
            case 3: {
                Ref<TestCoroutine> other(&anybody());
                if (other.get() != &self) raised = wait_for(self, *other);
                break;
            }
            case 4: anybody().cancel(cancellation("cancel")); break;
            case 5: {
                self.protect();
                const auto result = rt_.sleep(Duration::from_ms(pick(3)));
                expect(result.outcome == Outcome::deadline, "nothing interrupts a protected sleep");
                raised = self.unprotect();
                break;
            }
            case 6: {
                if (depth > 1) break;
                auto scope = make_ref<TestScope>(rt_.trace, "s", rt_.root.get());
                scope->set_safe(pick(2) == 0);
                Ref<TestCoroutine> child(&start(*scope, depth + 1));
                if (pick(2) == 0) start(*scope, depth + 1);
                raised = wait_for(self, *child);
                if (pick(2) == 0) scope->cancel(cancellation("scope"));
                break;
            }
            case 7: {
                Ref<Event> fired = std::exchange(event_, make_ref<Event>());
                pick(3) == 0 ? fired->fail(error("event")) : fired->fire();
                break;
            }
            case 8: event_->pulse(); break;
            case 9: raised = wait_for(self, watch_->ready(FdWatch::Direction::read)); break;
            case 10: rt_.reactor.set_ready(watch_->fd(), FakeReactor::Direction::read, pick(2) == 0); break;
            case 11: {
                auto job = make_ref<NoJob>();
                rt_.reactor.submit(job, async::core::Job::Lane::general);
                raised = wait_for(self, *job);
                break;
            }
            case 12:
                if (!self.is_cancellation_requested()) self.cancel(cancellation("self"));
                break;
        }
        return raised && pick(2) == 0 ? raised : nullptr;
    }

    Ref<Reason> wait_for(Coroutine& self, async::core::Awaitable& source) {
        TestRuntime::Waiting waiting;
        waiting.first = &source;
        if (pick(3) == 0) waiting.second = event_.get();
        if (pick(4) == 0) waiting.token = event_.get();
        waiting.timeout = Duration::from_ms(1 + pick(5));
        waiting.lingering = pick(2) == 0;
        const Ref<Event> kept = event_;
        return after(self, rt_.await(waiting));
    }

    Ref<Reason> after(Coroutine& self, const TestRuntime::Result& result) {
        expect(rt_.scheduler.current() == &self, "whoever wakes is the current one");
        expect(self.state() == Coroutine::State::running, "whoever wakes is running");
        expect(!self.wait().is_settled() && !self.wait().has_deadline(), "a cleared wait holds nothing");
        if (result.interrupted()) {
            expect(static_cast<bool>(result.reason), "an interruption has a reason");
            expect(self.is_cancellation_requested(), "only a cancel interrupts");
            return result.reason;
        }
        return nullptr;
    }

    void check_end() {
        crew_.check_end(*event_);
        expect(rt_.scheduler.timers().empty(), "no timer is left");
        expect(rt_.deadlocks == 0, "timeouts leave no deadlock");
    }

    std::mt19937 random_;
    TestRuntime rt_;
    Ref<Event> event_;
    Ref<FdWatch> watch_;
    Crew crew_{rt_, [this](bool holds, const char* invariant) { expect(holds, invariant); }};
    std::string broken_;
};

}  // namespace

TEST_CASE("C-25 C-61 C-62 C-63 invariants hold in every order of the run queue") {
    uint32_t count = 10000;
    if (const char* text = std::getenv("ASYNC_CHAOS_SEEDS")) count = static_cast<uint32_t>(std::strtoul(text, nullptr, 10));
    for (uint32_t seed = 1; seed <= count; ++seed) {
        const std::string broken = Chaos(seed).run();
        INFO("seed " << seed);
        REQUIRE(broken == "");
    }
}
