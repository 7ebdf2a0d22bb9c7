// The counting rules of the await family, without PHP: when a gathering settles, and what it has counted by then.
#include "src/sync/combinators.h"

#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "src/sync/ring.h"
#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"

namespace async::sync::test {
namespace {

using async::test::error;
using async::test::Event;
using async::test::Probe;
using Errors = GatheringBase::Errors;

constexpr uint32_t kAll = GatheringBase::kAll;

// Counts the blocks it hands out.
struct CountingMemory {
    static inline int live = 0;
    static inline int made = 0;
    static void* allocate(std::size_t bytes) {
        ++live;
        ++made;
        return HeapMemory::allocate(bytes);
    }
    static void release(void* memory) noexcept {
        --live;
        HeapMemory::release(memory);
    }
};

class Set final : public Gathering<std::string, CountingMemory> {
public:
    using Gathering::Gathering;
    void describe(core::DescriptionSink& sink) const override { sink.format("%u sources", count()); }

    std::string ended() {
        std::string keys;
        for_each_ended([&](const Seat& seat) { keys += seat.item + (seat.error() ? "! " : seat.has_succeeded() ? " " : "? "); });
        return keys;
    }
};

struct World {
    explicit World(Errors errors, uint32_t wanted, uint32_t sources, bool joined = false)
        : set(core::make_ref<Set>(errors, wanted, sources)) {
        for (uint32_t i = 0; i < sources; ++i) {
            events.push_back(core::make_ref<Event>("event " + std::to_string(i)));
            set->add(*events.back(), std::string(1, static_cast<char>('a' + i)), joined);
        }
        set->complete();
    }
    ~World() {
        set->leave();
        if (probe.linked()) set->unsubscribe(probe);
    }
    void wait() { set->subscribe(probe); }
    bool is_over() const { return probe.count == 1; }

    core::Ref<Set> set;
    std::vector<core::Ref<Event>> events;
    Probe probe{{}, true};
};

TEST_CASE("C-110 all: settles with the last outcome, whatever it is") {
    World world(Errors::collect, kAll, 3);
    world.wait();
    world.events[2]->fire();
    CHECK(world.events[0]->fail(error("e")));  // taken, so it counts as handled
    CHECK_FALSE(world.is_over());
    world.events[1]->fire();
    CHECK(world.is_over());
    CHECK(world.set->failure() == nullptr);
    CHECK(world.set->ended() == "c a! b ");
}

TEST_CASE("C-111 C-121 so many successes: errors do not count, late comers do until somebody leaves") {
    World world(Errors::collect, 2, 5);
    world.wait();
    world.events[0]->fail(error("e"));
    world.events[1]->fire();
    CHECK_FALSE(world.is_over());
    world.events[2]->fire();
    CHECK(world.is_over());
    world.events[3]->fire();
    CHECK(world.set->ended() == "a! b c d ");
    world.set->leave();
    CHECK_FALSE(world.events[4]->fail(error("nobody takes it")));
    CHECK(world.set->ended() == "a! b c d ");
}

TEST_CASE("C-113 C-121 where errors are fatal the first one ends the wait, also in the window after success") {
    World at_once(Errors::fatal, kAll, 3);
    at_once.wait();
    at_once.events[1]->fail(error("first"));
    CHECK(at_once.is_over());
    CHECK(async::test::text(at_once.probe.last.get()) == "first");
    at_once.events[0]->fail(error("second"));
    CHECK(async::test::text(at_once.set->failure()) == "first");

    World window(Errors::fatal, 1, 2);
    window.wait();
    window.events[0]->fire();
    CHECK(window.is_over());
    CHECK(window.set->failure() == nullptr);
    window.events[1]->fail(error("in the window"));
    CHECK(async::test::text(window.set->failure()) == "in the window");
}

TEST_CASE("C-111 wanting more than there is ends when all have ended; nothing ends at once") {
    World world(Errors::collect, 5, 2);
    world.wait();
    world.events[0]->fire();
    CHECK_FALSE(world.is_over());
    world.events[1]->fail(error("e"));
    CHECK(world.is_over());

    World none(Errors::fatal, kAll, 0);
    CHECK_FALSE(none.set->is_pending());
}

TEST_CASE("C-114 what has ended before counts in input order and needs no wait") {
    auto done = core::make_ref<Event>();
    auto failed = core::make_ref<Event>();
    auto pending = core::make_ref<Event>();
    done->fire();
    failed->fail(error("e"));
    auto set = core::make_ref<Set>(Errors::collect, 1, 3);
    set->add(*pending, "p");
    set->add(*failed, "f");
    CHECK_FALSE(set->has_enough());
    set->add(*done, "d");
    CHECK(set->has_enough());
    CHECK_FALSE(set->is_pending());
    CHECK(set->ended() == "f! d ");
    CHECK(pending->arms == 0);

    auto fatal = core::make_ref<Set>(Errors::fatal, 2, 3);
    fatal->add(*done, "d");
    CHECK_FALSE(fatal->is_decided());
    fatal->add(*failed, "f");
    CHECK(fatal->is_decided());
}

TEST_CASE("C-115 the rest: errors are still of interest, values come too late") {
    World world(Errors::collect, 1, 4, true);
    world.wait();
    world.events[1]->fire();
    CHECK(world.is_over());
    CHECK(world.set->has_rest());
    Probe rest;
    world.set->rest().subscribe(rest);
    world.events[0]->fire();
    world.events[3]->fail(error("late"));
    CHECK(rest.count == 0);
    world.events[2]->fire();
    CHECK(rest.count == 1);
    CHECK_FALSE(world.set->has_rest());
    CHECK(world.set->ended() == "b a? d! c? ");
}

TEST_CASE("C-103 whoever waited leaves: every source is left, and can be joined again") {
    World world(Errors::collect, kAll, 3);
    world.wait();
    for (auto& event : world.events) CHECK(event->arms == 1);
    world.set->unsubscribe(world.probe);
    for (auto& event : world.events) CHECK(event->disarms == 1);
    world.events[0]->fire();  // not seen
    CHECK(world.set->ended_count() == 0);
    world.set->leave();
}

TEST_CASE("C-118 sources that arrive during the wait; a failure of whoever brings them") {
    auto set = core::make_ref<Set>(Errors::collect, kAll, 0);
    Probe probe{{}, true};
    set->subscribe(probe);
    std::vector<core::Ref<Event>> events;
    for (int i = 0; i < 100; ++i) {
        events.push_back(core::make_ref<Event>());
        set->add(*events.back(), std::to_string(i));
    }
    for (auto& event : events) event->fire();
    CHECK(probe.count == 0);  // there may be more to come
    set->complete();
    CHECK(probe.count == 1);
    CHECK(set->ended_count() == 100);

    auto failing = core::make_ref<Set>(Errors::collect, kAll, 0);
    Probe told{{}, true};
    failing->subscribe(told);
    failing->fail(*error("iterator"));
    CHECK(async::test::text(told.last.get()) == "iterator");
}

TEST_CASE("C-112 one source in several places") {
    auto event = core::make_ref<Event>();
    auto set = core::make_ref<Set>(Errors::collect, 2, 2);
    set->add(*event, "a");
    set->add(*event, "b");
    set->complete();
    Probe probe;
    set->subscribe(probe);
    event->fire();
    CHECK(probe.count == 1);
    CHECK(set->ended() == "a b ");
}

TEST_CASE("C-29 a source that ends while it is being joined") {
    auto lazy = core::make_ref<Event>();
    lazy->on_arm = [&] { lazy->fire(); };
    auto other = core::make_ref<Event>();
    auto set = core::make_ref<Set>(Errors::fatal, 1, 2);
    set->add(*lazy, "lazy");
    set->add(*other, "other");
    set->complete();
    Probe probe;
    set->subscribe(probe);
    CHECK(probe.count == 1);
    other->fire();
    CHECK(set->ended() == "lazy other ");
    lazy->on_arm = nullptr;
}

TEST_CASE("C-110 one block for N places, given back") {
    CountingMemory::made = 0;
    {
        World world(Errors::collect, kAll, 26);
        CHECK(CountingMemory::made == 1);
    }
    CHECK(CountingMemory::live == 0);
}

TEST_CASE("C-154 what a gathering waits for is what has not ended yet") {
    World world(Errors::collect, kAll, 3);
    world.wait();
    world.events[1]->fire();
    struct Names final : core::AwaitableVisitor {
        void visit(const core::Awaitable& source) override { text += async::test::described(source) + "; "; }
        std::string text;
    } names;
    static_cast<const Set&>(*world.set).visit_sources(names);
    CHECK(names.text == "event 0; event 2; ");
}

TEST_CASE("C-110 C-121 random ends against a naive count") {
    std::mt19937 random(20240607);
    for (int round = 0; round < 2000; ++round) {
        const Errors errors = random() % 2 ? Errors::fatal : Errors::collect;
        const uint32_t sources = random() % 8;
        const uint32_t wanted = random() % 3 ? static_cast<uint32_t>(random() % 6 + 1) : kAll;
        World world(errors, wanted, sources);
        if (!world.set->is_pending()) continue;
        world.wait();
        std::vector<uint32_t> order(sources);
        for (uint32_t i = 0; i < sources; ++i) order[i] = i;
        std::shuffle(order.begin(), order.end(), random);
        uint32_t ended = 0;
        uint32_t succeeded = 0;
        bool failed = false;
        bool over = false;
        for (uint32_t i : order) {
            ++ended;
            if (random() % 3 == 0) {
                failed = true;
                world.events[i]->fail(error("e"));
            } else {
                ++succeeded;
                world.events[i]->fire();
            }
            const uint32_t counted = errors == Errors::fatal ? ended : succeeded;
            over = over || (wanted != kAll && counted >= wanted) || ended == sources || (errors == Errors::fatal && failed);
            REQUIRE(world.is_over() == over);
        }
        REQUIRE((world.set->failure() != nullptr) == (errors == Errors::fatal && failed));
        REQUIRE(world.set->ended_count() == ended);
    }
}

}  // namespace
}  // namespace async::sync::test
