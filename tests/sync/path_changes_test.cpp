#include "src/sync/path_changes.h"

#include <cstring>

#include "tests/support/catch.h"
#include "tests/support/fake_reactor.h"
#include "tests/sync/lock_fixture.h"

namespace async::sync::test {
namespace {

class TestChanges final : public PathChanges {
public:
    void describe(core::DescriptionSink& sink) const override { sink.format("changes"); }
};

// A clock that goes only when told, and the timers of it.
struct World {
    async::test::VirtualClock clock;
    core::TimerHeap timers;
    Ref<TestChanges> changes = core::make_ref<TestChanges>();

    explicit World(PathChanges::Settings settings) { changes->configure(std::move(settings), timers, clock); }
    void pass(int64_t ms) {
        clock.advance(core::Duration::from_ms(ms));
        timers.fire(clock.now());
    }
    void change(const char* name, bool renamed, bool changed) {
        changes->on_change(name, name ? std::strlen(name) : 0, renamed, changed);
    }
    std::string take() {
        PathChange change;
        if (changes->take(change) != PathChanges::Answer::taken) return "nothing";
        return (change.named ? change.name : "-") + (change.renamed ? "R" : "") + (change.changed ? "C" : "");
    }
};

TEST_CASE("FS-3: one entry per name until it is taken, in the order of the first", "[path_changes]") {
    World world({});
    world.change("a", true, false);
    world.change("b", false, true);
    world.change("a", false, true);
    world.change(nullptr, false, true);
    CHECK(world.take() == "aRC");
    world.change("a", true, false);
    CHECK(world.take() == "bC");
    CHECK(world.take() == "-C");
    CHECK(world.take() == "aR");
    CHECK(world.take() == "nothing");
}

TEST_CASE("FS-7: a burst ends with quiet, or when it has lasted long enough", "[path_changes]") {
    PathChanges::Settings settings;
    settings.debounce = core::Duration::from_ms(10);
    settings.max_hold = core::Duration::from_ms(25);
    World world(settings);
    world.change("a", true, false);
    CHECK(world.timers.active_count() == 0);  // hidden
    world.pass(9);
    CHECK(world.take() == "nothing");
    world.change("b", false, true);
    world.pass(9);
    CHECK(world.take() == "nothing");
    world.change("c", false, true);
    world.pass(7);
    CHECK(world.take() == "-RC");
    world.change("d", false, true);
    world.pass(10);
    CHECK(world.take() == "-C");
    world.change("e", false, true);
    world.changes->close();
    world.pass(100);
    CHECK(world.take() == "nothing");
    CHECK(world.timers.empty());
}

TEST_CASE("X-5, X-6, FS-5: changes belong to the oldest who waits; all are told of the end", "[path_changes]") {
    World world({});
    auto a = core::make_ref<Idler>(), b = core::make_ref<Idler>();
    a->queue(world.changes->line());
    b->queue(world.changes->line());
    world.change("x", true, false);
    CHECK(a->woken());
    CHECK_FALSE(b->woken());
    CHECK(world.take() == "nothing");
    a->interrupt();
    CHECK(b->woken());
    PathChange change;
    world.changes->resume(b->wait().winner(), change);
    CHECK(change.name == "x");
    a->forget();
    b->forget();
    a->queue(world.changes->line());
    world.changes->on_failure({5, "broken"});
    CHECK(a->woken());
    CHECK(world.changes->is_closed());
    CHECK(world.changes->error().code == 5);
    CHECK_FALSE(world.changes->is_pending());
    a->forget();
    world.change("late", true, false);
    CHECK(world.take() == "nothing");
}

}  // namespace
}  // namespace async::sync::test
