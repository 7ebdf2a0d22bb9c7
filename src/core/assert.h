// ASYNC_ASSERT: a broken invariant of ours is fatal in debug builds and costs nothing in release builds. Wrong input from
// PHP code is never an assertion; it is a value or an exception.
#pragma once

#include <cstdio>
#include <cstdlib>

#ifdef ASYNC_DEBUG
#define ASYNC_ASSERT(condition)                                                                       \
    do {                                                                                              \
        if (!(condition)) {                                                                           \
            std::fprintf(stderr, "async: broken invariant %s at %s:%d\n", #condition, __FILE__, __LINE__); \
            std::abort();                                                                             \
        }                                                                                             \
    } while (0)
#else
#define ASYNC_ASSERT(condition) static_cast<void>(sizeof((condition) ? 1 : 0))
#endif

#if defined(__GNUC__) || defined(__clang__)
#define ASYNC_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define ASYNC_UNLIKELY(condition) __builtin_expect(!!(condition), 0)
#define ASYNC_ALWAYS_INLINE inline __attribute__((always_inline))
#else
#define ASYNC_LIKELY(condition) (condition)
#define ASYNC_UNLIKELY(condition) (condition)
#define ASYNC_ALWAYS_INLINE inline
#endif
