// Anything a coroutine can wait for: a state and a FIFO of waiters. One-shot sources settle once and never return to pending;
// repeating ones (a readable descriptor) pulse. The first waiter arms the source, the last one to leave disarms it. An
// Awaitable knows *that* it ended and for what Reason; its concrete class knows *with what*.
#pragma once

#include <cstdint>

#include "src/core/intrusive_list.h"
#include "src/core/reason.h"
#include "src/core/ref.h"

namespace async::core {

class Awaitable;
class AwaitableVisitor;
class Coroutine;
class DescriptionSink;
class HolderVisitor;

// A place in the queue of one Awaitable. Lives inside a Wait or another heap object, never on a C stack.
class Waiter : public ListNode {
public:
    // The source ended or pulsed; the waiter has already been taken off its list. Must not run PHP code, switch, or bail out:
    // it only marks and queues. Returns whether it took the error, which is what "handled" means (C-41). A source that
    // reserves something for the waiter keeps it linked until it is taken or declined, and may call again with an error.
    virtual bool notify(Awaitable& source, Reason* error) noexcept = 0;
    // What it asks of a source that serves more than one thing in one line (readers and writers, SY-30).
    virtual uint8_t demand() const noexcept { return 0; }

protected:
    ~Waiter() = default;
};

class Awaitable : public RefCounted {
public:
    enum class State : uint8_t { pending, completed, failed };

    State state() const noexcept { return state_; }
    bool is_pending() const noexcept { return state_ == State::pending; }
    Reason* error() const noexcept { return error_.get(); }
    bool has_waiters() const noexcept { return !waiters_.empty(); }

    // Joins the queue; the source must be pending. Arms it for the first waiter. A source whose arm() finds the answer
    // already there may notify the waiter before subscribe returns (C-29).
    void subscribe(Waiter& waiter) noexcept;
    // Leaves the queue (no-op when not in it). Disarms the source after the last one.
    virtual void unsubscribe(Waiter& waiter) noexcept;
    // A waiter that was told, and still linked, leaves without having taken what the source keeps for it.
    virtual void decline(Waiter& waiter) noexcept { unsubscribe(waiter); }

    // Somebody will take the outcome, so an error is not "unhandled" later (C-100, X-2).
    virtual void mark_used() noexcept {}
    // Text for deadlock reports (C-155).
    virtual void describe(DescriptionSink& sink) const = 0;
    // What has to end for this one to end: itself, unless it is made of others.
    virtual void visit_sources(AwaitableVisitor& visitor) const;
    // The coroutines that have to go on for this one to end, where that is known: who waits for it waits for them.
    virtual void visit_holders(HolderVisitor& /*visitor*/) const {}

protected:
    // A fatal error may leave waiters that nobody will tell.
    ~Awaitable() override {
        while (waiters_.pop_front()) {
        }
    }

    // Settles once and wakes everybody in order. Returns whether at least one waiter took the error.
    bool settle(Ref<Reason> error) noexcept;
    // Wakes everybody without settling; waiters queue again if they want more. Returns whether one of them took the error.
    bool pulse(Reason* error = nullptr) noexcept;
    // Wakes the oldest waiter only.
    bool pulse_one(Reason* error = nullptr) noexcept;
    // Empties the queue without telling anybody (fatal error, C-147).
    void forget_waiters() noexcept;
    // For sources that take waiters off the list themselves.
    void disarm_if_idle() noexcept;

    // Strictly alternate, however waiters come and go while they are being told.
    virtual void arm() noexcept {}
    virtual void disarm() noexcept {}

    List<Waiter> waiters_;

private:
    bool notify_all(Reason* error) noexcept;

    Ref<Reason> error_;
    State state_ = State::pending;
    bool armed_ = false;
};

class AwaitableVisitor {
public:
    virtual void visit(const Awaitable& source) = 0;

protected:
    ~AwaitableVisitor() = default;
};

class HolderVisitor {
public:
    virtual void visit(const Coroutine& holder) = 0;

protected:
    ~HolderVisitor() = default;
};

inline void Awaitable::visit_sources(AwaitableVisitor& visitor) const { visitor.visit(*this); }

// Receives the description of an Awaitable piece by piece, so that src/ needs no string type of its own.
class DescriptionSink {
public:
    virtual void append(const char* text, std::size_t length) = 0;
    void format(const char* format, ...) __attribute__((format(printf, 2, 3)));

protected:
    ~DescriptionSink() = default;
};

}  // namespace async::core
