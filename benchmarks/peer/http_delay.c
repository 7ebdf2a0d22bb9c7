/*
 * http_delay MILLISECONDS [BODY_BYTES]: answers every HTTP request on a free loopback port after that delay, never before.
 * One thread, epoll, keep-alive and close, so that a measurement of a client is not a measurement of this. Prints
 * "port N" once it listens. Since the delay is the same for all, the order of arrival is the order of answering: the
 * waiting connections form one FIFO list.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
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

enum { REQUEST_MAX = 8192, EVENTS = 256 };

struct connection {
    int fd;
    int waiting;             /* in the list, its answer not yet due */
    int peer_closed;         /* end of input seen: answer what is asked, then close */
    int keep_alive;
    size_t used;             /* bytes of request read so far */
    size_t out_at, out_size; /* unsent rest of the answer */
    int64_t due;
    struct connection *next;
    char in[REQUEST_MAX + 1];
    char path[128];
    char *out;
};

static int epoll_fd;
static int64_t delay_ns;
static size_t body_bytes = 1024;
static struct connection *first, *last;

static int64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void watch(struct connection *c, uint32_t events, int operation)
{
    struct epoll_event event = {.events = events, .data.ptr = c};
    if (epoll_ctl(epoll_fd, operation, c->fd, &event) < 0) die("epoll_ctl");
}

static void drop(struct connection *c)
{
    if (c->waiting) { /* only a broken connection leaves before its turn: the list is short enough to search */
        struct connection **link = &first, *before = NULL;
        while (*link && *link != c) before = *link, link = &(*link)->next;
        if (*link) *link = c->next;
        if (last == c) last = before;
    }
    close(c->fd);
    free(c->out);
    free(c);
}

static int header_has(const char *head, const char *name, const char *word)
{
    const char *line = strcasestr(head, name);
    if (!line) return 0;
    line += strlen(name);
    const char *end = strstr(line, "\r\n");
    const char *at = strcasestr(line, word);
    return at && end && at < end;
}

/* A whole request in the buffer? Then it is taken out, and its answer falls due after the delay. */
static void take_request(struct connection *c)
{
    if (c->waiting || c->out_size) return;
    c->in[c->used] = 0;
    char *end = strstr(c->in, "\r\n\r\n");
    if (!end) return;
    size_t size = (size_t)(end - c->in) + 4;
    char saved = c->in[size];
    c->in[size] = 0;
    int http11 = strstr(c->in, " HTTP/1.1\r\n") != NULL;
    c->keep_alive = http11 ? !header_has(c->in, "\r\nconnection:", "close") : header_has(c->in, "\r\nconnection:", "keep-alive");
    if (sscanf(c->in, "%*15s %127s", c->path) != 1) strcpy(c->path, "?");
    c->in[size] = saved;
    memmove(c->in, c->in + size, c->used - size);
    c->used -= size;
    c->due = now_ns() + delay_ns;
    c->waiting = 1;
    c->next = NULL;
    if (last) last->next = c; else first = c;
    last = c;
}

static void send_rest(struct connection *c)
{
    while (c->out_at < c->out_size) {
        ssize_t n = send(c->fd, c->out + c->out_at, c->out_size - c->out_at, MSG_NOSIGNAL);
        if (n < 0) {
            if (errno == EAGAIN) watch(c, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
            else drop(c);
            return;
        }
        c->out_at += (size_t)n;
    }
    c->out_at = c->out_size = 0;
    if (!c->keep_alive) {
        drop(c);
        return;
    }
    take_request(c);
    if (c->peer_closed && !c->waiting) drop(c);
}

static void answer(struct connection *c)
{
    c->waiting = 0;
    char *out = malloc(512 + body_bytes + sizeof c->path);
    if (!out) die("malloc");
    free(c->out);
    c->out = out;
    size_t line = strlen(c->path) + 1, body = line > body_bytes ? line : body_bytes;
    int head = sprintf(out,
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\nConnection: %s\r\n\r\n", body,
        c->keep_alive ? "keep-alive" : "close");
    memcpy(out + head, c->path, line - 1);
    out[head + (int)line - 1] = '\n';
    memset(out + head + line, '.', body - line);
    c->out_size = (size_t)head + body;
    c->out_at = 0;
    send_rest(c);
}

static void receive(struct connection *c)
{
    for (;;) {
        if (c->used == REQUEST_MAX) {
            drop(c);
            return;
        }
        ssize_t n = recv(c->fd, c->in + c->used, REQUEST_MAX - c->used, 0);
        if (n < 0 && errno == EAGAIN) break;
        if (n <= 0) {
            /* Closed by the peer, perhaps only its sending half. */
            if (n < 0 || (!c->waiting && !c->out_size)) {
                drop(c);
                return;
            }
            c->peer_closed = 1;
            c->keep_alive = 0;
            watch(c, 0, EPOLL_CTL_MOD);
            return;
        }
        c->used += (size_t)n;
        take_request(c);
    }
}

static void accept_all(int listener)
{
    for (;;) {
        int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0) {
            if (errno == EAGAIN || errno == ECONNABORTED || errno == EMFILE) return;
            die("accept");
        }
        int one = 1;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        struct connection *c = calloc(1, sizeof *c);
        if (!c) die("calloc");
        c->fd = fd;
        watch(c, EPOLLIN, EPOLL_CTL_ADD);
    }
}

int main(int argc, char **argv)
{
    if (argc < 2 || atof(argv[1]) < 0) {
        fprintf(stderr, "usage: http_delay MILLISECONDS [BODY_BYTES]\n");
        return 2;
    }
    delay_ns = (int64_t)(atof(argv[1]) * 1e6);
    if (argc > 2) body_bytes = strtoul(argv[2], NULL, 10);
    signal(SIGPIPE, SIG_IGN);

    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) < 0 || listen(listener, 4096) < 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) < 0)
        die("listen");
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL};
    if (epoll_fd < 0 || epoll_ctl(epoll_fd, EPOLL_CTL_ADD, listener, &event) < 0) die("epoll");
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);

    struct epoll_event events[EVENTS];
    for (;;) {
        int timeout = -1;
        if (first) {
            int64_t left = first->due - now_ns();
            timeout = left <= 0 ? 0 : (int)((left + 999999) / 1000000); /* rounded up: never early */
        }
        int n = epoll_wait(epoll_fd, events, EVENTS, timeout);
        if (n < 0 && errno != EINTR) die("epoll_wait");
        for (int i = 0; i < n; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) accept_all(listener);
            else if (events[i].events & EPOLLERR || (events[i].events & EPOLLHUP && c->peer_closed)) drop(c);
            else if (events[i].events & EPOLLOUT) {
                watch(c, EPOLLIN, EPOLL_CTL_MOD);
                send_rest(c);
            } else receive(c);
        }
        int64_t now = now_ns();
        while (first && first->due <= now) {
            struct connection *c = first;
            first = c->next;
            if (!first) last = NULL;
            answer(c);
        }
    }
}
