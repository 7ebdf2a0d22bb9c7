// Scheduler, stacks, virtual world and root scope in one piece, with the least of an engine side: coroutines whose body is a
// lambda, scopes and reasons with names that write down what they are told, and an event to wait for.
#pragma once

#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include "src/core/awaitable.h"
#include "src/core/coroutine.h"
#include "src/core/scheduler.h"
#include "src/core/scope.h"
#include "tests/support/fake_reactor.h"
#include "tests/support/trace.h"
#include "tests/support/ucontext_switcher.h"

namespace async::test {

class StringSink final : public core::DescriptionSink {
public:
    void append(const char* part, std::size_t length) override { text.append(part, length); }
    std::string text;
};

template <typename T>
std::string described(const T& object) {
    StringSink sink;
    object.describe(sink);
    return sink.text;
}

// text() tells the whole chain: "late<-early" when late took over from early.
class TestReason final : public core::Reason {
public:
    TestReason(Kind kind, std::string name) : Reason(kind), name_(std::move(name)) {}
    void supersede(core::Reason& earlier) noexcept override;
    bool withstands(const core::Reason& cancellation) const noexcept override { return step_.get() == &cancellation; }
    // Put there by the step that issues this cancellation (D-6).
    void set_step(core::Reason* step) noexcept { step_ = step; }
    std::string text() const;

private:
    const std::string name_;
    core::Ref<TestReason> previous_;
    core::Ref<core::Reason> step_;
};

core::Ref<core::Reason> error(std::string name);
core::Ref<core::Reason> cancellation(std::string name);
// "-" for none.
std::string text(const core::Reason* reason);

// Something to wait for, ended by the test.
class Event final : public core::Awaitable {
public:
    explicit Event(std::string name = "event") : name_(std::move(name)) {}
    bool fire() noexcept { return settle(nullptr); }
    bool fail(core::Ref<core::Reason> reason) noexcept { return settle(std::move(reason)); }
    void describe(core::DescriptionSink& sink) const override { sink.append(name_.data(), name_.size()); }
    using Awaitable::forget_waiters;
    using Awaitable::pulse;
    using Awaitable::pulse_one;

    // What arm() does beside counting.
    std::function<void()> on_arm;
    std::function<void()> on_disarm;
    int arms = 0;
    int disarms = 0;

private:
    void arm() noexcept override {
        ++arms;
        if (on_arm) on_arm();
    }
    void disarm() noexcept override {
        ++disarms;
        if (on_disarm) on_disarm();
    }
    const std::string name_;
};

// A waiter that is no coroutine.
class Probe final : public core::Waiter {
public:
    explicit Probe(std::function<void(core::Reason*)> on_notify = {}, bool takes_errors = false)
        : on_notify_(std::move(on_notify)), takes_errors_(takes_errors) {}
    bool notify(core::Awaitable&, core::Reason* reason) noexcept override {
        ++count;
        last = reason;
        if (on_notify_) on_notify_(reason);
        return takes_errors_;
    }
    int count = 0;
    core::Ref<core::Reason> last;

private:
    std::function<void(core::Reason*)> on_notify_;
    const bool takes_errors_;
};

class TestCoroutine final : public core::Coroutine {
public:
    using Body = std::function<core::Ref<core::Reason>()>;

    explicit TestCoroutine(Body body) : body_(std::move(body)) {}
    void describe(core::DescriptionSink& sink) const override { sink.format("coroutine"); }

    std::function<void(TestCoroutine&)> finished_hook;
    std::function<core::Ref<core::Reason>()> on_discard;
    bool was_handled = false;
    bool was_discarded = false;
    // How it ended: "-" when normally.
    std::string outcome() const { return test::text(core::Awaitable::error()); }

private:
    core::Ref<core::Reason> run() noexcept override {
        const Body body = std::move(body_);
        return body();
    }
    core::Ref<core::Reason> discard_body(core::Reason&) noexcept override {
        was_discarded = true;
        body_ = nullptr;
        return on_discard ? on_discard() : nullptr;
    }
    void on_finished(bool handled) noexcept override {
        was_handled = handled;
        if (finished_hook) finished_hook(*this);
    }

    Body body_;
};

class TestScope final : public core::Scope {
public:
    TestScope(Trace& trace, std::string name, core::Scope* parent) : Scope(parent), trace_(trace), name_(std::move(name)) {}

    using Scope::release_closed;
    bool takes_failures = false;

private:
    bool on_failed(core::Reason& reason) noexcept override {
        trace_ << name_ + ":failed(" + text(&reason) + ")";
        return takes_failures;
    }
    void on_completed() noexcept override { trace_ << name_ + ":completed"; }
    void on_released() noexcept override { trace_ << name_ + ":released"; }
    void on_closed() noexcept override { trace_ << name_ + ":closed"; }
    void on_cancelled(core::Reason& reason) noexcept override { trace_ << name_ + ":cancelled(" + text(&reason) + ")"; }

    Trace& trace_;
    const std::string name_;
};

class TestRuntime final : private core::SchedulerHost {
public:
    explicit TestRuntime(uint64_t shuffle_seed = 0, uint32_t warm_contexts = 4);
    ~TestRuntime();

    // Body: a callable returning nothing, or the Reason the coroutine ends with.
    template <typename F>
    core::Ref<TestCoroutine> spawn(F&& body) {
        return spawn_in(*root, std::forward<F>(body));
    }
    template <typename F>
    core::Ref<TestCoroutine> spawn_in(core::Scope& scope, F&& body) {
        auto coroutine = make(std::forward<F>(body));
        scheduler.spawn(*coroutine, scope);
        return coroutine;
    }
    template <typename F>
    core::Ref<TestCoroutine> make(F&& body) {
        if constexpr (std::is_void_v<decltype(body())>) {
            return core::make_ref<TestCoroutine>([f = std::forward<F>(body)]() mutable -> core::Ref<core::Reason> {
                f();
                return nullptr;
            });
        } else {
            return core::make_ref<TestCoroutine>(std::forward<F>(body));
        }
    }

    // Runs `body` as the main flow, adopted as a coroutine, then everything that is left.
    template <typename F>
    core::Ref<TestCoroutine> run_main(F&& body) {
        auto main = make([] {});
        scheduler.adopt(*main, *root);
        core::Ref<core::Reason> outcome;
        if constexpr (std::is_void_v<decltype(body())>) {
            body();
        } else {
            outcome = body();
        }
        scheduler.end_adopted(*main, std::move(outcome));
        run();
        return main;
    }
    void run() { scheduler.run_until_idle(); }

    // For bodies. What waiting came to, with the Wait cleared.
    struct Result {
        core::Wait::Outcome outcome;
        uint32_t index;
        core::Ref<core::Reason> reason;  // of the source, the token or the interruption
        bool interrupted() const { return outcome == core::Wait::Outcome::interrupted; }
    };
    struct Waiting {
        core::Awaitable* first = nullptr;
        core::Awaitable* second = nullptr;
        core::Awaitable* token = nullptr;
        core::Duration timeout = core::Duration::forever();
        bool lingering = false;
    };
    Result await(const Waiting& waiting);
    Result await(core::Awaitable& source) { return await(Waiting{&source, nullptr, nullptr, core::Duration::forever(), false}); }
    Result sleep(core::Duration duration) { return await(Waiting{nullptr, nullptr, nullptr, duration, false}); }
    Result yield();
    core::Coroutine& self() { return *scheduler.current(); }

    // What the next deadlocks do: by default everybody is cancelled with "deadlock".
    std::function<bool(uint32_t alive)> on_deadlock;
    int deadlocks = 0;
    bool refuse_reactor = false;

    Trace trace;
    VirtualClock clock;
    FakeReactor reactor{clock};
    UcontextSwitcher switcher;
    core::Scheduler scheduler;
    core::Ref<TestScope> root;

private:
    core::Reactor* make_reactor() noexcept override { return refuse_reactor ? nullptr : &reactor; }
    bool resolve_deadlock(uint32_t alive) noexcept override;
    core::Ref<core::Reason> out_of_stacks() noexcept override { return error("no-stack"); }

    Result collect(core::Wait::Outcome outcome);
};

}  // namespace async::test
