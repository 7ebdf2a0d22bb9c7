// ContextSwitcher over the engine's fiber contexts: our own stacks, the engine's own switch, so that observers, profilers and
// nested Fibers see consistent contexts (C-230). A stack carries its bookkeeping and its first VM page at its top, so a
// coroutine parked in a shallow call costs one page. Every stack has its own bailout frame at the base (C-149). Where the
// executable hides make_fcontext, the engine allocates the stacks; everything else stays the same.
#pragma once

#include "ext/zend/compat.h"
#include "src/core/stack_slab.h"
#include "src/core/switcher.h"

namespace async::php {

class FiberSwitcher final : public core::ContextSwitcher {
public:
    // Called on the stack where a fatal error unwound to its base frame. Must leave the stack for good.
    using OnBailout = void (*)(void* argument);
    enum class Stacks : uint8_t { own, own_with_mapped_guards, of_engine };

    FiberSwitcher(Stacks stacks, std::size_t stack_size, OnBailout on_bailout, void* argument) noexcept;
    ~FiberSwitcher();

    core::MachineContext* create(Entry entry, void* argument) noexcept override;
    void switch_to(core::ResumePoint& from, core::ResumePoint to) noexcept override;
    void destroy(core::MachineContext& context) noexcept override;

    // Continues at `to`, where the engine then bails out again. From a stack that is lost (C-149).
    [[noreturn]] void bail_out_at(core::ResumePoint to) noexcept;
    // Continues at `to` as if it had been switched to. From a stack that is lost.
    [[noreturn]] void leave_for(core::ResumePoint to) noexcept;
    // All stacks are gone with whatever they held (C-147). Called on the process's own stack.
    void drop_all() noexcept;

    // Engine state a body starts with on the running stack (C-160): own VM stack, no caller, error level of the ini setting.
    void make_fresh() noexcept;
    // Whether the running flow is on a stack made here, and not inside a user Fiber.
    static bool on_own_stack() noexcept;

    // What is possible in this executable.
    static bool can_own_stacks() noexcept;
    const core::StackSlabs& slabs() const noexcept { return slabs_; }

private:
    struct Stack;

    static Stack* running() noexcept;
    static Stack* stack_of(zend_fiber_context* context) noexcept;
    bool give_memory(Stack*& stack) noexcept;
    void take_memory(Stack& stack) noexcept;
    ASYNC_ALWAYS_INLINE static void jump(zend_fiber_context* to) noexcept;
    [[noreturn]] static void run(Stack& stack) noexcept;
    static void set_stack_limits(Stack& stack) noexcept;
    int initial_error_reporting() noexcept;
    static void engine_entry(zend_fiber_transfer* transfer);
    friend struct Trampoline;

    struct StackLink : core::ListNode {};

    core::StackSlabs slabs_;
    core::List<Stack, StackLink> all_;
    OnBailout on_bailout_;
    void* bailout_argument_;
    zend_ini_entry* error_reporting_entry_ = nullptr;
    Stacks stacks_;
    bool bailing_out_ = false;
};

}  // namespace async::php
