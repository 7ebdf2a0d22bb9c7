// One flow of control: a state machine, the Wait it parks on, the place it continues at, and how it ended. The body is a
// virtual run(). A Coroutine is an Awaitable: it settles when the body has ended. It is in the run queue at most once (C-25).
#pragma once

#include <cstdint>

#include "src/core/awaitable.h"
#include "src/core/run_queue.h"
#include "src/core/switcher.h"
#include "src/core/wait.h"

namespace async::core {

class Scheduler;
class Scope;

struct ScopeLink : ListNode {};
struct AliveLink : ListNode {};

class Coroutine : public Awaitable, public RunLink, public ScopeLink, public AliveLink {
public:
    enum class State : uint8_t {
        created,   // not started; usually queued
        running,   // its code is on the processor
        ready,     // started, waiting for its turn in the run queue
        parked,    // started, waiting for its Wait
        finished,
    };

    Coroutine() noexcept;

    Wait& wait() noexcept { return wait_; }
    const Wait& wait() const noexcept { return wait_; }
    Scheduler& scheduler() const noexcept { return *scheduler_; }
    Scope* scope() const noexcept { return scope_.get(); }

    // Predicates in the sense of C-35.
    State state() const noexcept { return state_; }
    bool is_started() const noexcept { return started_; }
    bool is_queued() const noexcept { return static_cast<const RunLink&>(*this).linked(); }
    bool is_finished() const noexcept { return state_ == State::finished; }
    bool is_suspended() const noexcept { return !is_finished() && state_ != State::running; }
    bool is_running() const noexcept { return started_ && !is_finished(); }
    bool is_cancelled() const noexcept { return is_finished() && cancelled_; }
    bool is_cancellation_requested() const noexcept { return (cancelled_ && !is_finished()) || deferred_; }
    bool is_zombie() const noexcept { return zombie_; }
    bool is_protected() const noexcept { return protect_depth_ > 0; }
    // Internal coroutines (finally handlers, the collector) are exempt from being dropped at shutdown (C-77).
    bool is_internal() const noexcept { return internal_; }
    void set_internal() noexcept { internal_ = true; }

    // The Reason to raise at the point where the coroutine was parked, or null. Cleared by taking it.
    Ref<Reason> take_interrupt() noexcept { return std::move(interrupt_); }
    bool has_interrupt() const noexcept { return static_cast<bool>(interrupt_); }

    // protect(): cancels are deferred while the depth is above zero (C-62, C-66, C-68).
    void protect() noexcept { ++protect_depth_; }
    // Returns the deferred cancellation to raise when this was the outermost protect().
    Ref<Reason> unprotect() noexcept;

    // Asks for the end; the table of C-60…C-66 decides what that means now. Defined in cancellation.cpp.
    void cancel(Ref<Reason> reason) noexcept;
    // As cancel(), but ends protection first (C-69).
    void cancel_unprotected(Ref<Reason> reason) noexcept;

    // For Wait: its outcome is known, queue the coroutine.
    void wake() noexcept;
    // For Wait: C-63, an ordinary error takes over from an undelivered cancellation.
    void override_interrupt(Reason& error) noexcept;

    void visit_holders(HolderVisitor& visitor) const override { visitor.visit(*this); }

    // A fatal error has happened and this stack stands inside a foreign library: its wait ends with `reason`, whatever else
    // was to come. Nobody is woken (D-15).
    void unwind(Ref<Reason> reason) noexcept;

protected:
    ~Coroutine() override;

    // The body. Runs on a coroutine stack; returns how it ended (null = normally). Native exceptions do not exist here.
    virtual Ref<Reason> run() noexcept = 0;
    // Cancelled before it ever ran, with `outcome`: release what the body would have used (C-61), on a stack, in the
    // coroutine's turn; what that destroys may wait. Returns the error destroying it came to, if any.
    virtual Ref<Reason> discard_body(Reason& /*outcome*/) noexcept { return nullptr; }
    // The last step: the outcome is known, waiters have been told. `handled`: somebody took the error.
    virtual void on_finished(bool handled) noexcept = 0;
    // The body ended normally although a cancellation was noted while it ran (C-60): `outcome` is that cancellation; when
    // the body failed as well, both are given and the answer is what remains (C-40).
    virtual Ref<Reason> settle_outcome(Ref<Reason> body, Ref<Reason> noted) noexcept;

private:
    friend class Scheduler;
    friend class Scope;

    // Stands on a stack: its body has started, or the body was discarded and what that destroys has parked (C-210).
    bool has_begun() const noexcept { return started_ || context_; }

    Wait wait_;
    Scheduler* scheduler_ = nullptr;
    Ref<Scope> scope_;
    ResumePoint resume_point_ = nullptr;
    MachineContext* context_ = nullptr;  // lent by the pool while started; null for the adopted main flow
    Ref<Reason> interrupt_;              // to be raised at its turn
    Ref<Reason> noted_;                  // cancelled by itself while running (C-60)
    Ref<Reason> deferred_;               // cancelled inside protect()
    uint16_t protect_depth_ = 0;
    State state_ = State::created;
    bool started_ = false;
    bool cancelled_ = false;
    bool zombie_ = false;
    bool internal_ = false;
};

}  // namespace async::core
