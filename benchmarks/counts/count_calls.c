/* Counts what a process asks of its C library: blocks allocated and freed, clocks read. Preloaded into PHP with
 * USE_ZEND_ALLOC=0, so that the engine's own blocks are seen too. Writes its sums to the file named by COUNT_CALLS_FILE when
 * the process ends. Linux with glibc only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static unsigned long allocated, freed, grown, coarse, fine;

static void *got(void *block)
{
    if (block) __atomic_fetch_add(&allocated, 1, __ATOMIC_RELAXED);
    return block;
}

void *malloc(size_t size) { return got(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return got(__libc_calloc(count, size)); }
void *memalign(size_t alignment, size_t size) { return got(__libc_memalign(alignment, size)); }
void *aligned_alloc(size_t alignment, size_t size) { return got(__libc_memalign(alignment, size)); }

int posix_memalign(void **result, size_t alignment, size_t size)
{
    void *block = got(__libc_memalign(alignment, size));
    if (!block) return ENOMEM;
    *result = block;
    return 0;
}

void *realloc(void *block, size_t size)
{
    if (!block) return malloc(size);
    __atomic_fetch_add(&grown, 1, __ATOMIC_RELAXED);
    return __libc_realloc(block, size);
}

void free(void *block)
{
    if (block) __atomic_fetch_add(&freed, 1, __ATOMIC_RELAXED);
    __libc_free(block);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    __atomic_fetch_add(clock == CLOCK_MONOTONIC_COARSE || clock == CLOCK_REALTIME_COARSE ? &coarse : &fine, 1, __ATOMIC_RELAXED);
    return real(clock, now);
}

__attribute__((destructor)) static void report(void)
{
    const char *name = getenv("COUNT_CALLS_FILE");
    if (!name) return;
    unsigned long a = allocated, f = freed, g = grown;
    FILE *file = fopen(name, "w");
    if (!file) return;
    fprintf(file, "{\"allocated\": %lu, \"freed\": %lu, \"grown\": %lu, \"coarse\": %lu, \"fine\": %lu}\n", a, f, g, coarse, fine);
    fclose(file);
}
