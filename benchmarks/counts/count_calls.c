/* Counts what a process asks of its C library: blocks allocated and freed, clocks read. Preloaded into PHP with
 * USE_ZEND_ALLOC=0, so that the engine's own blocks are seen too. The sums are kept in the file named by COUNT_CALLS_FILE, as
 * five unsigned 64-bit numbers, however the process ends. Linux with glibc only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

enum { ALLOCATED, FREED, GROWN, COARSE, FINE, SUMS };
static uint64_t before_start[SUMS], *sums = before_start;

static void count(int what) { __atomic_fetch_add(&sums[what], 1, __ATOMIC_RELAXED); }

__attribute__((constructor)) static void begin(void)
{
    prctl(PR_SET_THP_DISABLE, 1, 0, 0, 0); /* memory comes in pages of one size, whatever the machine prefers */
    const char *name = getenv("COUNT_CALLS_FILE");
    int file = name ? open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
    if (file < 0) return;
    if (ftruncate(file, sizeof before_start) == 0) {
        void *shared = mmap(NULL, sizeof before_start, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        if (shared != MAP_FAILED) sums = shared;
    }
    close(file);
}

static void *got(void *block)
{
    if (block) count(ALLOCATED);
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
    count(GROWN);
    return __libc_realloc(block, size);
}

void free(void *block)
{
    if (block) count(FREED);
    __libc_free(block);
}

/* The engine opens extensions so that they find the C library before us. Not here. */
void *dlopen(const char *name, int flags)
{
    void *(*real)(const char *, int) = (void *(*)(const char *, int))dlsym(RTLD_NEXT, "dlopen");
    return real(name, flags & ~RTLD_DEEPBIND);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    count(clock == CLOCK_MONOTONIC_COARSE || clock == CLOCK_REALTIME_COARSE ? COARSE : FINE);
    return real(clock, now);
}
