// Many readers or one writer (chapter 05 §4). A pure state machine with one line for both kinds, so neither starves: who waits
// says by Waiter::demand() what for, and the head of the line alone decides who is let in next. Owned by its PHP object; each
// reader's hold is a heap object that is used again.
#pragma once

#include "src/sync/holder.h"
#include "src/sync/wait_queue.h"

namespace async::sync {

class RwLock : public core::RefCounted {
public:
    enum class Kind : uint8_t { read, write };
    enum class Answer : uint8_t {
        done,
        queue,      // wait in line() with this kind as demand, then resume() with the ticket
        recursive,  // SY-32
        abandoned,  // SY-7
    };

    // SY-30. To try is not to follow `queue`.
    Answer lock(Kind kind, core::Coroutine& self);
    void resume(core::Waiter& ticket, Kind kind, core::Coroutine& self);
    // False: the caller does not hold it that way (SY-33).
    bool unlock(Kind kind, core::Coroutine& self) noexcept;
    void recover() noexcept { abandoned_ = false; }

    WaitQueue& line() noexcept { return line_; }
    bool holds(Kind kind, const core::Coroutine& self) const noexcept {
        return kind == Kind::write ? writer_.is(self) : find_reader(self) != nullptr;
    }
    uint32_t readers() const noexcept { return readers_count_; }
    bool is_write_locked() const noexcept { return writer_.owner() != nullptr; }
    bool is_abandoned() const noexcept { return abandoned_; }
    void describe(core::DescriptionSink& sink) const;

protected:
    RwLock() noexcept : line_(*this), writer_(*this) {}
    ~RwLock() override;

    virtual core::Ref<core::Reason> make_abandoned_error() noexcept = 0;

private:
    struct Line final : WaitQueue {
        explicit Line(RwLock& owner) noexcept : WaitQueue(owner), lock(owner) {}
        void describe(core::DescriptionSink& sink) const override { lock.describe(sink); }
        void unsubscribe(core::Waiter& waiter) noexcept override;
        void decline(core::Waiter& waiter) noexcept override;
        core::Waiter* oldest() const noexcept { return waiters_.front(); }
        RwLock& lock;
    };
    struct Writer final : Holder {
        explicit Writer(RwLock& owner) noexcept : lock(owner) {}
        void on_owner_ended() noexcept override { lock.abandon(); }
        RwLock& lock;
    };
    struct ReaderLink : core::ListNode {};
    struct Reader final : core::RefCounted, Holder, ReaderLink {
        explicit Reader(RwLock& owner) noexcept : lock(owner) {}
        ~Reader() override = default;
        void on_owner_ended() noexcept override { lock.remove_reader(*this); }
        RwLock& lock;
    };
    using Readers = core::List<Reader, ReaderLink>;

    bool admits(Kind kind) const noexcept;
    void promise(Kind kind, int change) noexcept;
    // Lets in as many as may come from the head of the line.
    void serve() noexcept;
    void add_reader(core::Coroutine& self);
    void remove_reader(Reader& reader) noexcept;
    Reader* find_reader(const core::Coroutine& self) const noexcept;
    void abandon() noexcept;

    Line line_;
    Writer writer_;
    Readers readers_;  // in the order they came
    Readers spare_;
    uint32_t readers_count_ = 0;
    uint32_t promised_readers_ = 0;  // woken, not run yet
    bool promised_writer_ = false;
    bool abandoned_ = false;
};

}  // namespace async::sync
