#include "src/core/scheduler.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"

using namespace async::test;
using async::core::Duration;
using async::core::Instant;
using async::core::make_ref;
using async::core::TimerHeap;
using async::core::TimerNode;
using Outcome = async::core::Wait::Outcome;

namespace {

class Task final : public async::core::Microtask {
public:
    explicit Task(std::function<void()> action) : action_(std::move(action)) {}
    void run() noexcept override { action_(); }

private:
    std::function<void()> action_;
};

class Timer final : public TimerNode {
public:
    explicit Timer(std::function<void()> action) : action_(std::move(action)) {}
    void on_deadline() noexcept override { action_(); }

private:
    std::function<void()> action_;
};

class Resolver final : public async::core::SoftResolver {
public:
    explicit Resolver(std::function<bool()> action) : action_(std::move(action)) {}
    ~Resolver() { unlink(); }
    bool resolve() noexcept override { return action_(); }

private:
    std::function<bool()> action_;
};

// Blocks nothing on a worker, writes down where it was run.
class TestJob final : public async::core::Job {
public:
    void work() noexcept override { done = true; }
    void describe(async::core::DescriptionSink& sink) const override { sink.format("Job"); }
    bool done = false;
};

}  // namespace

TEST_CASE("C-25 spawning appends and the spawner goes on; a yield goes to the tail") {
    TestRuntime rt;
    rt.run_main([&] {
        rt.spawn([&] { rt.trace << "a1"; rt.yield(); rt.trace << "a2"; });
        rt.spawn([&] { rt.trace << "b1"; rt.yield(); rt.trace << "b2"; });
        rt.trace << "main1";
        rt.yield();
        rt.trace << "main2";
    });
    REQUIRE(rt.trace.take() == "main1 a1 b1 main2 a2 b2 root:completed");
}

TEST_CASE("C-25 whoever is woken is appended at the moment of the wake-up") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    rt.run_main([&] {
        for (const char* name : {"a", "b"}) rt.spawn([&rt, &event, name] { rt.await(*event); rt.trace << name; });
        rt.yield();
        rt.spawn([&] { rt.trace << "before"; });
        event->fire();
        rt.spawn([&] { rt.trace << "after"; });
    });
    REQUIRE(rt.trace.take() == "before a b after root:completed");
}

TEST_CASE("C-26 internal work runs before everything queued, also before awaiters it has just woken") {
    TestRuntime rt;
    rt.run_main([&] {
        auto child = rt.spawn([&] { rt.trace << "child"; });
        child->finished_hook = [&](TestCoroutine&) {
            auto handler = rt.make([&] { rt.trace << "handler"; });
            handler->set_internal();
            rt.scheduler.spawn_front(*handler, *rt.root);
        };
        rt.spawn([&] { rt.trace << "other"; });
        rt.await(*child);
        rt.trace << "awaiter";
    });
    REQUIRE(rt.trace.take() == "child handler other awaiter root:completed");
}

TEST_CASE("C-27 all microtasks run between coroutines, those they add as well") {
    TestRuntime rt;
    Task third([&] { rt.trace << "m3"; });
    Task second([&] { rt.trace << "m2"; rt.scheduler.microtasks().add(third); });
    Task first([&] { rt.trace << "m1"; rt.scheduler.microtasks().add(second); });
    Task removed([&] { rt.trace << "never"; });
    rt.run_main([&] {
        rt.spawn([&] {
            rt.trace << "a";
            rt.scheduler.microtasks().add(first);
            rt.scheduler.microtasks().add(first);
            rt.scheduler.microtasks().add(removed);
            rt.scheduler.microtasks().remove(removed);
            rt.trace << "a-end";
        });
        rt.spawn([&] { rt.trace << "b"; });
    });
    REQUIRE(rt.trace.take() == "a a-end m1 m2 m3 b root:completed");
}

TEST_CASE("C-30 a yield with nobody else to run returns at once") {
    TestRuntime rt;
    rt.run_main([&] {
        const auto before = rt.switcher.switches();
        for (int i = 0; i < 100; ++i) CHECK(rt.yield().outcome == Outcome::none);
        CHECK(rt.switcher.switches() == before);
    });
    REQUIRE(rt.reactor.polls() == 0);
}

TEST_CASE("C-30 a microtask is work: a yield runs it") {
    TestRuntime rt;
    Task task([&] { rt.trace << "task"; });
    rt.run_main([&] {
        rt.scheduler.microtasks().add(task);
        rt.yield();
        rt.trace << "main";
    });
    REQUIRE(rt.trace.take() == "task main root:completed");
}

TEST_CASE("IO-2 without timers and I/O there is no event loop") {
    TestRuntime rt;
    rt.run_main([&] {
        auto child = rt.spawn([&] { rt.yield(); });
        rt.await(*child);
    });
    REQUIRE(rt.scheduler.reactor_if_made() == nullptr);
}

TEST_CASE("C-32 IO-104 a thousand sleepers wake in the order of their deadlines, equal ones in start order") {
    TestRuntime rt;
    std::vector<int> woken;
    rt.run_main([&] {
        for (int i = 0; i < 1000; ++i) {
            rt.spawn([&rt, &woken, i] {
                rt.sleep(Duration::from_ms(i % 2 == 0 ? 100 : 50));
                woken.push_back(i);
            });
        }
    });
    REQUIRE(woken.size() == 1000);
    for (int i = 0; i < 500; ++i) {
        REQUIRE(woken[static_cast<std::size_t>(i)] == 2 * i + 1);
        REQUIRE(woken[static_cast<std::size_t>(i) + 500] == 2 * i);
    }
    REQUIRE(rt.clock.now() == Instant{} + Duration::from_s(1000) + Duration::from_ms(100));
}

TEST_CASE("C-28 a deadline counts from the moment the wait begins, whatever ran before") {
    TestRuntime rt;
    rt.run_main([&] {
        rt.sleep(Duration::from_ms(1));
        rt.clock.advance(Duration::from_s(3));  // a stretch of computing
        const Instant start = rt.clock.now();
        rt.sleep(Duration::from_ms(150));
        CHECK(rt.clock.now() == start + Duration::from_ms(150));
    });
}

TEST_CASE("C-28 D-14 busy coroutines do not starve timers, and are polled once per coarse tick at most") {
    TestRuntime rt;
    bool fired = false;
    int rounds = 0;
    rt.run_main([&] {
        rt.spawn([&] {
            rt.sleep(Duration::from_ms(40));
            fired = true;
        });
        rt.spawn([&] {
            while (!fired) rt.yield();
        });
        rt.yield();
        const auto before = rt.reactor.polls();
        for (rounds = 0; !fired && rounds < 100000; ++rounds) {
            rt.clock.advance(Duration::from_us(10));
            rt.yield();
        }
        CHECK(fired);
        CHECK(rounds < 4500);                            // 40 ms and a tick of 4 ms
        CHECK(rt.reactor.polls() - before <= 12);        // not once per switch
        CHECK(rt.reactor.blocking_polls() == 0);
    });
}

TEST_CASE("D-14 once there is a reactor it is polled once per coarse tick, though nobody waits for anything") {
    TestRuntime rt;
    rt.run_main([&] {
        rt.sleep(Duration::from_ms(1));
        const auto before = rt.reactor.polls(), blocking = rt.reactor.blocking_polls();
        rt.spawn([&] {
            for (int i = 0; i < 50; ++i) rt.yield();
        });
        for (int i = 0; i < 50; ++i) {
            rt.clock.advance(Duration::from_ms(5));
            rt.yield();
        }
        CHECK(rt.reactor.polls() - before >= 49);
        CHECK(rt.reactor.polls() - before <= 51);
        CHECK(rt.reactor.blocking_polls() == blocking);
    });
}

TEST_CASE("IO-5 I/O completions are queued in the order the loop reports them and run later") {
    TestRuntime rt;
    const int a = rt.reactor.open_fd(), b = rt.reactor.open_fd();
    rt.run_main([&] {
        async::core::Error error;
        for (const int fd : {b, a}) {
            rt.spawn([&rt, &error, fd] {
                auto watch = rt.scheduler.reactor()->watch_fd(fd, async::core::FdWatch::Keeping::kept, error);
                rt.await(watch->ready(async::core::FdWatch::Direction::read));
                rt.trace << std::to_string(fd);
            });
        }
        rt.yield();
        rt.reactor.set_ready(a, FakeReactor::Direction::read, true);
        rt.reactor.set_ready(b, FakeReactor::Direction::read, true);
        rt.sleep(Duration::from_ms(1));
        rt.trace << "main";
    });
    REQUIRE(rt.trace.take() == "3 4 main root:completed");
}

TEST_CASE("IO-6 I/O under way is no deadlock, an abandoned job is") {
    TestRuntime rt;
    rt.run_main([&] {
        auto job = make_ref<TestJob>();
        rt.reactor.hold_jobs(true);
        rt.scheduler.reactor()->submit(job, async::core::Job::Lane::general);
        auto waiter = rt.spawn([&] { rt.await(*job); });
        rt.reactor.after(Duration::from_s(60), [&] { rt.reactor.hold_jobs(false); });
        rt.await(*waiter);
        CHECK(job->done);
        CHECK(rt.deadlocks == 0);

        rt.reactor.hold_jobs(true);
        auto left = make_ref<TestJob>();
        rt.scheduler.reactor()->submit(left, async::core::Job::Lane::general);
        CHECK(rt.await({left.get(), nullptr, nullptr, Duration::from_ms(1), false}).outcome == Outcome::deadline);
        auto never = make_ref<Event>();
        CHECK(text(rt.await(*never).reason.get()) == "deadlock");
        CHECK(rt.deadlocks == 1);
    });
}

TEST_CASE("C-138 the drain waits for activity even when no coroutine is left") {
    TestRuntime rt;
    Timer timer([&] { rt.trace << "timer"; });
    Timer hidden([&] { rt.trace << "hidden"; });
    rt.scheduler.timers().arm(timer, rt.clock.now() + Duration::from_s(1));
    rt.scheduler.timers().arm(hidden, rt.clock.now() + Duration::from_s(2), TimerHeap::Visibility::hidden);
    rt.run();
    REQUIRE(rt.trace.take() == "timer");
    REQUIRE(hidden.armed());
    rt.scheduler.timers().disarm(hidden);
}

TEST_CASE("C-145 hidden timers fire while others wait, and hide no deadlock") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    Timer hidden([&] { rt.trace << "hidden"; });
    rt.scheduler.timers().arm(hidden, rt.clock.now() + Duration::from_ms(10), TimerHeap::Visibility::hidden);
    rt.run_main([&] {
        rt.sleep(Duration::from_ms(20));
        rt.trace << "slept";
        rt.scheduler.timers().arm(hidden, rt.clock.now() + Duration::from_ms(10), TimerHeap::Visibility::hidden);
        CHECK(text(rt.await(*event).reason.get()) == "deadlock");
        CHECK(hidden.armed());
        rt.scheduler.timers().disarm(hidden);
    });
    REQUIRE(rt.trace.take() == "hidden slept root:completed");
    REQUIRE(rt.deadlocks == 1);
}

TEST_CASE("C-150 a deadlock is declared when nothing can happen, with the number of the unfinished") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    uint32_t reported = 0;
    rt.on_deadlock = [&](uint32_t alive) {
        reported = alive;
        event->fire();
        return true;
    };
    rt.run_main([&] {
        rt.spawn([&] { rt.await(*event); });
        rt.spawn([&] { rt.await(*event); });
        rt.await(*event);
    });
    REQUIRE(reported == 3);
    REQUIRE(rt.deadlocks == 1);
}

TEST_CASE("C-150 a last look at the world comes first") {
    TestRuntime rt;
    rt.run_main([&] {
        rt.scheduler.reactor();
        auto event = make_ref<Event>();
        rt.reactor.after(Duration::from_ms(0), [&] { event->fire(); });
        CHECK(rt.await(*event).outcome == Outcome::source);
    });
    REQUIRE(rt.deadlocks == 0);
}

TEST_CASE("C-150 CH-36 soft resolvers give way before a deadlock is declared, each once") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    int asked = 0;
    Resolver idle([&] { ++asked; return false; });
    Resolver giving([&] { ++asked; event->fire(); return true; });
    rt.scheduler.soft_resolvers().push_back(idle);
    rt.scheduler.soft_resolvers().push_back(giving);
    rt.run_main([&] {
        CHECK(rt.await(*event).outcome == Outcome::source);
        CHECK(rt.deadlocks == 0);
        CHECK(asked == 2);
        CHECK(rt.scheduler.soft_resolvers().empty());
        auto never = make_ref<Event>();
        CHECK(rt.await(*never).interrupted());
        CHECK(asked == 2);
    });
    REQUIRE(rt.deadlocks == 1);
}

TEST_CASE("C-150 a drain whose deadlock nobody resolves gives up and leaves the parked where they are") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    auto child = rt.spawn([&] { rt.await(*event); });
    rt.on_deadlock = [](uint32_t) { return false; };
    rt.run();
    REQUIRE(rt.scheduler.alive_count() == 1);
    REQUIRE(child->state() == async::core::Coroutine::State::parked);
    event->fire();
    rt.run();
    REQUIRE(child->is_finished());
}

TEST_CASE("C-21 the main flow is adopted, waits like any coroutine, and ends") {
    TestRuntime rt;
    auto main = rt.run_main([&] {
        CHECK(rt.scheduler.current() == rt.scheduler.adopted());
        CHECK(rt.self().is_started());
        rt.spawn([&] { rt.trace << "child"; });
        CHECK(rt.scheduler.alive_count() == 2);
        rt.sleep(Duration::from_ms(1));
        rt.trace << "main";
        return error("failure");
    });
    REQUIRE(main->outcome() == "failure");
    REQUIRE(rt.scheduler.adopted() == nullptr);
    REQUIRE(rt.scheduler.current() == nullptr);
    REQUIRE(rt.trace.take() == "child main root:completed");
}

TEST_CASE("C-21 the main flow can be cancelled while it waits") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    auto main = rt.run_main([&] {
        auto& self = rt.self();
        rt.spawn([&] { self.cancel(cancellation("stop")); });
        const auto result = rt.await(*event);
        CHECK(text(result.reason.get()) == "stop");
        return result.reason;
    });
    REQUIRE(main->is_cancelled());
}

TEST_CASE("C-138 what a drain starts is drained as well, and it may be called again") {
    TestRuntime rt;
    rt.spawn([&] {
        rt.trace << "first";
        rt.spawn([&] {
            rt.sleep(Duration::from_ms(5));
            rt.trace << "second";
        });
    });
    rt.run();
    REQUIRE(rt.trace.take() == "first second root:completed");
    rt.spawn([&] { rt.trace << "third"; });
    rt.run();
    rt.run();
    REQUIRE(rt.trace.take() == "third root:completed");
}

TEST_CASE("C-83 a coroutine admitted but not queued runs when it is") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    rt.run_main([&] {
        auto child = rt.make([&] { rt.trace << "child"; });
        rt.scheduler.admit(*child, *rt.root);
        CHECK(rt.scheduler.alive_count() == 2);
        CHECK_FALSE(child->is_queued());
        rt.yield();
        CHECK(rt.trace.take() == "");
        rt.scheduler.enqueue(*child);
        rt.yield();
        CHECK(rt.trace.take() == "child");
    });
}

TEST_CASE("two hundred deep spawns and awaits come back in order") {
    TestRuntime rt;
    std::function<int(int)> nest = [&](int depth) {
        if (depth == 0) return 0;
        int below = -1;
        auto child = rt.spawn([&] { below = nest(depth - 1); });
        rt.await(*child);
        return below + 1;
    };
    rt.run_main([&] { CHECK(nest(200) == 200); });
    REQUIRE(rt.switcher.live() <= 201);  // and the reserve
}

TEST_CASE("D-12 whose slice is over comes behind all that can run, and goes on at once when nobody can") {
    TestRuntime rt;
    rt.run_main([&] {
        rt.spawn([&] { rt.trace << "a1"; rt.scheduler.preempt(); rt.trace << "a2"; });
        rt.spawn([&] { rt.trace << "b1"; rt.yield(); rt.trace << "b2"; });
        rt.yield();
        rt.trace << "main";
        REQUIRE(rt.scheduler.preempt() == Outcome::none);
    });
    REQUIRE(rt.trace.take() == "a1 b1 main b2 a2 root:completed");
}

TEST_CASE("D-12 a cancellation reaches who was preempted") {
    TestRuntime rt;
    Outcome outcome = Outcome::none;
    rt.run_main([&] {
        auto hog = rt.spawn([&] { outcome = rt.scheduler.preempt(); });
        rt.yield();
        hog->cancel(cancellation("enough"));
    });
    REQUIRE(outcome == Outcome::interrupted);
}

TEST_CASE("D-12 the turn counter is even while a coroutine runs, and another number in each turn") {
    TestRuntime rt;
    std::vector<uint32_t> turns;
    rt.run_main([&] {
        turns.push_back(rt.scheduler.turns().read());
        rt.yield();
        rt.spawn([&] { turns.push_back(rt.scheduler.turns().read()); });
        rt.yield();
        turns.push_back(rt.scheduler.turns().read());
    });
    REQUIRE(turns.size() == 3);
    for (uint32_t turn : turns) REQUIRE(async::core::TurnCounter::is_running(turn));
    REQUIRE(turns[0] != turns[1]);
    REQUIRE(turns[1] != turns[2]);
}
