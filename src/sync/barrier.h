// Coroutines that wait for each other, round after round (chapter 05 §6). Who was let through has passed, whatever happens to it
// before its turn; who leaves earlier is not counted any more. Owned by its PHP object.
#pragma once

#include "src/sync/wait_queue.h"

namespace async::sync {

class Barrier : public core::RefCounted {
public:
    enum class Answer : uint8_t {
        last,    // everybody has come, the others were woken
        queue,   // wait in line(), then redeem the ticket
        broken,
    };

    // Once, before anything else.
    void configure(uint32_t parties) noexcept { parties_ = parties; }

    // SY-50. After `queue` the caller must join the line.
    Answer arrive() noexcept {
        if (broken_) return Answer::broken;
        if (waiting_ + 1 < parties_) {
            ++waiting_;
            return Answer::queue;
        }
        waiting_ = 0;
        while (line_.grant()) {
        }
        return Answer::last;
    }
    // SY-52.
    void abort() noexcept {
        broken_ = true;
        fail_round();
    }
    void reset() noexcept {
        fail_round();
        broken_ = false;
    }

    WaitQueue& line() noexcept { return line_; }
    uint32_t parties() const noexcept { return parties_; }
    uint32_t waiting() const noexcept { return waiting_; }
    bool is_broken() const noexcept { return broken_; }
    void describe(core::DescriptionSink& sink) const { sink.format("Barrier(waiting=%u/%u)", waiting_, parties_); }

protected:
    Barrier() noexcept : line_(*this) {}
    ~Barrier() override = default;

    virtual core::Ref<core::Reason> make_broken_error() noexcept = 0;

private:
    struct Line final : WaitQueue {
        explicit Line(Barrier& owner) noexcept : WaitQueue(owner), barrier(owner) {}
        void describe(core::DescriptionSink& sink) const override { barrier.describe(sink); }
        void unsubscribe(core::Waiter& waiter) noexcept override {  // SY-51
            if (waiter.linked()) --barrier.waiting_;
            WaitQueue::unsubscribe(waiter);
        }
        void decline(core::Waiter& waiter) noexcept override { redeem(waiter); }
        Barrier& barrier;
    };

    void fail_round() noexcept {
        waiting_ = 0;
        if (line_.has_waiters()) line_.fail_waiting(*make_broken_error());
    }

    Line line_;
    uint32_t parties_ = 0;
    uint32_t waiting_ = 0;
    bool broken_ = false;
};

}  // namespace async::sync
