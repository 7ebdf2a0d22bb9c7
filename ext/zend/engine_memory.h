// Memory of the request, for containers of src/ that ask where theirs comes from: counted by the memory limit, and the engine
// takes it back when a fatal error has abandoned its owner.
#pragma once

#include "ext/zend/compat.h"

namespace async::php {

struct EngineMemory {
    static void* allocate(std::size_t bytes) { return emalloc(bytes); }
    static void release(void* memory) noexcept { efree(memory); }
};

// A base for objects that a request's own stacks hold: `new` takes them from there.
struct InEngineMemory {
    static void* operator new(std::size_t bytes) { return emalloc(bytes); }
    static void operator delete(void* memory) noexcept { efree(memory); }
};

}  // namespace async::php
