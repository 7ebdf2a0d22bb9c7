// The machine half of a coroutine: make a stack, jump between stacks, give it back. Knows nothing of coroutines. One of the
// two seams (the other is Reactor) that tests replace.
#pragma once

#include "src/core/intrusive_list.h"

namespace async::core {

// Where a parked flow continues. For PHP this is whatever engine context was running when it parked, which may be a user
// Fiber nested in the coroutine, so it is not the same thing as the coroutine's own stack.
using ResumePoint = void*;

// A stack that runs one coroutine after another. Implementations derive from it.
struct MachineContext : ListNode {
    ResumePoint entry_point = nullptr;  // resumes the context itself: its first run, or its wait in the pool
};

class ContextSwitcher {
public:
    using Entry = void (*)(void* argument);

    // A context that will call entry(argument) on its own stack when first switched to; the entry never returns.
    // Null when no stack can be had.
    virtual MachineContext* create(Entry entry, void* argument) noexcept = 0;
    // Stores where the caller stands in `from` and continues at `to`. Returns when somebody switches back.
    virtual void switch_to(ResumePoint& from, ResumePoint to) noexcept = 0;
    // Gives the stack back, with the memory it touched (C-236). Called on another stack.
    virtual void destroy(MachineContext& context) noexcept = 0;

protected:
    ~ContextSwitcher() = default;
};

}  // namespace async::core
