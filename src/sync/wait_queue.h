// A FIFO of those who wait for one kind of item: a value, a free slot, a pooled resource. The ticket is the waiter's
// place in it, a node of whatever waits (a core::Wait, a pending future), so waiting allocates nothing. Granting wakes the
// oldest ticket and reserves one item for it until its owner comes to redeem it; nobody else may count on that item
// meanwhile, and a ticket that leaves unused hands its reservation to the next one. The items themselves belong to the
// object that embeds the queue: they share one life, and that object keeps `items >= reserved()` true.
#pragma once

#include <cstdint>

#include "src/core/awaitable.h"

namespace async::sync {

class WaitQueue : public core::Awaitable {
public:
    explicit WaitQueue(core::RefCounted& owner) noexcept : owner_(owner) {}

    void add_ref() noexcept override { owner_.add_ref(); }
    void release() noexcept override { owner_.release(); }

    // Reserves an item for the oldest ticket without one and wakes its owner. False when nobody waits: the item is free.
    bool grant() noexcept;
    // The owner of a granted ticket takes its item: the reservation ends, the ticket leaves.
    void redeem(core::Waiter& ticket) noexcept;
    // Granted but unused: the reservation passes on, or the item becomes free.
    void decline(core::Waiter& ticket) noexcept override;

    // Wakes the tickets without a reservation with `error`, oldest first.
    void fail_waiting(core::Reason& error) noexcept;
    // The reserved items are gone as well: their owners, woken but not run yet, get `error` instead.
    void fail_granted(core::Reason& error) noexcept;

    // The object dies, or a fatal error dropped every stack: forgets all tickets and tells nobody.
    void abandon() noexcept;

    uint32_t reserved() const noexcept { return reserved_; }
    bool has_granted() const noexcept { return !granted_.empty(); }
    // Tickets of both kinds; walks, for reports only.
    uint32_t size() const noexcept;

protected:
    ~WaitQueue() override { abandon(); }

    // A declined reservation found no taker: one more item is free.
    virtual void on_surplus() noexcept {}

private:
    core::RefCounted& owner_;
    core::List<core::Waiter> granted_;  // woken, not run yet; in the order of their grants
    uint32_t reserved_ = 0;
};

inline bool WaitQueue::grant() noexcept {
    if (waiters_.empty()) return false;
    bool taken = false;
    while (!taken) {
        core::Waiter* ticket = waiters_.pop_front();
        if (!ticket) break;
        ++reserved_;
        granted_.push_back(*ticket);
        // A pending future redeems right here and may be gone afterwards; a coroutine does so when it runs (CH-14).
        taken = ticket->notify(*this, nullptr);
        if (!taken) redeem(*ticket);
    }
    disarm_if_idle();
    return taken;
}

inline void WaitQueue::redeem(core::Waiter& ticket) noexcept {
    ASYNC_ASSERT(ticket.linked() && reserved_ > 0);
    ticket.unlink();
    --reserved_;
}

inline void WaitQueue::decline(core::Waiter& ticket) noexcept {
    redeem(ticket);
    if (!grant()) on_surplus();
}

inline void WaitQueue::fail_waiting(core::Reason& error) noexcept {
    while (core::Waiter* ticket = waiters_.pop_front()) ticket->notify(*this, &error);
    disarm_if_idle();
}

inline void WaitQueue::fail_granted(core::Reason& error) noexcept {
    while (core::Waiter* ticket = granted_.pop_front()) {
        --reserved_;
        ticket->notify(*this, &error);
    }
}

inline void WaitQueue::abandon() noexcept {
    forget_waiters();
    while (granted_.pop_front()) {
    }
    reserved_ = 0;
}

inline uint32_t WaitQueue::size() const noexcept {
    uint32_t count = 0;
    const auto add = [&count](core::Waiter&) { ++count; };
    granted_.for_each(add);
    waiters_.for_each(add);
    return count;
}

}  // namespace async::sync
