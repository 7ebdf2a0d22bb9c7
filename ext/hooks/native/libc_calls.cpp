#include "ext/hooks/native/libc_calls.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <ctime>
#include <vector>

#include "ext/hooks/dns.h"
#include "ext/hooks/native/borrowed_watches.h"
#include "ext/hooks/native/fd_sets.h"
#include "ext/hooks/native/library_call.h"
#include "ext/hooks/native/libpq_calls.h"
#include "ext/hooks/native/poll_wait.h"
#include "ext/hooks/socket_wait.h"

namespace async::hooks::native {

using core::Duration;
using core::Instant;
using Keeping = core::FdWatch::Keeping;

namespace {

enum class Refusal : uint8_t {
    fail,  // waits fail
    drop,  // waits succeed, transfers fail with an error that means the connection is gone
};

template <typename Answer>
Answer fail_with(int error, Answer answer) noexcept {
    errno = error;
    return answer;
}

// Waits for one descriptor. False with errno when the coroutine was cancelled or the time of the socket is up.
bool wait_for(int fd, short events, Instant deadline) noexcept {
    pollfd one = {fd, events, 0};
    const int ready = poll_until(&one, 1, deadline);
    if (ready == 0) errno = EAGAIN;
    return ready > 0;
}

bool would_block() noexcept { return errno == EAGAIN || errno == EWOULDBLOCK; }

// --- poll ------------------------------------------------------------------------------------------------------------

int all_ready(pollfd* fds, nfds_t count) noexcept {
    int ready = 0;
    for (nfds_t i = 0; i < count; ++i) {
        fds[i].revents = fds[i].fd >= 0 ? static_cast<short>(fds[i].events & (POLLIN | POLLOUT)) : static_cast<short>(0);
        if (fds[i].revents) ++ready;
    }
    return ready > 0 ? ready : fail_with(ECANCELED, -1);
}

template <Keeping keeping>
int replaced_poll(pollfd* fds, nfds_t count, int timeout) {
    php::PhpCoroutine* caller = timeout == 0 ? nullptr : library_caller();
    if (!caller) return ::poll(fds, count, timeout);
    return must_give_up(*caller) ? fail_with(ECANCELED, -1) : poll_until(fds, count, deadline_of_poll(timeout), keeping);
}

int replaced_poll_of_libpq(pollfd* fds, nfds_t count, int timeout) {
    php::PhpCoroutine* caller = timeout == 0 ? nullptr : library_caller();
    if (!caller) return ::poll(fds, count, timeout);
    if (must_give_up(*caller)) return all_ready(fds, count);
    ConnectionWait wait;
    wait.begin();
    const int ready = poll_until(fds, count, deadline_of_poll(timeout), Keeping::borrowed);
    wait.end();
    if (ready >= 0 || errno != ECANCELED) return ready;
    abort_connection();
    return all_ready(fds, count);
}

template <auto poll_function>
int replaced_poll_checked(pollfd* fds, nfds_t count, int timeout, size_t size) {
    if (size / sizeof *fds < count) std::abort();  // what the fortified call is for
    return poll_function(fds, count, timeout);
}

// --- select ----------------------------------------------------------------------------------------------------------

Waited wait_for_sets(const FdSets& sets, Instant deadline) noexcept {
    bool watched;
    {
        const std::vector<pollfd> fds = sets.as_pollfds();
        watched = watch_all(fds.data(), fds.size());
    }
    // What cannot be watched is asked for again and again, at the pace of a poll that has nothing better.
    const Instant retry = watched ? Instant::never() : deadline_after(Duration::from_ms(10));
    const Waited how = wait_until(retry < deadline ? retry : deadline);
    if (how == Waited::thrown) errno = ECANCELED;
    return how == Waited::timeout && retry < deadline ? Waited::done : how;
}

int replaced_select(int count, fd_set* read, fd_set* write, fd_set* except, timeval* timeout) {
    return select_until_ready(count, read, write, except, timeout, wait_for_sets);
}

// --- Sockets ---------------------------------------------------------------------------------------------------------

template <Refusal refusal>
constexpr int kRefused = refusal == Refusal::drop ? ECONNABORTED : ECANCELED;

int finish_connect(int fd) noexcept {
    if (!wait_for(fd, POLLOUT, socket_deadline(fd, SO_SNDTIMEO))) {
        if (errno == EAGAIN) errno = EINPROGRESS;  // as the kernel reports the socket's own limit
        return -1;
    }
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return -1;
    return error ? fail_with(error, -1) : 0;
}

// A unix listener whose queue is full: there is no event to wait for.
int connect_when_there_is_room(int fd, const sockaddr* address, socklen_t size) noexcept {
    const Instant deadline = socket_deadline(fd, SO_SNDTIMEO);
    for (RetryPauses pauses;;) {
        if (!pauses.wait(deadline)) return -1;
        const int answer = ::connect(fd, address, size);
        if (answer == 0 || errno != EAGAIN) return answer;
    }
}

template <Refusal refusal>
int replaced_connect(int fd, const sockaddr* address, socklen_t size) {
    php::PhpCoroutine* caller = library_caller();
    if (!caller) return ::connect(fd, address, size);
    if (must_give_up(*caller)) return fail_with(kRefused<refusal>, -1);
    const int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || (flags & O_NONBLOCK) || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0) {
        return ::connect(fd, address, size);
    }
    int answer = ::connect(fd, address, size);
    if (answer != 0 && errno == EAGAIN) answer = connect_when_there_is_room(fd, address, size);
    if (answer != 0 && errno == EINPROGRESS) answer = finish_connect(fd);
    const int error = errno;
    fcntl(fd, F_SETFL, flags);
    return fail_with(error, answer);
}

// `transfer` is the system call with the given flags; tried without waiting, whatever mode the descriptor is in.
template <Refusal refusal, typename Transfer>
ssize_t receive(int fd, int flags, Transfer transfer) {
    php::PhpCoroutine* caller = flags & MSG_DONTWAIT ? nullptr : library_caller();
    if (!caller) return transfer(flags);
    if (must_give_up(*caller)) return fail_with<ssize_t>(kRefused<refusal>, -1);
    const ssize_t received = transfer(flags | MSG_DONTWAIT);
    if (received >= 0 || !would_block() || !is_blocking_socket(fd)) return received;
    const Instant deadline = socket_deadline(fd, SO_RCVTIMEO);
    for (;;) {
        if (!wait_for(fd, POLLIN, deadline)) return -1;
        const ssize_t again = transfer(flags | MSG_DONTWAIT);
        if (again >= 0 || !would_block()) return again;
    }
}

template <Refusal refusal>
ssize_t replaced_recv(int fd, void* buffer, size_t size, int flags) {
    return receive<refusal>(fd, flags, [&](int how) { return ::recv(fd, buffer, size, how); });
}

template <Refusal refusal>
ssize_t replaced_recvfrom(int fd, void* buffer, size_t size, int flags, sockaddr* from, socklen_t* length) {
    return receive<refusal>(fd, flags, [&](int how) { return ::recvfrom(fd, buffer, size, how, from, length); });
}

template <Refusal refusal>
ssize_t replaced_recvmsg(int fd, msghdr* message, int flags) {
    return receive<refusal>(fd, flags, [&](int how) { return ::recvmsg(fd, message, how); });
}

// A blocking send() returns when everything has been taken.
template <Refusal refusal>
ssize_t replaced_sendto(int fd, const void* buffer, size_t size, int flags, const sockaddr* to, socklen_t length) {
    php::PhpCoroutine* caller = flags & MSG_DONTWAIT ? nullptr : library_caller();
    if (!caller) return ::sendto(fd, buffer, size, flags, to, length);
    if (must_give_up(*caller)) return fail_with<ssize_t>(kRefused<refusal>, -1);
    Instant deadline = Instant::never();
    size_t sent = 0;
    for (bool first = true;; first = false) {
        const char* rest = static_cast<const char*>(buffer) + sent;
        const ssize_t taken = ::sendto(fd, rest, size - sent, flags | MSG_DONTWAIT, to, length);
        if (taken >= 0) {
            sent += static_cast<size_t>(taken);
        } else if (!would_block()) {
            return sent > 0 ? static_cast<ssize_t>(sent) : -1;
        }
        if (sent == size && taken >= 0) return static_cast<ssize_t>(sent);
        if (first) {
            if (!is_blocking_socket(fd)) return taken;
            deadline = socket_deadline(fd, SO_SNDTIMEO);
        }
        if (!wait_for(fd, POLLOUT, deadline)) return sent > 0 ? static_cast<ssize_t>(sent) : -1;
    }
}

template <Refusal refusal>
ssize_t replaced_send(int fd, const void* buffer, size_t size, int flags) {
    return replaced_sendto<refusal>(fd, buffer, size, flags, nullptr, 0);
}

// --- read, write -----------------------------------------------------------------------------------------------------

bool can_wait_for(int fd) noexcept {
    struct stat status;
    if (fstat(fd, &status) != 0 || !is_blocking_socket(fd)) return false;
    return S_ISSOCK(status.st_mode) || S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode);
}

ssize_t replaced_read(int fd, void* buffer, size_t size) {
    php::PhpCoroutine* caller = library_caller();
    if (!caller) return ::read(fd, buffer, size);
    if (must_give_up(*caller)) return fail_with<ssize_t>(ECANCELED, -1);
    if (can_wait_for(fd) && !wait_for(fd, POLLIN, socket_deadline(fd, SO_RCVTIMEO))) return -1;
    return ::read(fd, buffer, size);
}

ssize_t replaced_write(int fd, const void* buffer, size_t size) {
    php::PhpCoroutine* caller = library_caller();
    if (!caller) return ::write(fd, buffer, size);
    if (must_give_up(*caller)) return fail_with<ssize_t>(ECANCELED, -1);
    if (!can_wait_for(fd)) return ::write(fd, buffer, size);
    struct stat status;
    if (fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode)) return replaced_send<Refusal::fail>(fd, buffer, size, 0);
    // A pipe that is writable takes PIPE_BUF bytes at once; more could block.
    size_t written = 0;
    while (written < size) {
        if (!wait_for(fd, POLLOUT, Instant::never())) break;
        const size_t chunk = size - written < PIPE_BUF ? size - written : PIPE_BUF;
        const ssize_t taken = ::write(fd, static_cast<const char*>(buffer) + written, chunk);
        if (taken < 0) break;
        written += static_cast<size_t>(taken);
    }
    return written > 0 || size == 0 ? static_cast<ssize_t>(written) : -1;
}

// --- Sleeping --------------------------------------------------------------------------------------------------------

// The time left, or zero.
Duration pause(Duration duration) noexcept {
    const Instant deadline = deadline_after(duration);
    if (wait_until(deadline) != Waited::thrown) return {};
    return php::Runtime::get()->clock().now().until(deadline);
}

int replaced_usleep(useconds_t microseconds) {
    php::PhpCoroutine* caller = library_caller();
    if (!caller) return ::usleep(microseconds);
    if (must_give_up(*caller)) return fail_with(ECANCELED, -1);
    pause(Duration::from_us(microseconds));
    return caller->has_interrupt() ? fail_with(ECANCELED, -1) : 0;
}

int replaced_nanosleep(const timespec* wanted, timespec* left) {
    php::PhpCoroutine* caller = library_caller();
    if (!caller || wanted->tv_sec < 0 || wanted->tv_nsec < 0) return ::nanosleep(wanted, left);
    Duration rest = Duration::from_s(wanted->tv_sec) + Duration::from_ns(wanted->tv_nsec);
    if (!must_give_up(*caller)) rest = pause(rest);
    if (!must_give_up(*caller)) return 0;
    if (left) *left = timespec{static_cast<time_t>(rest.ns / 1000000000), static_cast<long>(rest.ns % 1000000000)};
    return fail_with(ECANCELED, -1);
}

// --- Names -----------------------------------------------------------------------------------------------------------

bool needs_no_resolver(const char* node, const addrinfo* hints) noexcept {
    if (!node || (hints && (hints->ai_flags & AI_NUMERICHOST))) return true;
    in6_addr any;
    return inet_pton(AF_INET, node, &any) == 1 || inet_pton(AF_INET6, node, &any) == 1;
}

int replaced_getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** result) {
    php::PhpCoroutine* caller = library_caller();
    if (!caller || needs_no_resolver(node, hints)) return ::getaddrinfo(node, service, hints, result);
    if (must_give_up(*caller)) return fail_with(ECANCELED, EAI_SYSTEM);
    return lookup(node, service, hints, result);
}

template <typename F>
void* address_of(F* function) noexcept {
    return reinterpret_cast<void*>(function);
}

const Import polling[] = {
    {"poll", address_of(replaced_poll<Keeping::borrowed>)},
    {"__poll_chk", address_of(replaced_poll_checked<replaced_poll<Keeping::borrowed>>)},
    {"getaddrinfo", address_of(replaced_getaddrinfo)},
    {"close", address_of(replaced_close)},
};

const Import dropping[] = {
    {"poll", address_of(replaced_poll_of_libpq)},
    {"__poll_chk", address_of(replaced_poll_checked<replaced_poll_of_libpq>)},
    {"getaddrinfo", address_of(replaced_getaddrinfo)},
    {"connect", address_of(replaced_connect<Refusal::drop>)},
    {"recv", address_of(replaced_recv<Refusal::drop>)},
    {"send", address_of(replaced_send<Refusal::drop>)},
    {"usleep", address_of(replaced_usleep)},
    {"close", address_of(replaced_close)},
};

const Import blocking[] = {
    {"poll", address_of(replaced_poll<Keeping::transient>)},
    {"__poll_chk", address_of(replaced_poll_checked<replaced_poll<Keeping::transient>>)},
    {"select", address_of(replaced_select)},
    {"getaddrinfo", address_of(replaced_getaddrinfo)},
    {"connect", address_of(replaced_connect<Refusal::fail>)},
    {"recv", address_of(replaced_recv<Refusal::fail>)},
    {"recvfrom", address_of(replaced_recvfrom<Refusal::fail>)},
    {"recvmsg", address_of(replaced_recvmsg<Refusal::fail>)},
    {"send", address_of(replaced_send<Refusal::fail>)},
    {"sendto", address_of(replaced_sendto<Refusal::fail>)},
    {"read", address_of(replaced_read)},
    {"write", address_of(replaced_write)},
    {"usleep", address_of(replaced_usleep)},
    {"nanosleep", address_of(replaced_nanosleep)},
};

// --- Libraries somebody has named (async.native_libraries) -----------------------------------------------------------

// Makes any call by a coroutine a library call, for the time of one libc function.
template <typename Answer, typename Call>
Answer opted_in(Call call) noexcept {
    if (!on_php_thread() || !cooperative() || library_caller()) return call();
    LibraryCall frame;
    frame.enter();
    const Answer answer = call();
    const int error = errno;
    frame.leave();
    errno = error;
    return answer;
}

template <auto function>
struct OptedIn;

template <typename R, typename... A, R (*function)(A...)>
struct OptedIn<function> {
    static R call(A... arguments) {
        return opted_in<R>([&] { return function(arguments...); });
    }
};

template <typename R, typename... A, R (*function)(A...) noexcept>
struct OptedIn<function> {
    static R call(A... arguments) {
        return opted_in<R>([&] { return function(arguments...); });
    }
};

const Import opted[] = {
    {"poll", address_of(OptedIn<replaced_poll<Keeping::transient>>::call)},
    {"__poll_chk", address_of(OptedIn<replaced_poll_checked<replaced_poll<Keeping::transient>>>::call)},
    {"select", address_of(OptedIn<replaced_select>::call)},
    {"getaddrinfo", address_of(OptedIn<replaced_getaddrinfo>::call)},
    {"connect", address_of(OptedIn<replaced_connect<Refusal::fail>>::call)},
    {"recv", address_of(OptedIn<replaced_recv<Refusal::fail>>::call)},
    {"recvfrom", address_of(OptedIn<replaced_recvfrom<Refusal::fail>>::call)},
    {"recvmsg", address_of(OptedIn<replaced_recvmsg<Refusal::fail>>::call)},
    {"send", address_of(OptedIn<replaced_send<Refusal::fail>>::call)},
    {"sendto", address_of(OptedIn<replaced_sendto<Refusal::fail>>::call)},
    {"read", address_of(OptedIn<replaced_read>::call)},
    {"write", address_of(OptedIn<replaced_write>::call)},
    {"usleep", address_of(OptedIn<replaced_usleep>::call)},
    {"nanosleep", address_of(OptedIn<replaced_nanosleep>::call)},
};

template <size_t N>
ImportList list(const Import (&imports)[N]) noexcept {
    return {imports, N};
}

}  // namespace

ImportList polling_imports() noexcept { return list(polling); }
ImportList dropping_imports() noexcept { return list(dropping); }
ImportList blocking_imports() noexcept { return list(blocking); }
ImportList opted_in_imports() noexcept { return list(opted); }

}  // namespace async::hooks::native
