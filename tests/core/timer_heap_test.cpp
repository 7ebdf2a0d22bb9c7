#include "src/core/timer_heap.h"

#include <functional>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/trace.h"

using namespace async::core;
using async::test::Trace;

namespace {

class Timer final : public TimerNode {
public:
    explicit Timer(std::function<void()> action) : action_(std::move(action)) {}
    void on_deadline() noexcept override { action_(); }

private:
    std::function<void()> action_;
};

}  // namespace

TEST_CASE("timers fire earliest first and only when due") {
    Trace trace;
    TimerHeap heap;
    Timer a([&] { trace << "a"; }), b([&] { trace << "b"; }), c([&] { trace << "c"; });
    heap.arm(a, {30});
    heap.arm(b, {10});
    heap.arm(c, {20});
    REQUIRE(heap.earliest() == Instant{10});
    heap.fire({9});
    REQUIRE(trace.take() == "");
    heap.fire({20});
    REQUIRE(trace.take() == "b c");
    REQUIRE_FALSE(b.armed());
    REQUIRE(a.armed());
    REQUIRE(heap.deadline_of(a) == Instant{30});
    heap.fire({30});
    REQUIRE(trace.take() == "a");
    REQUIRE(heap.empty());
    REQUIRE(heap.earliest().is_never());
}

TEST_CASE("IO-104 equal deadlines fire in the order they were set") {
    std::vector<int> fired;
    TimerHeap heap;
    std::vector<std::unique_ptr<Timer>> timers;
    for (int i = 0; i < 100; ++i) {
        timers.push_back(std::make_unique<Timer>([&fired, i] { fired.push_back(i); }));
        heap.arm(*timers.back(), {5});
    }
    heap.disarm(*timers[50]);
    heap.arm(*timers[50], {5});
    heap.fire({5});
    REQUIRE(fired.size() == 100);
    std::vector<int> expected;
    for (int i = 0; i < 100; ++i) {
        if (i != 50) expected.push_back(i);
    }
    expected.push_back(50);
    REQUIRE(fired == expected);
}

TEST_CASE("a timer armed while timers fire waits for the next call") {
    Trace trace;
    TimerHeap heap;
    Timer late([&] { trace << "late"; });
    Timer first([&] {
        trace << "first";
        heap.arm(late, {1});
    });
    heap.arm(first, {1});
    heap.fire({10});
    REQUIRE(trace.take() == "first");
    heap.fire({10});
    REQUIRE(trace.take() == "late");
}

TEST_CASE("a timer may disarm another that is due as well") {
    Trace trace;
    TimerHeap heap;
    Timer victim([&] { trace << "victim"; });
    Timer first([&] { heap.disarm(victim); });
    heap.arm(first, {1});
    heap.arm(victim, {2});
    heap.fire({10});
    REQUIRE(trace.take() == "");
    REQUIRE(heap.empty());
}

TEST_CASE("C-145 hidden timers fire but are no activity") {
    Trace trace;
    TimerHeap heap;
    Timer hidden([&] { trace << "hidden"; }), plain([] {});
    heap.arm(hidden, {5}, TimerHeap::Visibility::hidden);
    REQUIRE_FALSE(heap.has_active());
    REQUIRE_FALSE(heap.empty());
    heap.arm(plain, {7});
    REQUIRE(heap.active_count() == 1);
    heap.disarm(plain);
    REQUIRE_FALSE(heap.has_active());
    heap.fire({5});
    REQUIRE(trace.take() == "hidden");
    REQUIRE_FALSE(heap.has_active());
}

TEST_CASE("C-147 abandoned timers never fire and can be armed again") {
    Trace trace;
    TimerHeap heap;
    Timer a([&] { trace << "a"; }), b([&] { trace << "b"; });
    heap.arm(a, {1});
    heap.arm(b, {2}, TimerHeap::Visibility::hidden);
    heap.abandon();
    REQUIRE_FALSE(a.armed());
    REQUIRE_FALSE(heap.has_active());
    heap.fire({10});
    REQUIRE(trace.take() == "");
    heap.arm(a, {1});
    heap.fire({1});
    REQUIRE(trace.take() == "a");
}

TEST_CASE("the heap agrees with a sorted set over random work") {
    std::mt19937 random(GENERATE(1u, 2u, 3u, 4u, 5u));
    using Key = std::pair<int64_t, uint64_t>;
    struct Tracked {
        std::unique_ptr<Timer> timer;
        Key key;
    };
    TimerHeap heap;
    std::set<std::pair<Key, int>> model;
    std::vector<int> fired;
    std::vector<Tracked> timers(200);
    for (int i = 0; i < 200; ++i) {
        timers[static_cast<std::size_t>(i)].timer = std::make_unique<Timer>([&fired, i] { fired.push_back(i); });
    }
    uint64_t arrivals = 0;
    int64_t now = 0;
    for (int step = 0; step < 20000; ++step) {
        const int chosen = static_cast<int>(random() % 200);
        Tracked& tracked = timers[static_cast<std::size_t>(chosen)];
        if (random() % 50 == 0) {
            now += static_cast<int64_t>(random() % 60);
            fired.clear();
            heap.fire({now});
            std::vector<int> expected;
            while (!model.empty() && model.begin()->first.first <= now) {
                expected.push_back(model.begin()->second);
                model.erase(model.begin());
            }
            REQUIRE(fired == expected);
        } else if (tracked.timer->armed()) {
            heap.disarm(*tracked.timer);
            model.erase({tracked.key, chosen});
        } else {
            tracked.key = {now + static_cast<int64_t>(random() % 100), arrivals++};
            heap.arm(*tracked.timer, {tracked.key.first});
            model.insert({tracked.key, chosen});
        }
        REQUIRE(heap.active_count() == model.size());
        if (!model.empty()) REQUIRE(heap.earliest() == Instant{model.begin()->first.first});
    }
    for (Tracked& tracked : timers) heap.disarm(*tracked.timer);
}

TEST_CASE("IO-22 durations and instants saturate") {
    constexpr int64_t kMax = Duration::kMax;
    REQUIRE(Duration::from_s(kMax).is_forever());
    REQUIRE(Duration::from_ms(kMax / 1000).is_forever());
    REQUIRE(Duration::from_s(-kMax).ns == -kMax);
    REQUIRE((Duration::from_s(1) + Duration::forever()).is_forever());
    REQUIRE((Duration::from_s(-kMax) + Duration::from_s(-kMax)).ns == -kMax);
    REQUIRE((Instant{5} + Duration::forever()).is_never());
    REQUIRE(Instant{5} + Duration::from_ns(-100) == Instant{5});
    REQUIRE(Instant{5}.until(Instant{3}).ns == 0);
    REQUIRE(Instant{5}.until(Instant::never()).is_forever());
}

TEST_CASE("IO-21 a positive duration is never rounded down to nothing") {
    REQUIRE(Duration::from_ns(1).ceil_ms() == 1);
    REQUIRE(Duration::from_us(1000).ceil_ms() == 1);
    REQUIRE(Duration::from_us(1001).ceil_ms() == 2);
    REQUIRE(Duration::from_ns(0).ceil_ms() == 0);
    REQUIRE(Duration::forever().ceil_ms() == Duration::kMax);
}
