// Who waits for a change of what a Mutex guards (chapter 05 §5). A notification is reserved for the one it woke: does that one
// leave before its turn, the next in line gets it. Without anybody waiting it is lost. Owned by its PHP object.
#pragma once

#include "src/sync/mutex.h"

namespace async::sync {

class Condition : public core::RefCounted {
public:
    // Once, before anything else.
    void bind(Mutex& mutex) noexcept { mutex_ = core::Ref<Mutex>(&mutex); }
    Mutex* mutex() const noexcept { return mutex_.get(); }

    // Wait here with the mutex unlocked, redeem the ticket, then lock it again (SY-40).
    WaitQueue& line() noexcept { return line_; }
    // SY-41.
    void notify(uint32_t count) noexcept {
        while (count > 0 && line_.grant()) --count;
    }
    void describe(core::DescriptionSink& sink) const { sink.format("Condition(waiters=%u)", line_.size()); }

protected:
    Condition() noexcept : line_(*this) {}
    ~Condition() override = default;

private:
    struct Line final : WaitQueue {
        explicit Line(Condition& owner) noexcept : WaitQueue(owner), condition(owner) {}
        void describe(core::DescriptionSink& sink) const override { condition.describe(sink); }
        Condition& condition;
    };

    core::Ref<Mutex> mutex_;
    Line line_;
};

}  // namespace async::sync
