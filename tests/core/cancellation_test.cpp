// The table of C-60 to C-69 and D-6, row by row.
#include "src/core/coroutine.h"

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"

using namespace async::test;
using async::core::Coroutine;
using async::core::Duration;
using async::core::make_ref;
using async::core::Reason;
using async::core::Ref;
using Outcome = async::core::Wait::Outcome;

TEST_CASE("C-60 cancelling oneself throws nothing, not even later, and becomes the outcome") {
    TestRuntime rt;
    auto child = rt.spawn([&] {
        rt.self().cancel(cancellation("first"));
        rt.self().cancel(cancellation("second"));
        CHECK(rt.self().is_cancellation_requested());
        CHECK_FALSE(rt.yield().interrupted());
        CHECK(rt.sleep(Duration::from_ms(1)).outcome == Outcome::deadline);
        CHECK_FALSE(rt.self().is_cancelled());
    });
    rt.run();
    REQUIRE(child->outcome() == "first");
    REQUIRE(child->is_cancelled());
    REQUIRE_FALSE(child->is_cancellation_requested());
}

TEST_CASE("C-40 an error thrown after cancelling oneself replaces the cancellation and keeps it as cause") {
    TestRuntime rt;
    auto child = rt.spawn([&] {
        rt.self().cancel(cancellation("self"));
        return error("failure");
    });
    auto quiet = rt.spawn([&] {
        rt.self().cancel(cancellation("self"));
        return cancellation("other");
    });
    rt.run();
    REQUIRE(child->outcome() == "failure<-self");
    REQUIRE(quiet->outcome() == "self");
    REQUIRE(quiet->is_cancelled());
}

TEST_CASE("C-61 cancelled before it started: it never runs, and is finalized at its place in the queue") {
    TestRuntime rt;
    rt.run_main([&] {
        auto before = rt.spawn([&] { rt.trace << "before"; });
        auto child = rt.spawn([&] { rt.trace << "child"; });
        auto after = rt.spawn([&] { rt.trace << "after"; });
        child->finished_hook = [&](TestCoroutine&) { rt.trace << "finalized"; };
        child->cancel(cancellation("first"));
        child->cancel(cancellation("second"));
        CHECK(child->is_cancellation_requested());
        CHECK_FALSE(child->is_cancelled());
        CHECK(child->is_queued());
        CHECK(text(rt.await(*child).reason.get()) == "first");
        CHECK(child->was_discarded);
        CHECK(child->is_cancelled());
        CHECK_FALSE(child->is_started());
    });
    REQUIRE(rt.trace.take() == "before finalized after root:completed");
}

TEST_CASE("C-61 C-40 what discarding a body destroys may wait, and its error is the outcome") {
    TestRuntime rt;
    rt.run_main([&] {
        auto waiter = rt.spawn([&] { rt.trace << "never"; });
        waiter->on_discard = [&]() -> Ref<Reason> {
            rt.trace << "discarding";
            rt.yield();
            rt.trace << "discarded";
            return nullptr;
        };
        auto thrower = rt.spawn([&] { rt.trace << "never"; });
        thrower->on_discard = [] { return error("thrown"); };
        auto canceller = rt.spawn([&] { rt.trace << "never"; });
        canceller->on_discard = [] { return cancellation("second"); };
        for (auto* coroutine : {waiter.get(), thrower.get(), canceller.get()}) coroutine->cancel(cancellation("first"));
        CHECK(text(rt.await(*waiter).reason.get()) == "first");
        CHECK_FALSE(waiter->is_started());
        CHECK(thrower->outcome() == "thrown<-first");
        CHECK(canceller->outcome() == "first");
    });
    REQUIRE(rt.trace.take() == "discarding discarded root:completed");
}

TEST_CASE("C-62 C-66 inside protect a cancel is kept, the first one only, until the section ends") {
    TestRuntime rt;
    rt.run_main([&] {
        auto child = rt.spawn([&] {
            rt.self().protect();
            CHECK(rt.sleep(Duration::from_ms(10)).outcome == Outcome::deadline);
            CHECK(rt.self().is_cancellation_requested());
            rt.trace << text(rt.self().unprotect().get());
            CHECK(rt.self().is_cancellation_requested());
        });
        rt.yield();
        child->cancel(cancellation("first"));
        child->cancel(cancellation("second"));
        CHECK(child->is_cancellation_requested());
        CHECK_FALSE(child->is_queued());
    });
    REQUIRE(rt.trace.take() == "first root:completed");
}

TEST_CASE("C-62 a coroutine cancelled before may be cancelled again inside protect") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    rt.run_main([&] {
        auto child = rt.spawn([&] {
            CHECK(rt.await(*event).interrupted());  // caught (C-65)
            rt.self().protect();
            rt.await(*event);
            rt.trace << text(rt.self().unprotect().get());
        });
        rt.yield();
        child->cancel(cancellation("first"));
        rt.yield();
        child->cancel(cancellation("second"));
        event->fire();
    });
    REQUIRE(rt.trace.take() == "second root:completed");
}

TEST_CASE("C-68 protect nests; the cancellation comes out of the outermost section") {
    TestRuntime rt;
    rt.run_main([&] {
        auto child = rt.spawn([&] {
            rt.self().protect();
            rt.self().protect();
            rt.yield();
            CHECK_FALSE(rt.self().unprotect());
            CHECK(rt.self().is_protected());
            CHECK_FALSE(rt.yield().interrupted());
            CHECK(text(rt.self().unprotect().get()) == "stop");
            CHECK_FALSE(rt.self().is_protected());
        });
        rt.yield();
        child->cancel(cancellation("stop"));
    });
}

TEST_CASE("C-69 shutdown and deadlock look through protect; a deferred cancellation goes first") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    const bool deferred = GENERATE(false, true);
    rt.run_main([&] {
        auto child = rt.spawn([&] {
            rt.self().protect();
            const auto result = rt.await(*event);
            rt.trace << text(result.reason.get());
            CHECK_FALSE(rt.self().unprotect());  // the section is over, there is nothing left to raise
            return result.reason;
        });
        rt.yield();
        if (deferred) child->cancel(cancellation("deferred"));
        child->cancel_unprotected(cancellation("shutdown"));
        CHECK_FALSE(child->is_protected());
    });
    REQUIRE(rt.trace.take() == (deferred ? "deferred root:completed" : "shutdown root:completed"));
}

TEST_CASE("C-63 a waiting coroutine leaves all it waits for and is appended at the tail") {
    TestRuntime rt;
    auto a = make_ref<Event>(), b = make_ref<Event>(), token = make_ref<Event>();
    rt.run_main([&] {
        auto child = rt.spawn([&] {
            const auto result = rt.await({a.get(), b.get(), token.get(), Duration::from_s(9), false});
            rt.trace << text(result.reason.get());
            return result.reason;
        });
        rt.yield();
        rt.spawn([&] { rt.trace << "queued"; });
        const auto reason = cancellation("first");
        child->cancel(reason);
        child->cancel(cancellation("second"));
        CHECK_FALSE(a->has_waiters());
        CHECK_FALSE(b->has_waiters());
        CHECK_FALSE(token->has_waiters());
        CHECK(rt.scheduler.timers().empty());
        CHECK(child->is_cancellation_requested());
        CHECK_FALSE(child->is_cancelled());
        rt.await(*child);
        CHECK(child->is_cancelled());
        CHECK(child->error() == reason.get());  // IO-10: the same object
    });
    REQUIRE(rt.trace.take() == "queued first root:completed");
}

TEST_CASE("C-63 a coroutine in the queue keeps its place when it is cancelled") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    rt.run_main([&] {
        auto yielding = rt.spawn([&] { rt.trace << "yielding:" + text(rt.yield().reason.get()); });
        auto woken = rt.spawn([&] { rt.trace << "woken:" + text(rt.await(*event).reason.get()); });
        rt.yield();
        event->fire();
        rt.spawn([&] { rt.trace << "last"; });
        woken->cancel(cancellation("w"));
        yielding->cancel(cancellation("y"));
        rt.yield();
    });
    REQUIRE(rt.trace.take() == "yielding:y woken:w last root:completed");
}

TEST_CASE("C-63 D-6 a cancel takes over from an error that was on its way and keeps it as cause") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    rt.run_main([&] {
        auto child = rt.spawn([&] { rt.trace << text(rt.await(*event).reason.get()); });
        rt.yield();
        event->fail(error("failure"));
        child->cancel(cancellation("stop"));
    });
    REQUIRE(rt.trace.take() == "stop<-failure root:completed");
}

TEST_CASE("D-6 an error that the cancelling step itself put there stays") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    rt.run_main([&] {
        auto child = rt.spawn([&] {
            const auto result = rt.await(*event);
            CHECK(result.outcome == Outcome::source);
            rt.trace << text(result.reason.get());
        });
        rt.yield();
        const auto step = cancellation("dispose");
        const auto closed = make_ref<TestReason>(Reason::Kind::error, "closed");
        closed->set_step(step.get());
        event->fail(closed);
        child->cancel(step);
    });
    REQUIRE(rt.trace.take() == "closed root:completed");
}

TEST_CASE("C-63 an ordinary error that arrives between cancel and turn takes over where the wait lingers") {
    TestRuntime rt;
    const bool lingering = GENERATE(false, true);
    auto event = make_ref<Event>(), token = make_ref<Event>();
    rt.run_main([&] {
        auto child = rt.spawn([&] {
            const auto result = rt.await({event.get(), nullptr, token.get(), Duration::from_s(9), lingering});
            CHECK(result.interrupted());
            rt.trace << text(result.reason.get());
        });
        rt.yield();
        child->cancel(cancellation("stop"));
        CHECK(event->has_waiters() == lingering);
        CHECK_FALSE(token->has_waiters());
        CHECK(event->fail(error("failure")) == lingering);  // who takes it has handled it
        CHECK(rt.scheduler.run_queue().size() == 1);
        rt.yield();
        CHECK(child->is_cancelled());
    });
    REQUIRE(rt.trace.take() == (lingering ? "failure<-stop root:completed" : "stop root:completed"));
}

TEST_CASE("C-63 a normal end or another cancellation does not take over from a cancel") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    const bool fails = GENERATE(false, true);
    rt.run_main([&] {
        auto child = rt.spawn([&] {
            const auto result = rt.await({event.get(), nullptr, nullptr, Duration::forever(), true});
            CHECK(result.interrupted());
            rt.trace << text(result.reason.get());
        });
        rt.yield();
        child->cancel(cancellation("stop"));
        fails ? event->fail(cancellation("other")) : event->fire();
    });
    REQUIRE(rt.trace.take() == "stop root:completed");
}

TEST_CASE("C-64 cancelling a finished coroutine changes nothing") {
    TestRuntime rt;
    auto child = rt.spawn([] { return error("failure"); });
    rt.run();
    Reason* before = child->error();
    child->cancel(cancellation("late"));
    REQUIRE(child->error() == before);
    REQUIRE_FALSE(child->is_cancelled());
    REQUIRE_FALSE(child->is_cancellation_requested());
}

TEST_CASE("C-65 a coroutine may catch its cancellation, wait again, and end as it likes") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    const bool fails = GENERATE(false, true);
    rt.run_main([&] {
        auto child = rt.spawn([&]() -> Ref<Reason> {
            CHECK(rt.await(*event).interrupted());
            CHECK(rt.sleep(Duration::from_ms(5)).outcome == Outcome::deadline);
            CHECK_FALSE(rt.yield().interrupted());
            CHECK_FALSE(rt.await(*event).interrupted());
            return fails ? error("failure") : nullptr;
        });
        rt.yield();
        child->cancel(cancellation("stop"));
        rt.sleep(Duration::from_ms(10));
        event->fire();
        rt.await(*child);
        CHECK(child->is_cancelled());
        CHECK(child->outcome() == (fails ? "failure" : "-"));
    });
}

TEST_CASE("C-65 a yield that was cancelled does not spoil the next wait") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    rt.run_main([&] {
        auto child = rt.spawn([&] {
            const auto outcome = rt.scheduler.yield();
            CHECK(outcome == Outcome::interrupted);
            CHECK(text(rt.self().take_interrupt().get()) == "stop");
            CHECK_FALSE(rt.self().wait().is_settled());
            CHECK(rt.await(*event).outcome == Outcome::source);
            rt.trace << "woken";
        });
        rt.yield();
        child->cancel(cancellation("stop"));
        rt.yield();
        CHECK(rt.trace.take() == "");
        event->fire();
    });
    REQUIRE(rt.trace.take() == "woken root:completed");
}

TEST_CASE("C-43 a body that ends with a cancellation nobody asked for is not cancelled") {
    TestRuntime rt;
    auto child = rt.spawn([] { return cancellation("own"); });
    rt.run();
    REQUIRE(child->outcome() == "own");
    REQUIRE_FALSE(child->is_cancelled());
}

TEST_CASE("C-25 waking one that is queued changes what it gets, never its place") {
    TestRuntime rt;
    auto a = make_ref<Event>();
    rt.run_main([&] {
        auto first = rt.spawn([&] {
            rt.await(*a);
            rt.trace << "first";
        });
        auto second = rt.spawn([&] {
            rt.await(*a);
            rt.trace << "second";
        });
        rt.yield();
        a->fire();
        rt.scheduler.make_ready(*first);
        first->wake();
        CHECK(rt.scheduler.run_queue().size() == 2);
    });
    REQUIRE(rt.trace.take() == "first second root:completed");
}
