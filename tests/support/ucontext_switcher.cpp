#include "tests/support/ucontext_switcher.h"

#include <cstdlib>
#include <new>

#if defined(__SANITIZE_ADDRESS__)
#define ASYNC_TEST_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ASYNC_TEST_ASAN 1
#endif
#endif
#if defined(__SANITIZE_THREAD__)
#define ASYNC_TEST_TSAN 1
#endif

#ifdef ASYNC_TEST_ASAN
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
#endif
#ifdef ASYNC_TEST_TSAN
#include <sanitizer/tsan_interface.h>
#endif

namespace async::test {

namespace {

#if defined(ASYNC_TEST_ASAN) || defined(ASYNC_TEST_TSAN)
constexpr std::size_t kStackSize = 256 * 1024;
#else
constexpr std::size_t kStackSize = 64 * 1024;
#endif

using Memory = std::unique_ptr<char[]>;

// Stacks of switchers that are gone serve the next ones: making them is what would cost a chaos run its time.
std::vector<Memory>& spare_stacks() {
    static std::vector<Memory> spare;
    return spare;
}

Memory take_stack() {
    auto& spare = spare_stacks();
    if (spare.empty()) return Memory(new char[kStackSize]);
    Memory memory = std::move(spare.back());
    spare.pop_back();
#ifdef ASYNC_TEST_ASAN
    __asan_unpoison_memory_region(memory.get(), kStackSize);  // frames that were never left
#endif
    return memory;
}

void keep_stack(Memory memory) {
    if (spare_stacks().size() < 256) spare_stacks().push_back(std::move(memory));
}

}  // namespace

UcontextSwitcher::UcontextSwitcher() noexcept {
#ifdef ASYNC_TEST_TSAN
    thread_.tsan_fiber = __tsan_get_current_fiber();
#endif
}

UcontextSwitcher::~UcontextSwitcher() {
    if (live() > 0) std::abort();  // the pool has lost a stack
}

core::MachineContext* UcontextSwitcher::create(Entry entry, void* argument) noexcept {
    if (live() >= limit_) return nullptr;
    auto* context = new Context;
    context->memory = take_stack();
    context->entry = entry;
    context->argument = argument;
    context->switcher = this;
    context->entry_point = &context->flow;

    Flow& flow = context->flow;
    flow.stack = context->memory.get();
    flow.size = kStackSize;
#ifdef ASYNC_TEST_TSAN
    flow.tsan_fiber = __tsan_create_fiber(0);
#endif
    getcontext(&flow.machine);
    flow.machine.uc_stack.ss_sp = flow.stack;
    flow.machine.uc_stack.ss_size = flow.size;
    flow.machine.uc_link = nullptr;
    const auto address = reinterpret_cast<uintptr_t>(context);
    makecontext(&flow.machine, reinterpret_cast<void (*)()>(&trampoline), 2, static_cast<unsigned>(address >> 32),
                static_cast<unsigned>(address));
    context->index = contexts_.size();
    contexts_.push_back(context);
    ++created_;
    return context;
}

void UcontextSwitcher::trampoline(unsigned high, unsigned low) {
    auto* context = reinterpret_cast<Context*>((static_cast<uintptr_t>(high) << 32) | low);
    context->switcher->arrived();
    context->entry(context->argument);
    std::abort();  // an entry never returns
}

void UcontextSwitcher::switch_to(core::ResumePoint& from, core::ResumePoint to) noexcept {
    Flow* self = current_;
    auto* target = static_cast<Flow*>(to);
    from = self;
    ++switches_;
    previous_ = self;
    current_ = target;
#ifdef ASYNC_TEST_ASAN
    __sanitizer_start_switch_fiber(&self->fake_stack, target->stack, target->size);
#endif
#ifdef ASYNC_TEST_TSAN
    __tsan_switch_to_fiber(target->tsan_fiber, 0);
#endif
    swapcontext(&self->machine, &target->machine);
    arrived();
}

void UcontextSwitcher::arrived() noexcept {
#ifdef ASYNC_TEST_ASAN
    const void* stack = nullptr;
    std::size_t size = 0;
    __sanitizer_finish_switch_fiber(current_->fake_stack, &stack, &size);
    // The bounds of the thread's own stack are known only from having left it.
    if (previous_ == &thread_) {
        thread_.stack = const_cast<void*>(stack);
        thread_.size = size;
    }
#endif
}

void UcontextSwitcher::destroy(core::MachineContext& context) noexcept {
    auto& gone = static_cast<Context&>(context);
#ifdef ASYNC_TEST_TSAN
    __tsan_destroy_fiber(gone.flow.tsan_fiber);
#endif
    contexts_[gone.index] = contexts_.back();
    contexts_[gone.index]->index = gone.index;
    contexts_.pop_back();
    keep_stack(std::move(gone.memory));
    delete &gone;
}

void UcontextSwitcher::drop_all() noexcept {
    while (!contexts_.empty()) destroy(*contexts_.back());
}

}  // namespace async::test
