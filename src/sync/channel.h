// A queue of values between coroutines: a ring of `capacity` values, or a rendezvous with a single slot (CH-2). A pure state
// machine: it never suspends. An operation is done, or names what to wait for; whoever was woken comes back with its ticket.
// ChannelBase knows how many values there are and who waits, Channel<V> knows the values. Two invariants carry everything:
// while a receiver waits without a reservation no value is free, while a sender waits without one no slot is free (CH-5).
#pragma once

#include <cstdint>

#include "src/core/clock.h"
#include "src/core/deadlock.h"
#include "src/core/scope.h"
#include "src/core/timer_heap.h"
#include "src/sync/ring.h"
#include "src/sync/wait_queue.h"

namespace async::sync {

enum class CloseReason : uint8_t {
    none,  // open
    explicit_close,
    disposed,
    no_producers,
    no_consumers,
    deadlock,
    scope_disposed,
};

// Settles when the channel is closed.
class ChannelBase : public core::Awaitable,
                    private core::ScopeObserver,
                    private core::SoftResolver,
                    private core::TimerNode {
public:
    enum class Answer : uint8_t {
        done,
        closed,
        queue,       // wait for receivers() or senders(), then resume_recv() or resume_send() with the ticket
        delivering,  // the value is in the slot: wait for delivery(), then it is done
    };
    enum class Timeouts : uint8_t {
        soft,  // keep nothing alive and give way when all else is stuck (CH-35, CH-36)
        hard,  // ordinary timers
    };
    struct Settings {
        uint32_t capacity = 0;
        core::Duration no_producer;  // 0 = off
        core::Duration no_consumer;
        Timeouts timeouts = Timeouts::soft;
    };
    // What the scheduler lends to the deadlock guard while it is armed.
    struct Guardians {
        core::TimerHeap& timers;
        core::Clock& clock;
        core::List<core::SoftResolver>& resolvers;
    };

    // Once, before anything else.
    void configure(const Settings& settings) noexcept;
    // Closes with `scope` when that is cancelled or disposed; neither keeps the other alive (CH-3, CH-32).
    void bind(core::Scope& scope) noexcept;

    WaitQueue& receivers() noexcept { return receivers_; }
    WaitQueue& senders() noexcept { return senders_; }
    // Ends when the value in the slot has been taken. To stop waiting is to take the value back (CH-11).
    core::Awaitable& delivery() noexcept { return delivery_; }

    uint32_t capacity() const noexcept { return settings_.capacity; }
    // Reserved ones included (CH-6).
    uint32_t count() const noexcept { return count_; }
    bool is_empty() const noexcept { return count_ == 0; }
    bool is_full() const noexcept { return count_ >= space(); }
    bool is_closed() const noexcept { return reason_ != CloseReason::none; }
    CloseReason close_reason() const noexcept { return reason_; }
    bool has_free_value() const noexcept { return count_ > receivers_.reserved(); }
    bool has_free_slot() const noexcept { return space() - count_ > senders_.reserved(); }
    // Somebody waiting may need a timer.
    bool has_timeouts() const noexcept { return guarded_; }
    // Somebody would get the error of a close().
    bool has_failable() const noexcept;
    void describe(core::DescriptionSink& sink) const override;

    // The first reason stays (CH-28). All who wait get `error`, made by make_close_error() when not given (CH-29).
    void close(CloseReason reason, core::Ref<core::Reason> error = nullptr) noexcept;

protected:
    ChannelBase() noexcept : receivers_(*this), senders_(*this), delivery_(*this) {}
    ~ChannelBase() override;

    // Asked only when somebody waits.
    virtual Guardians guardians() noexcept = 0;
    // What those who wait get. `step`: the cancellation of the owner scope that this error must withstand; else null.
    virtual core::Ref<core::Reason> make_close_error(CloseReason reason, core::Reason* step) noexcept = 0;
    // The only value goes away undelivered. Not a place to run destructors of user code.
    virtual void drop_value() noexcept = 0;

    // Bookkeeping around the values. Whether the sender is done.
    bool on_placed() noexcept;
    void on_taken() noexcept;

private:
    enum class Guard : uint8_t { none, no_producers, no_consumers };

    struct Queue final : WaitQueue {
        explicit Queue(ChannelBase& owner) noexcept : WaitQueue(owner), channel(owner) {}
        void describe(core::DescriptionSink& sink) const override { channel.describe(sink); }
        void arm() noexcept override { channel.update_guard(); }
        void disarm() noexcept override { channel.update_guard(); }
        ChannelBase& channel;
    };
    // At most one waiter: the sender whose value is in the slot. It holds no reservation (CH-10).
    struct Delivery final : core::Awaitable {
        explicit Delivery(ChannelBase& owner) noexcept : channel(owner) {}
        ~Delivery() override { forget_waiters(); }
        void add_ref() noexcept override { channel.add_ref(); }
        void release() noexcept override { channel.release(); }
        void describe(core::DescriptionSink& sink) const override { channel.describe(sink); }
        void finish(core::Reason* error) noexcept;
        void arm() noexcept override { channel.update_guard(); }
        void disarm() noexcept override { channel.on_sender_gone(); }
        ChannelBase& channel;
    };

    bool is_rendezvous() const noexcept { return settings_.capacity == 0; }
    uint32_t space() const noexcept { return is_rendezvous() ? 1 : settings_.capacity; }
    void on_sender_gone() noexcept;
    void close_in_step(CloseReason reason, core::Ref<core::Reason> error, core::Reason* step) noexcept;

    void update_guard() noexcept {
        if (ASYNC_UNLIKELY(guarded_)) set_guard(wanted_guard());
    }
    Guard wanted_guard() const noexcept;
    void set_guard(Guard guard) noexcept;

    void on_scope_cancel(core::Scope& scope, core::Reason* step) noexcept override;
    bool resolve() noexcept override;
    void on_deadline() noexcept override;

    Settings settings_;
    Queue receivers_;
    Queue senders_;
    Delivery delivery_;
    core::TimerHeap* timers_ = nullptr;  // where the guard is armed
    uint32_t count_ = 0;
    CloseReason reason_ = CloseReason::none;
    Guard guard_ = Guard::none;
    bool guarded_ = false;
    bool committed_ = false;  // the value in the slot was promised to a receiver, its sender told so (CH-4)
};

// V: default-constructible, movable. A sender that waits for delivery() must keep a copy of its value alive meanwhile, so that
// dropping the channel's copy never runs a user destructor.
template <typename V, typename Memory = HeapMemory>
class Channel : public ChannelBase {
public:
    // CH-8. Moves from `value` unless the answer is `closed` or `queue`.
    Answer send(V&& value) {
        if (is_closed()) return Answer::closed;
        if (!has_free_slot()) return Answer::queue;
        ring_.push(std::move(value));
        return on_placed() ? Answer::done : Answer::delivering;
    }
    // Woken by senders() without an error: uses the reserved slot.
    Answer resume_send(core::Waiter& ticket, V&& value) {
        ASYNC_ASSERT(!is_closed());
        ring_.make_room();
        senders().redeem(ticket);
        ring_.push(std::move(value));
        return on_placed() ? Answer::done : Answer::delivering;
    }
    // CH-15.
    bool try_send(V&& value) {
        if (is_closed() || !has_free_slot()) return false;
        ring_.push(std::move(value));
        on_placed();
        return true;
    }

    // CH-16, CH-17.
    Answer recv(V& out) {
        if (!has_free_value()) return is_closed() ? Answer::closed : Answer::queue;
        take(out);
        return Answer::done;
    }
    // Woken by receivers() without an error: takes the reserved value.
    void resume_recv(core::Waiter& ticket, V& out) {
        receivers().redeem(ticket);
        take(out);
    }

    // Destroys a value that close() or a leaving sender dropped. Where user code may run.
    void sweep() { V doomed(std::exchange(dropped_, V())); }

    // Everything held, for the cycle collector.
    template <typename F>
    void for_each_value(F&& visit) const {
        ring_.for_each(visit);
        visit(dropped_);
    }

protected:
    ~Channel() override = default;

private:
    void take(V& out) {
        out = ring_.pop();
        on_taken();
    }
    void drop_value() noexcept override { dropped_ = ring_.pop(); }

    Ring<V, Memory> ring_;
    V dropped_{};
};

}  // namespace async::sync
