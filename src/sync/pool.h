// Resources that are lent one at a time, at most `max` of them (chapter 02 §3): who is idle, who is out, who waits, and whether a
// circuit breaker lets anybody in. A pure state machine that never calls anybody: its owner makes, checks and destroys resources
// and may suspend over it, so a slot is claimed before and accounted for after (PO-4). PoolBase counts, Pool<R> keeps the idle
// ones. While somebody waits without a reservation, nothing is free but what somebody has just claimed.
#pragma once

#include "src/sync/ring.h"
#include "src/sync/wait_queue.h"

namespace async::sync {

class PoolBase : public core::RefCounted {
public:
    enum class Breaker : uint8_t { active, inactive, recovering };
    enum class Claim : uint8_t {
        idle,         // take() it; it is active
        create,       // make one; it is active already
        queue,        // wait in line(), redeem the ticket, claim again with Turn::own
        closed,       // Pool is closed
        unavailable,  // the breaker is open (PO-19)
    };
    enum class Turn : uint8_t {
        none,  // behind everybody who waits
        own,   // its turn has come and not been used up
    };

    void configure(uint32_t min, uint32_t max) noexcept {
        min_ = min;
        max_ = max;
    }

    // PO-6. For `queue`, `closed` and `unavailable` with Turn::own: what the turn was about goes to the next in line.
    Claim claim(Turn turn) noexcept;
    // The claimed resource goes to its user.
    void lend() noexcept { ++lent_; }
    // The user gives one back; it is still active, as if claimed. False: none is out (PO-11).
    bool begin_return() noexcept {
        if (lent_ == 0) return false;
        --lent_;
        return true;
    }
    // The claimed resource is gone, or never came to be. What got free belongs to the caller until it claims again or offers it.
    void drop() noexcept { --active_; }
    // What drop() set free is for the oldest who waits, unless a newcomer found nobody waiting and took it.
    void offer() noexcept {
        if (free() > 0) line_.grant();
    }
    // Not active any more, but still there: nobody may make another one in its place. Then Pool::put_back() or lose().
    void hold() noexcept {
        --active_;
        ++held_;
    }
    void lose() noexcept { --held_; }

    // PO-17: an idle resource nobody is promised; take() it.
    bool claim_idle() noexcept;
    bool lacks_minimum() const noexcept { return count() + held_ < min_; }
    void claim_new() noexcept { ++active_; }

    // PO-15. Everybody who waits gets `error`, those with a reservation too; the idle ones are left for the owner to destroy.
    // False: was closed already.
    bool close() noexcept;

    WaitQueue& line() noexcept { return line_; }
    uint32_t idle_count() const noexcept { return idle_; }
    uint32_t active_count() const noexcept { return active_; }
    uint32_t count() const noexcept { return idle_ + active_; }
    uint32_t min() const noexcept { return min_; }
    uint32_t max() const noexcept { return max_; }
    bool is_closed() const noexcept { return closed_; }
    Breaker breaker() const noexcept { return breaker_; }
    void set_breaker(Breaker state) noexcept { breaker_ = state; }
    virtual void describe(core::DescriptionSink& sink) const;

protected:
    PoolBase() noexcept : line_(*this) {}
    ~PoolBase() override = default;

    virtual core::Ref<core::Reason> make_closed_error() noexcept = 0;

    uint32_t idle_ = 0;
    uint32_t active_ = 0;
    uint32_t held_ = 0;

private:
    struct Line final : WaitQueue {
        explicit Line(PoolBase& owner) noexcept : WaitQueue(owner), pool(owner) {}
        void describe(core::DescriptionSink& sink) const override { pool.describe(sink); }
        PoolBase& pool;
    };

    // PO-5: idle ones and room for new ones, less what is promised.
    uint32_t free() const noexcept { return max_ - active_ - held_ - line_.reserved(); }

    Line line_;
    uint32_t min_ = 0;
    uint32_t max_ = 0;
    uint32_t lent_ = 0;
    Breaker breaker_ = Breaker::active;
    bool closed_ = false;
};

// R: default-constructible, movable.
template <typename R, typename Memory = HeapMemory>
class Pool : public PoolBase {
public:
    // After claim() or claim_idle(): the one that has been idle for longest (PO-3).
    R take() { return ring_.pop(); }
    // Becomes idle, for the oldest who waits. From active, or from hold().
    void put_back(R&& resource) {
        ring_.push(std::move(resource));
        --active_;
        add_idle();
    }
    void put_back_held(R&& resource) {
        ring_.push(std::move(resource));
        lose();
        add_idle();
    }
    // Closed: the idle ones, in the order of PO-3. False: there is none left.
    bool take_idle(R& out) {
        if (idle_ == 0) return false;
        --idle_;
        out = ring_.pop();
        return true;
    }

    template <typename F>
    void for_each_idle(F&& visit) const {
        ring_.for_each(visit);
    }

protected:
    ~Pool() override = default;

private:
    void add_idle() noexcept {
        ++idle_;
        offer();
    }

    Ring<R, Memory> ring_;
};

}  // namespace async::sync
