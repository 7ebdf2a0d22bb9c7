#include "src/sync/future_cell.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/sync/channel_fixture.h"

namespace async::sync::test {
namespace {

using Log = std::vector<std::string>;
using Rule = Derivation::Rule;

class Error final : public core::Reason {
public:
    explicit Error(Kind kind = Kind::error) noexcept : Reason(kind) {}
};

class Cell : public FutureCell {
public:
    Cell(Log& log, std::string name) : log_(log), name_(std::move(name)) {}
    ~Cell() override { log_.push_back(name_ + " gone"); }

    void describe(core::DescriptionSink& sink) const override { sink.append("cell", 4); }
    bool end(core::Ref<core::Reason> error = nullptr) { return FutureCell::end(std::move(error), nullptr); }
    const std::string& name() const { return name_; }

    Derivations ready;

protected:
    void on_derived() noexcept override { log_.push_back(name_ + " is kept"); }
    void on_derivable(Derivations& derivations) noexcept override {
        while (Derivation* derivation = derivations.take()) ready.push_back(*derivation);
    }

    Log& log_;
    const std::string name_;
};

class Derived final : public Cell, public Derivation {
public:
    Derived(Log& log, std::string name, Rule rule) : Cell(log, std::move(name)), Derivation(rule) {}
    FutureCell& target() noexcept override { return *this; }
};

core::Ref<Derived> derive(Cell& from, Log& log, const char* name, Rule rule = Rule::map) {
    auto cell = core::make_ref<Derived>(log, name, rule);
    from.derive(*cell);
    from.note_use();
    return cell;
}

// Works off everything that became ready, with callbacks that do not fail.
void work_off(Derivations& ready, Log& log) {
    while (Derivation* derivation = ready.take()) {
        auto cell = core::Ref<FutureCell>::adopt(&derivation->target());
        log.push_back(static_cast<Derived&>(*cell).name());
        derivation->finish(nullptr, ready);
    }
}

TEST_CASE("FU-1, FU-3: a cell ends once and wakes who waits, in order", "[future]") {
    Log log;
    auto cell = core::make_ref<Cell>(log, "cell");
    Recorder a(log, "a"), b(log, "b");
    cell->subscribe(a);
    cell->subscribe(b);
    CHECK(cell->is_attended());
    CHECK(cell->end());
    CHECK(log == Log{"a", "b"});
    CHECK_FALSE(cell->is_pending());
    CHECK_FALSE(cell->is_attended());
}

TEST_CASE("FU-13: registration order first, then breadth first", "[future]") {
    Log log;
    auto root = core::make_ref<Cell>(log, "root");
    auto a = derive(*root, log, "a");
    auto b = derive(*root, log, "b");
    auto aa = derive(*a, log, "aa");
    auto ba = derive(*b, log, "ba");
    auto aaa = derive(*aa, log, "aaa");
    auto ab = derive(*a, log, "ab");
    log.clear();
    root->end();
    work_off(root->ready, log);
    CHECK(log == Log{"a", "b", "aa", "ab", "ba", "aaa"});
    for (Derived* cell : {a.get(), b.get(), aa.get(), ab.get(), ba.get(), aaa.get()}) CHECK_FALSE(cell->is_pending());
}

TEST_CASE("FU-14, FU-15: the source owns what is derived, never the other way round", "[future]") {
    Log log;
    auto root = core::make_ref<Cell>(log, "root");
    derive(*root, log, "dropped");
    CHECK(log == Log{"root is kept"});  // alive, though nobody but its source knows it
    root->end();
    auto ready = core::Ref<Cell>(root);
    root.reset();
    work_off(ready->ready, log);
    CHECK(log == Log{"root is kept", "dropped", "dropped gone"});
    ready.reset();
    CHECK(log.back() == "root gone");
}

TEST_CASE("FU-14: a source that never ends takes what is derived along", "[future]") {
    Log log;
    auto root = core::make_ref<Cell>(log, "root");
    auto kept = derive(*root, log, "kept");
    derive(*root, log, "dropped");
    root.reset();
    CHECK(log == Log{"root is kept", "root gone", "dropped gone"});
    CHECK(kept->is_pending());
}

TEST_CASE("FU-14: waiting derivations keep their source until they are finished", "[future]") {
    Log log;
    Derivations ready;
    auto root = core::make_ref<Cell>(log, "root");
    auto cell = derive(*root, log, "cell");
    root->end();
    ready.push_back(*root->ready.take());
    log.clear();
    root.reset();
    CHECK(log.empty());
    work_off(ready, log);
    CHECK(log == Log{"cell", "root gone"});
}

TEST_CASE("FU-11: which callbacks an outcome concerns", "[future]") {
    Log log;
    for (bool fails : {false, true}) {
        auto root = core::make_ref<Cell>(log, "root");
        auto map = derive(*root, log, "map", Rule::map);
        auto rescue = derive(*root, log, "rescue", Rule::rescue);
        auto always = derive(*root, log, "finally", Rule::finally);
        root->end(fails ? core::make_ref<Error>() : nullptr);
        CHECK(map->concerns_source() == !fails);
        CHECK(rescue->concerns_source() == fails);
        CHECK(always->concerns_source());
        root->ready.clear();
    }
}

TEST_CASE("FU-16: an error escapes when nobody attends the derived cell", "[future]") {
    Log log;
    auto root = core::make_ref<Cell>(log, "root");
    auto alone = derive(*root, log, "alone");
    auto ignored = derive(*root, log, "ignored");
    auto awaited = derive(*root, log, "awaited");
    auto chained = derive(*root, log, "chained");
    auto stopped = derive(*root, log, "stopped");
    auto child = derive(*chained, log, "child");
    Recorder waiter(log, "waiter");
    awaited->subscribe(waiter);
    ignored->ignore();
    root->end();

    Derivations more;
    const auto finish = [&](core::Reason::Kind kind) {
        Derivation* derivation = root->ready.take();
        auto cell = core::Ref<FutureCell>::adopt(&derivation->target());
        return derivation->finish(core::make_ref<Error>(kind), more);
    };
    using Kind = core::Reason::Kind;
    CHECK(finish(Kind::error) == Derivation::Ending::escaped);
    CHECK(alone->has_unhandled_error());
    CHECK_FALSE(root->is_handled());
    CHECK(finish(Kind::error) == Derivation::Ending::quiet);
    CHECK_FALSE(ignored->has_unhandled_error());
    CHECK_FALSE(root->is_handled());
    CHECK(finish(Kind::error) == Derivation::Ending::quiet);
    CHECK(awaited->is_handled());
    CHECK(root->is_handled());
    CHECK(finish(Kind::error) == Derivation::Ending::quiet);
    CHECK(chained->is_handled());
    CHECK(more.front() == child.get());
    CHECK(finish(Kind::cancellation) == Derivation::Ending::quiet);  // C-43
    CHECK(stopped->has_unhandled_error());
}

TEST_CASE("FU-18, FU-20, FU-21: marks and what is reported", "[future]") {
    Log log;
    auto cell = core::make_ref<Cell>(log, "cell");
    CHECK(cell->was_never_used());
    cell->end(core::make_ref<Error>());
    CHECK(cell->has_unhandled_error());
    SECTION("used by a chain only") {
        cell->note_use();
        CHECK_FALSE(cell->was_never_used());
        CHECK(cell->has_unhandled_error());
    }
    SECTION("awaited") {
        cell->mark_used();
        CHECK_FALSE(cell->was_never_used());
        CHECK_FALSE(cell->has_unhandled_error());
    }
    SECTION("ignored") {
        cell->ignore();
        CHECK_FALSE(cell->was_never_used());
        CHECK_FALSE(cell->has_unhandled_error());
    }
}

TEST_CASE("FU-24: a target that was filled meanwhile is not due", "[future]") {
    Log log;
    auto root = core::make_ref<Cell>(log, "root");
    auto first = derive(*root, log, "first");
    auto second = derive(*root, log, "second");
    first->end();
    root->end();
    Derivation* derivation = root->ready.take();
    CHECK_FALSE(derivation->is_due());
    derivation->skip();
    derivation->target().release();
    CHECK(root->ready.front()->is_due());
    root->ready.clear();
}

}  // namespace
}  // namespace async::sync::test
