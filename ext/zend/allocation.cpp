// The extension's own operator new, seen by nobody else: without memory it ends the process as the engine does everywhere
// ("Out of memory", exit status 1), where the C++ library would throw what nothing here can catch. What src/ allocates with
// std::nothrow asks for null and gets it.
#include <cstdlib>
#include <new>

#include "src/core/out_of_memory.h"

// The sanitizer's runtime has its own, which pairs new with delete.
#if !defined(__SANITIZE_ADDRESS__) && defined(__ELF__) && defined(__LP64__)

void* operator new(std::size_t size) { return async::core::allocated(std::malloc(size > 0 ? size : 1)); }
void* operator new[](std::size_t size) { return async::core::allocated(std::malloc(size > 0 ? size : 1)); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return std::malloc(size); }
void operator delete(void* block) noexcept { std::free(block); }
void operator delete[](void* block) noexcept { std::free(block); }
void operator delete(void* block, std::size_t) noexcept { std::free(block); }
void operator delete[](void* block, std::size_t) noexcept { std::free(block); }
void operator delete(void* block, const std::nothrow_t&) noexcept { std::free(block); }

// Said to the assembler: the library's header insists on default visibility.
__asm__(".hidden _Znwm\n.hidden _Znam\n.hidden _ZnwmRKSt9nothrow_t\n.hidden _ZdlPv\n.hidden _ZdaPv\n.hidden _ZdlPvm\n"
        ".hidden _ZdaPvm\n.hidden _ZdlPvRKSt9nothrow_t");

#endif
