#include "src/uv/uv_watchdog.h"

#include <algorithm>

#include "src/uv/signals_blocked.h"

namespace async::uv {

namespace {

constexpr int64_t kMs = 1000000;

}  // namespace

std::unique_ptr<Watchdog> Watchdog::start(const core::TurnCounter& turns, Settings settings, core::Error& error) noexcept {
    std::unique_ptr<Watchdog> self(new (std::nothrow) Watchdog(turns, settings));
    if (!self) {
        error = to_error(UV_ENOMEM);
        return nullptr;
    }
    int status = uv_mutex_init(&self->mutex_);
    if (status == 0 && (status = uv_cond_init(&self->wake_)) < 0) uv_mutex_destroy(&self->mutex_);
    if (status == 0) {
        SignalsBlocked inherited;
        status = uv_thread_create(&self->thread_, &run, self.get());
        if (status < 0) {
            uv_cond_destroy(&self->wake_);
            uv_mutex_destroy(&self->mutex_);
        }
    }
    if (status < 0) {
        error = to_error(status);
        return nullptr;
    }
    self->running_ = true;
    return self;
}

Watchdog::~Watchdog() {
    if (!running_) return;
    uv_mutex_lock(&mutex_);
    stop_ = true;
    uv_cond_signal(&wake_);
    uv_mutex_unlock(&mutex_);
    uv_thread_join(&thread_);
    uv_cond_destroy(&wake_);
    uv_mutex_destroy(&mutex_);
}

core::Duration Watchdog::take_blocked() noexcept {
    uint32_t turn = blocked_turn_.load(std::memory_order_acquire);
    if (turn != turns_.read()) return {};  // none, or one that has passed
    const int64_t since = blocked_since_.load(std::memory_order_relaxed);
    if (!blocked_turn_.compare_exchange_strong(turn, kNone, std::memory_order_relaxed)) return {};
    return core::Duration::from_ns(static_cast<int64_t>(uv_hrtime()) - since);
}

void Watchdog::run(void* watchdog) { static_cast<Watchdog*>(watchdog)->watch(); }

// Looks often enough that a slice is at most half too long and a block is noticed within a quarter of its limit.
void Watchdog::watch() noexcept {
    const int64_t slice = settings_.slice.ns;
    const int64_t limit = settings_.limit.ns;
    int64_t period = INT64_MAX;
    if (slice > 0) period = std::min(period, std::max(slice / 2, kMs));
    if (limit > 0) period = std::min(period, std::max(limit / 4, kMs));

    uint32_t turn = 1;         // the one seen last
    int64_t seen = 0;          // when it was first seen
    int64_t slice_told = 0;    // when it was last told that its slice is over
    bool block_told = false;
    uv_mutex_lock(&mutex_);
    while (!stop_) {
        uv_cond_timedwait(&wake_, &mutex_, static_cast<uint64_t>(period));
        if (stop_) break;
        const auto now = static_cast<int64_t>(uv_hrtime());
        const uint32_t count = turns_.read();
        if (count != turn) {
            turn = count;
            seen = slice_told = now;
            block_told = false;
            continue;
        }
        if (!core::TurnCounter::is_running(turn)) continue;
        bool told = false;
        if (slice > 0 && now - slice_told >= slice) {
            slice_ended_.store(true, std::memory_order_relaxed);
            slice_told = now;
            told = true;
        }
        if (limit > 0 && !block_told && now - seen >= limit) {
            blocked_since_.store(seen, std::memory_order_relaxed);
            blocked_turn_.store(turn, std::memory_order_release);
            block_told = told = true;
        }
        if (told && settings_.poke) settings_.poke(settings_.argument);
    }
    uv_mutex_unlock(&mutex_);
}

}  // namespace async::uv
