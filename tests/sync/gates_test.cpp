// Condition, Barrier, WaitGroup, Once: small enough to be looked at case by case.
#include "src/sync/barrier.h"
#include "src/sync/condition.h"
#include "src/sync/once.h"
#include "src/sync/wait_group.h"
#include "tests/support/catch.h"
#include "tests/sync/lock_fixture.h"

namespace async::sync::test {
namespace {

class TestCondition final : public Condition {};
class TestBarrier final : public Barrier {
    Ref<core::Reason> make_broken_error() noexcept override { return async::test::error("broken"); }
};
class TestWaitGroup final : public WaitGroup {};
class TestOnce final : public Once {};

struct Three {
    Ref<Idler> a = core::make_ref<Idler>("alice"), b = core::make_ref<Idler>(), c = core::make_ref<Idler>();
    ~Three() {
        a->forget();
        b->forget();
        c->forget();
    }
};

TEST_CASE("SY-41 SY-4: notifications go to the oldest, pass on when unused, and are lost without a taker", "[condition]") {
    Three s;
    auto condition = core::make_ref<TestCondition>();
    condition->notify(5);
    s.a->queue(condition->line());
    s.b->queue(condition->line());
    s.c->queue(condition->line());
    CHECK_FALSE(s.a->woken());
    CHECK(described(condition->line()) == "Condition(waiters=3)");
    condition->notify(1);
    CHECK(s.a->woken());
    CHECK_FALSE(s.b->woken());
    s.a->interrupt();
    CHECK(s.b->woken());
    CHECK_FALSE(s.c->woken());
    condition->notify(UINT32_MAX);
    CHECK(s.c->woken());
    s.c->interrupt();
    CHECK(condition->line().reserved() == 1);
}

TEST_CASE("SY-50 SY-51: a round ends with the last to come; who left early does not count", "[barrier]") {
    Three s;
    auto barrier = core::make_ref<TestBarrier>();
    barrier->configure(3);
    CHECK(barrier->arrive() == Barrier::Answer::queue);
    s.a->queue(barrier->line());
    CHECK(barrier->arrive() == Barrier::Answer::queue);
    s.b->queue(barrier->line());
    CHECK(described(barrier->line()) == "Barrier(waiting=2/3)");
    s.a->interrupt();
    CHECK(barrier->waiting() == 1);
    CHECK(barrier->arrive() == Barrier::Answer::queue);
    s.c->queue(barrier->line());
    CHECK(barrier->arrive() == Barrier::Answer::last);
    CHECK(s.b->woken());
    CHECK(s.c->woken());
    CHECK(barrier->waiting() == 0);

    // Who has passed takes nobody of the next round with it.
    s.a->forget();
    CHECK(barrier->arrive() == Barrier::Answer::queue);
    s.a->queue(barrier->line());
    s.b->interrupt();
    CHECK_FALSE(s.a->woken());
    CHECK(barrier->waiting() == 1);
}

TEST_CASE("SY-52: a broken barrier fails those who wait and those who come, until it is reset", "[barrier]") {
    Three s;
    auto barrier = core::make_ref<TestBarrier>();
    barrier->configure(2);
    barrier->arrive();
    s.a->queue(barrier->line());
    barrier->abort();
    CHECK(s.a->failure() == "broken");
    CHECK(barrier->arrive() == Barrier::Answer::broken);
    barrier->reset();
    CHECK(barrier->arrive() == Barrier::Answer::queue);
    s.b->queue(barrier->line());
    barrier->reset();
    CHECK(s.b->failure() == "broken");
    CHECK_FALSE(barrier->is_broken());
    CHECK(barrier->waiting() == 0);
}

TEST_CASE("SY-60 SY-61: the counter stays in its bounds, and zero wakes for good", "[wait_group]") {
    Three s;
    auto group = core::make_ref<TestWaitGroup>();
    CHECK(group->add(-1) == WaitGroup::Answer::negative);
    CHECK(group->add(INT32_MAX) == WaitGroup::Answer::done);
    CHECK(group->add(1) == WaitGroup::Answer::too_large);
    CHECK(group->add(INT64_MIN) == WaitGroup::Answer::negative);
    CHECK(group->add(2 - INT32_MAX) == WaitGroup::Answer::done);
    s.a->queue(group->line());
    s.b->queue(group->line());
    CHECK(described(group->line()) == "WaitGroup(count=2, waiters=2)");
    group->add(-1);
    CHECK_FALSE(s.a->woken());
    group->add(-1);
    CHECK(s.a->woken());
    CHECK(s.b->woken());
    group->add(1);
    s.c->queue(group->line());
    s.a->interrupt();
    CHECK_FALSE(s.c->woken());
    CHECK(s.b->woken());
}

TEST_CASE("SY-70 SY-71 SY-72: one runs, the others wait; a failure lets the oldest try", "[once]") {
    Three s;
    auto once = core::make_ref<TestOnce>();
    using Answer = Once::Answer;
    CHECK(once->begin(*s.a) == Answer::run);
    CHECK(once->begin(*s.a) == Answer::recursive);
    CHECK(once->begin(*s.b) == Answer::queue);
    s.b->queue(once->line());
    s.c->queue(once->line());
    CHECK(described(once->line()) == "Once(owner=alice, waiters=2)");
    once->fail();
    CHECK(s.b->woken());
    CHECK_FALSE(s.c->woken());
    CHECK(once->begin(*s.a) == Answer::queue);  // reserved
    s.b->interrupt();                           // SY-4
    CHECK(s.c->woken());
    CHECK(once->resume(s.c->wait().winner(), *s.c) == Answer::run);
    s.c->forget();
    s.b->forget();
    s.b->queue(once->line());
    s.a->queue(once->line());
    once->finish();
    CHECK(once->is_done());
    CHECK(s.a->woken());
    CHECK(once->resume(s.b->wait().winner(), *s.b) == Answer::ready);
    s.b->forget();
    CHECK(once->begin(*s.c) == Answer::ready);
}

}  // namespace
}  // namespace async::sync::test
