// Runnable coroutines: strict FIFO with push-front for internal work (C-25, C-26). With time slices on, those that only ran out of
// theirs stand behind those that were woken (IO-5), but not for ever. A seed turns it into a shuffle, which the
// chaos tests use: every order is then possible, so whatever still holds does not depend on order.
#pragma once

#include <cstdint>

#include "src/core/intrusive_list.h"

namespace async::core {

struct RunLink : ListNode {};
class Coroutine;

class RunQueue {
public:
    void push_back(Coroutine& coroutine) noexcept;
    void push_front(Coroutine& coroutine) noexcept;
    // Preempted: behind everybody else, passed at most kMaxPassed times before one of them has a turn.
    void push_preempted(Coroutine& coroutine) noexcept;
    void remove(Coroutine& coroutine) noexcept;
    Coroutine* pop() noexcept;

    bool empty() const noexcept { return size_ == 0; }
    uint32_t size() const noexcept { return size_; }
    // 0 = FIFO; anything else picks at random among the queued, reproducibly.
    void shuffle(uint64_t seed) noexcept { seed_ = seed; }

    static constexpr uint32_t kMaxPassed = 64;

private:
    Coroutine* pop_preempted() noexcept;
    Coroutine* pick() noexcept;

    List<Coroutine, RunLink> queue_;
    List<Coroutine, RunLink> preempted_;
    uint64_t seed_ = 0;
    uint32_t size_ = 0;
    uint32_t urgent_ = 0;  // how many at the front were pushed to the front; never shuffled
    uint32_t passed_ = 0;  // turns given while somebody preempted was waiting
};

}  // namespace async::core
