#include "src/core/context_pool.h"

#include <algorithm>
#include <utility>

#include "src/core/out_of_memory.h"

namespace async::core {

MachineContext* ContextPool::acquire(ContextSwitcher::Entry entry, void* argument) noexcept {
    if (MachineContext* context = idle_.pop_front()) {
        if (--idle_count_ < unneeded_) unneeded_ = idle_count_;
        return context;
    }
    MachineContext* context = switcher_.create(entry, argument);
    if (!context) return nullptr;
    if (++total_ == kReserveFrom) reserve_ = switcher_.create(entry, argument);
    return context;
}

MachineContext* ContextPool::acquire_reserve(ContextSwitcher::Entry entry, void* argument) noexcept {
    if (!reserve_) reserve_ = switcher_.create(entry, argument);
    if (!reserve_) out_of_memory();
    ++total_;
    return lent_reserve_ = std::exchange(reserve_, nullptr);
}

void ContextPool::release(MachineContext& context) noexcept {
    if (ASYNC_UNLIKELY(&context == lent_reserve_)) {
        reserve_ = std::exchange(lent_reserve_, nullptr);
        --total_;
        return;
    }
    idle_.push_front(context);
    ++idle_count_;
}

void ContextPool::trim(uint32_t budget) noexcept {
    uint32_t surplus = unneeded_ > warm_ ? unneeded_ - warm_ : 0;
    for (surplus = std::min(surplus, budget); surplus > 0; --surplus) {
        MachineContext* context = idle_.back();
        context->unlink();
        --idle_count_;
        --total_;
        switcher_.destroy(*context);
    }
    unneeded_ = idle_count_;
}

void ContextPool::clear() noexcept {
    while (MachineContext* context = idle_.pop_front()) {
        --idle_count_;
        --total_;
        switcher_.destroy(*context);
    }
    unneeded_ = 0;
    if (MachineContext* context = std::exchange(reserve_, nullptr)) switcher_.destroy(*context);
}

void ContextPool::abandon() noexcept {
    while (idle_.pop_front()) {
    }
    reserve_ = lent_reserve_ = nullptr;
    idle_count_ = total_ = unneeded_ = 0;
}

}  // namespace async::core
