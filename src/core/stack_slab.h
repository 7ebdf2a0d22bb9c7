// Memory for machine stacks: slabs of address space cut into equal slots, each with a guard page below its stack. A slab is as
// large as the system grants, down to one stack. Light guards (Linux 6.13, MADV_GUARD_INSTALL) do not split the mapping, so a
// million stacks stay within the kernel's mapping limit; older kernels get mprotect guards and a cap, beyond which acquire()
// answers null (C-236, D-18).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "src/core/intrusive_list.h"

namespace async::core {

class StackSlabs {
public:
    enum class Guards : uint8_t { light, mapped };

    struct Stack {
        char* base = nullptr;  // lowest usable byte, above the guard
        std::size_t size = 0;
        explicit operator bool() const noexcept { return base != nullptr; }
    };

    // `stack_size` includes the guard page and is rounded up to whole pages. With `try_light` false, or on a kernel without
    // them, guards are mapped ones.
    StackSlabs(std::size_t stack_size, bool try_light) noexcept;
    ~StackSlabs();
    StackSlabs(const StackSlabs&) = delete;
    StackSlabs& operator=(const StackSlabs&) = delete;

    // Empty when the cap is reached or the system has no memory.
    Stack acquire() noexcept;
    // The memory the stack touched goes back to the system; the address range stays for the next one, unless the whole slab
    // is free and another one has room.
    void release(Stack stack) noexcept;
    // All stacks at once (fatal error, end of request).
    void release_all() noexcept;

    Guards guards() const noexcept { return guards_; }
    // How many stacks there can be; 0 = no limit of ours.
    uint32_t cap() const noexcept { return cap_; }
    uint32_t in_use() const noexcept { return in_use_; }
    std::size_t stack_size() const noexcept { return slot_size_; }

private:
    struct Slab : ListNode {
        char* base = nullptr;
        uint32_t slots = 0;
        uint32_t fresh = 0;            // slots never handed out yet start here
        uint32_t used = 0;
        std::vector<uint32_t> freed;   // slots that came back, last first
    };

    Slab* slab_with_room() noexcept;
    Slab* map_slab() noexcept;
    Slab* map_slab_of(uint32_t slots) noexcept;
    void unmap(Slab* slab) noexcept;
    Slab* slab_of(const char* address) const noexcept;
    bool guard(char* slot) noexcept;

    std::size_t page_size_;
    std::size_t slot_size_;
    uint32_t slots_per_slab_;
    uint32_t cap_ = 0;
    uint32_t in_use_ = 0;
    Guards guards_ = Guards::light;
    bool try_light_;
    std::vector<Slab*> slabs_;  // by address
    List<Slab> with_room_;
};

}  // namespace async::core
