/*
 * http_backend [BODY_BYTES]: a slow service to call. GET /?ms=50 is answered after 50 ms, /?ms=10-50 after a time drawn
 * anew for each request, never earlier. One thread, epoll, keep-alive, a wheel of milliseconds, so that ten thousand open
 * requests cost it nothing. Listens on a free loopback port and prints "port N".
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
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { REQUEST_MAX = 4096, EVENTS = 512, WHEEL = 65536 /* milliseconds; a power of two */ };

struct connection {
    struct connection *next;
    int fd, waiting, gone, closing;
    size_t used;
    char in[REQUEST_MAX + 1];
};

static int epoll_fd;
static struct connection *wheel[WHEEL], **tails[WHEEL];
static int64_t tick; /* every millisecond before this one has been served */
static size_t waiting;
static char *answers[2];
static size_t answer_sizes[2];

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void drop(struct connection *c)
{
    if (c->fd >= 0) close(c->fd);
    c->fd = -1;
    c->gone = 1;
    if (!c->waiting) free(c); /* else the wheel frees it */
}

static int delay_of(const char *request)
{
    const char *end = strstr(request, "\r\n"), *query = strstr(request, "ms=");
    if (!query || query > end) return 50;
    char *rest;
    long low = strtol(query + 3, &rest, 10), high = *rest == '-' ? strtol(rest + 1, NULL, 10) : low;
    if (high > low) low += random() % (high - low + 1);
    return low < 0 ? 0 : low >= WHEEL ? WHEEL - 1 : (int)low;
}

static void answer(struct connection *c)
{
    /* Small enough for any socket buffer; who cannot take it has stopped reading. */
    const char *bytes = answers[c->closing];
    if (send(c->fd, bytes, answer_sizes[c->closing], MSG_NOSIGNAL) != (ssize_t)answer_sizes[c->closing] || c->closing) drop(c);
}

static void schedule(struct connection *c, int ms)
{
    /* The first whole millisecond at which `ms` have passed. */
    int64_t due = (now_us() + (int64_t)ms * 1000 + 999) / 1000;
    if (due < tick) due = tick;
    size_t slot = (size_t)due & (WHEEL - 1);
    c->waiting = 1;
    c->next = NULL;
    if (!wheel[slot]) tails[slot] = &wheel[slot];
    *tails[slot] = c;
    tails[slot] = &c->next;
    waiting++;
}

static void advance(void)
{
    int64_t now = now_us() / 1000;
    for (; tick <= now; tick++) {
        struct connection *c = wheel[tick & (WHEEL - 1)];
        wheel[tick & (WHEEL - 1)] = NULL;
        while (c) {
            struct connection *next = c->next;
            c->waiting = 0;
            waiting--;
            if (c->gone) {
                free(c);
            } else {
                answer(c);
            }
            c = next;
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

static int until_next(void)
{
    if (waiting == 0) return -1;
    int64_t t = tick;
    while (!wheel[t & (WHEEL - 1)]) t++;
    int64_t us = t * 1000 - now_us();
    return us <= 0 ? 0 : (int)((us + 999) / 1000);
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
    tick = now_us() / 1000;

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
        int count = epoll_wait(epoll_fd, events, EVENTS, until_next());
        advance(); /* first: a wheel that stood still would turn past what is put in now */
        for (int i = 0; i < count; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) {
                accept_all(listener);
            } else {
                serve(c);
            }
        }
    }
}
