/*
 * http_backend [BODY_BYTES]: a slow service to call. GET /?ms=50 is answered after 50 ms, /?ms=10-50 after a time drawn
 * anew for each request, never earlier, and later only by what the processor is busy with: whole milliseconds, as of epoll_wait(),
 * would make 5 ms seven. One thread, epoll, keep-alive, a heap of who is to be answered when. Listens on a free loopback port and
 * prints "port N".
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST_MAX = 4096, EVENTS = 512, DELAY_MAX = 65535 /* ms */ };

struct connection {
    int fd, waiting, gone, closing;
    size_t used;
    char in[REQUEST_MAX + 1];
};

static int epoll_fd;
static struct wait {
    int64_t due; /* ns */
    struct connection *connection;
} *heap; /* from 1; nobody is due before the one at half his index */
static size_t waiting, room;
static char *answers[2];
static size_t answer_sizes[2];

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void drop(struct connection *c)
{
    if (c->fd >= 0) close(c->fd);
    c->fd = -1;
    c->gone = 1;
    if (!c->waiting) free(c); /* else its turn frees it */
}

static int delay_of(const char *request)
{
    const char *end = strstr(request, "\r\n"), *query = strstr(request, "ms=");
    if (!query || query > end) return 50;
    char *rest;
    long low = strtol(query + 3, &rest, 10), high = *rest == '-' ? strtol(rest + 1, NULL, 10) : low;
    if (high > low) low += random() % (high - low + 1);
    return low < 0 ? 0 : low > DELAY_MAX ? DELAY_MAX : (int)low;
}

static void answer(struct connection *c)
{
    /* Small enough for any socket buffer; who cannot take it has stopped reading. */
    const char *bytes = answers[c->closing];
    if (send(c->fd, bytes, answer_sizes[c->closing], MSG_NOSIGNAL) != (ssize_t)answer_sizes[c->closing] || c->closing) drop(c);
}

static void schedule(struct connection *c, int ms)
{
    const int64_t due = now() + (int64_t)ms * 1000000;
    if (waiting + 1 >= room) {
        room = room ? 2 * room : 1024;
        heap = realloc(heap, room * sizeof *heap);
        if (!heap) die("realloc");
    }
    size_t i = ++waiting;
    for (; i > 1 && heap[i / 2].due > due; i /= 2) heap[i] = heap[i / 2];
    heap[i] = (struct wait){due, c};
    c->waiting = 1;
}

static struct connection *take_first(void)
{
    struct connection *first = heap[1].connection;
    const struct wait last = heap[waiting--];
    size_t i = 1;
    for (size_t child; (child = 2 * i) <= waiting; i = child) {
        if (child < waiting && heap[child + 1].due < heap[child].due) child++;
        if (heap[child].due >= last.due) break;
        heap[i] = heap[child];
    }
    heap[i] = last;
    return first;
}

static void answer_due(void)
{
    while (waiting && heap[1].due <= now()) {
        struct connection *c = take_first();
        c->waiting = 0;
        if (c->gone) {
            free(c);
        } else {
            answer(c);
        }
    }
}

static void serve(struct connection *c)
{
    ssize_t n = recv(c->fd, c->in + c->used, REQUEST_MAX - c->used, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0 || c->waiting) { /* no pipelining here */
        drop(c);
        return;
    }
    c->used += (size_t)n;
    c->in[c->used] = 0;
    if (strstr(c->in, "\r\n\r\n")) {
        c->used = 0;
        c->closing = strcasestr(c->in, "\r\nConnection: close") != NULL || strstr(c->in, " HTTP/1.0\r\n") != NULL;
        schedule(c, delay_of(c->in));
    } else if (c->used == REQUEST_MAX) {
        drop(c);
    }
}

static void accept_all(int listener)
{
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct connection *c = calloc(1, sizeof *c);
        if (!c) die("calloc");
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        c->fd = fd;
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
        if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll_ctl");
    }
}

/* Until the next one is due. */
static int wait_for_events(struct epoll_event *events)
{
    static int coarse; /* Linux before 5.11, or a container that does not know the call */
    const int64_t left = waiting ? heap[1].due - now() : 0;
    const struct timespec timeout = {left > 0 ? left / 1000000000 : 0, left > 0 ? left % 1000000000 : 0};
    int count = -1;
    if (!coarse) {
        count = epoll_pwait2(epoll_fd, events, EVENTS, waiting ? &timeout : NULL, NULL);
        coarse = count < 0 && (errno == ENOSYS || errno == EPERM);
    }
    if (coarse) count = epoll_wait(epoll_fd, events, EVENTS, !waiting ? -1 : left <= 0 ? 0 : (int)((left + 999999) / 1000000));
    if (count < 0 && errno != EINTR) die("epoll_wait");
    return count;
}

int main(int argc, char **argv)
{
    size_t body = argc > 1 ? strtoul(argv[1], NULL, 10) : 256;
    for (int closing = 0; closing < 2; closing++) {
        char *text = answers[closing] = malloc(body + 256);
        if (!text) die("malloc");
        size_t used = (size_t)sprintf(text, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n%s\r\n", body,
                                      closing ? "Connection: close\r\n" : "");
        memset(text + used, 'y', body);
        answer_sizes[closing] = used + body;
    }
    signal(SIGPIPE, SIG_IGN);
    srandom(1);
    prctl(PR_SET_TIMERSLACK, 1); /* ns; 50 us otherwise */

    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 4096) < 0) die("listen");
    getsockname(listener, (struct sockaddr *)&address, &length);
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);

    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN}, events[EVENTS];
    epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        const int count = wait_for_events(events);
        for (int i = 0; i < count; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) {
                accept_all(listener);
            } else {
                serve(c);
            }
        }
        answer_due(); /* last: it may free whom an event is about */
    }
}
