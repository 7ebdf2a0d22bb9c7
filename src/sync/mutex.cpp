#include "src/sync/mutex.h"

namespace async::sync {

Mutex::Answer Mutex::lock(core::Coroutine& self) noexcept {
    if (abandoned_) return Answer::abandoned;
    if (ASYNC_LIKELY(is_free())) {
        holder_.hold(self);
        return Answer::done;
    }
    return holder_.is(self) ? Answer::recursive : Answer::queue;
}

void Mutex::resume_lock(core::Waiter& ticket, core::Coroutine& self) noexcept {
    line_.redeem(ticket);
    holder_.hold(self);
}

Mutex::Refusal Mutex::unlock(core::Coroutine& self) noexcept {
    if (!holder_.owner()) return Refusal::not_locked;
    if (!holder_.is(self)) return Refusal::not_owner;
    holder_.let_go();
    line_.grant();
    return Refusal::none;
}

void Mutex::abandon() noexcept {
    abandoned_ = true;
    if (line_.has_waiters()) line_.fail_waiting(*make_abandoned_error());
}

void Mutex::describe(core::DescriptionSink& sink) const {  // SY-5
    sink.format("Mutex(owner=");
    holder_.describe(sink);
    sink.format(", waiters=%u)", line_.size());
}

}  // namespace async::sync
