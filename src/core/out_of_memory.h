// What the engine does without memory, for memory that does not come from it: says so and ends the process. At once: whoever is
// told may be a worker thread, and exit() waits for that very thread to end.
#pragma once

#include <cstdio>
#include <cstdlib>

#ifndef _WIN32
#include <unistd.h>
#endif

namespace async::core {

[[noreturn]] inline void out_of_memory() noexcept {
    std::fputs("Out of memory\n", stderr);
    std::fflush(stderr);
#ifdef _WIN32
    std::_Exit(1);
#else
    _exit(1);
#endif
}

inline void* allocated(void* block) noexcept {
    if (!block) out_of_memory();
    return block;
}

}  // namespace async::core
