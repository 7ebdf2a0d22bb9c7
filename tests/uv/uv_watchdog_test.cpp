// The thread that watches: what it marks, and what it leaves alone.
#include "src/uv/uv_watchdog.h"

#include <atomic>
#include <memory>

#include "tests/support/catch.h"

using async::core::Duration;
using async::core::Error;
using async::core::TurnCounter;
using async::uv::Watchdog;

namespace {

struct Pokes {
    std::atomic<int> count{0};
    static void poke(void* pokes) { ++static_cast<Pokes*>(pokes)->count; }
    void wait_for(int wanted) {
        while (count < wanted) uv_sleep(1);
    }
};

std::unique_ptr<Watchdog> start(const TurnCounter& turns, Duration slice, Duration limit, Pokes& pokes) {
    Error error;
    auto watchdog = Watchdog::start(turns, {slice, limit, &Pokes::poke, &pokes}, error);
    REQUIRE(watchdog);
    return watchdog;
}

}  // namespace

TEST_CASE("D-12 a turn that goes on is told slice by slice") {
    TurnCounter turns;
    Pokes pokes;
    auto watchdog = start(turns, Duration::from_ms(2), {}, pokes);
    pokes.wait_for(1);
    REQUIRE(watchdog->take_slice_end());
    pokes.wait_for(pokes.count + 2);  // on a busy machine the next one may have been told before that was taken
    REQUIRE(watchdog->take_slice_end());
    REQUIRE(watchdog->take_blocked().ns == 0);
}

TEST_CASE("IO-1304 a turn that kept the loop is told once, with how long") {
    TurnCounter turns;
    Pokes pokes;
    auto watchdog = start(turns, {}, Duration::from_ms(10), pokes);
    pokes.wait_for(1);
    REQUIRE(watchdog->take_blocked().ns >= Duration::from_ms(10).ns);
    REQUIRE(watchdog->take_blocked().ns == 0);
    REQUIRE_FALSE(watchdog->take_slice_end());
    turns.step();
    turns.step();
    pokes.wait_for(2);
    REQUIRE(watchdog->take_blocked().ns >= Duration::from_ms(10).ns);
}

TEST_CASE("IO-1304 what a turn did that has passed is nobody's fault any more") {
    TurnCounter turns;
    Pokes pokes;
    auto watchdog = start(turns, {}, Duration::from_ms(4), pokes);
    pokes.wait_for(1);
    turns.step();
    turns.step();
    const auto blocked = watchdog->take_blocked();
    // Unless the new turn has lasted as long meanwhile.
    REQUIRE((blocked.ns == 0 || pokes.count >= 2));
}

TEST_CASE("D-12 a scheduler that sleeps keeps nobody waiting") {
    TurnCounter turns, control;
    Pokes pokes, others;
    turns.step();
    auto watchdog = start(turns, Duration::from_ms(1), Duration::from_ms(1), pokes);
    auto beside = start(control, Duration::from_ms(1), {}, others);
    others.wait_for(20);
    REQUIRE(pokes.count == 0);
}
