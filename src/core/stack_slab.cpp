#include "src/core/stack_slab.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#endif

namespace async::core {

namespace {

constexpr std::size_t kSlabSize = std::size_t{1} << 30;
constexpr uint32_t kMinSlots = 16;
constexpr int kGuardInstall = 102;  // MADV_GUARD_INSTALL, newer than most headers
constexpr uint32_t kMappingsLeftToOthers = 4000;

// What ASan remembers of dead frames must not outlive the stack.
void forget_poison([[maybe_unused]] void* memory, [[maybe_unused]] std::size_t size) noexcept {
#if defined(__SANITIZE_ADDRESS__)
    ASAN_UNPOISON_MEMORY_REGION(memory, size);
#endif
}

// Two mappings a stack, against the kernel's limit.
uint32_t mapped_guard_cap() noexcept {
    unsigned long limit = 65530;
    if (FILE* file = std::fopen("/proc/sys/vm/max_map_count", "re")) {
        if (std::fscanf(file, "%lu", &limit) != 1) limit = 65530;
        std::fclose(file);
    }
    const unsigned long room = limit > kMappingsLeftToOthers ? limit - kMappingsLeftToOthers : 2;
    return static_cast<uint32_t>(std::min<unsigned long>(room / 2, UINT32_MAX));
}

}  // namespace

StackSlabs::StackSlabs(std::size_t stack_size, bool try_light) noexcept
    : page_size_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))), try_light_(try_light) {
    slot_size_ = (stack_size + page_size_ - 1) / page_size_ * page_size_;
    slots_per_slab_ = std::max<uint32_t>(kMinSlots, static_cast<uint32_t>(kSlabSize / slot_size_));
    if (try_light_) return;
    guards_ = Guards::mapped;
    cap_ = mapped_guard_cap();
}

StackSlabs::~StackSlabs() { release_all(); }

StackSlabs::Stack StackSlabs::acquire() noexcept {
    if (cap_ != 0 && in_use_ >= cap_) return {};
    Slab* slab = slab_with_room();
    if (!slab) return {};
    char* slot;
    if (!slab->freed.empty()) {
        slot = slab->base + std::size_t{slab->freed.back()} * slot_size_;
        slab->freed.pop_back();
    } else {
        slot = slab->base + std::size_t{slab->fresh} * slot_size_;
        if (!guard(slot)) return {};
        ++slab->fresh;
    }
    ++slab->used;
    ++in_use_;
    if (slab->freed.empty() && slab->fresh == slab->slots) slab->unlink();
    return {slot + page_size_, slot_size_ - page_size_};
}

void StackSlabs::release(Stack stack) noexcept {
    Slab* slab = slab_of(stack.base);
    forget_poison(stack.base, stack.size);
    madvise(stack.base, stack.size, MADV_DONTNEED);
    slab->freed.push_back(static_cast<uint32_t>(static_cast<std::size_t>(stack.base - slab->base) / slot_size_));
    --slab->used;
    --in_use_;
    if (!slab->linked()) with_room_.push_back(*slab);
    const bool another_has_room = with_room_.front() != with_room_.back();
    if (slab->used == 0 && another_has_room) unmap(slab);
}

void StackSlabs::release_all() noexcept {
    while (!slabs_.empty()) unmap(slabs_.back());
    in_use_ = 0;
}

StackSlabs::Slab* StackSlabs::slab_with_room() noexcept {
    Slab* slab = with_room_.front();
    return slab ? slab : map_slab();
}

// Where address space is rationed (ulimit -v) a large slab may be refused and a small one be had.
StackSlabs::Slab* StackSlabs::map_slab() noexcept {
    for (const uint32_t slots : {slots_per_slab_, kMinSlots, uint32_t{1}}) {
        if (Slab* slab = map_slab_of(slots)) return slab;
    }
    return nullptr;
}

StackSlabs::Slab* StackSlabs::map_slab_of(uint32_t slots) noexcept {
    const std::size_t size = std::size_t{slots} * slot_size_;
    void* memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) return nullptr;
    madvise(memory, size, MADV_NOHUGEPAGE);  // with huge pages each stack could cost 2 MiB
    Slab* slab = new Slab;
    slab->base = static_cast<char*>(memory);
    slab->slots = slots;
    slabs_.insert(std::upper_bound(slabs_.begin(), slabs_.end(), slab,
                                   [](const Slab* a, const Slab* b) { return a->base < b->base; }),
                  slab);
    with_room_.push_back(*slab);
    return slab;
}

void StackSlabs::unmap(Slab* slab) noexcept {
    const std::size_t size = std::size_t{slab->slots} * slot_size_;
    forget_poison(slab->base, size);
    munmap(slab->base, size);
    slab->unlink();
    slabs_.erase(std::find(slabs_.begin(), slabs_.end(), slab));
    delete slab;
}

StackSlabs::Slab* StackSlabs::slab_of(const char* address) const noexcept {
    auto above = std::upper_bound(slabs_.begin(), slabs_.end(), address,
                                  [](const char* a, const Slab* slab) { return a < slab->base; });
    return *(above - 1);
}

bool StackSlabs::guard(char* slot) noexcept {
    if (guards_ == Guards::light) {
        if (madvise(slot, page_size_, kGuardInstall) == 0) return true;
        guards_ = Guards::mapped;  // this kernel does not know them
        cap_ = mapped_guard_cap();
    }
    return mprotect(slot, page_size_, PROT_NONE) == 0;
}

}  // namespace async::core
