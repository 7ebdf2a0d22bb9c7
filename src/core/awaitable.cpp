#include "src/core/awaitable.h"

#include <cstdarg>
#include <cstdio>

namespace async::core {

void Awaitable::subscribe(Waiter& waiter) noexcept {
    ASYNC_ASSERT(is_pending());
    waiters_.push_back(waiter);
    if (armed_) return;
    armed_ = true;
    arm();
}

void Awaitable::unsubscribe(Waiter& waiter) noexcept {
    if (!waiter.linked()) return;
    waiter.unlink();
    disarm_if_idle();
}

bool Awaitable::settle(Ref<Reason> error) noexcept {
    ASYNC_ASSERT(is_pending());
    Ref<Awaitable> self(this);  // a waiter may hold the last reference
    error_ = std::move(error);
    state_ = error_ ? State::failed : State::completed;
    return notify_all(error_.get());
}

bool Awaitable::pulse(Reason* error) noexcept {
    if (waiters_.empty()) return false;
    Ref<Awaitable> self(this);
    const bool taken = notify_all(error);
    disarm_if_idle();
    return taken;
}

bool Awaitable::pulse_one(Reason* error) noexcept {
    Waiter* waiter = waiters_.pop_front();
    if (!waiter) return false;
    Ref<Awaitable> self(this);
    const bool taken = waiter->notify(*this, error);
    disarm_if_idle();
    return taken;
}

void Awaitable::forget_waiters() noexcept {
    while (waiters_.pop_front()) {
    }
    disarm_if_idle();
}

void Awaitable::disarm_if_idle() noexcept {
    if (!armed_ || !waiters_.empty() || !is_pending()) return;
    armed_ = false;
    disarm();
}

// Only those who wait now are told; somebody who joins while we notify waits for the next pulse.
bool Awaitable::notify_all(Reason* error) noexcept {
    List<Waiter> batch;
    batch.splice(waiters_);
    bool taken = false;
    while (Waiter* waiter = batch.pop_front()) taken |= waiter->notify(*this, error);
    return taken;
}

void DescriptionSink::format(const char* format, ...) {
    char buffer[512];
    va_list args;
    va_start(args, format);
    const int length = std::vsnprintf(buffer, sizeof buffer, format, args);
    va_end(args);
    if (length <= 0) return;
    const auto size = static_cast<std::size_t>(length);
    append(buffer, size < sizeof buffer ? size : sizeof buffer - 1);
}

}  // namespace async::core
