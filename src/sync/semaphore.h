// A number of permits (chapter 05 §3). A pure state machine; `available >= promised` always holds, and while somebody waits
// without a promise nothing is free. Owned by its PHP object.
#pragma once

#include "src/sync/wait_queue.h"

namespace async::sync {

class Semaphore : public core::RefCounted {
public:
    // Once, before anything else.
    void configure(uint32_t permits, uint32_t limit) noexcept {
        available_ = permits;
        limit_ = limit;
    }

    // SY-21. False: wait in line(), then resume() with the ticket.
    bool try_acquire() noexcept {
        if (free() == 0) return false;
        --available_;
        return true;
    }
    void resume(core::Waiter& ticket) noexcept {
        line_.redeem(ticket);
        --available_;
    }
    // SY-22. False: more than were taken.
    bool give_back(uint32_t permits) noexcept {
        if (permits > limit_ - available_) return false;
        available_ += permits;
        for (uint32_t i = 0; i < permits && line_.grant(); ++i) {
        }
        return true;
    }

    WaitQueue& line() noexcept { return line_; }
    // That nobody holds and nobody is promised.
    uint32_t free() const noexcept { return available_ - line_.reserved(); }
    uint32_t limit() const noexcept { return limit_; }
    void describe(core::DescriptionSink& sink) const {  // SY-5
        sink.format("Semaphore(available=%u/%u, waiters=%u)", free(), limit_, line_.size());
    }

protected:
    Semaphore() noexcept : line_(*this) {}
    ~Semaphore() override = default;

private:
    struct Line final : WaitQueue {
        explicit Line(Semaphore& owner) noexcept : WaitQueue(owner), semaphore(owner) {}
        void describe(core::DescriptionSink& sink) const override { semaphore.describe(sink); }
        Semaphore& semaphore;
    };

    Line line_;
    uint32_t available_ = 0;
    uint32_t limit_ = 0;
};

}  // namespace async::sync
