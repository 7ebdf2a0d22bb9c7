// What one coroutine is parked on: up to two sources, a cancellation token and a deadline; whichever comes first wins and the
// rest is unlinked in that instant. Embedded in the Coroutine, so waiting allocates nothing. More sources than two are one
// composite Awaitable (see src/sync/combinators.h), never a longer Wait.
#pragma once

#include <cstdint>

#include "src/core/awaitable.h"
#include "src/core/timer_heap.h"

namespace async::core {

class Coroutine;
class Scheduler;

class Wait {
public:
    enum class Outcome : uint8_t {
        none,         // still waiting, or plainly resumed (a yield)
        source,       // source(index()) ended or pulsed
        token,        // the cancellation token ended (X-3, C-102)
        deadline,     // time is up
        interrupted,  // the coroutine itself was cancelled or failed from outside: Coroutine::take_interrupt()
    };

    explicit Wait(Coroutine& owner) noexcept;

    // Describe the wait, then Scheduler::park(). A source that is already there ends the wait at once (C-29).
    void add(Awaitable& source) noexcept;
    // Before add(), for a source that looks at Waiter::demand().
    void set_demand(uint8_t demand) noexcept { demand_ = demand; }
    void set_token(Awaitable& token) noexcept;
    void set_deadline(TimerHeap& timers, Instant deadline) noexcept;
    // An ordinary error of a source may still take over between a cancel and the coroutine's turn (C-63, second half).
    void set_lingering() noexcept { lingering_ = true; }

    Outcome outcome() const noexcept { return outcome_; }
    bool is_settled() const noexcept { return outcome_ != Outcome::none; }
    // Which source won, in the order of add(). Meaningful for Outcome::source.
    uint32_t index() const noexcept { return winner_; }
    // The place in its queue, by which a source that reserves knows whose the reservation is.
    Waiter& winner() noexcept { return slots_[winner_]; }
    // The error the winning source or token ended with, or null. Borrowed until clear().
    Reason* error() const noexcept { return error_.get(); }

    // The wait ends because the coroutine was interrupted; leaves every queue.
    void interrupt() noexcept;
    // Leaves every queue and drops references. The outcome is readable until then.
    void clear() noexcept;

    // Calls visit(const Awaitable&) for each source and the token; for the parts of one that is made of others.
    template <typename F>
    void for_each_source(F&& visit) const {
        struct Visitor final : AwaitableVisitor {
            explicit Visitor(F& target) : function(target) {}
            void visit(const Awaitable& source) override { function(source); }
            F& function;
        } visitor(visit);
        for (const Slot& slot : slots_) {
            if (slot.source) slot.source->visit_sources(visitor);
        }
    }
    bool has_deadline() const noexcept { return deadline_.armed(); }

private:
    static constexpr uint32_t kSources = 2;
    static constexpr uint32_t kToken = kSources;

    struct Slot final : Waiter {
        bool notify(Awaitable&, Reason* error) noexcept override { return owner->on_source(*this, error); }
        uint8_t demand() const noexcept override { return owner->demand_; }
        Wait* owner = nullptr;
        Ref<Awaitable> source;
    };
    struct Deadline final : TimerNode {
        void on_deadline() noexcept override { owner->end(Outcome::deadline); }
        Wait* owner = nullptr;
        TimerHeap* heap = nullptr;
    };

    bool on_source(Slot& slot, Reason* error) noexcept;
    void join(Slot& slot, Awaitable& source) noexcept;
    void end(Outcome outcome) noexcept;
    void decline_unused() noexcept;
    void leave_all(bool keep_lingering) noexcept;
    void leave(uint32_t index) noexcept;

    Coroutine& owner_;
    Slot slots_[kSources + 1];
    Deadline deadline_;
    Ref<Reason> error_;
    Outcome outcome_ = Outcome::none;
    uint8_t winner_ = 0;
    uint8_t used_ = 0;
    uint8_t demand_ = 0;
    bool lingering_ = false;
    bool dirty_ = false;
};

}  // namespace async::core
