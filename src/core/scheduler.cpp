#include "src/core/scheduler.h"

#include <algorithm>

#include "src/core/scope.h"

namespace async::core {

namespace {
// Stacks that nobody needed for this long are given back, so many at a time.
constexpr Duration kTrimInterval = Duration::from_ms(10);
constexpr uint32_t kTrimPerInterval = 1024;
}  // namespace

Scheduler::Scheduler(ContextSwitcher& switcher, SchedulerHost& host, Clock& clock, uint32_t warm_contexts) noexcept
    : switcher_(switcher), host_(host), clock_(clock), contexts_(switcher, warm_contexts) {}

Scheduler::~Scheduler() {
    ASYNC_ASSERT(alive_count_ == 0);
    contexts_.clear();
}

void Scheduler::spawn(Coroutine& coroutine, Scope& scope) noexcept {
    admit(coroutine, scope);
    push(coroutine);
}

void Scheduler::spawn_front(Coroutine& coroutine, Scope& scope) noexcept {
    admit(coroutine, scope);
    queue_.push_front(coroutine);
}

void Scheduler::admit(Coroutine& coroutine, Scope& scope) noexcept {
    coroutine.scheduler_ = this;
    coroutine.add_ref();
    scope.attach(coroutine);
    alive_.push_back(coroutine);
    ++alive_count_;
}

void Scheduler::adopt(Coroutine& coroutine, Scope& scope) noexcept {
    ASYNC_ASSERT(!current_ && !adopted_);
    admit(coroutine, scope);
    coroutine.started_ = true;
    coroutine.state_ = Coroutine::State::running;
    current_ = adopted_ = &coroutine;
}

void Scheduler::end_adopted(Coroutine& coroutine, Ref<Reason> outcome) noexcept {
    ASYNC_ASSERT(&coroutine == adopted_);
    adopted_ = nullptr;
    finish(coroutine, std::move(outcome));
    current_ = nullptr;
}

Wait::Outcome Scheduler::park() noexcept {
    Coroutine& self = *current_;
    if (self.wait_.is_settled()) return self.wait_.outcome();
    self.state_ = Coroutine::State::parked;
    switch_away(self);
    return self.interrupt_ ? Wait::Outcome::interrupted : self.wait_.outcome();
}

Wait::Outcome Scheduler::yield() noexcept {
    if (queue_.empty() && microtasks_.empty() && !poll_is_due()) return Wait::Outcome::none;  // C-30
    Coroutine& self = *current_;
    self.state_ = Coroutine::State::ready;
    queue_.push_back(self);
    return end_yield(self);
}

Wait::Outcome Scheduler::preempt() noexcept {
    if (poll_is_due()) poll(Instant{0});
    if (queue_.empty() && microtasks_.empty()) {
        turns_.step();  // it has had its chance: the next slice is a new turn
        turns_.step();
        return Wait::Outcome::none;
    }
    Coroutine& self = *current_;
    self.state_ = Coroutine::State::ready;
    queue_.push_preempted(self);
    return end_yield(self);
}

Wait::Outcome Scheduler::end_yield(Coroutine& self) noexcept {
    switch_away(self);
    self.wait_.clear();  // a cancel has settled it, though nobody waited; the next wait must not inherit that
    return self.interrupt_ ? Wait::Outcome::interrupted : Wait::Outcome::none;
}

void Scheduler::switch_away(Coroutine& self) noexcept {
    Coroutine* chosen = next();
    if (chosen != &self) switcher_.switch_to(self.resume_point_, point_of(chosen));
    current_ = &self;
    self.state_ = Coroutine::State::running;
}

void Scheduler::run_until_idle() noexcept {
    ASYNC_ASSERT(!current_ && !draining_);
    draining_ = true;
    while (Coroutine* chosen = next()) {
        switcher_.switch_to(drain_, point_of(chosen));
        current_ = nullptr;
    }
    draining_ = false;
}

void Scheduler::unwind(Coroutine& coroutine) noexcept {
    ASYNC_ASSERT(coroutine.has_begun() && coroutine.state_ != Coroutine::State::running);
    draining_ = true;
    switcher_.switch_to(drain_, coroutine.resume_point_);
}

ResumePoint Scheduler::point_of(Coroutine* chosen) noexcept {
    if (ASYNC_UNLIKELY(!chosen)) {
        ASYNC_ASSERT(draining_);
        return drain_;
    }
    if (chosen->has_begun()) return chosen->resume_point_;
    MachineContext* context = contexts_.acquire(&context_entry, this);
    if (ASYNC_UNLIKELY(!context)) {
        // The body cannot run; the end it comes to still needs a stack to be told on.
        if (!chosen->interrupt_) chosen->interrupt_ = host_.out_of_stacks();
        context = contexts_.acquire_reserve(&context_entry, this);
    }
    lend(*context, *chosen);
    return context->entry_point;
}

void Scheduler::lend(MachineContext& context, Coroutine& coroutine) noexcept {
    coroutine.context_ = &context;
    current_ = &coroutine;
}

void Scheduler::context_entry(void* scheduler) { static_cast<Scheduler*>(scheduler)->run_context(); }

// One coroutine after another on the same stack: as long as the next one has not started, no switch is needed (C-31).
void Scheduler::run_context() noexcept {
    MachineContext& context = *current_->context_;
    for (;;) {
        run_body(*current_);
        Coroutine* chosen = next();
        if (chosen && !chosen->has_begun() && !contexts_.is_reserve(context)) {
            lend(context, *chosen);
            continue;
        }
        contexts_.release(context);
        const ResumePoint point = point_of(chosen);
        if (chosen && chosen->context_ == &context) continue;  // still no other stack: the reserve again
        switcher_.switch_to(context.entry_point, point);
    }
}

void Scheduler::run_body(Coroutine& coroutine) noexcept {
    Ref<Reason> outcome;
    if (ASYNC_LIKELY(!coroutine.interrupt_)) {
        coroutine.started_ = true;
        coroutine.state_ = Coroutine::State::running;
        outcome = coroutine.run();
    } else {
        outcome = std::move(coroutine.interrupt_);  // C-61: ended before it began
        coroutine.state_ = Coroutine::State::running;
        Ref<Reason> thrown = coroutine.discard_body(*outcome);
        if (ASYNC_UNLIKELY(thrown && !thrown->is_cancellation())) {  // C-40
            thrown->supersede(*outcome);
            outcome = std::move(thrown);
        }
    }
    coroutine.context_ = nullptr;
    finish(coroutine, std::move(outcome));
    current_ = nullptr;
}

void Scheduler::finish(Coroutine& coroutine, Ref<Reason> outcome) noexcept {
    outcome = coroutine.settle_outcome(std::move(outcome), std::move(coroutine.noted_));
    coroutine.wait_.clear();
    coroutine.deferred_.reset();
    coroutine.protect_depth_ = 0;
    coroutine.state_ = Coroutine::State::finished;
    const bool handled = coroutine.settle(std::move(outcome));  // C-41
    coroutine.on_finished(handled);                              // C-42…C-45
    static_cast<AliveLink&>(coroutine).unlink();                 // C-46
    --alive_count_;
    coroutine.scope_->detach(coroutine);
    coroutine.release();
}

void Scheduler::forget(Coroutine& coroutine) noexcept {
    if (coroutine.is_queued()) queue_.remove(coroutine);
    coroutine.wait_.clear();
    coroutine.forget_waiters();
    coroutine.interrupt_.reset();
    coroutine.noted_.reset();
    coroutine.deferred_.reset();
    coroutine.context_ = nullptr;
    coroutine.state_ = Coroutine::State::finished;
    coroutine.scope_->forget(coroutine);
}

void Scheduler::push(Coroutine& coroutine) noexcept {
    if (coroutine.is_queued()) return;
    if (coroutine.state_ == Coroutine::State::parked) coroutine.state_ = Coroutine::State::ready;
    queue_.push_back(coroutine);
}

Coroutine* Scheduler::next() noexcept {
    turns_.step();
    Coroutine* chosen = choose();
    turns_.step();
    return chosen;
}

// C-27: microtasks, perhaps a poll, then the head of the queue.
Coroutine* Scheduler::choose() noexcept {
    for (;;) {
        microtasks_.drain();
        if (ASYNC_UNLIKELY(queue_.empty())) {
            if (!wait_for_work()) return nullptr;
            continue;
        }
        if (poll_is_due()) {
            poll(Instant{0});
            continue;
        }
        return queue_.pop();
    }
}

bool Scheduler::wait_for_work() noexcept {
    if (alive_count_ == 0 && host_.is_ending()) return false;
    if (timers_.has_active() || (reactor_ && reactor_->has_activity())) {
        poll(trim_due(timers_.earliest()));
        return true;
    }
    if (alive_count_ == 0) return false;
    if (reactor_) {  // C-150: one last look before calling it a deadlock
        poll(Instant{0});
        if (!queue_.empty() || !microtasks_.empty()) return true;
    }
    return resolve_softly(soft_resolvers_) || host_.resolve_deadlock(alive_count_);
}

// C-31: while stacks are left over the sleep is cut into intervals, and each gives back what was idle all through it.
Instant Scheduler::trim_due(Instant until) noexcept {
    if (ASYNC_LIKELY(!contexts_.has_surplus())) return until;
    const Instant now = clock_.now();
    if (next_trim_ <= now) {
        contexts_.trim(kTrimPerInterval);
        next_trim_ = now + kTrimInterval;
    }
    return std::min(until, next_trim_);
}

// D-14: at most one look per tick of the coarse clock. Also without activity: an operator's signal, a child to be collected, an
// abandoned job are none, and nobody shall wait for them until a coroutine that spins has ended.
bool Scheduler::poll_is_due() noexcept {
    return (reactor_ || !timers_.empty()) && clock_.coarse().ns != last_poll_;
}

void Scheduler::poll(Instant until) noexcept {
    if (Reactor* reactor = this->reactor()) reactor->poll(until);
    if (!timers_.empty()) timers_.fire(clock_.now());
    last_poll_ = clock_.coarse().ns;
}

Reactor* Scheduler::reactor() noexcept {
    if (!reactor_) reactor_ = host_.make_reactor();
    return reactor_;
}

}  // namespace async::core
