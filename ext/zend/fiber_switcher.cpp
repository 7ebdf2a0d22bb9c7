#include "ext/zend/fiber_switcher.h"

#include "ext/zend/stand_in_frame.h"
#include "ext/zend/switch_state.h"

#if defined(__SANITIZE_ADDRESS__)
#include <pthread.h>
#include <sanitizer/common_interface_defs.h>
#endif
#if __has_include(<valgrind/valgrind.h>)
#include <valgrind/valgrind.h>
#define ASYNC_HAS_VALGRIND 1
#endif

extern "C" {
// The engine's context assembly (boost.context). Exported by every PHP binary seen so far, but it need not be.
struct AsyncFcontextTransfer {
    void* handle;
    zend_fiber_transfer* transfer;
};
__attribute__((weak)) void* make_fcontext(void* stack_top, size_t size, void (*entry)(AsyncFcontextTransfer));
}

namespace async::php {

namespace {

constexpr size_t kFirstVmPage = 1024;        // one small page holds a shallow call
constexpr size_t kVmPage = 8 * 1024;         // what is linked when the first one is full; a power of two
zend_function base_function;                 // the frame at the bottom of every stack: internal, its name empty
int context_kind;                            // its address marks our contexts

}  // namespace

// Lives at the top of the stack memory it describes (own stacks), or on the heap (engine's stacks).
struct FiberSwitcher::Stack : core::MachineContext, FiberSwitcher::StackLink {
    zend_fiber_context engine;
    FiberSwitcher* switcher;
    Entry entry;
    void* argument;
    core::StackSlabs::Stack memory;  // empty when the engine owns it
    zend_vm_stack first_page;
#ifdef ASYNC_HAS_VALGRIND
    unsigned valgrind_id;
#endif
};

// --- Making and unmaking ---------------------------------------------------------------------------------------------

FiberSwitcher::FiberSwitcher(Stacks stacks, std::size_t stack_size, OnBailout on_bailout, void* argument) noexcept
    : slabs_(stack_size, stacks == Stacks::own),
      on_bailout_(on_bailout),
      bailout_argument_(argument),
      stacks_(can_own_stacks() ? stacks : Stacks::of_engine) {
    base_function.type = ZEND_INTERNAL_FUNCTION;
    base_function.common.function_name = ZSTR_EMPTY_ALLOC();  // warnings look for its first letter
}

FiberSwitcher::~FiberSwitcher() { ASYNC_ASSERT(all_.empty()); }

bool FiberSwitcher::can_own_stacks() noexcept { return make_fcontext != nullptr; }

struct Trampoline {
    static void start(AsyncFcontextTransfer data) {
        zend_fiber_context* from = data.transfer->context;
        from->handle = data.handle;  // the duty of whoever is switched to, see zend_fiber_switch_context()
        FiberSwitcher::Stack& stack = *FiberSwitcher::running();
#if defined(__SANITIZE_ADDRESS__)
        __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr);
#endif
        FiberSwitcher::run(stack);
    }
};

bool FiberSwitcher::give_memory(Stack*& stack) noexcept {
    const core::StackSlabs::Stack memory = slabs_.acquire();
    if (!memory) return false;
    char* top = memory.base + memory.size;
    char* page = top - kFirstVmPage;
    char* block = page - (sizeof(Stack) + 15) / 16 * 16;
    stack = new (block) Stack;
    stack->memory = memory;
    stack->first_page = reinterpret_cast<zend_vm_stack>(page);
    memset(&stack->engine, 0, sizeof stack->engine);
    const auto size = static_cast<size_t>(block - memory.base);
    stack->engine.handle = make_fcontext(block, size, &Trampoline::start);
    stack->engine.kind = &context_kind;
    stack->engine.status = ZEND_FIBER_STATUS_INIT;
#ifdef ASYNC_HAS_VALGRIND
    stack->valgrind_id = VALGRIND_STACK_REGISTER(memory.base, top);
#endif
    zend_observer_fiber_init_notify(&stack->engine);
    return true;
}

core::MachineContext* FiberSwitcher::create(Entry entry, void* argument) noexcept {
    Stack* stack = nullptr;
    if (stacks_ != Stacks::of_engine) {
        if (!give_memory(stack)) return nullptr;
    } else {
        stack = new Stack;
        memset(&stack->engine, 0, sizeof stack->engine);
        if (!compat::init_context(&stack->engine, &context_kind, &engine_entry, slabs_.stack_size())) {
            delete stack;
            zend_clear_exception();  // the caller words its own refusal
            return nullptr;
        }
        stack->first_page = static_cast<zend_vm_stack>(pemalloc(kFirstVmPage, 1));
    }
    zend_vm_stack page = stack->first_page;
    page->top = ZEND_VM_STACK_ELEMENTS(page);
    page->end = reinterpret_cast<zval*>(reinterpret_cast<char*>(page) + kFirstVmPage);
    page->prev = nullptr;
    stack->switcher = this;
    stack->entry = entry;
    stack->argument = argument;
    stack->entry_point = &stack->engine;
    all_.push_back(*stack);
    return stack;
}

void FiberSwitcher::destroy(core::MachineContext& context) noexcept {
    auto& stack = static_cast<Stack&>(context);
    if (stacks_ == Stacks::of_engine) {
        zend_fiber_destroy_context(&stack.engine);
    } else {
        zend_observer_fiber_destroy_notify(&stack.engine);
    }
    take_memory(stack);
}

void FiberSwitcher::take_memory(Stack& stack) noexcept {
    static_cast<StackLink&>(stack).unlink();
    if (stacks_ == Stacks::of_engine) {
        pefree(stack.first_page, 1);
        delete &stack;
        return;
    }
#ifdef ASYNC_HAS_VALGRIND
    VALGRIND_STACK_DEREGISTER(stack.valgrind_id);
#endif
    const core::StackSlabs::Stack memory = stack.memory;
    stack.~Stack();
    slabs_.release(memory);
}

void FiberSwitcher::drop_all() noexcept {
    while (Stack* stack = all_.front()) {
        static_cast<core::ListNode&>(static_cast<core::MachineContext&>(*stack)).unlink();
        destroy(*stack);
    }
    slabs_.release_all();
}

// --- Switching -------------------------------------------------------------------------------------------------------

FiberSwitcher::Stack* FiberSwitcher::stack_of(zend_fiber_context* context) noexcept {
    return reinterpret_cast<Stack*>(reinterpret_cast<char*>(context) - XtOffsetOf(Stack, engine));
}

FiberSwitcher::Stack* FiberSwitcher::running() noexcept { return stack_of(EG(current_fiber_context)); }

bool FiberSwitcher::on_own_stack() noexcept { return EG(current_fiber_context)->kind == &context_kind; }

void FiberSwitcher::switch_to(core::ResumePoint& from, core::ResumePoint to) noexcept {
    SwitchState state;
    state.leave();
    from = EG(current_fiber_context);
    jump(static_cast<zend_fiber_context*>(to));
    state.enter();
    if (UNEXPECTED(bailing_out_)) {
        bailing_out_ = false;
        _zend_bailout(const_cast<char*>(__FILE__), __LINE__);
    }
}

void FiberSwitcher::bail_out_at(core::ResumePoint to) noexcept {
    bailing_out_ = true;
    leave_for(to);
}

void FiberSwitcher::leave_for(core::ResumePoint to) noexcept {
    SwitchState::settle();
    jump(static_cast<zend_fiber_context*>(to));
    std::abort();
}

#if defined(__SANITIZE_ADDRESS__)

// ASan wants to know every stack. The engine of the distribution is built without it, so we tell it, for its Fibers too.
static void asan_bounds(zend_fiber_context* context, const void** base, size_t* size) {
    struct EngineStack {  // the head of the engine's private struct _zend_fiber_stack
        void* pointer;
        size_t size;
    };
    if (context->stack) {
        auto* stack = reinterpret_cast<EngineStack*>(context->stack);
        *base = stack->pointer;
        *size = stack->size;
        return;
    }
    // Of the first thread it reads /proc/self/maps, far too long for every switch.
    static ASYNC_PHP_THREAD_LOCAL void* own_base = nullptr;
    static ASYNC_PHP_THREAD_LOCAL size_t own_size = 0;
    if (!own_base) {
        pthread_attr_t attributes;
        pthread_getattr_np(pthread_self(), &attributes);
        pthread_attr_getstack(&attributes, &own_base, &own_size);
        pthread_attr_destroy(&attributes);
    }
    *base = own_base;
    *size = own_size;
}

void FiberSwitcher::jump(zend_fiber_context* to) noexcept {
    const void* base = nullptr;
    size_t size = 0;
    if (to->kind == &context_kind && stack_of(to)->memory) {
        base = stack_of(to)->memory.base;
        size = stack_of(to)->memory.size;
    } else {
        asan_bounds(to, &base, &size);
    }
    void* fake_stack = nullptr;
    zend_fiber_transfer transfer;
    memset(&transfer, 0, sizeof transfer);
    transfer.context = to;
    ZVAL_NULL(&transfer.value);
    const StandInFrame stand_in(to);
    __sanitizer_start_switch_fiber(&fake_stack, base, size);
    zend_fiber_switch_context(&transfer);
    __sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
}

#else

void FiberSwitcher::jump(zend_fiber_context* to) noexcept {
    zend_fiber_transfer transfer;
    transfer.context = to;
    ZVAL_NULL(&transfer.value);
    transfer.flags = 0;
    const StandInFrame stand_in(to);
    zend_fiber_switch_context(&transfer);
}

#endif

// --- On the new stack ------------------------------------------------------------------------------------------------

void FiberSwitcher::engine_entry(zend_fiber_transfer* /*transfer*/) {
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr);
#endif
    run(*running());
}

void FiberSwitcher::set_stack_limits([[maybe_unused]] Stack& stack) noexcept {
#ifdef ASYNC_HAS_STACK_LIMIT
    if (stack.memory) {
        EG(stack_base) = &stack;
        EG(stack_limit) = stack.memory.base + EG(reserved_stack_size);
    } else {
        EG(stack_base) = zend_fiber_stack_base(stack.engine.stack);
        EG(stack_limit) = zend_fiber_stack_limit(stack.engine.stack);
    }
#endif
}

// The level of the ini setting, as the engine's own Fibers start with. The entry is looked up once per request, not per spawn.
int FiberSwitcher::initial_error_reporting() noexcept {
    if (!error_reporting_entry_) {
        error_reporting_entry_ = static_cast<zend_ini_entry*>(
            zend_hash_str_find_ptr(EG(ini_directives), "error_reporting", sizeof "error_reporting" - 1));
    }
    const zend_string* value = error_reporting_entry_ ? error_reporting_entry_->value : nullptr;
    return value ? static_cast<int>(ZEND_STRTOL(ZSTR_VAL(value), nullptr, 0)) : E_ALL;
}

void FiberSwitcher::run(Stack& stack) noexcept {
    EG(vm_stack) = stack.first_page;
    EG(vm_stack_page_size) = kVmPage;
    EG(active_fiber) = nullptr;
    set_stack_limits(stack);
    stack.switcher->make_fresh();
    EG(bailout) = nullptr;
    zend_try { stack.entry(stack.argument); }
    zend_catch { stack.switcher->on_bailout_(stack.switcher->bailout_argument_); }
    zend_end_try();
    std::abort();  // neither comes back
}

void FiberSwitcher::make_fresh() noexcept {
    // A body that ended normally has popped all its pages but the first one.
    zend_vm_stack page = EG(vm_stack);
    auto* frame = reinterpret_cast<zend_execute_data*>(ZEND_VM_STACK_ELEMENTS(page));
    EG(vm_stack_top) = ZEND_VM_STACK_ELEMENTS(page) + ZEND_CALL_FRAME_SLOT;
    EG(vm_stack_end) = page->end;
    memset(frame, 0, sizeof *frame);
    frame->func = &base_function;
    EG(current_execute_data) = frame;
    EG(jit_trace_num) = 0;
    EG(error_reporting) = initial_error_reporting();
}

}  // namespace async::php
