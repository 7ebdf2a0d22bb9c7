#include "src/core/awaitable.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"

using namespace async::test;
using async::core::Awaitable;
using async::core::make_ref;
using async::core::Reason;

TEST_CASE("C-41 waiters are told in the order they joined, with the one error") {
    Trace trace;
    auto event = make_ref<Event>();
    Probe a([&](Reason* r) { trace << "a:" + text(r); });
    Probe b([&](Reason* r) { trace << "b:" + text(r); }, true);
    Probe c([&](Reason* r) { trace << "c:" + text(r); });
    for (Probe* probe : {&a, &b, &c}) event->subscribe(*probe);

    const auto failure = error("failure");
    REQUIRE(event->fail(failure));
    REQUIRE(trace.take() == "a:failure b:failure c:failure");
    REQUIRE(event->state() == Awaitable::State::failed);
    REQUIRE(event->error() == failure.get());
    REQUIRE_FALSE(event->has_waiters());
}

TEST_CASE("C-41 an error nobody takes is not handled") {
    auto event = make_ref<Event>();
    Probe deaf;
    event->subscribe(deaf);
    REQUIRE_FALSE(event->fail(error("failure")));
    REQUIRE(deaf.count == 1);

    auto lonely = make_ref<Event>();
    REQUIRE_FALSE(lonely->fail(error("failure")));
}

TEST_CASE("a waiter that left is not told") {
    auto event = make_ref<Event>();
    Probe a, b;
    event->subscribe(a);
    event->subscribe(b);
    event->unsubscribe(a);
    event->unsubscribe(a);
    event->fire();
    REQUIRE(a.count == 0);
    REQUIRE(b.count == 1);
}

TEST_CASE("the first waiter arms a source and the last one disarms it") {
    auto event = make_ref<Event>();
    Probe a, b;
    event->subscribe(a);
    event->subscribe(b);
    REQUIRE(event->arms == 1);
    event->unsubscribe(a);
    REQUIRE(event->disarms == 0);
    event->unsubscribe(b);
    REQUIRE(event->disarms == 1);
    event->subscribe(a);
    REQUIRE(event->arms == 2);
    event->pulse();
    REQUIRE(event->disarms == 2);
    event->subscribe(a);
    event->fire();
    REQUIRE(event->arms == 3);
    REQUIRE(event->disarms == 2);  // a settled source knows by itself that it is over
}

TEST_CASE("arm and disarm alternate when waiters drop each other while being told") {
    auto event = make_ref<Event>();
    Probe second;
    Probe first([&](Reason*) { event->unsubscribe(second); });
    event->subscribe(first);
    event->subscribe(second);
    event->pulse();
    REQUIRE(first.count == 1);
    REQUIRE(second.count == 0);
    REQUIRE(event->arms == 1);
    REQUIRE(event->disarms == 1);
}

TEST_CASE("arm and disarm alternate when a waiter joins again while being told") {
    auto event = make_ref<Event>();
    Probe* self = nullptr;
    Probe loyal([&](Reason*) { event->subscribe(*self); });
    self = &loyal;
    event->subscribe(loyal);
    event->pulse();
    REQUIRE(loyal.count == 1);  // who joins now waits for the next pulse
    REQUIRE(event->has_waiters());
    event->pulse();
    REQUIRE(loyal.count == 2);
    REQUIRE(event->arms == 1);
    REQUIRE(event->disarms == 0);
    event->unsubscribe(loyal);
    REQUIRE(event->disarms == 1);
}

TEST_CASE("pulse_one wakes the oldest only") {
    auto event = make_ref<Event>();
    Probe a, b;
    event->subscribe(a);
    event->subscribe(b);
    event->pulse_one();
    REQUIRE(a.count == 1);
    REQUIRE(b.count == 0);
    REQUIRE(event->disarms == 0);
    event->pulse_one();
    REQUIRE(b.count == 1);
    REQUIRE(event->disarms == 1);
    REQUIRE_FALSE(event->pulse_one());
}

TEST_CASE("C-29 a source may have the answer at the moment it is armed") {
    auto event = make_ref<Event>();
    event->on_arm = [&] { event->fire(); };
    Probe probe;
    event->subscribe(probe);
    REQUIRE(probe.count == 1);
    REQUIRE_FALSE(probe.linked());
    REQUIRE(event->state() == Awaitable::State::completed);
}

TEST_CASE("C-147 forgotten waiters are told nothing and the source can be used again") {
    auto event = make_ref<Event>();
    Probe a, b;
    event->subscribe(a);
    event->subscribe(b);
    event->forget_waiters();
    REQUIRE(event->disarms == 1);
    REQUIRE(a.count + b.count == 0);
    event->subscribe(a);
    REQUIRE(event->arms == 2);
    event->fire();
    REQUIRE(a.count == 1);
}

TEST_CASE("a source may lose its last reference to the waiter it wakes") {
    auto event = make_ref<Event>();
    Event* raw = event.get();
    Probe probe([&](Reason*) { event.reset(); });
    raw->subscribe(probe);
    raw->fire();
    REQUIRE(probe.count == 1);
    REQUIRE_FALSE(event);
}

TEST_CASE("descriptions are cut, never overrun") {
    StringSink sink;
    sink.format("%s", std::string(600, 'x').c_str());
    REQUIRE(sink.text == std::string(511, 'x'));
    sink.format("%s", "");
    REQUIRE(sink.text.size() == 511);
}
