/*
 * raw_epoll echo|http [BODY_BYTES]: one thread, epoll, level triggered, nothing else: what the machine can do at most, and
 * what every server of the benchmarks is compared with. Listens on a free loopback port and prints "port N".
 *   echo  sends back what it gets
 *   http  answers each request with a fixed body (1,024 bytes), keep-alive; reads no more of it than the blank line
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { READ_MAX = 262144, EVENTS = 512 };

struct connection {
    int fd;
    char *rest; /* what the socket would not take yet */
    size_t at, size;
};

static int epoll_fd, http;
static char buffer[READ_MAX];
static char *answer;
static size_t answer_size;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void watch(struct connection *c, int operation, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = c};
    if (epoll_ctl(epoll_fd, operation, c->fd, &event) < 0) die("epoll_ctl");
}

static void drop(struct connection *c)
{
    close(c->fd);
    free(c->rest);
    free(c);
}

static void accept_all(int listener)
{
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        struct connection *c = calloc(1, sizeof *c);
        if (!c) die("calloc");
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        c->fd = fd;
        watch(c, EPOLL_CTL_ADD, EPOLLIN);
    }
}

static int go_on_sending(struct connection *c)
{
    ssize_t n = send(c->fd, c->rest + c->at, c->size - c->at, MSG_NOSIGNAL);
    if (n < 0) return errno == EAGAIN;
    c->at += (size_t)n;
    if (c->at < c->size) return 1;
    free(c->rest);
    c->rest = NULL;
    watch(c, EPOLL_CTL_MOD, EPOLLIN);
    return 1;
}

static int serve(struct connection *c)
{
    ssize_t n = recv(c->fd, buffer, READ_MAX, 0);
    if (n < 0 && errno == EAGAIN) return 1;
    if (n <= 0) return 0;
    const char *bytes = buffer;
    size_t size = (size_t)n;
    if (http) {
        if (size < 4 || memcmp(buffer + size - 4, "\r\n\r\n", 4) != 0) return 1;
        bytes = answer, size = answer_size;
    }
    n = send(c->fd, bytes, size, MSG_NOSIGNAL);
    if (n < 0 && errno != EAGAIN) return 0;
    if (n < 0) n = 0;
    if ((size_t)n == size) return 1;
    c->size = size - (size_t)n;
    c->at = 0;
    c->rest = malloc(c->size);
    if (!c->rest) die("malloc");
    memcpy(c->rest, bytes + n, c->size);
    watch(c, EPOLL_CTL_MOD, EPOLLOUT);
    return 1;
}

int main(int argc, char **argv)
{
    size_t body = argc > 2 ? strtoul(argv[2], NULL, 10) : 1024;
    if (argc < 2 || (strcmp(argv[1], "echo") && strcmp(argv[1], "http"))) {
        fprintf(stderr, "usage: raw_epoll echo|http [BODY_BYTES]\n");
        return 2;
    }
    http = !strcmp(argv[1], "http");
    answer = malloc(body + 256);
    if (!answer) die("malloc");
    answer_size = (size_t)sprintf(answer, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %zu\r\n\r\n", body);
    memset(answer + answer_size, 'x', body);
    answer_size += body;
    signal(SIGPIPE, SIG_IGN);

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
        int count = epoll_wait(epoll_fd, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            struct connection *c = events[i].data.ptr;
            if (!c) {
                accept_all(listener);
            } else if (!(c->rest ? go_on_sending(c) : serve(c))) {
                drop(c);
            }
        }
    }
}
