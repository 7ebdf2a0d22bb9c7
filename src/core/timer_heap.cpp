#include "src/core/timer_heap.h"

#include "src/core/assert.h"

namespace async::core {

namespace {
constexpr uint32_t kArity = 4;
}

void TimerHeap::arm(TimerNode& node, Instant deadline, Visibility visibility) noexcept {
    ASYNC_ASSERT(!node.armed());
    node.hidden_ = visibility == Visibility::hidden;
    if (!node.hidden_) ++active_;
    const auto index = static_cast<uint32_t>(heap_.size());
    const Entry entry{deadline.ns, arrivals_++, &node};
    heap_.push_back(entry);
    sift_up(index, entry);
}

void TimerHeap::disarm(TimerNode& node) noexcept {
    if (node.armed()) remove_at(node.index_);
}

void TimerHeap::fire(Instant now) noexcept {
    const uint64_t horizon = arrivals_;
    while (!heap_.empty() && heap_[0].deadline <= now.ns && heap_[0].arrival < horizon) {
        TimerNode* node = heap_[0].node;
        remove_at(0);
        node->on_deadline();
    }
}

void TimerHeap::abandon() noexcept {
    for (Entry& entry : heap_) entry.node->index_ = TimerNode::kIdle;
    heap_.clear();
    active_ = 0;
}

void TimerHeap::remove_at(uint32_t index) noexcept {
    TimerNode* node = heap_[index].node;
    if (!node->hidden_) --active_;
    node->index_ = TimerNode::kIdle;
    const Entry last = heap_.back();
    heap_.pop_back();
    if (last.node == node) return;
    if (index > 0 && last.before(heap_[(index - 1) / kArity])) {
        sift_up(index, last);
    } else {
        sift_down(index, last);
    }
}

void TimerHeap::sift_up(uint32_t index, Entry entry) noexcept {
    while (index > 0) {
        const uint32_t parent = (index - 1) / kArity;
        if (!entry.before(heap_[parent])) break;
        place(index, heap_[parent]);
        index = parent;
    }
    place(index, entry);
}

void TimerHeap::sift_down(uint32_t index, Entry entry) noexcept {
    const auto size = static_cast<uint32_t>(heap_.size());
    for (;;) {
        const uint32_t first = index * kArity + 1;
        if (first >= size) break;
        uint32_t best = first;
        const uint32_t end = first + kArity < size ? first + kArity : size;
        for (uint32_t child = first + 1; child < end; ++child) {
            if (heap_[child].before(heap_[best])) best = child;
        }
        if (!heap_[best].before(entry)) break;
        place(index, heap_[best]);
        index = best;
    }
    place(index, entry);
}

}  // namespace async::core
