#include "src/core/run_queue.h"

#include "src/core/coroutine.h"

namespace async::core {

void RunQueue::push_back(Coroutine& coroutine) noexcept {
    queue_.push_back(coroutine);
    ++size_;
}

void RunQueue::push_front(Coroutine& coroutine) noexcept {
    queue_.push_front(coroutine);
    ++size_;
    ++urgent_;
}

void RunQueue::push_preempted(Coroutine& coroutine) noexcept {
    preempted_.push_back(coroutine);
    ++size_;
}

void RunQueue::remove(Coroutine& coroutine) noexcept {
    // Where it stood is unknown; counting one urgent entry less errs on the side of more shuffling, never less FIFO.
    static_cast<RunLink&>(coroutine).unlink();
    --size_;
    if (urgent_ > 0) --urgent_;
}

Coroutine* RunQueue::pop() noexcept {
    if (size_ == 0) return nullptr;
    --size_;
    if (ASYNC_UNLIKELY(!preempted_.empty()) && (queue_.empty() || passed_++ >= kMaxPassed)) return pop_preempted();
    if (ASYNC_LIKELY(seed_ == 0) || urgent_ > 0) {
        if (urgent_ > 0) --urgent_;
        return queue_.pop_front();
    }
    return pick();
}

Coroutine* RunQueue::pop_preempted() noexcept {
    passed_ = 0;
    return preempted_.pop_front();
}

Coroutine* RunQueue::pick() noexcept {
    seed_ ^= seed_ << 13;
    seed_ ^= seed_ >> 7;
    seed_ ^= seed_ << 17;
    Coroutine* chosen = queue_.front();
    for (uint64_t steps = seed_ % (size_ < 64 ? size_ + 1 : 64); steps > 0; --steps) {
        Coroutine* following = queue_.next(*chosen);
        if (!following) break;  // the rest are preempted
        chosen = following;
    }
    static_cast<RunLink*>(chosen)->unlink();
    return chosen;
}

}  // namespace async::core
