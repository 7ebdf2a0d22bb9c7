// Something that is done once (chapter 05 §8). One caller does it, the others wait; does it fail, the right to try is reserved
// for the oldest who waits. Owned by its PHP object, which keeps the result.
#pragma once

#include "src/core/coroutine.h"
#include "src/sync/wait_queue.h"

namespace async::sync {

class Once : public core::RefCounted {
public:
    enum class Answer : uint8_t {
        ready,      // it is done
        run,        // the caller does it, then finish() or fail()
        queue,      // wait in line(), then resume() with the ticket
        recursive,  // SY-72
    };

    Answer begin(core::Coroutine& self) noexcept {
        if (done_) return Answer::ready;
        if (runner_ == &self) return Answer::recursive;
        if (runner_ || line_.reserved() > 0) return Answer::queue;
        runner_ = &self;
        return Answer::run;
    }
    // Answers `ready` or `run`.
    Answer resume(core::Waiter& ticket, core::Coroutine& self) noexcept {
        line_.redeem(ticket);
        if (done_) return Answer::ready;
        runner_ = &self;
        return Answer::run;
    }
    void finish() noexcept {
        runner_ = nullptr;
        done_ = true;
        while (line_.grant()) {
        }
    }
    void fail() noexcept {  // SY-71
        runner_ = nullptr;
        line_.grant();
    }

    WaitQueue& line() noexcept { return line_; }
    bool is_done() const noexcept { return done_; }
    void describe(core::DescriptionSink& sink) const {  // SY-5
        sink.format("Once(owner=");
        if (runner_) {
            runner_->describe(sink);
        } else {
            sink.format("<none>");
        }
        sink.format(", waiters=%u)", line_.size());
    }

protected:
    Once() noexcept : line_(*this) {}
    ~Once() override = default;

private:
    struct Line final : WaitQueue {
        explicit Line(Once& owner) noexcept : WaitQueue(owner), once(owner) {}
        void describe(core::DescriptionSink& sink) const override { once.describe(sink); }
        Once& once;
    };

    Line line_;
    core::Coroutine* runner_ = nullptr;  // inside finish() or fail() at the latest it is still alive
    bool done_ = false;
};

}  // namespace async::sync
