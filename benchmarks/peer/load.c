/*
 * load: closed-loop load generator over TCP. Every connection has one request open at a time; every answer is checked byte
 * by byte (echo) or by status and length (http); what was sent is counted against what came back, so a request that is
 * still open at the end, or died with its connection, is seen as lost.
 *
 * usage: load echo|http port=N conns=N [size=BYTES] [path=/] [body=BYTES] [seconds=S] [warmup=S] [total=N] [grace=S]
 *   size     bytes of an echo message                      (1024)
 *   path     what http asks for                            (/)
 *   body     length every http answer must have            (any)
 *   seconds  how long to measure, after warmup             (3, warm-up 0.5)
 *   total    stop after that many requests instead         (no limit)
 *   grace    how long to wait for the last answers         (2)
 *
 * Prints one line of JSON: rate is answers per second of the measured time, latencies are of the same answers, the counters
 * are of the whole run.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
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

enum { HEAD_MAX = 8192, READ_MAX = 262144, EVENTS = 512, PATTERN = 65536 };
enum phase { HEAD, BODY, CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILER };

struct connection {
    int fd, open, connecting, writing;
    uint32_t number, sequence;
    size_t sent, received; /* of the open request or answer */
    const char *message;   /* echo: what is on its way */
    int64_t since;
    /* http */
    enum phase phase;
    size_t head_used, left, body;
    int closing, chunked;
    char head[HEAD_MAX + 1];
};

static int http, epoll_fd;
static int port, conns = 1;
static size_t size = 1024;
static long body_expected = -1, total = -1;
static double seconds = 3, warmup = 0.5, grace = 2;
static const char *path = "/";
static char request[1024];
static size_t request_size;
static char *pattern, *buffer;
static struct connection *all;
static uint64_t sent, answered, wrong, resets, reconnects, open_now;
static int launching = 1, measuring;
static uint32_t *latencies; /* microseconds */
static size_t latency_count, latency_room;

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

static void watch(struct connection *c, int operation, int writing)
{
    struct epoll_event event = {.events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.ptr = c};
    c->writing = writing;
    if (epoll_ctl(epoll_fd, operation, c->fd, &event) < 0) die("epoll_ctl");
}

static void dial(struct connection *c)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0) die("socket");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->connecting = connect(c->fd, (struct sockaddr *)&address, sizeof address) < 0;
    if (c->connecting && errno != EINPROGRESS && answered == 0) die("connect");
    watch(c, EPOLL_CTL_ADD, c->connecting);
}

static void start(struct connection *c);

/* The peer is gone. An open request is lost; http dials again, an echo connection stays dead. */
static void broken(struct connection *c)
{
    resets++;
    close(c->fd);
    c->fd = -1;
    if (c->open) open_now--, c->open = 0;
    if (http && launching && resets < 1000000) {
        dial(c);
        if (!c->connecting) start(c);
    }
}

static void put(struct connection *c)
{
    const char *bytes = http ? request : c->message;
    size_t count = http ? request_size : size;
    while (c->sent < count) {
        ssize_t n = send(c->fd, bytes + c->sent, count - c->sent, MSG_NOSIGNAL);
        if (n < 0) {
            if (errno == EAGAIN) break;
            broken(c);
            return;
        }
        c->sent += (size_t)n;
    }
    if ((c->sent < count) != c->writing) watch(c, EPOLL_CTL_MOD, c->sent < count);
}

static void start(struct connection *c)
{
    if (!launching || (total >= 0 && sent >= (uint64_t)total)) return;
    c->sent = c->received = c->head_used = c->body = 0;
    c->phase = HEAD;
    /* Another slice of the pattern each time: an answer of another request, or of another connection, does not match. */
    c->message = pattern + (c->number * 7919u + c->sequence++ * 104729u) % PATTERN;
    c->since = now_ns();
    c->open = 1;
    open_now++;
    sent++;
    put(c);
}

static void finished(struct connection *c)
{
    answered++;
    open_now--;
    c->open = 0;
    if (measuring) {
        int64_t us = (now_ns() - c->since) / 1000;
        if (latency_count == latency_room) {
            latency_room = latency_room ? 2 * latency_room : 1 << 20;
            latencies = realloc(latencies, latency_room * sizeof *latencies);
            if (!latencies) die("realloc");
        }
        latencies[latency_count++] = us > UINT32_MAX ? UINT32_MAX : (uint32_t)us;
    }
    if (http && c->closing) {
        reconnects++;
        close(c->fd);
        dial(c);
        if (c->connecting) return;
    }
    start(c);
}

static void take_echo(struct connection *c, const char *bytes, size_t count)
{
    if (!c->open || c->received + count > size || memcmp(bytes, c->message + c->received, count) != 0) {
        wrong++;
        broken(c);
        return;
    }
    c->received += count;
    if (c->received == size) finished(c);
}

static int read_head(struct connection *c)
{
    char *field;
    c->head[c->head_used] = 0;
    if (strncmp(c->head, "HTTP/1.", 7) != 0 || strncmp(c->head + 8, " 200", 4) != 0) return 0;
    c->closing = strcasestr(c->head, "\r\nConnection: close") != NULL;
    c->chunked = strcasestr(c->head, "\r\nTransfer-Encoding: chunked") != NULL;
    c->phase = c->chunked ? CHUNK_SIZE : BODY;
    c->left = 0;
    if (c->chunked) return 1;
    field = strcasestr(c->head, "\r\nContent-Length:");
    if (!field) return 0;
    c->left = strtoul(field + 17, NULL, 10);
    return 1;
}

/* 1: more to come, 0: not what was asked for, 2: complete. */
static int take_http_byte_run(struct connection *c, const char **bytes, size_t *count)
{
    size_t step = 1;
    switch (c->phase) {
    case HEAD:
        if (c->head_used == HEAD_MAX) return 0;
        c->head[c->head_used++] = **bytes;
        if (c->head_used >= 4 && memcmp(c->head + c->head_used - 4, "\r\n\r\n", 4) == 0 && !read_head(c)) return 0;
        break;
    case BODY:
    case CHUNK_DATA:
        step = *count < c->left ? *count : c->left;
        c->left -= step;
        c->body += step;
        break;
    case CHUNK_SIZE:
        if (**bytes == '\n') {
            c->phase = c->left ? CHUNK_DATA : TRAILER;
            c->head_used = 0;
        } else if (**bytes != '\r') {
            char digit[2] = {**bytes, 0}, *end;
            unsigned long value = strtoul(digit, &end, 16);
            if (*end) return 0;
            c->left = c->left * 16 + value;
        }
        break;
    case CHUNK_END:
    case TRAILER:
        if (**bytes == '\n') {
            *bytes += 1, *count -= 1;
            if (c->phase == TRAILER) return 2;
            c->phase = CHUNK_SIZE, c->left = 0;
            return 1;
        }
        break;
    }
    *bytes += step, *count -= step;
    if (c->phase == BODY && c->left == 0) return 2;
    if (c->phase == CHUNK_DATA && c->left == 0) c->phase = CHUNK_END;
    return 1;
}

static void take_http(struct connection *c, const char *bytes, size_t count)
{
    int state = 1;
    if (!c->open) state = 0;
    while (count > 0 && state == 1) state = take_http_byte_run(c, &bytes, &count);
    if (state == 1) return;
    if (state == 2 && count == 0 && (body_expected < 0 || c->body == (size_t)body_expected)) {
        finished(c);
        return;
    }
    if (wrong++ < 3) {
        c->head[c->head_used] = 0;
        fprintf(stderr, "load: unexpected answer (%zu bytes of body): %.200s\n", c->body, c->head);
    }
    if (state == 2) {
        finished(c); /* it came, and it is counted as wrong */
    } else {
        broken(c);
    }
}

static void readable(struct connection *c)
{
    ssize_t n = recv(c->fd, buffer, READ_MAX, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0) {
        broken(c);
    } else if (http) {
        take_http(c, buffer, (size_t)n);
    } else {
        take_echo(c, buffer, (size_t)n);
    }
}

static void connected(struct connection *c)
{
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &length);
    if (error) {
        errno = error;
        if (answered == 0) die("connect");
        resets++; /* it was there, and is no more */
        close(c->fd);
        c->fd = -1;
        return;
    }
    c->connecting = 0;
    watch(c, EPOLL_CTL_MOD, 0);
    if (!c->open) start(c);
}

static void turn(int timeout_ms)
{
    static struct epoll_event events[EVENTS];
    int count = epoll_wait(epoll_fd, events, EVENTS, timeout_ms);
    for (int i = 0; i < count; i++) {
        struct connection *c = events[i].data.ptr;
        if (c->fd < 0) continue;
        if (c->connecting) {
            if (events[i].events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) connected(c);
            continue;
        }
        if (events[i].events & EPOLLOUT && c->open) put(c);
        if (c->fd >= 0 && events[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP)) readable(c);
    }
}

static int by_value(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static uint32_t percentile(double part)
{
    size_t index = (size_t)(part * (double)latency_count);
    return latency_count ? latencies[index < latency_count ? index : latency_count - 1] : 0;
}

static void parse(int argc, char **argv)
{
    if (argc < 2 || (strcmp(argv[1], "echo") && strcmp(argv[1], "http"))) goto usage;
    http = !strcmp(argv[1], "http");
    for (int i = 2; i < argc; i++) {
        char *value = strchr(argv[i], '=');
        if (!value) goto usage;
        *value++ = 0;
        if (!strcmp(argv[i], "port")) port = atoi(value);
        else if (!strcmp(argv[i], "conns")) conns = atoi(value);
        else if (!strcmp(argv[i], "size")) size = strtoul(value, NULL, 10);
        else if (!strcmp(argv[i], "path")) path = value;
        else if (!strcmp(argv[i], "body")) body_expected = atol(value);
        else if (!strcmp(argv[i], "seconds")) seconds = atof(value);
        else if (!strcmp(argv[i], "warmup")) warmup = atof(value);
        else if (!strcmp(argv[i], "total")) total = atol(value);
        else if (!strcmp(argv[i], "grace")) grace = atof(value);
        else goto usage;
    }
    if (port > 0 && conns > 0 && size > 0) return;
usage:
    fprintf(stderr, "usage: load echo|http port=N conns=N [size=BYTES] [path=/] [body=BYTES] [seconds=S] [warmup=S] [total=N] [grace=S]\n");
    exit(2);
}

int main(int argc, char **argv)
{
    parse(argc, argv);
    signal(SIGPIPE, SIG_IGN);
    pattern = malloc(PATTERN + size);
    buffer = malloc(READ_MAX);
    all = calloc((size_t)conns, sizeof *all);
    if (!pattern || !buffer || !all) die("malloc");
    srandom(1);
    for (size_t i = 0; i < PATTERN + size; i++) pattern[i] = (char)(random() >> 7);
    request_size = (size_t)snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n", path, port);
    epoll_fd = epoll_create1(EPOLL_CLOEXEC);

    int64_t begin = now_ns(), from = begin, end;
    if (total >= 0) measuring = 1;
    else from += (int64_t)(warmup * 1e9);
    end = from + (int64_t)(seconds * 1e9);
    for (int i = 0; i < conns; i++) {
        all[i].number = (uint32_t)i;
        dial(&all[i]);
        if (!all[i].connecting) start(&all[i]);
    }
    for (;;) {
        int64_t t = now_ns();
        if (!measuring && t >= from) measuring = 1, from = t;
        if (total >= 0 ? sent >= (uint64_t)total || resets > 100000 : t >= end) break;
        turn(100);
    }
    launching = 0;
    int64_t stop = now_ns();
    if (total < 0) measuring = 0;
    size_t measured = latency_count;
    while (open_now > 0 && now_ns() < stop + (int64_t)(grace * 1e9)) turn(20);
    if (total >= 0) stop = now_ns(), measured = latency_count;

    double lasted = (double)(stop - from) / 1e9;
    qsort(latencies, latency_count, sizeof *latencies, by_value);
    printf("{\"rate\": %.1f, \"seconds\": %.4f, \"p50_us\": %u, \"p90_us\": %u, \"p99_us\": %u, \"max_us\": %u, \"sent\": %lu, "
           "\"answered\": %lu, \"lost\": %lu, \"reset\": %lu, \"wrong\": %lu, \"reconnects\": %lu}\n",
           (double)measured / lasted, lasted, percentile(0.5), percentile(0.9), percentile(0.99), percentile(1), sent, answered,
           sent - answered, resets, wrong, reconnects);
    return 0;
}
