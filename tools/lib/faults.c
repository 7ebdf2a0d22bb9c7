/* Makes calls of the C library fail, for tools/faults; preloaded into the php under test (and before the sanitizer's runtime,
 * where that is loaded too). Nothing fails before the script's first line: the shim is armed by
 * putenv('ASYNC_FAULTS=begin'), and only in the process that did it, not in its children. From then on the calls of each kind are
 * counted; of the kind in ASYNC_FAULT_KIND each ASYNC_FAULT_EVERY-th fails as the kernel would let it fail. With
 * ASYNC_FAULT_REPORT the counts are written there at the end.
 *
 * putenv('ASYNC_CLOCK=SECONDS') moves the wall clock (time(), gettimeofday(), CLOCK_REALTIME) by so much, also back.
 *
 * What can never fail in a given way does not: an eventfd has no input error, a pipe is not reset, what does not wait is not
 * interrupted. The script's own standard
 * output and error are left alone, or each test would end at its first line. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netdb.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define KINDS(X) \
    X(malloc) X(mmap) X(mprotect) X(epoll_ctl) X(eventfd) X(pipe) X(socket) X(accept) X(connect) X(read) X(write) X(recv) \
    X(send) X(again) X(intr) X(short) X(getaddrinfo) X(pthread_create) X(open) X(fork) X(memory_limit)

enum kind {
#define X(name) kind_##name,
    KINDS(X)
#undef X
    kind_count
};

static const char *const kind_names[] = {
#define X(name) #name,
    KINDS(X)
#undef X
};

static atomic_ulong calls[kind_count];
static atomic_ulong failed;
static int armed_pid;
static int wanted = -1;
static unsigned long every;
static char report_to[4096];  /* read early: the environment is gone when php ends */
static unsigned char is_event[4096], is_message_pipe[4096], was_granted[4096];
static atomic_long clock_offset;

static void *next(const char *name) { return dlsym(RTLD_NEXT, name); }

#define NEXT(name) \
    static __typeof__(&name) next_##name; \
    if (!next_##name) next_##name = (__typeof__(&name))next(#name)

static int fault(enum kind kind)
{
    if (!armed_pid || getpid() != armed_pid) return 0;
    unsigned long number = 1 + atomic_fetch_add(&calls[kind], 1);
    if ((int)kind != wanted || every == 0 || number % every != 0) return 0;
    atomic_fetch_add(&failed, 1);
    return 1;
}

static int fails_with(enum kind kind, int error)
{
    if (!fault(kind)) return 0;
    errno = error;
    return 1;
}

static void watch_engine_memory(void);

static void begin(void)
{
    const char *kind = getenv("ASYNC_FAULT_KIND"), *number = getenv("ASYNC_FAULT_EVERY");
    for (int i = 0; kind && i < kind_count; ++i) {
        if (strcmp(kind, kind_names[i]) == 0) wanted = i;
    }
    every = number ? strtoul(number, NULL, 10) : 0;
    const char *file = getenv("ASYNC_FAULT_REPORT");
    snprintf(report_to, sizeof report_to, "%s", file ? file : "");
    armed_pid = getpid();
    if (wanted == kind_memory_limit || wanted < 0) watch_engine_memory();
}

__attribute__((destructor)) static void report(void)
{
    if (!armed_pid || getpid() != armed_pid) return;
    armed_pid = 0;
    FILE *out = *report_to ? fopen(report_to, "w") : NULL;
    if (!out) return;
    for (int i = 0; i < kind_count; ++i) fprintf(out, "%s %lu\n", kind_names[i], atomic_load(&calls[i]));
    fprintf(out, "failed %lu\n", atomic_load(&failed));
    fclose(out);
}

/* --- The markers ------------------------------------------------------------------------------------------------------ */

int putenv(char *variable)
{
    NEXT(putenv);
    if (strcmp(variable, "ASYNC_FAULTS=begin") == 0) begin();
    if (strncmp(variable, "ASYNC_CLOCK=", 12) == 0) atomic_store(&clock_offset, atol(variable + 12));
    return next_putenv(variable);
}

/* As tools/lib/no_deepbind.c does: a module bound to its own libraries first would not see this one. */
void *dlopen(const char *file, int mode)
{
    NEXT(dlopen);
    return next_dlopen(file, mode & ~RTLD_DEEPBIND);
}

/* --- Memory ----------------------------------------------------------------------------------------------------------- */

/* dlsym() itself allocates; what it gets before there is an allocator is never given back. */
static char early[65536];
static size_t early_used;

static int is_early(void *block) { return (char *)block >= early && (char *)block < early + sizeof early; }

static void *early_block(size_t size)
{
    size_t at = (early_used + 15) & ~(size_t)15;
    if (at + size > sizeof early) abort();
    early_used = at + size;
    return early + at;
}

static void *(*next_malloc)(size_t);
static void *(*next_calloc)(size_t, size_t);
static void *(*next_realloc)(void *, size_t);
static void (*next_free)(void *);

static int find_allocator(void)
{
    static int looking;
    if (next_free) return 1;
    if (looking) return 0;
    looking = 1;
    next_malloc = next("malloc");
    next_calloc = next("calloc");
    next_realloc = next("realloc");
    next_free = next("free");
    looking = 0;
    return 1;
}

void *malloc(size_t size)
{
    if (!find_allocator()) return early_block(size);
    return fails_with(kind_malloc, ENOMEM) ? NULL : next_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    if (!find_allocator()) return early_block(count * size);
    return fails_with(kind_malloc, ENOMEM) ? NULL : next_calloc(count, size);
}

void *realloc(void *block, size_t size)
{
    if (is_early(block)) {
        void *copy = malloc(size);
        size_t rest = (size_t)(early + sizeof early - (char *)block);
        return copy ? memcpy(copy, block, size < rest ? size : rest) : NULL;
    }
    if (!find_allocator()) return early_block(size);
    return fails_with(kind_malloc, ENOMEM) ? NULL : next_realloc(block, size);
}

void free(void *block)
{
    if (is_early(block) || !find_allocator()) return;
    next_free(block);
}

void *mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
    NEXT(mmap);
    return fails_with(kind_mmap, ENOMEM) ? MAP_FAILED : next_mmap(at, size, protection, flags, fd, offset);
}

void *mmap64(void *at, size_t size, int protection, int flags, int fd, off64_t offset)
{
    NEXT(mmap64);
    return fails_with(kind_mmap, ENOMEM) ? MAP_FAILED : next_mmap64(at, size, protection, flags, fd, offset);
}

int mprotect(void *at, size_t size, int protection)
{
    NEXT(mprotect);
    return fails_with(kind_mprotect, ENOMEM) ? -1 : next_mprotect(at, size, protection);
}

/* --- The engine's memory ------------------------------------------------------------------------------------------------ */

/* memory_limit itself is looked at once in two megabytes; here it is reached at any request for memory. PHP's own allocator goes on
 * behind: with its first word, "has handlers", cleared meanwhile, or through the handlers there were (USE_ZEND_ALLOC=0). */
static struct {
    int *heap;
    void *(*alloc)(void *, size_t), *(*resize)(void *, void *, size_t);
    void (*release)(void *, void *);
    void (*error)(int, const char *, ...);
    void *(*old_alloc)(size_t), *(*old_resize)(void *, size_t);
    void (*old_release)(void *);
} engine;

static void limit_reached(size_t size)
{
    static unsigned long next_at;  /* what reports the one before gets its memory, as in stock PHP */
    if (!fault(kind_memory_limit) || atomic_load(&calls[kind_memory_limit]) < next_at) return;
    next_at = atomic_load(&calls[kind_memory_limit]) + 1000;
    engine.error(1, "Allowed memory size of %zu bytes exhausted (tried to allocate %zu bytes)", (size_t)1 << 27, size);
}

#define WITHOUT_HANDLERS(call) \
    do { \
        int handlers = *engine.heap; \
        *engine.heap = 0; \
        call; \
        *engine.heap = handlers; \
    } while (0)

static void *engine_alloc(size_t size)
{
    limit_reached(size);
    if (engine.old_alloc) return engine.old_alloc(size);
    void *block;
    WITHOUT_HANDLERS(block = engine.alloc(engine.heap, size));
    return block;
}

static void *engine_resize(void *block, size_t size)
{
    limit_reached(size);
    if (engine.old_resize) return engine.old_resize(block, size);
    WITHOUT_HANDLERS(block = engine.resize(engine.heap, block, size));
    return block;
}

static void engine_release(void *block)
{
    if (block == engine.heap) return;  /* the end of the process */
    if (engine.old_release) {
        engine.old_release(block);
    } else {
        WITHOUT_HANDLERS(engine.release(engine.heap, block));
    }
}

static void watch_engine_memory(void)
{
    void *(*heap)(void) = dlsym(RTLD_DEFAULT, "zend_mm_get_heap");
    void (*handlers)(void *, void *, void *, void *) = dlsym(RTLD_DEFAULT, "zend_mm_get_custom_handlers");
    void (*set_handlers)(void *, void *, void *, void *) = dlsym(RTLD_DEFAULT, "zend_mm_set_custom_handlers");
    engine.alloc = dlsym(RTLD_DEFAULT, "_zend_mm_alloc");
    engine.resize = dlsym(RTLD_DEFAULT, "_zend_mm_realloc");
    engine.release = dlsym(RTLD_DEFAULT, "_zend_mm_free");
    engine.error = dlsym(RTLD_DEFAULT, "zend_error");
    if (engine.heap || !heap || !handlers || !set_handlers || !engine.alloc || !engine.resize || !engine.release || !engine.error) return;
    engine.heap = heap();
    handlers(engine.heap, &engine.old_alloc, &engine.old_release, &engine.old_resize);
    set_handlers(engine.heap, (void *)engine_alloc, (void *)engine_release, (void *)engine_resize);
}

/* --- Descriptors ------------------------------------------------------------------------------------------------------ */

static int noted(int fd)
{
    if (fd >= 0 && fd < (int)sizeof is_event) is_event[fd] = 1;
    return fd;
}

static int is_event_fd(int fd) { return fd >= 0 && fd < (int)sizeof is_event && is_event[fd]; }

int close(int fd)
{
    NEXT(close);
    if (fd >= 0 && fd < (int)sizeof is_event) is_event[fd] = is_message_pipe[fd] = was_granted[fd] = 0;
    return next_close(fd);
}

/* Only a new registration needs what may not be there; and what the kernel granted for a descriptor and got back, it grants
 * again: libuv asks by registering and taking away at once, and aborts where the answer then is another one. */
int epoll_ctl(int epoll, int operation, int fd, struct epoll_event *event)
{
    NEXT(epoll_ctl);
    int known = fd < 0 || fd >= (int)sizeof was_granted || was_granted[fd];
    if (operation == EPOLL_CTL_ADD && !known && fails_with(kind_epoll_ctl, ENOSPC)) return -1;
    int status = next_epoll_ctl(epoll, operation, fd, event);
    if (operation == EPOLL_CTL_ADD && status == 0 && !known) was_granted[fd] = 1;
    return status;
}

int epoll_create1(int flags)
{
    NEXT(epoll_create1);
    return fails_with(kind_eventfd, EMFILE) ? -1 : noted(next_epoll_create1(flags));
}

int eventfd(unsigned int value, int flags)
{
    NEXT(eventfd);
    return fails_with(kind_eventfd, EMFILE) ? -1 : noted(next_eventfd(value, flags));
}

/* One that does not block at either end is libuv's, for what its signal handler writes: whole messages, so it reads whole ones. */
int pipe2(int ends[2], int flags)
{
    NEXT(pipe2);
    if (fails_with(kind_pipe, EMFILE)) return -1;
    int status = next_pipe2(ends, flags);
    if (status == 0 && ends[0] < (int)sizeof is_message_pipe) is_message_pipe[ends[0]] = (flags & O_NONBLOCK) != 0;
    return status;
}

int pipe(int ends[2])
{
    NEXT(pipe);
    return fails_with(kind_pipe, EMFILE) ? -1 : next_pipe(ends);
}

int socket(int domain, int type, int protocol)
{
    NEXT(socket);
    return fails_with(kind_socket, EMFILE) ? -1 : next_socket(domain, type, protocol);
}

int socketpair(int domain, int type, int protocol, int ends[2])
{
    NEXT(socketpair);
    return fails_with(kind_socket, EMFILE) ? -1 : next_socketpair(domain, type, protocol, ends);
}

int accept(int fd, struct sockaddr *address, socklen_t *length)
{
    NEXT(accept);
    return fails_with(kind_accept, EMFILE) ? -1 : next_accept(fd, address, length);
}

int accept4(int fd, struct sockaddr *address, socklen_t *length, int flags)
{
    NEXT(accept4);
    return fails_with(kind_accept, EMFILE) ? -1 : next_accept4(fd, address, length, flags);
}

int connect(int fd, const struct sockaddr *address, socklen_t length)
{
    NEXT(connect);
    return fails_with(kind_connect, ENETUNREACH) ? -1 : next_connect(fd, address, length);
}

static int opens(int *fd, mode_t *mode, int flags, va_list more)
{
    *mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    *fd = -1;
    return !fails_with(kind_open, EMFILE);
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) \
    { \
        NEXT(name); \
        va_list more; \
        va_start(more, flags); \
        int fd; \
        mode_t mode; \
        if (opens(&fd, &mode, flags, more)) fd = next_##name(path, flags, mode); \
        va_end(more); \
        return fd; \
    }
OPEN(open)
OPEN(open64)

/* --- Input and output ------------------------------------------------------------------------------------------------- */

static mode_t type_of(int fd)
{
    struct stat status;
    return fstat(fd, &status) == 0 ? status.st_mode & S_IFMT : 0;
}

/* Non-zero when the call fails, with errno. `kind` is the kind of hard errors. */
static int io_fails(enum kind kind, int fd, int on_socket, int on_file)
{
    if (!armed_pid || fd < 0 || fd == STDOUT_FILENO || fd == STDERR_FILENO || is_event_fd(fd)) return 0;
    int saved = errno;
    mode_t type = type_of(fd);
    errno = saved;
    if (type == S_IFSOCK && fails_with(kind, on_socket)) return 1;
    if (type == S_IFREG && fails_with(kind, on_file)) return 1;
    if (type == S_IFREG) return 0;
    int waits = !(fcntl(fd, F_GETFL) & O_NONBLOCK);
    if (waits && fails_with(kind_intr, EINTR)) return 1;
    if (!waits && (type == S_IFSOCK || type == S_IFIFO) && fails_with(kind_again, EAGAIN)) return 1;
    errno = saved;
    return 0;
}

static int has_messages(int fd) { return is_event_fd(fd) || (fd >= 0 && fd < (int)sizeof is_message_pipe && is_message_pipe[fd]); }

static size_t shortened(int fd, size_t size)
{
    return armed_pid && size > 1 && fd > STDERR_FILENO && !has_messages(fd) && fault(kind_short) ? 1 : size;
}

ssize_t read(int fd, void *buffer, size_t size)
{
    NEXT(read);
    return io_fails(kind_read, fd, ECONNRESET, EIO) ? -1 : next_read(fd, buffer, shortened(fd, size));
}

/* All or nothing, as libuv takes for granted in its signal handler. */
static int is_atomic(int fd, size_t size)
{
    struct stat status;
    return size <= PIPE_BUF && fstat(fd, &status) == 0 && S_ISFIFO(status.st_mode);
}

ssize_t write(int fd, const void *buffer, size_t size)
{
    NEXT(write);
    if (io_fails(kind_write, fd, ECONNRESET, ENOSPC)) return -1;
    return next_write(fd, buffer, armed_pid && is_atomic(fd, size) ? size : shortened(fd, size));
}

static int may_wait(int flags) { return !(flags & MSG_DONTWAIT); }

static int socket_fails(enum kind kind, int fd, int flags)
{
    int saved = errno;
    if (fails_with(kind, ECONNRESET)) return 1;
    int waits = may_wait(flags) && !(fcntl(fd, F_GETFL) & O_NONBLOCK);
    if (fails_with(waits ? kind_intr : kind_again, waits ? EINTR : EAGAIN)) return 1;
    errno = saved;
    return 0;
}

ssize_t recv(int fd, void *buffer, size_t size, int flags)
{
    NEXT(recv);
    return socket_fails(kind_recv, fd, flags) ? -1 : next_recv(fd, buffer, flags & MSG_PEEK ? size : shortened(fd, size), flags);
}

ssize_t recvfrom(int fd, void *buffer, size_t size, int flags, struct sockaddr *from, socklen_t *length)
{
    NEXT(recvfrom);
    return socket_fails(kind_recv, fd, flags) ? -1 : next_recvfrom(fd, buffer, size, flags, from, length);
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
    NEXT(recvmsg);
    return socket_fails(kind_recv, fd, flags) ? -1 : next_recvmsg(fd, message, flags);
}

ssize_t send(int fd, const void *buffer, size_t size, int flags)
{
    NEXT(send);
    return socket_fails(kind_send, fd, flags) ? -1 : next_send(fd, buffer, shortened(fd, size), flags);
}

ssize_t sendto(int fd, const void *buffer, size_t size, int flags, const struct sockaddr *to, socklen_t length)
{
    NEXT(sendto);
    return socket_fails(kind_send, fd, flags) ? -1 : next_sendto(fd, buffer, size, flags, to, length);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
    NEXT(sendmsg);
    return socket_fails(kind_send, fd, flags) ? -1 : next_sendmsg(fd, message, flags);
}

/* --- The rest --------------------------------------------------------------------------------------------------------- */

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints, struct addrinfo **result)
{
    NEXT(getaddrinfo);
    return fault(kind_getaddrinfo) ? EAI_AGAIN : next_getaddrinfo(node, service, hints, result);
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument)
{
    NEXT(pthread_create);
    return fault(kind_pthread_create) ? EAGAIN : next_pthread_create(thread, attributes, body, argument);
}

pid_t fork(void)
{
    NEXT(fork);
    return fails_with(kind_fork, EAGAIN) ? -1 : next_fork();
}

int epoll_wait(int epoll, struct epoll_event *events, int size, int timeout)
{
    NEXT(epoll_wait);
    return timeout != 0 && fails_with(kind_intr, EINTR) ? -1 : next_epoll_wait(epoll, events, size, timeout);
}

int epoll_pwait(int epoll, struct epoll_event *events, int size, int timeout, const sigset_t *signals)
{
    NEXT(epoll_pwait);
    return timeout != 0 && fails_with(kind_intr, EINTR) ? -1 : next_epoll_pwait(epoll, events, size, timeout, signals);
}

/* --- The wall clock --------------------------------------------------------------------------------------------------- */

int clock_gettime(clockid_t clock, struct timespec *now)
{
    NEXT(clock_gettime);
    int status = next_clock_gettime(clock, now);
    if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE) now->tv_sec += atomic_load(&clock_offset);
    return status;
}

int gettimeofday(struct timeval *now, void *zone)
{
    NEXT(gettimeofday);
    int status = next_gettimeofday(now, zone);
    now->tv_sec += atomic_load(&clock_offset);
    return status;
}

time_t time(time_t *result)
{
    NEXT(time);
    time_t now = next_time(NULL) + atomic_load(&clock_offset);
    if (result) *result = now;
    return now;
}
