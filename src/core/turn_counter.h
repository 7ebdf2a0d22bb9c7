// Tells another thread whether the scheduler gets its turns, at the price of two plain increments per switch (D-12). Odd while the
// scheduler looks for the next coroutine or sleeps, even while a coroutine runs: one that is even and stays the same is a
// coroutine that does not let go.
#pragma once

#include <atomic>
#include <cstdint>

namespace async::core {

class TurnCounter {
public:
    // By the scheduler's thread only, so no read-modify-write has to be atomic.
    void step() noexcept { count_.store(count_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }

    // From any thread.
    uint32_t read() const noexcept { return count_.load(std::memory_order_relaxed); }
    static bool is_running(uint32_t count) noexcept { return (count & 1) == 0; }

private:
    std::atomic<uint32_t> count_{0};
};

}  // namespace async::core
