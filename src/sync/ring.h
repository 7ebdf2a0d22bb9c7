// Values in arrival order: a ring that grows with what is in it, not with what might be, and gives the memory of a burst back
// when it runs empty. Owned by its channel. Memory says where cells come from; its allocate() may leave by longjmp, which
// happens only in make_room(), before anything changed.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <new>
#include <utility>

#include "src/core/assert.h"
#include "src/core/out_of_memory.h"

namespace async::sync {

struct HeapMemory {
    static void* allocate(std::size_t bytes) noexcept {
        return core::allocated(std::malloc(bytes));
    }
    static void release(void* memory) noexcept { std::free(memory); }
};

template <typename V, typename Memory = HeapMemory>
class Ring {
public:
    Ring() = default;
    Ring(const Ring&) = delete;
    Ring& operator=(const Ring&) = delete;
    ~Ring() {
        while (size_ > 0) pop();
        if (cells_) Memory::release(cells_);
    }

    // The next push() will not allocate.
    void make_room() {
        if (ASYNC_UNLIKELY(size_ == allocated_)) grow();
    }
    void push(V&& value) {
        make_room();
        new (&cells_[(head_ + size_) & (allocated_ - 1)]) V(std::move(value));
        ++size_;
    }
    // The oldest value; there must be one.
    V pop() {
        ASYNC_ASSERT(size_ > 0);
        V& cell = cells_[head_];
        V value(std::move(cell));
        cell.~V();
        head_ = (head_ + 1) & (allocated_ - 1);
        --size_;
        if (ASYNC_UNLIKELY(size_ == 0 && allocated_ > kKept)) shed();
        return value;
    }

    uint32_t size() const noexcept { return size_; }
    uint32_t allocated() const noexcept { return allocated_; }
    template <typename F>
    void for_each(F&& visit) const {
        for (uint32_t i = 0; i < size_; ++i) visit(cells_[(head_ + i) & (allocated_ - 1)]);
    }

private:
    static constexpr uint32_t kFirst = 4;     // powers of two
    static constexpr uint32_t kKept = 1024;  // a ring that once was larger is given back when empty

    void grow() {
        const uint32_t larger = allocated_ > 0 ? allocated_ * 2 : kFirst;
        V* cells = static_cast<V*>(Memory::allocate(sizeof(V) * larger));
        for (uint32_t i = 0; i < size_; ++i) {
            V& from = cells_[(head_ + i) & (allocated_ - 1)];
            new (&cells[i]) V(std::move(from));
            from.~V();
        }
        if (cells_) Memory::release(cells_);
        cells_ = cells;
        allocated_ = larger;
        head_ = 0;
    }
    void shed() {
        Memory::release(cells_);
        cells_ = nullptr;
        allocated_ = head_ = 0;
    }

    V* cells_ = nullptr;
    uint32_t head_ = 0;
    uint32_t size_ = 0;
    uint32_t allocated_ = 0;
};

}  // namespace async::sync
