// Runnable coroutines: strict FIFO with push-front for internal work (C-25, C-26). A seed turns it into a shuffle, which the
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
    void remove(Coroutine& coroutine) noexcept;
    Coroutine* pop() noexcept;

    bool empty() const noexcept { return size_ == 0; }
    uint32_t size() const noexcept { return size_; }
    // 0 = FIFO; anything else picks at random among the queued, reproducibly.
    void shuffle(uint64_t seed) noexcept { seed_ = seed; }

private:
    Coroutine* pick() noexcept;

    List<Coroutine, RunLink> queue_;
    uint64_t seed_ = 0;
    uint32_t size_ = 0;
    uint32_t urgent_ = 0;  // how many at the front were pushed to the front; never shuffled
};

}  // namespace async::core
