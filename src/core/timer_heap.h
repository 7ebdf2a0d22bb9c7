// Deadlines in order: a 4-ary heap of (instant, arrival) so that equal deadlines fire in the order they were set (IO-104).
// The node is part of whatever waits (a Wait, a Timeout, a channel), so arming a timer allocates nothing beyond the heap's
// own array, which is kept. The Reactor only ever hears the earliest deadline.
#pragma once

#include <cstdint>
#include <vector>

#include "src/core/clock.h"

namespace async::core {

class TimerNode {
public:
    TimerNode() = default;
    TimerNode(const TimerNode&) = delete;
    TimerNode& operator=(const TimerNode&) = delete;

    // Already taken off the heap. Same duties as Waiter::notify: mark and queue, nothing else.
    virtual void on_deadline() noexcept = 0;

    bool armed() const noexcept { return index_ != kIdle; }

protected:
    ~TimerNode() = default;

private:
    friend class TimerHeap;
    static constexpr uint32_t kIdle = UINT32_MAX;
    uint32_t index_ = kIdle;
    bool hidden_ = false;
};

class TimerHeap {
public:
    // Hidden timers fire like others but never keep the process alive nor hide a deadlock (C-145, CH-35).
    enum class Visibility : uint8_t { active, hidden };

    void arm(TimerNode& node, Instant deadline, Visibility visibility = Visibility::active) noexcept;
    void disarm(TimerNode& node) noexcept;

    bool empty() const noexcept { return heap_.empty(); }
    bool has_active() const noexcept { return active_ > 0; }
    uint32_t active_count() const noexcept { return active_; }
    Instant earliest() const noexcept { return heap_.empty() ? Instant::never() : Instant{heap_[0].deadline}; }
    Instant deadline_of(const TimerNode& node) const noexcept { return Instant{heap_[node.index_].deadline}; }

    // Fires everything due at `now`, earliest first. Timers armed meanwhile wait for the next call.
    void fire(Instant now) noexcept;
    // Forgets all nodes without firing (fatal error, C-147).
    void abandon() noexcept;

private:
    struct Entry {
        int64_t deadline;
        uint64_t arrival;
        TimerNode* node;
        bool before(const Entry& other) const noexcept {
            return deadline != other.deadline ? deadline < other.deadline : arrival < other.arrival;
        }
    };

    void remove_at(uint32_t index) noexcept;
    void sift_up(uint32_t index, Entry entry) noexcept;
    void sift_down(uint32_t index, Entry entry) noexcept;
    void place(uint32_t index, const Entry& entry) noexcept {
        heap_[index] = entry;
        entry.node->index_ = index;
    }

    std::vector<Entry> heap_;
    uint64_t arrivals_ = 0;
    uint32_t active_ = 0;
};

}  // namespace async::core
