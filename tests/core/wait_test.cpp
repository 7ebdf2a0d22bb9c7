#include "src/core/wait.h"

#include <string>

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"

using namespace async::test;
using async::core::Duration;
using async::core::make_ref;
using async::core::Ref;
using async::core::Wait;
using Outcome = async::core::Wait::Outcome;

TEST_CASE("whichever source comes first wins and the other is left in that instant") {
    TestRuntime rt;
    auto a = make_ref<Event>(), b = make_ref<Event>();
    const int winner = GENERATE(0, 1);
    rt.run_main([&] {
        auto waiter = rt.spawn([&] {
            const auto result = rt.await({a.get(), b.get(), nullptr, Duration::from_s(5), false});
            CHECK(result.outcome == Outcome::source);
            CHECK(result.index == static_cast<uint32_t>(winner));
        });
        rt.yield();
        CHECK(a->has_waiters());
        CHECK(b->has_waiters());
        (winner == 0 ? a : b)->fire();
        CHECK_FALSE(a->has_waiters());
        CHECK_FALSE(b->has_waiters());
        CHECK(rt.scheduler.timers().empty());
        CHECK(waiter->is_queued());
    });
    REQUIRE(rt.clock.now() == async::core::Instant{} + Duration::from_s(1000));  // nobody slept
}

TEST_CASE("a deadline ends a wait and leaves its sources") {
    TestRuntime rt;
    auto never = make_ref<Event>();
    const auto start = rt.clock.now();
    rt.run_main([&] {
        const auto result = rt.await({never.get(), nullptr, nullptr, Duration::from_ms(150), false});
        CHECK(result.outcome == Outcome::deadline);
        CHECK_FALSE(result.reason);
        CHECK_FALSE(never->has_waiters());
        CHECK(rt.clock.now() == start + Duration::from_ms(150));
    });
}

TEST_CASE("X-3 a token that ends gives its own reason") {
    TestRuntime rt;
    auto never = make_ref<Event>(), token = make_ref<Event>();
    rt.run_main([&] {
        auto waiter = rt.spawn([&] {
            const auto result = rt.await({never.get(), nullptr, token.get(), Duration::forever(), false});
            CHECK(result.outcome == Outcome::token);
            CHECK(text(result.reason.get()) == "timeout");
        });
        rt.yield();
        token->fail(cancellation("timeout"));
        CHECK_FALSE(never->has_waiters());
    });
}

TEST_CASE("SI-3 a token that has ended is seen before a source that has ended as well") {
    TestRuntime rt;
    auto done = make_ref<Event>(), token = make_ref<Event>();
    done->fire();
    token->fail(cancellation("late"));
    rt.run_main([&] {
        const auto result = rt.await({done.get(), nullptr, token.get(), Duration::forever(), false});
        CHECK(result.outcome == Outcome::token);
    });
}

TEST_CASE("C-29 a wait for something that is there already returns without letting anybody run") {
    TestRuntime rt;
    auto done = make_ref<Event>(), failed = make_ref<Event>(), answers = make_ref<Event>();
    done->fire();
    failed->fail(error("failure"));
    answers->on_arm = [&] { answers->fire(); };
    rt.run_main([&] {
        rt.spawn([&] { rt.trace << "other"; });
        CHECK(rt.await(*done).outcome == Outcome::source);
        CHECK(text(rt.await(*failed).reason.get()) == "failure");
        CHECK(rt.await(*answers).outcome == Outcome::source);
        // Where one of two is there, the other is never joined.
        auto idle = make_ref<Event>();
        const auto result = rt.await({done.get(), idle.get(), nullptr, Duration::from_s(1), false});
        CHECK(result.index == 0);
        CHECK(idle->arms == 0);
        CHECK(rt.scheduler.timers().empty());
        rt.trace << "main";
    });
    REQUIRE(rt.trace.take() == "main other root:completed");
    REQUIRE(rt.reactor.polls() == 0);
}

TEST_CASE("one source given twice is one wait") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    rt.run_main([&] {
        rt.spawn([&] {
            const auto result = rt.await({event.get(), event.get(), nullptr, Duration::forever(), false});
            CHECK(result.index == 0);
        });
        rt.yield();
        event->pulse();
        CHECK_FALSE(event->has_waiters());
        CHECK(event->arms == 1);
        CHECK(event->disarms == 1);
    });
}

TEST_CASE("the sources of a parked coroutine can be named") {
    TestRuntime rt;
    auto a = make_ref<Event>("a"), b = make_ref<Event>("b"), token = make_ref<Event>("token");
    rt.run_main([&] {
        auto waiter = rt.spawn([&] { rt.await({a.get(), b.get(), token.get(), Duration::from_s(1), false}); });
        rt.yield();
        std::string names;
        waiter->wait().for_each_source([&](const async::core::Awaitable& source) { names += described(source) + ";"; });
        CHECK(names == "a;b;token;");
        CHECK(waiter->wait().has_deadline());
        a->fire();
        rt.yield();
    });
}

TEST_CASE("waiting keeps its sources alive, and no longer") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    Event* raw = event.get();
    bool gone = false;
    raw->on_disarm = [&] { rt.trace << "disarmed"; };
    rt.run_main([&] {
        auto waiter = rt.spawn([&] { rt.await(*raw); gone = true; });
        rt.yield();
        event.reset();
        waiter->cancel(cancellation("stop"));
        CHECK(rt.trace.take() == "disarmed");
        rt.yield();
        CHECK(gone);
    });
}
