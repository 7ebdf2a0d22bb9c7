// Warm machine contexts, last used first. A context is lent to a coroutine from its first run to its finish. What a burst
// left over is given back: contexts beyond the warm limit that nobody needed since the last step are destroyed, a bounded
// number per step, so no step is long and a burst that keeps coming back keeps its stacks (C-31, C-236).
#pragma once

#include <cstdint>

#include "src/core/switcher.h"

namespace async::core {

class ContextPool {
public:
    // From this many stacks on, one more is kept in reserve.
    static constexpr uint32_t kReserveFrom = 64;

    // `warm`: how many idle contexts to keep in any case.
    ContextPool(ContextSwitcher& switcher, uint32_t warm) noexcept : switcher_(switcher), warm_(warm) {}

    // An idle context or a new one; null when none can be had.
    MachineContext* acquire(ContextSwitcher::Entry entry, void* argument) noexcept;
    // The one stack kept back for ending coroutines that cannot have one. Fatal when even that is in use.
    MachineContext* acquire_reserve(ContextSwitcher::Entry entry, void* argument) noexcept;
    // Whether this is the reserve at work. It must never carry a body: a coroutine parked on it would leave none.
    bool is_reserve(const MachineContext& context) const noexcept { return &context == lent_reserve_; }
    // Called on the context's own stack, which then switches away.
    void release(MachineContext& context) noexcept;
    // Destroys contexts that were idle since the last call: down to `warm`, at most `budget` of them.
    void trim(uint32_t budget) noexcept;
    // Destroys all idle contexts. Lent ones must have come back, or have been abandoned.
    void clear() noexcept;
    // Forgets every context without touching it (fatal error): the switcher drops their memory wholesale.
    void abandon() noexcept;

    bool has_surplus() const noexcept { return idle_count_ > warm_; }
    uint32_t total() const noexcept { return total_; }
    uint32_t idle() const noexcept { return idle_count_; }
    uint32_t warm() const noexcept { return warm_; }

private:
    ContextSwitcher& switcher_;
    List<MachineContext> idle_;
    MachineContext* reserve_ = nullptr;
    MachineContext* lent_reserve_ = nullptr;
    uint32_t warm_;
    uint32_t idle_count_ = 0;
    uint32_t unneeded_ = 0;  // lowest idle_count_ since the last trim
    uint32_t total_ = 0;
};

}  // namespace async::core
