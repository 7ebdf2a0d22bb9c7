#include "src/sync/channel.h"

namespace async::sync {

ChannelBase::~ChannelBase() {
    ScopeObserver::unlink();
    // Who waits for the channel keeps it alive; only lost stacks (C-147) can leave somebody behind.
    if (!is_closed()) reason_ = CloseReason::disposed;
    count_ = 0;
    set_guard(Guard::none);
    forget_waiters();
}

void ChannelBase::configure(const Settings& settings) noexcept {
    settings_ = settings;
    guarded_ = settings.no_producer.ns > 0 || settings.no_consumer.ns > 0;
}

void ChannelBase::bind(core::Scope& scope) noexcept {
    if (!scope.is_closed() && !is_closed()) scope.observe(*this);
}

void ChannelBase::describe(core::DescriptionSink& sink) const {
    const uint32_t senders = senders_.size() + (delivery_.has_waiters() ? 1 : 0);
    sink.format("Channel(capacity=%u, receivers=%u, senders=%u, reserved=%u/%u)", capacity(), receivers_.size(), senders,
                receivers_.reserved(), senders_.reserved());  // CH-37
}

bool ChannelBase::on_placed() noexcept {
    ++count_;
    const bool matched = receivers_.grant();
    if (!is_rendezvous()) return true;
    if (count_ > 0) committed_ = matched;  // 0: a pending future has taken it already (CH-14)
    return matched;
}

void ChannelBase::on_taken() noexcept {
    --count_;
    committed_ = false;
    if (is_rendezvous()) delivery_.finish(nullptr);  // CH-13 (a)
    if (!is_closed()) senders_.grant();              // CH-13 (b)
}

// The delivering sender was told, or left. A value nobody took goes with it (CH-11, CH-33).
void ChannelBase::on_sender_gone() noexcept {
    ASYNC_ASSERT(is_rendezvous() && !committed_);
    if (count_ > 0) {
        drop_value();
        --count_;
        if (!is_closed()) senders_.grant();
    }
    update_guard();
}

void ChannelBase::Delivery::finish(core::Reason* error) noexcept {
    core::Waiter* sender = waiters_.pop_front();
    if (!sender) return;
    sender->notify(*this, error);
    disarm_if_idle();
}

bool ChannelBase::has_failable() const noexcept {
    return receivers_.has_waiters() || delivery_.has_waiters() || senders_.has_granted() || senders_.has_waiters();
}

void ChannelBase::close(CloseReason reason, core::Ref<core::Reason> error) noexcept {
    close_in_step(reason, std::move(error), nullptr);
}

void ChannelBase::close_in_step(CloseReason reason, core::Ref<core::Reason> error, core::Reason* step) noexcept {
    if (is_closed()) return;  // CH-28
    reason_ = reason;
    ScopeObserver::unlink();
    if (has_failable()) {  // CH-29: receivers before senders, each oldest first; a reserved receiver is spared (CH-19)
        if (!error) error = make_close_error(reason, step);
        receivers_.fail_waiting(*error);
        delivery_.finish(error.get());
        senders_.fail_granted(*error);
        senders_.fail_waiting(*error);
    }
    set_guard(Guard::none);
    if (is_rendezvous() && count_ > 0 && !committed_) {  // CH-33: stored by sendAsync(), CH-15
        drop_value();
        --count_;
    }
    if (reason != CloseReason::disposed) settle(nullptr);  // a disposed channel is dying, and nobody can be waiting
}

// CH-34: receivers take precedence; the clock runs on while the reason stays the same.
ChannelBase::Guard ChannelBase::wanted_guard() const noexcept {
    if (is_closed()) return Guard::none;
    if (settings_.no_producer.ns > 0 && receivers_.has_waiters()) return Guard::no_producers;
    const bool sending = senders_.has_waiters() || delivery_.has_waiters();
    return settings_.no_consumer.ns > 0 && sending ? Guard::no_consumers : Guard::none;
}

void ChannelBase::set_guard(Guard guard) noexcept {
    if (guard == guard_) return;
    guard_ = guard;
    if (timers_) timers_->disarm(*this);
    SoftResolver::unlink();
    if (guard == Guard::none) return;

    const Guardians lent = guardians();
    timers_ = &lent.timers;
    const core::Duration limit = guard == Guard::no_producers ? settings_.no_producer : settings_.no_consumer;
    const bool soft = settings_.timeouts == Timeouts::soft;
    using Visibility = core::TimerHeap::Visibility;
    lent.timers.arm(*this, lent.clock.now() + limit, soft ? Visibility::hidden : Visibility::active);
    if (soft) lent.resolvers.push_back(*this);  // CH-35
}

void ChannelBase::on_scope_cancel(core::Scope&, core::Reason* step) noexcept {
    close_in_step(CloseReason::scope_disposed, nullptr, step);
}

bool ChannelBase::resolve() noexcept {
    const bool wakes = has_failable();
    close(CloseReason::deadlock);  // CH-36
    return wakes;
}

void ChannelBase::on_deadline() noexcept {
    close(guard_ == Guard::no_producers ? CloseReason::no_producers : CloseReason::no_consumers);
}

}  // namespace async::sync
