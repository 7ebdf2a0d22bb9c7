#include "src/core/wait.h"

#include "src/core/coroutine.h"
#include "src/core/scheduler.h"

namespace async::core {

Wait::Wait(Coroutine& owner) noexcept : owner_(owner) {
    for (Slot& slot : slots_) slot.owner = this;
    deadline_.owner = this;
}

void Wait::add(Awaitable& source) noexcept {
    ASYNC_ASSERT(used_ < kSources);
    Slot& slot = slots_[used_++];
    join(slot, source);
}

void Wait::set_token(Awaitable& token) noexcept { join(slots_[kToken], token); }

void Wait::join(Slot& slot, Awaitable& source) noexcept {
    dirty_ = true;
    slot.source = Ref<Awaitable>(&source);
    if (is_settled()) return;
    if (!source.is_pending()) {
        on_source(slot, source.error());
        return;
    }
    source.subscribe(slot);
}

void Wait::set_deadline(TimerHeap& timers, Instant deadline) noexcept {
    if (is_settled() || deadline.is_never()) return;
    dirty_ = true;
    deadline_.heap = &timers;
    timers.arm(deadline_, deadline);
}

bool Wait::on_source(Slot& slot, Reason* error) noexcept {
    if (outcome_ == Outcome::interrupted) {
        // C-63: a late ordinary error takes over from a cancellation that has not been delivered yet.
        if (!error || error->is_cancellation() || &slot == &slots_[kToken]) return false;
        owner_.override_interrupt(*error);
        return true;
    }
    if (is_settled()) {
        // A source that reserved something may still fail before the coroutine looks (CH-29).
        if (!error || outcome_ != Outcome::source || &slot != &slots_[winner_]) return false;
        error_ = Ref<Reason>(error);
        return true;
    }
    error_ = Ref<Reason>(error);
    winner_ = static_cast<uint8_t>(&slot - slots_);
    end(&slot == &slots_[kToken] ? Outcome::token : Outcome::source);
    return true;
}

void Wait::end(Outcome outcome) noexcept {
    outcome_ = outcome;
    leave_all(false);
    owner_.wake();
}

void Wait::interrupt() noexcept {
    dirty_ = true;
    decline_unused();
    outcome_ = Outcome::interrupted;
    leave_all(lingering_);
}

// what the winning source reserved goes to the next in line, at this moment and not when the coroutine gets its turn.
void Wait::decline_unused() noexcept {
    if (outcome_ != Outcome::source) return;
    Slot& slot = slots_[winner_];
    if (slot.linked()) slot.source->decline(slot);
}

void Wait::leave_all(bool keep_lingering) noexcept {
    if (deadline_.armed()) deadline_.heap->disarm(deadline_);
    for (uint32_t i = 0; !keep_lingering && i < used_; ++i) leave(i);
    leave(kToken);
}

inline void Wait::leave(uint32_t index) noexcept {
    Slot& slot = slots_[index];
    if (!slot.linked()) return;
    if (outcome_ == Outcome::source && index == winner_) return;  // its place may hold a reservation
    slot.source->unsubscribe(slot);
}

void Wait::clear() noexcept {
    if (!dirty_) {
        demand_ = 0;
        return;
    }
    decline_unused();
    if (!is_settled() || lingering_) leave_all(false);  // otherwise the end of the wait has done it
    // Dropping a source may run a user destructor that waits again on this very Wait: be clean before letting go.
    const Ref<Awaitable> sources[] = {std::move(slots_[0].source), std::move(slots_[1].source),
                                      std::move(slots_[kToken].source)};
    const Ref<Reason> error = std::move(error_);
    outcome_ = Outcome::none;
    winner_ = used_ = demand_ = 0;
    lingering_ = dirty_ = false;
}

}  // namespace async::core
