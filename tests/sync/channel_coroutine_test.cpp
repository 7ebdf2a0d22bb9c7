// Channels between real coroutines: who prints first, and what reaches whom when coroutines and scopes are cancelled.
#include "tests/support/catch.h"
#include "tests/sync/channel_fixture.h"

namespace async::sync::test {
namespace {

using async::test::cancellation;
using async::test::TestRuntime;
using async::test::TestScope;
using async::test::text;
using core::Ref;
using core::Wait;
using Answer = ChannelBase::Answer;

class World {
public:
    explicit World(uint64_t seed = 0) : runtime(seed) {}

    TestRuntime runtime;
    async::test::Trace& trace = runtime.trace;
    core::Scheduler& scheduler = runtime.scheduler;
    async::test::VirtualClock& clock = runtime.clock;
    core::Scope& root = *runtime.root;

    template <typename F>
    auto run_main(F&& body) { return runtime.run_main(std::forward<F>(body)); }
    template <typename F>
    auto spawn(F&& body) { return runtime.spawn(std::forward<F>(body)); }
    template <typename F>
    auto spawn_in(core::Scope& scope, F&& body) { return runtime.spawn_in(scope, std::forward<F>(body)); }
    void yield() { runtime.yield(); }

    Ref<IntChannel> channel(uint32_t capacity, int64_t no_producer_ms = 0,
                            ChannelBase::Timeouts timeouts = ChannelBase::Timeouts::soft) {
        ChannelBase::Settings settings;
        settings.capacity = capacity;
        settings.no_producer = core::Duration::from_ms(no_producer_ms);
        settings.timeouts = timeouts;
        return core::make_ref<IntChannel>(
            settings, ChannelBase::Guardians{scheduler.timers(), clock, scheduler.soft_resolvers()});
    }

    // As the methods of the PHP class do it. An empty text means that nothing was thrown.
    struct Outcome {
        int value = 0;
        std::string thrown;
    };
    Outcome recv(IntChannel& channel, core::Awaitable* token = nullptr) {
        Outcome outcome;
        const Answer answer = channel.recv(outcome.value);
        if (answer == Answer::closed) outcome.thrown = name_of(channel.close_reason());
        if (answer != Answer::queue) return outcome;
        outcome.thrown = park(channel.receivers(), token, [&](core::Waiter& ticket) {
            channel.resume_recv(ticket, outcome.value);
        });
        return outcome;
    }
    std::string send(IntChannel& channel, int value, core::Awaitable* token = nullptr) {
        Answer answer = channel.send(int(value));
        if (answer == Answer::closed) return name_of(channel.close_reason());
        if (answer == Answer::queue) {
            const std::string thrown = park(channel.senders(), token, [&](core::Waiter& ticket) {
                answer = channel.resume_send(ticket, int(value));
            });
            if (!thrown.empty()) return thrown;
        }
        if (answer != Answer::delivering) return "";
        return park(channel.delivery(), token, [](core::Waiter&) {});
    }

    // Says what it got until something is thrown.
    void consume(const std::string& name, IntChannel& channel) {
        for (;;) {
            const Outcome got = recv(channel);
            if (!got.thrown.empty()) {
                trace << name + ":" + got.thrown;
                return;
            }
            trace << name + std::to_string(got.value);
        }
    }

private:
    template <typename F>
    std::string park(core::Awaitable& source, core::Awaitable* token, F&& take) {
        Wait& wait = runtime.self().wait();
        wait.add(source);
        if (token) wait.set_token(*token);
        std::string thrown;
        switch (scheduler.park()) {
            case Wait::Outcome::interrupted: thrown = text(runtime.self().take_interrupt().get()); break;
            case Wait::Outcome::token: thrown = "token"; break;
            default:
                if (wait.error()) {
                    thrown = text(wait.error());
                } else {
                    take(wait.winner());
                }
        }
        wait.clear();
        return thrown;
    }
};

TEST_CASE("CH-39: the order of a rendezvous with one sender and two receivers", "[channel]") {
    World rt;
    auto channel = rt.channel(0);
    rt.run_main([&] {
        rt.spawn([&] {
            for (int i = 1; i <= 3; ++i) {
                rt.trace << "sending" + std::to_string(i);
                rt.send(*channel, i);
            }
            channel->close(CloseReason::explicit_close);
            rt.trace << "sender-closed";
        });
        rt.spawn([&] { rt.consume("A", *channel); });
        rt.spawn([&] { rt.consume("B", *channel); });
    });
    CHECK(rt.trace.take() ==
          "sending1 A1 sending2 sending3 A2 sender-closed B3 B:explicit A:explicit root:completed");
}

TEST_CASE("CH-9: with a receiver parked the sender goes on before the receiver does", "[channel]") {
    World rt;
    auto channel = rt.channel(0);
    rt.run_main([&] {
        rt.spawn([&] { rt.trace << "got" + std::to_string(rt.recv(*channel).value); });
        rt.spawn([&] {
            rt.send(*channel, 1);
            rt.trace << "sent";
        });
    });
    CHECK(rt.trace.take() == "sent got1 root:completed");
}

TEST_CASE("CH-12: a receiver cancelled between its match and its turn leaves the value to the next", "[channel]") {
    World rt;
    auto channel = rt.channel(0);
    rt.run_main([&] {
        auto first = rt.spawn([&] { rt.trace << "first:" + rt.recv(*channel).thrown; });
        rt.spawn([&] { rt.trace << "second" + std::to_string(rt.recv(*channel).value); });
        rt.yield();
        CHECK(rt.send(*channel, 7).empty());
        first->cancel(cancellation("enough"));
        channel->close(CloseReason::explicit_close);
    });
    CHECK(rt.trace.take() == "first:enough second7 root:completed");
}

TEST_CASE("CH-12 CH-16: without another receiver the value is there for a newcomer at once", "[channel]") {
    World rt;
    auto channel = rt.channel(0);
    rt.run_main([&] {
        auto first = rt.spawn([&] { rt.trace << "first:" + rt.recv(*channel).thrown; });
        rt.yield();
        rt.send(*channel, 7);
        first->cancel(cancellation("enough"));
        rt.trace << "main" + std::to_string(rt.recv(*channel).value);
    });
    CHECK(rt.trace.take() == "main7 first:enough root:completed");
}

TEST_CASE("CH-11: a cancelled delivering sender takes its value back", "[channel]") {
    World rt;
    auto channel = rt.channel(0);
    rt.run_main([&] {
        auto sender = rt.spawn([&] { rt.trace << "sender:" + rt.send(*channel, 1); });
        auto next = rt.spawn([&] { rt.trace << "next:" + rt.send(*channel, 2); });
        rt.yield();
        sender->cancel(cancellation("enough"));
        CHECK(channel->is_empty());
        rt.trace << "main" + std::to_string(rt.recv(*channel).value);
    });
    CHECK(rt.trace.take() == "sender:enough next: main2 root:completed");
}

TEST_CASE("CH-11 X-3: the token of a delivering sender fires", "[channel]") {
    World rt;
    auto channel = rt.channel(0);
    auto token = core::make_ref<async::test::Event>();
    rt.run_main([&] {
        rt.spawn([&] { rt.trace << "sender:" + rt.send(*channel, 1, token.get()); });
        rt.yield();
        token->fire();
        CHECK(channel->is_empty());
        CHECK(channel->try_send(2));
    });
    CHECK(rt.trace.take() == "sender:token root:completed");
}

TEST_CASE("C-63 D-6: a later cancel takes over from a pending close and keeps it as cause", "[channel]") {
    World rt;
    auto channel = rt.channel(0);
    rt.run_main([&] {
        auto receiver = rt.spawn([&] { rt.trace << rt.recv(*channel).thrown; });
        rt.yield();
        channel->close(CloseReason::explicit_close);
        receiver->cancel(cancellation("enough"));
    });
    CHECK(rt.trace.take() == "enough<-explicit root:completed");
}

TEST_CASE("CH-32 D-6: the coroutines of a cancelled owner scope get the channel's error", "[channel]") {
    for (const bool safe : {false, true}) {
        World rt;
        auto channel = rt.channel(0);
        auto scope = core::make_ref<TestScope>(rt.trace, "owner", &rt.root);
        scope->set_safe(safe);
        channel->bind(*scope);
        rt.run_main([&] {
            rt.spawn_in(*scope, [&] { rt.trace << "in:" + rt.recv(*channel).thrown; });
            rt.spawn([&] { rt.trace << "out:" + rt.recv(*channel).thrown; });
            rt.yield();
            scope->cancel(cancellation("step"));
            CHECK(channel->close_reason() == CloseReason::scope_disposed);
        });
        const std::string line = rt.trace.take();
        CHECK(line.find("in:scope disposed") != std::string::npos);
        CHECK(line.find("out:scope disposed") != std::string::npos);
    }
}

TEST_CASE("CH-32 D-6: a later, separate cancel does take over", "[channel]") {
    World rt;
    auto channel = rt.channel(0);
    auto scope = core::make_ref<TestScope>(rt.trace, "owner", &rt.root);
    scope->set_safe(false);
    channel->bind(*scope);
    rt.run_main([&] {
        auto inside = rt.spawn_in(*scope, [&] { rt.trace << rt.recv(*channel).thrown; });
        rt.yield();
        scope->cancel(cancellation("step"));
        inside->cancel(cancellation("later"));
    });
    CHECK(rt.trace.take().find("later<-scope disposed") != std::string::npos);
}

TEST_CASE("CH-32 CH-29: a sender of the scope that was granted a slot gets the channel's error too", "[channel]") {
    World rt;
    auto channel = rt.channel(1);
    auto scope = core::make_ref<TestScope>(rt.trace, "owner", &rt.root);
    scope->set_safe(false);
    channel->bind(*scope);
    rt.run_main([&] {
        channel->try_send(1);
        rt.spawn_in(*scope, [&] { rt.trace << "sender:" + rt.send(*channel, 2); });
        rt.yield();
        CHECK(rt.recv(*channel).value == 1);
        scope->cancel(cancellation("step"));
    });
    CHECK(rt.trace.take().find("sender:scope disposed") != std::string::npos);
}

TEST_CASE("CH-32 CH-12: a matched receiver of the scope is cancelled, its value stays", "[channel]") {
    World rt;
    auto channel = rt.channel(0);
    auto scope = core::make_ref<TestScope>(rt.trace, "owner", &rt.root);
    scope->set_safe(false);
    channel->bind(*scope);
    rt.run_main([&] {
        rt.spawn_in(*scope, [&] { rt.trace << "receiver:" + rt.recv(*channel).thrown; });
        rt.yield();
        rt.send(*channel, 1);
        scope->cancel(cancellation("step"));
        CHECK(rt.recv(*channel).value == 1);
    });
    CHECK(rt.trace.take().find("receiver:step") != std::string::npos);
}

TEST_CASE("CH-32: a parent's cancellation closes the channels of its children first", "[channel]") {
    World rt;
    auto channel = rt.channel(0);
    auto parent = core::make_ref<TestScope>(rt.trace, "parent", &rt.root);
    parent->set_safe(false);
    auto child = core::make_ref<TestScope>(rt.trace, "child", parent.get());
    channel->bind(*child);
    rt.run_main([&] {
        rt.spawn_in(*child, [&] { rt.trace << "child:" + rt.recv(*channel).thrown; });
        rt.spawn_in(*parent, [&] { rt.trace << "parent:" + rt.recv(*channel).thrown; });
        rt.yield();
        parent->cancel(cancellation("step"));
    });
    const std::string line = rt.trace.take();
    CHECK(line.find("child:scope disposed") != std::string::npos);
    CHECK(line.find("parent:scope disposed") != std::string::npos);
}

TEST_CASE("CH-32: a scope that ends naturally leaves its channel open", "[channel]") {
    World rt;
    auto channel = rt.channel(1);
    auto scope = core::make_ref<TestScope>(rt.trace, "owner", &rt.root);
    channel->bind(*scope);
    rt.run_main([&] {
        rt.spawn_in(*scope, [&] { rt.send(*channel, 1); });
        rt.yield();
        CHECK(scope->is_finished());
        CHECK_FALSE(channel->is_closed());
        CHECK(rt.recv(*channel).value == 1);
        scope->cancel(cancellation("dispose"));  // idle: it just closes
        CHECK(channel->close_reason() == CloseReason::scope_disposed);
    });
}

TEST_CASE("CH-35: a hard guard keeps the loop alive and fires on time", "[channel]") {
    World rt;
    auto channel = rt.channel(0, 50, ChannelBase::Timeouts::hard);
    const core::Instant start = rt.clock.now();
    rt.run_main([&] { rt.trace << rt.recv(*channel).thrown; });
    CHECK(rt.trace.take() == "no producers root:completed");
    CHECK(start.until(rt.clock.now()).ns == core::Duration::from_ms(50).ns);
    CHECK(rt.runtime.deadlocks == 0);
}

TEST_CASE("CH-36: a soft guard gives way when all is stuck, and nothing is reported", "[channel]") {
    World rt;
    auto channel = rt.channel(0, 50);
    const core::Instant start = rt.clock.now();
    rt.run_main([&] { rt.trace << rt.recv(*channel).thrown; });
    CHECK(rt.trace.take() == "deadlock root:completed");
    CHECK(start.until(rt.clock.now()).ns == 0);
    CHECK(rt.runtime.deadlocks == 0);
}

TEST_CASE("CH-36: without timeouts the ordinary deadlock applies", "[channel]") {
    World rt;
    auto channel = rt.channel(0);
    rt.run_main([&] { rt.trace << rt.recv(*channel).thrown; });
    CHECK(rt.trace.take() == "deadlock root:completed");  // the cancellation of the test runtime
    CHECK(rt.runtime.deadlocks == 1);
    CHECK_FALSE(channel->is_closed());
}

TEST_CASE("CH-8 CH-16 X-5: many coroutines on every capacity and schedule, nothing lost or doubled", "[channel]") {
    constexpr int kSenders = 4, kReceivers = 3, kEach = 50;
    for (uint64_t seed = 0; seed < 40; ++seed) {
        for (uint32_t capacity : {0u, 1u, 3u}) {
            World rt(seed);
            auto channel = rt.channel(capacity);
            std::vector<int> times(kSenders * kEach);
            rt.run_main([&] {
                int busy = kSenders;
                for (int s = 0; s < kSenders; ++s) {
                    rt.spawn([&, s] {
                        for (int i = 0; i < kEach; ++i) rt.send(*channel, s * kEach + i);
                        if (--busy == 0) channel->close(CloseReason::explicit_close);
                    });
                }
                for (int r = 0; r < kReceivers; ++r) {
                    rt.spawn([&] {
                        for (;;) {
                            const World::Outcome got = rt.recv(*channel);
                            if (!got.thrown.empty()) return;
                            ++times[static_cast<size_t>(got.value)];
                        }
                    });
                }
            });
            if (std::count(times.begin(), times.end(), 1) != static_cast<std::ptrdiff_t>(times.size())) FAIL("seed " << seed << ", capacity " << capacity);
        }
    }
}

}  // namespace
}  // namespace async::sync::test
