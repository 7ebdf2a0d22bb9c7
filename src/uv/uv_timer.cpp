#include "src/uv/uv_timer.h"

namespace async::uv {

int Alarm::open(uv_loop_t& loop) noexcept {
    int status = 0;
    handle_ = TimerHandle::open(*this, status, [&](uv_timer_t* timer) { return uv_timer_init(&loop, timer); });
    return status;
}

bool Alarm::set(core::Instant until) noexcept {
    constexpr int64_t kMs = 1000000;
    uv_loop_t* loop = handle_->native()->loop;
    uv_update_time(loop);
    // In whole milliseconds of libuv's own count, so that it never rings before `until`.
    const auto due = static_cast<uint64_t>(until.ns / kMs + (until.ns % kMs > 0 ? 1 : 0));
    const uint64_t now = uv_now(loop);
    if (due <= now) return false;
    set_after_ms(due - now);
    return true;
}

void Alarm::set_after_ms(uint64_t ms) noexcept {
    rang_ = false;
    uv_timer_start(handle_->native(), &on_time, ms, 0);
}

void Alarm::stop() noexcept { uv_timer_stop(handle_->native()); }

void Alarm::close() noexcept {
    if (handle_) handle_->close();
    handle_ = nullptr;
}

}  // namespace async::uv
