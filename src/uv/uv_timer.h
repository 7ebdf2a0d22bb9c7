// The one libuv timer of a loop: ends a blocking poll at the scheduler's earliest deadline. Hidden: never an activity, since
// deadlines belong to the scheduler's heap.
#pragma once

#include "src/core/clock.h"
#include "src/uv/uv_handle.h"

namespace async::uv {

class Alarm {
public:
    int open(uv_loop_t& loop) noexcept;
    // Ends the next blocking uv_run at `until` at the earliest: rounded up, against a fresh clock (C-28). False when that
    // instant has come already.
    bool set(core::Instant until) noexcept;
    void set_after_ms(uint64_t ms) noexcept;
    bool rang() const noexcept { return rang_; }
    void stop() noexcept;
    void close() noexcept;

private:
    using TimerHandle = Handle<uv_timer_t, Alarm>;
    // Where the time comes between set() and the poll, libuv rings first, finds no timer left, and would wait for ever.
    static void on_time(uv_timer_t* timer) {
        TimerHandle::owner_of(timer).rang_ = true;
        uv_stop(timer->loop);
    }

    TimerHandle* handle_ = nullptr;
    bool rang_ = false;
};

}  // namespace async::uv
