// What the dynamic loader knows about an address: which loaded object (executable or library) it belongs to,
// how to store into data the loader made read-only, and how to stay loaded. Used at module start and shutdown
// only, by one thread.
#pragma once

#include <cstddef>

namespace async::php {

// The load address of the object `address` lies in, or null when it lies in none (heap, stack, unloaded).
const void* object_base(const void* address);

// While it lives, memory that the loader made read-only (constant tables live in relocation-read-only memory) can be written to;
// afterwards it is as the loader left it. False, with errno: the system refuses, and nothing has changed.
class Unprotected {
public:
    Unprotected(void* begin, std::size_t size) noexcept;
    ~Unprotected();
    Unprotected(const Unprotected&) = delete;
    Unprotected& operator=(const Unprotected&) = delete;
    explicit operator bool() const noexcept { return writable_; }

private:
    void* pages_ = nullptr;  // null: they were writable before
    std::size_t size_ = 0;
    bool writable_ = true;
#ifdef _WIN32
    unsigned long before_ = 0;
#endif
};

// Never unload this extension: somebody keeps a pointer to our code (IO-72).
void keep_loaded();

}  // namespace async::php
