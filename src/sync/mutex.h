// One coroutine at a time (chapter 05 §2). A pure state machine: it never suspends; an operation is done, refused, or names the
// line to wait in. Between unlock() and the turn of who is next the lock belongs to nobody but is reserved (SY-3). Owned by its
// PHP object; knows its owner without keeping it alive.
#pragma once

#include "src/sync/holder.h"
#include "src/sync/wait_queue.h"

namespace async::sync {

class Mutex : public core::RefCounted {
public:
    enum class Answer : uint8_t {
        done,
        queue,      // wait in line(), then resume_lock() with the ticket
        recursive,  // the caller owns it already (SY-11)
        abandoned,  // SY-7
    };
    enum class Refusal : uint8_t { none, not_locked, not_owner };

    // SY-10. To try is not to follow `queue`.
    Answer lock(core::Coroutine& self) noexcept;
    // Woken by line() without an error.
    void resume_lock(core::Waiter& ticket, core::Coroutine& self) noexcept;
    // SY-12.
    Refusal unlock(core::Coroutine& self) noexcept;
    // SY-7.
    void recover() noexcept { abandoned_ = false; }

    WaitQueue& line() noexcept { return line_; }
    bool is_owner(const core::Coroutine& coroutine) const noexcept { return holder_.is(coroutine); }
    bool is_abandoned() const noexcept { return abandoned_; }
    bool is_locked() const noexcept { return !is_free(); }
    void describe(core::DescriptionSink& sink) const;

protected:
    Mutex() noexcept : line_(*this), holder_(*this) {}
    ~Mutex() override = default;

    // What those who wait get.
    virtual core::Ref<core::Reason> make_abandoned_error() noexcept = 0;

private:
    struct Line final : WaitQueue {
        explicit Line(Mutex& owner) noexcept : WaitQueue(owner), mutex(owner) {}
        void describe(core::DescriptionSink& sink) const override { mutex.describe(sink); }
        Mutex& mutex;
    };
    struct Owner final : Holder {
        explicit Owner(Mutex& owned) noexcept : mutex(owned) {}
        void on_owner_ended() noexcept override { mutex.abandon(); }
        Mutex& mutex;
    };

    bool is_free() const noexcept { return !holder_.owner() && line_.reserved() == 0 && !abandoned_; }
    void abandon() noexcept;

    Line line_;
    Owner holder_;
    bool abandoned_ = false;
};

}  // namespace async::sync
