#include "src/sync/pool.h"

namespace async::sync {

PoolBase::Claim PoolBase::claim(Turn turn) noexcept {
    const bool barred = closed_ || breaker_ == Breaker::inactive;
    if (!barred && free() > 0 && (turn == Turn::own || !line_.has_waiters())) {
        ++active_;
        if (idle_ == 0) return Claim::create;
        --idle_;
        return Claim::idle;
    }
    if (turn == Turn::own) offer();
    return closed_ ? Claim::closed : barred ? Claim::unavailable : Claim::queue;
}

bool PoolBase::claim_idle() noexcept {
    if (closed_ || idle_ <= line_.reserved()) return false;
    --idle_;
    ++active_;
    return true;
}

bool PoolBase::close() noexcept {
    if (closed_) return false;
    closed_ = true;
    if (line_.has_waiters() || line_.has_granted()) {
        const core::Ref<core::Reason> error = make_closed_error();
        line_.fail_granted(*error);
        line_.fail_waiting(*error);
    }
    return true;
}

void PoolBase::describe(core::DescriptionSink& sink) const {  // PO-20
    sink.format("Pool(idle=%u, active=%u, reserved=%u, max=%u)", idle_, active_, line_.reserved(), max_);
}

}  // namespace async::sync
