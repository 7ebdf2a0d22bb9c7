#include "ext/zend/runtime.h"

#include "ext/zend/engine_signals.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/lifecycle.h"
#include "ext/zend/throwable_reason.h"
#include "ext/zend/time_slice.h"
#include "src/uv/uv_reactor.h"

namespace async::php {

namespace {

FiberSwitcher::Stacks wanted_stacks() noexcept {
    const char* guards = ASYNC_G(stack_guards);
    if (guards && strcmp(guards, "engine") == 0) return FiberSwitcher::Stacks::of_engine;
    if (guards && strcmp(guards, "mapped") == 0) return FiberSwitcher::Stacks::own_with_mapped_guards;
    return FiberSwitcher::Stacks::own;
}

// IO-73: two extensions cannot both own the process's waits.
const char* rival() noexcept {
    static const char* const rivals[] = {"swoole", "openswoole", "swow"};
    for (const char* name : rivals) {
        if (zend_hash_str_exists(&module_registry, name, strlen(name))) return name;
    }
    return nullptr;
}

// Before a switch. The engine notes as much for a Fiber that starts another one: whoever asks for the trace of a Fiber that runs
// without being the active one begins there.
void note_place(PhpCoroutine& coroutine) noexcept {
    coroutine.leave_at(EG(current_execute_data));
    if (zend_fiber* fiber = EG(active_fiber)) fiber->execute_data = EG(current_execute_data);
}

bool in_foreign_fiber() noexcept {
    return EG(current_fiber_context) != EG(main_fiber_context) && !FiberSwitcher::on_own_stack();
}

}  // namespace

// --- Who runs --------------------------------------------------------------------------------------------------------

PhpCoroutine* Runtime::enter() {
    Runtime* runtime = ASYNC_G(runtime);
    if (EXPECTED(runtime != nullptr)) {
        core::Coroutine* current = runtime->scheduler_.current();
        if (EXPECTED(current && !current->is_finished())) return PhpCoroutine::from(current);
    }
    runtime = start();
    if (!runtime) return nullptr;
    if (runtime->scheduler_.current()) {  // a destructor of something that died together with its coroutine
        throw_async(ce_async_exception, "The operation cannot be executed in the scheduler context");
        return nullptr;
    }
    if (in_foreign_fiber()) {
        throw_async(ce_async_exception, "The True Async Scheduler cannot be started from within a Fiber");
        return nullptr;
    }
    return runtime->adopt();
}

Runtime* Runtime::start() {
    if (Runtime* runtime = ASYNC_G(runtime)) {
        if (!runtime->closed_) return runtime;
        throw_async(ce_async_exception, "The operation cannot be executed while async is off");
        return nullptr;
    }
    if (const char* other = rival()) {
        throw_async(ce_async_exception, "The scheduler cannot be started while the extension \"%s\" is loaded", other);
        return nullptr;
    }
    if (in_foreign_fiber()) {
        throw_async(ce_async_exception, "The True Async Scheduler cannot be started from within a Fiber");
        return nullptr;
    }
    if (before_start && !before_start()) return nullptr;
    auto* runtime = new Runtime(wanted_stacks());
    ASYNC_G(runtime) = runtime;
    ASYNC_G(active) = true;
    lifecycle::runtime_started();
    runtime->watchdog_ = time_slice::start(*runtime);
    runtime->report_ = ReportOnSignal::start(*runtime);
    return runtime;
}

const char* Runtime::loop_library_version() noexcept { return uv::UvReactor::library_version(); }

Runtime::Runtime(FiberSwitcher::Stacks stacks) noexcept
    : switcher_(stacks, static_cast<size_t>(ASYNC_G(stack_size)), &Runtime::on_bailout, this),
      scheduler_(switcher_, *this, clock_, static_cast<uint32_t>(ASYNC_G(warm_stacks))),
      main_scope_(PhpScope::make(nullptr)) {
    if (const char* schedule = ASYNC_G(debug_schedule); schedule && strncmp(schedule, "seed:", 5) == 0) {
        scheduler_.run_queue().shuffle(strtoull(schedule + 5, nullptr, 10));
    }
}

Runtime::~Runtime() {
    if (exit_exception_) OBJ_RELEASE(exit_exception_);
}

PhpCoroutine* Runtime::adopt() noexcept {
    PhpCoroutine* flow = PhpCoroutine::make_adopted();
    scheduler_.adopt(*flow, *main_scope_);
    OBJ_RELEASE(flow->std_object());  // the scheduler holds its own
    return flow;
}

PhpScope& Runtime::current_scope() noexcept {
    core::Coroutine* current = scheduler_.current();
    return current && current->scope() ? *PhpScope::from(current->scope()) : *main_scope_;
}

bool Runtime::can_suspend() noexcept {
    if (closed_ || no_suspend_depth > 0) return false;
    if (core::Coroutine* current = scheduler_.current()) return current->state() == core::Coroutine::State::running;
    if (in_foreign_fiber()) return false;
    adopt();  // IO-3: the main flow after the scheduler has started
    return true;
}

core::Wait::Outcome Runtime::park() noexcept {
    if (UNEXPECTED(unwinding_)) die();
    ++parks_;
    note_place(*current());
    return scheduler_.park();
}

core::Wait::Outcome Runtime::yield() noexcept {
    if (UNEXPECTED(unwinding_)) die();
    ++parks_;
    note_place(*current());
    return scheduler_.yield();
}

core::Wait::Outcome Runtime::preempt() noexcept {
    if (UNEXPECTED(unwinding_)) return core::Wait::Outcome::none;
    ++parks_;
    note_place(*current());
    return scheduler_.preempt();
}

// --- What the scheduler asks -----------------------------------------------------------------------------------------

core::Reactor* Runtime::make_reactor() noexcept {
    core::Error error;
    if (!reactor_) reactor_ = uv::UvReactor::make(error);
#ifndef _WIN32
    uv::set_signal_forwarding(&may_forward_signal);
#endif
    return reactor_.get();
}

core::Ref<core::Reason> Runtime::out_of_stacks() noexcept {
    const uint32_t cap = switcher_.slabs().cap();
    const uint32_t used = switcher_.slabs().in_use();
    zend_object* exception =
        cap ? format_throwable(ce_async_exception, nullptr,
                               "Cannot start the coroutine: this kernel allows %u coroutine stacks and %u are in use "
                               "(Linux 6.13 lifts the limit; or raise vm.max_map_count)",
                               cap, used)
            : format_throwable(ce_async_exception, nullptr,
                               "Cannot start the coroutine: no memory for a stack of %zu bytes (%u are in use)",
                               switcher_.slabs().stack_size(), used);
    return ThrowableReason::own(exception);
}

}  // namespace async::php
