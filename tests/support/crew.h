// The coroutines of a test of random programs, and what holds of them in every order: each body runs and each end comes once, and when
// all is over nobody and nothing is left. `expect(holds, invariant)` is told of each.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "tests/support/test_runtime.h"

namespace async::test {

class Crew {
public:
    using Expect = std::function<void(bool holds, const char* invariant)>;

    Crew(TestRuntime& rt, Expect expect) : rt_(rt), expect_(std::move(expect)) {}

    std::size_t size() const { return members_.size(); }
    TestCoroutine& operator[](std::size_t at) { return *members_[at]->coroutine; }

    // A new member, not spawned yet. `body` answers with the reason it ends with.
    TestCoroutine& make(std::function<core::Ref<core::Reason>()> body) {
        auto member = std::make_shared<Member>();
        member->coroutine = rt_.make([this, member, body = std::move(body)]() -> core::Ref<core::Reason> {
            expect_(!member->returned && !member->running, "a body runs once");
            member->running = true;
            core::Ref<core::Reason> outcome = body();
            member->running = false;
            member->returned = true;
            return member->outcome = outcome;
        });
        member->coroutine->finished_hook = [this, member = member.get()](TestCoroutine& coroutine) {
            ++member->finished;
            expect_(coroutine.is_started() == member->returned, "started bodies return, others never do");
            expect_(coroutine.is_started() || coroutine.was_discarded, "a body that never ran is discarded");
        };
        members_.push_back(member);
        return *member->coroutine;
    }

    // To be called when the main flow has ended.
    void check_end(const Event& event) const {
        auto& scheduler = rt_.scheduler;
        expect_(scheduler.alive_count() == 0 && scheduler.alive().empty(), "nobody is left alive");
        expect_(scheduler.run_queue().empty(), "nobody is left queued");
        expect_(scheduler.current() == nullptr, "nobody is running");
        expect_(rt_.reactor.activity_count() == 0, "no activity is left");
        expect_(!event.has_waiters(), "nobody is left waiting");
        expect_(event.arms == event.disarms, "arm and disarm come in pairs");
        expect_(rt_.root->is_empty() && rt_.root->active_count() == 0, "the root scope is empty");
        expect_(scheduler.contexts().idle() == scheduler.contexts().total(), "every stack came back");
        for (const auto& member : members_) {
            const TestCoroutine& coroutine = *member->coroutine;
            expect_(coroutine.is_finished() && member->finished == 1, "everybody finishes once");
            expect_(coroutine.scope() == nullptr, "the finished have left their scope");
            if (!coroutine.is_cancelled()) {
                expect_(coroutine.error() == member->outcome.get(), "who was not cancelled ends as its body did");
            }
            if (!coroutine.is_started()) expect_(coroutine.is_cancelled(), "only cancels keep a body from running");
        }
    }
    void clear() { members_.clear(); }

private:
    struct Member {
        core::Ref<TestCoroutine> coroutine;
        core::Ref<core::Reason> outcome;  // what the body returned
        bool returned = false;
        bool running = false;
        int finished = 0;
    };

    TestRuntime& rt_;
    Expect expect_;
    std::vector<std::shared_ptr<Member>> members_;
};

}  // namespace async::test
