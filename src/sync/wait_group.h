// A counter one can wait for to be zero (chapter 05 §7). Who was woken stays woken, so a ticket that leaves takes nothing from
// anybody. Owned by its PHP object.
#pragma once

#include <cstdint>

#include "src/sync/wait_queue.h"

namespace async::sync {

class WaitGroup : public core::RefCounted {
public:
    enum class Answer : uint8_t { done, negative, too_large };

    // SY-60.
    Answer add(int64_t delta) noexcept {
        if (delta < -static_cast<int64_t>(count_)) return Answer::negative;
        if (delta > INT32_MAX - static_cast<int64_t>(count_)) return Answer::too_large;
        count_ = static_cast<uint32_t>(count_ + delta);
        while (count_ == 0 && line_.grant()) {
        }
        return Answer::done;
    }

    // Wait here unless the count is zero; then redeem the ticket.
    WaitQueue& line() noexcept { return line_; }
    uint32_t count() const noexcept { return count_; }
    void describe(core::DescriptionSink& sink) const {
        sink.format("WaitGroup(count=%u, waiters=%u)", count_, line_.size());
    }

protected:
    WaitGroup() noexcept : line_(*this) {}
    ~WaitGroup() override = default;

private:
    struct Line final : WaitQueue {
        explicit Line(WaitGroup& owner) noexcept : WaitQueue(owner), group(owner) {}
        void describe(core::DescriptionSink& sink) const override { group.describe(sink); }
        void decline(core::Waiter& waiter) noexcept override { redeem(waiter); }
        WaitGroup& group;
    };

    Line line_;
    uint32_t count_ = 0;
};

}  // namespace async::sync
