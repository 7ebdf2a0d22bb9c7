// Who receives a cancellation, when, and what wins: the table of C-60…C-69 and D-6. Nobody else delivers one.
#include "src/core/coroutine.h"
#include "src/core/scheduler.h"

namespace async::core {

void Coroutine::cancel(Ref<Reason> reason) noexcept {
    if (is_finished()) return;  // C-64

    if (protect_depth_ > 0) {  // C-62: kept until the outermost protect() ends; the first one wins
        if (!deferred_) deferred_ = std::move(reason);
        return;
    }

    if (state_ == State::running) {  // C-60: itself; noted, never thrown
        if (!noted_ && !interrupt_) noted_ = std::move(reason);
        cancelled_ = true;
        return;
    }

    if (state_ == State::created) {  // C-61: finalized at its turn without running
        if (internal_) return;       // C-77: it carries the handlers of somebody who has ended
        if (!interrupt_) interrupt_ = std::move(reason);
        cancelled_ = true;
        return;
    }

    if (interrupt_ && interrupt_->is_cancellation()) return;  // C-63: the first one is kept until delivered

    // D-6: an ordinary error that is already pending is overridden and becomes the cause, unless this same step put it there.
    if (interrupt_) {
        reason->supersede(*interrupt_);
    } else if (Reason* error = wait_.error(); error && wait_.outcome() != Wait::Outcome::token) {
        if (error->withstands(*reason)) return;
        if (!error->is_cancellation()) reason->supersede(*error);
    }
    interrupt_ = std::move(reason);
    cancelled_ = true;
    // Already queued: it keeps its place. Queued before its Wait hands on what was reserved, so it runs before who gets that.
    if (state_ == State::parked) scheduler_->make_ready(*this);
    wait_.interrupt();
}

void Coroutine::cancel_unprotected(Ref<Reason> reason) noexcept {
    protect_depth_ = 0;
    if (deferred_) reason = std::move(deferred_);
    cancel(std::move(reason));
}

void Coroutine::unwind(Ref<Reason> reason) noexcept {
    protect_depth_ = 0;
    deferred_.reset();
    interrupt_ = std::move(reason);
    wait_.interrupt();
}

}  // namespace async::core
