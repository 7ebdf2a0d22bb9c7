#include "src/core/coroutine.h"

#include "src/core/scheduler.h"
#include "src/core/scope.h"

namespace async::core {

Coroutine::Coroutine() noexcept : wait_(*this) {}

Coroutine::~Coroutine() = default;

void Coroutine::wake() noexcept {
    if (state_ == State::parked) scheduler_->make_ready(*this);
}

void Coroutine::override_interrupt(Reason& error) noexcept {
    if (interrupt_) error.supersede(*interrupt_);
    interrupt_ = Ref<Reason>(&error);
}

Ref<Reason> Coroutine::unprotect() noexcept {
    if (protect_depth_ > 0) --protect_depth_;  // zero when shutdown ended the protection (C-69)
    if (protect_depth_ > 0 || !deferred_) return nullptr;
    cancelled_ = true;
    return std::move(deferred_);
}

Ref<Reason> Coroutine::settle_outcome(Ref<Reason> body, Ref<Reason> noted) noexcept {
    if (!noted) return body;
    if (!body || body->is_cancellation()) return noted;
    body->supersede(*noted);
    return body;
}

}  // namespace async::core
