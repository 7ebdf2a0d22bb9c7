#include "src/core/scope.h"

#include <functional>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"

using namespace async::test;
using async::core::Coroutine;
using async::core::Duration;
using async::core::make_ref;
using async::core::Ref;
using async::core::Scope;

namespace {

class Observer final : public async::core::ScopeObserver {
public:
    explicit Observer(Trace& trace, std::string name) : trace_(trace), name_(std::move(name)) {}
    ~Observer() { unlink(); }
    void on_scope_cancel(Scope&, async::core::Reason* step) noexcept override {
        trace_ << name_ + "(" + text(step) + ")";
        if (action) action();
    }
    std::function<void()> action;

private:
    Trace& trace_;
    const std::string name_;
};

// A runtime with a scope "s" (unsafe unless said) below the root.
struct Fixture {
    explicit Fixture(bool safe = false) : scope(make_ref<TestScope>(rt.trace, "s", rt.root.get())) { scope->set_safe(safe); }
    ~Fixture() { rt.trace.take(); }

    Ref<TestScope> child(const char* name) { return make_ref<TestScope>(rt.trace, name, scope.get()); }
    // Waits for `event` and writes down how that ended.
    Ref<TestCoroutine> waiting(Scope& where, std::string name, Event& event) {
        return rt.spawn_in(where, [this, name = std::move(name), &event] {
            const auto result = rt.await(event);
            rt.trace << name + ":" + text(result.reason.get());
            return result.interrupted() ? result.reason : nullptr;
        });
    }

    TestRuntime rt;
    Ref<TestScope> scope;
};

}  // namespace

TEST_CASE("C-180 a child inherits the safe flag; a root scope is what it is told") {
    Fixture f(false);
    REQUIRE_FALSE(f.child("c")->is_safe());
    f.scope->set_safe(true);
    REQUIRE(f.child("c")->is_safe());
    REQUIRE(f.scope->is_within(*f.rt.root));
    REQUIRE(f.scope->is_within(*f.scope));
    REQUIRE_FALSE(f.rt.root->is_within(*f.scope));
}

TEST_CASE("C-185 a fresh scope is finished, one with work is not, one below counts too") {
    Fixture f;
    auto event = make_ref<Event>();
    auto child = f.child("c");
    f.rt.run_main([&] {
        CHECK(f.scope->is_finished());
        f.waiting(*child, "w", *event);
        CHECK_FALSE(child->is_finished());
        CHECK_FALSE(f.scope->is_finished());
        CHECK_FALSE(f.scope->is_empty());
        f.rt.yield();
        event->fire();
        f.rt.yield();
        CHECK(f.scope->is_finished());
        CHECK(f.scope->is_empty());
    });
}

TEST_CASE("C-193 the last coroutine completes its scope and those above that are complete as well") {
    Fixture f;
    auto event = make_ref<Event>();
    auto inner = f.child("inner");
    f.rt.run_main([&] {
        f.waiting(*inner, "a", *event);
        f.waiting(*inner, "b", *event);
        f.rt.yield();
        event->fire();
        f.rt.yield();
        CHECK(f.rt.trace.take() == "a:- b:- inner:completed s:completed");

        auto second = make_ref<Event>();
        f.waiting(*inner, "a", *second);
        f.waiting(*f.scope, "b", *second);
        f.rt.yield();
        second->fire();
        f.rt.yield();
        CHECK(f.rt.trace.take() == "a:- inner:completed b:- s:completed");
    });
}

TEST_CASE("C-185 C-188 cancelling an idle scope closes it at once, with its idle children") {
    Fixture f;
    auto child = f.child("c");
    f.scope->cancel(cancellation("stop"));
    REQUIRE(f.scope->is_closed());
    REQUIRE(f.scope->is_cancelled());
    REQUIRE(child->is_closed());
    f.rt.trace.take();
    f.scope->cancel(cancellation("again"));
    REQUIRE(f.rt.trace.take() == "");
}

TEST_CASE("C-188 an unsafe scope cancels those who wait and drops those who never ran, with one reason") {
    Fixture f;
    auto event = make_ref<Event>();
    f.rt.run_main([&] {
        auto a = f.waiting(*f.scope, "a", *event);
        auto b = f.waiting(*f.scope, "b", *event);
        f.rt.yield();
        auto fresh = f.waiting(*f.scope, "fresh", *event);
        const auto reason = cancellation("stop");
        f.scope->cancel(reason);
        CHECK(f.scope->is_cancelled());
        CHECK_FALSE(f.scope->is_closed());
        CHECK(f.scope->active_count() == 3);
        f.rt.trace.take();
        f.rt.yield();
        // "fresh" was queued already, the others came to the tail.
        CHECK(f.rt.trace.take() == "a:stop b:stop s:completed s:released");
        CHECK(fresh->was_discarded);
        for (auto& coroutine : {a, b, fresh}) CHECK(coroutine->error() == reason.get());
        CHECK(f.scope->is_closed());
    });
}

TEST_CASE("C-188 C-192 in a safe scope the started become zombies: no exception, not active, run to their end") {
    Fixture f(true);
    auto event = make_ref<Event>();
    f.rt.run_main([&] {
        auto started = f.waiting(*f.scope, "started", *event);
        f.rt.yield();
        auto fresh = f.waiting(*f.scope, "fresh", *event);
        f.scope->cancel(cancellation("stop"));
        CHECK(started->is_zombie());
        CHECK_FALSE(started->is_cancellation_requested());
        CHECK(fresh->is_cancellation_requested());
        CHECK_FALSE(fresh->is_zombie());
        CHECK(f.scope->zombie_count() == 1);
        f.rt.yield();
        CHECK(f.scope->active_count() == 0);
        CHECK(f.scope->is_finished());
        CHECK_FALSE(f.scope->is_empty());
        CHECK_FALSE(f.scope->is_closed());
        f.rt.trace.take();
        event->fire();
        f.rt.yield();
        CHECK(f.scope->is_closed());
        CHECK(f.scope->zombie_count() == 0);
        CHECK_FALSE(started->is_cancelled());
    });
    REQUIRE(f.rt.trace.take().find("started:-") == 0);
}

TEST_CASE("C-189 disposeSafely makes zombies whatever the flag says") {
    Fixture f(false);
    auto event = make_ref<Event>();
    f.rt.run_main([&] {
        auto started = f.waiting(*f.scope, "started", *event);
        f.rt.yield();
        f.scope->cancel(cancellation("stop"), Scope::Disposal::zombies);
        CHECK(started->is_zombie());
        CHECK_FALSE(started->is_cancellation_requested());
        event->fire();
    });
}

TEST_CASE("C-188 children are cancelled before their parent's coroutines; parents and siblings are left alone") {
    Fixture f;
    auto event = make_ref<Event>();
    auto inner = f.child("inner"), deep = make_ref<TestScope>(f.rt.trace, "deep", inner.get());
    auto sibling = make_ref<TestScope>(f.rt.trace, "sibling", f.rt.root.get());
    f.rt.run_main([&] {
        f.waiting(*f.scope, "s1", *event);
        f.waiting(*inner, "i1", *event);
        f.waiting(*deep, "d1", *event);
        auto other = f.waiting(*sibling, "sibling1", *event);
        f.rt.yield();
        f.scope->cancel(cancellation("stop"));
        CHECK(f.rt.trace.take().find("deep:cancelled(stop) inner:cancelled(stop) s:cancelled(stop)") == 0);
        CHECK_FALSE(sibling->is_cancelled());
        CHECK_FALSE(f.rt.root->is_cancelled());
        CHECK_FALSE(other->is_cancellation_requested());
        f.rt.yield();
        const std::string order = f.rt.trace.take();
        CHECK(order.find("d1:stop") < order.find("i1:stop"));
        CHECK(order.find("i1:stop") < order.find("s1:stop"));
        event->fire();
    });
}

TEST_CASE("C-195 who awaits a scope that is cancelled from above hears of the cancellation, not of a completion") {
    Fixture f;
    auto event = make_ref<Event>();
    auto inner = f.child("inner");
    f.rt.run_main([&] {
        f.waiting(*inner, "i", *event);
        f.rt.yield();
        f.rt.trace.take();
        f.scope->cancel(cancellation("stop"));
        const std::string told = f.rt.trace.take();
        CHECK(told.find("s:cancelled(stop)") != std::string::npos);
        CHECK((told.find("s:completed") == std::string::npos || told.find("s:cancelled") < told.find("s:completed")));
    });
}

TEST_CASE("C-188 the coroutine that cancels its own scope goes on and ends cancelled") {
    for (const bool safe : {false, true}) {
        Fixture f(safe);
        auto self = f.rt.spawn_in(*f.scope, [&] {
            f.scope->cancel(cancellation("stop"));
            CHECK_FALSE(f.rt.yield().interrupted());
            f.rt.trace.take();
            f.rt.trace << "went-on";
        });
        f.rt.run();
        REQUIRE(f.rt.trace.take().find("went-on") == 0);
        REQUIRE(self->is_cancelled());
        REQUIRE(self->outcome() == "stop");
        REQUIRE(f.scope->is_closed());
    }
}

TEST_CASE("C-186 a cancelled scope is released when the last coroutine, zombie and child are gone, not before") {
    Fixture f(true);
    auto first = make_ref<Event>(), second = make_ref<Event>();
    auto inner = f.child("inner");
    f.rt.run_main([&] {
        f.waiting(*f.scope, "a", *first);
        f.waiting(*inner, "b", *second);
        f.rt.yield();
        f.scope->cancel(cancellation("stop"));
        first->fire();
        f.rt.yield();
        CHECK_FALSE(f.scope->is_closed());
        f.rt.trace.take();
        second->fire();
        f.rt.yield();
        CHECK(f.scope->is_closed());
        const std::string told = f.rt.trace.take();
        CHECK(told.find("inner:released") < told.find("s:released"));
        CHECK(told.find("s:released") != std::string::npos);
    });
}

TEST_CASE("D-6 CH-32 observers act before the coroutines are cancelled, and what they put there stays") {
    Fixture f;
    auto event = make_ref<Event>();
    Observer observer(f.rt.trace, "observer");
    f.scope->observe(observer);
    const auto reason = cancellation("stop");
    observer.action = [&] {
        const auto closed = make_ref<TestReason>(async::core::Reason::Kind::error, "closed");
        closed->set_step(reason.get());
        event->fail(closed);
    };
    f.rt.run_main([&] {
        f.waiting(*f.scope, "a", *event);
        f.rt.yield();
        f.scope->cancel(reason);
        CHECK(f.rt.trace.take().find("observer(stop)") == 0);
        f.rt.yield();
        CHECK(f.rt.trace.take().find("a:closed") == 0);
    });
}

TEST_CASE("CH-32 the observers of an idle scope are told without a step; one that died is not") {
    Fixture f;
    Observer observer(f.rt.trace, "observer");
    auto gone = std::make_unique<Observer>(f.rt.trace, "gone");
    f.scope->observe(observer);
    f.scope->observe(*gone);
    gone.reset();
    f.scope->close();
    const std::string told = f.rt.trace.take();
    REQUIRE(told.find("observer(-)") == 0);
    REQUIRE(told.find("gone") == std::string::npos);
}

TEST_CASE("a scope lives as long as a coroutine or a child scope needs it") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    rt.run_main([&] {
        auto scope = make_ref<TestScope>(rt.trace, "s", rt.root.get());
        auto child = make_ref<TestScope>(rt.trace, "c", scope.get());
        scope.reset();
        CHECK(rt.root->has_children());
        CHECK(child->parent()->is_within(*rt.root));
        auto coroutine = rt.spawn_in(*child, [&] { rt.await(*event); });
        child.reset();
        rt.yield();
        CHECK(coroutine->scope()->parent()->parent() == rt.root.get());
        event->fire();
        rt.yield();
        CHECK_FALSE(rt.root->has_children());
    });
}

TEST_CASE("C-147 a forgotten coroutine leaves its scope without a word") {
    Fixture f;
    f.rt.spawn_in(*f.scope, [] {});
    f.rt.spawn_in(*f.scope, [] {});
    REQUIRE(f.scope->active_count() == 2);
    f.rt.scheduler.abandon([](Coroutine& coroutine) { coroutine.release(); });
    REQUIRE(f.scope->is_empty());
    REQUIRE(f.rt.root->is_empty());
    REQUIRE(f.rt.trace.take() == "");
}

TEST_CASE("C-95 a failure nobody handled cancels the scope and goes to those who await it, as itself") {
    Fixture f;
    auto event = make_ref<Event>();
    auto inner = f.child("inner");
    const bool taken = GENERATE(false, true);
    f.scope->takes_failures = taken;
    f.rt.run_main([&] {
        auto sibling = f.waiting(*f.scope, "sibling", *event);
        auto below = f.waiting(*inner, "below", *event);
        f.rt.yield();
        auto fresh = f.waiting(*f.scope, "fresh", *event);
        const auto failure = error("failure");
        CHECK(f.scope->fail(*failure, cancellation("fresh-cancel")) == taken);
        const std::string told = f.rt.trace.take();
        CHECK(told.find("inner:cancelled(fresh-cancel) s:failed(failure)") == 0);
        CHECK(told.find("s:cancelled") == std::string::npos);
        CHECK(f.scope->is_cancelled());
        f.rt.yield();
        for (auto& coroutine : {sibling, below, fresh}) CHECK(coroutine->outcome() == "fresh-cancel");
        CHECK(f.scope->is_released());
    });
}

TEST_CASE("C-95 in a safe scope a failure makes its started siblings zombies") {
    Fixture f(true);
    auto event = make_ref<Event>();
    f.rt.run_main([&] {
        auto sibling = f.waiting(*f.scope, "sibling", *event);
        f.rt.yield();
        auto fresh = f.waiting(*f.scope, "fresh", *event);
        f.scope->fail(*error("failure"), cancellation("c"));
        CHECK(sibling->is_zombie());
        CHECK(fresh->is_cancellation_requested());
        f.rt.yield();
        event->fire();
        f.rt.yield();
        CHECK(sibling->outcome() == "-");
    });
}

TEST_CASE("C-186 who may still start work: anybody, then insiders, then nobody") {
    Fixture f;
    auto inner = f.child("inner");
    REQUIRE(f.scope->accepts_from(nullptr));
    f.scope->close_to_outsiders();
    REQUIRE_FALSE(f.scope->accepts_from(nullptr));
    REQUIRE_FALSE(f.scope->accepts_from(f.rt.root.get()));
    REQUIRE(f.scope->accepts_from(f.scope.get()));
    REQUIRE(f.scope->accepts_from(inner.get()));
    f.scope->close();
    REQUIRE_FALSE(f.scope->accepts_from(inner.get()));
}

TEST_CASE("C-186 an idle scope that is cancelled is closed, and released when its owner lets go, once") {
    Fixture f;
    f.scope->close();
    REQUIRE(f.scope->is_closed());
    REQUIRE_FALSE(f.scope->is_released());
    f.rt.trace.take();
    f.scope->release_closed();
    f.scope->release_closed();
    REQUIRE(f.rt.trace.take() == "s:released");
}

TEST_CASE("C-185 C-186 the counts agree with a walk over the tree, whatever happens") {
    const std::function<bool(Scope&)> finished = [&](Scope& scope) {
        if (scope.is_cancelled()) return true;
        bool all = scope.active_count() == 0;
        scope.for_each_child([&](Scope& child) { all = all && finished(child); });
        return all;
    };
    const std::function<bool(Scope&)> empty = [&](Scope& scope) {
        bool all = scope.active_count() == 0 && scope.zombie_count() == 0;
        scope.for_each_child([&](Scope& child) { all = all && empty(child); });
        return all;
    };
    for (uint32_t seed = 1; seed <= 300; ++seed) {
        std::mt19937 random(seed);
        TestRuntime rt(seed * 7919);
        std::vector<Ref<TestScope>> scopes{rt.root};
        auto event = make_ref<Event>();
        std::string broken;
        auto check = [&](const char* after) {
            for (auto& scope : scopes) {
                if (scope->is_finished() != finished(*scope) || scope->is_empty() != empty(*scope)) broken = after;
            }
        };
        rt.run_main([&] {
            for (int step = 0; step < 60; ++step) {
                auto any = scopes[random() % scopes.size()];
                switch (random() % 7) {
                    case 0:
                    case 1:
                        if (!any->is_closed()) rt.spawn_in(*any, [&] { rt.await(*event); });
                        check("spawn");
                        break;
                    case 2:
                        scopes.push_back(make_ref<TestScope>(rt.trace, "x", any.get()));
                        scopes.back()->set_safe(random() % 2 == 0);
                        check("new scope");
                        break;
                    case 3:
                        if (any != rt.root) any->cancel(cancellation("c"), static_cast<Scope::Disposal>(random() % 2));
                        check("cancel");
                        break;
                    case 4: rt.yield(); check("yield"); break;
                    case 5: std::exchange(event, make_ref<Event>())->fire(); rt.yield(); check("fire"); break;
                    case 6:
                        if (scopes.size() > 1) scopes.erase(scopes.begin() + 1 + static_cast<int>(random() % (scopes.size() - 1)));
                        check("drop");
                        break;
                }
            }
            event->fire();
        });
        check("end");
        INFO("seed " << seed << " after " << broken);
        REQUIRE(broken.empty());
    }
}
