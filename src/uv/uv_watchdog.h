// The one thread that looks at the scheduler from outside: says when a coroutine has run for a whole time slice, and when it
// has kept the loop for so long that this is worth a warning (D-12). It only ever sets marks and calls `poke`; what follows
// happens on the scheduler's thread. Made only when one of the two is asked for.
#pragma once

#include <atomic>
#include <memory>

#include "src/core/clock.h"
#include "src/core/reactor.h"
#include "src/core/turn_counter.h"
#include "src/uv/uv_handle.h"

namespace async::uv {

class Watchdog {
public:
    struct Settings {
        core::Duration slice;  // zero: no slices
        core::Duration limit;  // zero: blocking is nobody's business
        // Asks the scheduler's thread to look at the marks soon; may be null. Called on the watchdog's thread.
        void (*poke)(void* argument);
        void* argument;
    };

    // `turns` must outlive the watchdog. Null, with `error` set, when there can be no thread.
    static std::unique_ptr<Watchdog> start(const core::TurnCounter& turns, Settings settings, core::Error& error) noexcept;
    // Joins the thread.
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

    // Whether the turn that runs has lasted a slice; each is told once.
    bool take_slice_end() noexcept { return slice_ended_.exchange(false, std::memory_order_relaxed); }
    bool has_blocked() const noexcept { return blocked_turn_.load(std::memory_order_relaxed) == turns_.read(); }
    // How long the turn that runs has kept the loop, when that is longer than the limit, as far as the watchdog has noticed;
    // zero otherwise. Each turn is told once.
    core::Duration take_blocked() noexcept;

    // In the child of a fork the thread does not exist: forgets it.
    void leak_thread() noexcept { running_ = false; }

private:
    Watchdog(const core::TurnCounter& turns, Settings settings) noexcept : turns_(turns), settings_(settings) {}
    static void run(void* watchdog);
    void watch() noexcept;

    const core::TurnCounter& turns_;
    const Settings settings_;
    uv_thread_t thread_;
    uv_mutex_t mutex_;
    uv_cond_t wake_;
    bool running_ = false;
    bool stop_ = false;  // under mutex_
    std::atomic<bool> slice_ended_{false};
    static constexpr uint32_t kNone = 1;  // odd, so no turn of a coroutine
    std::atomic<uint32_t> blocked_turn_{kNone};
    std::atomic<int64_t> blocked_since_{0};
};

}  // namespace async::uv
