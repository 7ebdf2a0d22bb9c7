// Decides who runs. There is no scheduler stack: whoever stops running asks for the next coroutine on its own stack and jumps
// to it (or straight into it, when it has not started and the stack has become free). A coroutine parks in exactly one
// function, park(); waking only appends to the run queue.
#pragma once

#include <cstdint>

#include "src/core/clock.h"
#include "src/core/context_pool.h"
#include "src/core/coroutine.h"
#include "src/core/deadlock.h"
#include "src/core/microtasks.h"
#include "src/core/reactor.h"
#include "src/core/run_queue.h"
#include "src/core/timer_heap.h"
#include "src/core/turn_counter.h"

namespace async::core {

// What the scheduler asks of the layer above it. Called on whatever stack is running; must not switch.
class SchedulerHost {
public:
    // The event loop, made on first need (IO-2). Null when it cannot be made.
    virtual Reactor* make_reactor() noexcept = 0;
    // Nothing can ever happen and `alive` coroutines are unfinished (C-150). Either makes something happen (cancel them all,
    // close soft channels) or returns false, and the flow that drains gives up.
    virtual bool resolve_deadlock(uint32_t alive) noexcept = 0;
    // The application has been told to end: what is still watched holds nobody up once all coroutines have ended (C-140).
    virtual bool is_ending() const noexcept { return false; }
    // No stack could be had for a coroutine; the Reason it ends with.
    virtual Ref<Reason> out_of_stacks() noexcept = 0;

protected:
    ~SchedulerHost() = default;
};

class Scheduler {
public:
    Scheduler(ContextSwitcher& switcher, SchedulerHost& host, Clock& clock, uint32_t warm_contexts) noexcept;
    ~Scheduler();
    Scheduler(const Scheduler&) = delete;
    Scheduler& operator=(const Scheduler&) = delete;

    // A new coroutine: joins `scope` and the tail of the run queue. The scheduler holds a reference until it has finished.
    void spawn(Coroutine& coroutine, Scope& scope) noexcept;
    // The two halves of spawn(), for those who must act between them (C-83).
    void admit(Coroutine& coroutine, Scope& scope) noexcept;
    void enqueue(Coroutine& coroutine) noexcept { push(coroutine); }
    // As spawn(), but runs before everything that is queued (C-26).
    void spawn_front(Coroutine& coroutine, Scope& scope) noexcept;

    // The running flow becomes a coroutine without a stack of ours (C-21).
    void adopt(Coroutine& coroutine, Scope& scope) noexcept;
    Coroutine* adopted() const noexcept { return adopted_; }
    // The adopted flow has ended; its stack goes on as nobody.
    void end_adopted(Coroutine& coroutine, Ref<Reason> outcome) noexcept;

    // The running coroutine, or null.
    Coroutine* current() const noexcept { return current_; }

    // Parks the running coroutine on its Wait until it is settled. A Wait that is settled already returns without a switch
    // (C-29). The outcome stays readable until Wait::clear().
    Wait::Outcome park() noexcept;
    // To the tail of the queue (C-86). Returns at once when nobody else can run (C-30).
    Wait::Outcome yield() noexcept;

    // The running coroutine's time slice is over (D-12): behind everybody else that can run. Looks at the world first, so that
    // what has happened meanwhile comes before it. Returns at once when nobody else can run.
    Wait::Outcome preempt() noexcept;

    // Runs everything until no coroutine is left or nothing can happen any more. Only for a flow that is no coroutine.
    void run_until_idle() noexcept;

    void make_ready(Coroutine& coroutine) noexcept { push(coroutine); }

    TimerHeap& timers() noexcept { return timers_; }
    Microtasks& microtasks() noexcept { return microtasks_; }
    // Asked before a deadlock is declared (CH-36).
    List<SoftResolver>& soft_resolvers() noexcept { return soft_resolvers_; }
    RunQueue& run_queue() noexcept { return queue_; }
    ContextPool& contexts() noexcept { return contexts_; }
    Clock& clock() noexcept { return clock_; }
    const TurnCounter& turns() const noexcept { return turns_; }
    // Made on first use; null when the platform refuses.
    Reactor* reactor() noexcept;
    Reactor* reactor_if_made() const noexcept { return reactor_; }
    void forget_reactor() noexcept { reactor_ = nullptr; }

    uint32_t alive_count() const noexcept { return alive_count_; }
    // Unfinished coroutines in creation order (C-91).
    template <typename F>
    void for_each_alive(F&& visit) const { alive_.for_each(visit); }
    const List<Coroutine, AliveLink>& alive() const noexcept { return alive_; }

    // A fatal error dropped all stacks: forgets every coroutine without running anything (C-147), leaves an empty scheduler.
    // `drop` is called for each, which it takes over the scheduler's reference of.
    template <typename F>
    void abandon(F&& drop) noexcept;

    // As nobody, after a fatal error: goes on with a parked coroutine so that it leaves its stack. Whatever happens there ends
    // with a jump to base_flow(), so this returns through the switcher's bailout only (D-15). abandon() has to follow.
    void unwind(Coroutine& coroutine) noexcept;

    // Where the flow that owns the process's own stack is parked: main, or the drain. For a fatal error, which must end there.
    ResumePoint base_flow() const noexcept { return draining_ ? drain_ : adopted_ ? adopted_->resume_point_ : nullptr; }
    // The coroutine it belongs to; null for the drain.
    Coroutine* base_coroutine() const noexcept { return draining_ ? nullptr : adopted_; }

private:
    static void context_entry(void* scheduler);
    [[noreturn]] void run_context() noexcept;
    void run_body(Coroutine& coroutine) noexcept;
    void finish(Coroutine& coroutine, Ref<Reason> outcome) noexcept;

    void forget(Coroutine& coroutine) noexcept;

    void push(Coroutine& coroutine) noexcept;
    // The next coroutine to run; null when there is none and never will be.
    Coroutine* next() noexcept;
    // Nothing is queued: waits for the world, or resolves a deadlock. False when nothing can ever happen any more.
    bool wait_for_work() noexcept;
    Instant trim_due(Instant until) noexcept;
    bool poll_is_due() noexcept;
    void poll(Instant until) noexcept;
    // Runs others until `self` has its turn again. A jump to another stack leaves the processor's prediction of returns one
    // level off, so every function that is still to return after it costs a wrong guess: as few of them as possible.
    ASYNC_ALWAYS_INLINE void switch_away(Coroutine& self) noexcept;
    ASYNC_ALWAYS_INLINE Wait::Outcome end_yield(Coroutine& self) noexcept;
    Coroutine* choose() noexcept;
    // Where to jump to let `next` run; lends a stack to one that has none.
    ResumePoint point_of(Coroutine* next) noexcept;
    void lend(MachineContext& context, Coroutine& coroutine) noexcept;

    ContextSwitcher& switcher_;
    SchedulerHost& host_;
    Clock& clock_;
    Reactor* reactor_ = nullptr;
    Coroutine* current_ = nullptr;
    Coroutine* adopted_ = nullptr;
    RunQueue queue_;
    TurnCounter turns_;
    Microtasks microtasks_;
    TimerHeap timers_;
    ContextPool contexts_;
    List<SoftResolver> soft_resolvers_;
    List<Coroutine, AliveLink> alive_;
    uint32_t alive_count_ = 0;
    Instant next_trim_{0};
    int64_t last_poll_ = 0;        // coarse instant of the last poll (D-14)
    ResumePoint drain_ = nullptr;  // the flow inside run_until_idle()
    bool draining_ = false;
};

template <typename F>
void Scheduler::abandon(F&& drop) noexcept {
    timers_.abandon();
    microtasks_.abandon();
    current_ = adopted_ = nullptr;
    draining_ = false;
    while (Coroutine* coroutine = alive_.pop_front()) {
        forget(*coroutine);
        drop(*coroutine);
    }
    alive_count_ = 0;
    contexts_.abandon();
}

}  // namespace async::core
