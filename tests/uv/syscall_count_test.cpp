// What waiting costs in system calls, counted by tracing a child process: no clock, no tool. Where tracing is forbidden (a
// sandbox, a kernel before 5.3) the cases say so and pass.
#ifdef __linux__
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"
#include "tests/uv/reactor_world.h"

using namespace async::test;
using async::core::Duration;
using async::core::FdWatch;
using async::core::Instant;
using async::core::Ref;
using Direction = FdWatch::Direction;
using Keeping = FdWatch::Keeping;

namespace {

using Counts = std::map<long, int>;

// Marks the beginning and the end of what is counted.
void mark() { syscall(SYS_getppid); }

// The system calls `body` makes between its two marks. False when tracing is not possible here.
bool count(const std::function<void()>& body, Counts& counts) {
    const pid_t child = fork();
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(77);
        raise(SIGSTOP);
        body();
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFSTOPPED(status)) return false;
    ptrace(PTRACE_SETOPTIONS, child, nullptr, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL);
    int marks = 0;
    for (;;) {
        ptrace(PTRACE_SYSCALL, child, nullptr, nullptr);
        if (waitpid(child, &status, 0) < 0 || !WIFSTOPPED(status)) break;
        if (WSTOPSIG(status) != (SIGTRAP | 0x80)) continue;
        __ptrace_syscall_info info = {};
        if (ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof info, &info) <= 0) {
            ptrace(PTRACE_KILL, child, nullptr, nullptr);
            waitpid(child, &status, 0);
            return false;
        }
        if (info.op != PTRACE_SYSCALL_INFO_ENTRY) continue;
        const long number = static_cast<long>(info.entry.nr);
        if (number == SYS_getppid) {
            ++marks;
        } else if (marks == 1) {
            ++counts[number];
        }
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 && marks == 2;
}

int take(Counts& counts, std::initializer_list<long> numbers) {
    int sum = 0;
    for (const long number : numbers) {
        const auto found = counts.find(number);
        if (found == counts.end()) continue;
        sum += found->second;
        counts.erase(found);
    }
    return sum;
}

int take_waits(Counts& counts) {
    return take(counts, {SYS_epoll_pwait,
#ifdef SYS_epoll_wait
                         SYS_epoll_wait,
#endif
#ifdef SYS_epoll_pwait2
                         SYS_epoll_pwait2,
#endif
                        });
}

constexpr int kRounds = 50;

// An echo server on `connections` kept watches, and its clients.
void echo(int connections) {
    UvWorld world;
    async::core::Error error;
    std::vector<int> fds;
    std::vector<Ref<FdWatch>> watches;
    std::vector<std::unique_ptr<Probe>> probes;
    int woken = 0;
    for (int i = 0; i < connections; ++i) {
        fds.push_back(world.open());
        watches.push_back(world.reactor().watch_fd(fds.back(), Keeping::kept, error));
        probes.push_back(std::make_unique<Probe>([&](auto*) { ++woken; }));
    }
    auto round = [&] {
        woken = 0;
        for (std::size_t i = 0; i < fds.size(); ++i) watches[i]->ready(Direction::read).subscribe(*probes[i]);
        for (const int fd : fds) send(world.peer_of(fd), "ping", 4, 0);
        while (woken < connections) world.reactor().poll(Instant::never());
        char buffer[16];
        for (const int fd : fds) {
            if (recv(fd, buffer, sizeof buffer, MSG_DONTWAIT) == 4) send(fd, buffer, 4, 0);
        }
        for (const int fd : fds) recv(world.peer_of(fd), buffer, sizeof buffer, MSG_DONTWAIT);
    };
    round();
    mark();
    for (int i = 0; i < kRounds; ++i) round();
    mark();
}

}  // namespace

TEST_CASE("an echo on a kept connection costs epoll_wait, recv and send") {
    Counts counts;
    if (!count([] { echo(1); }, counts)) {
        WARN("system calls cannot be traced here");
        return;
    }
    REQUIRE(take_waits(counts) == kRounds);
    REQUIRE(take(counts, {SYS_recvfrom}) == 2 * kRounds);  // the server's and the client's
    REQUIRE(take(counts, {SYS_sendto}) == 2 * kRounds);
    for (const auto& [number, times] : counts) FAIL("system call " << number << ", " << times << " times");
}

TEST_CASE("a batch of echoes shares the epoll_wait") {
    Counts counts;
    constexpr int kConnections = 20;
    if (!count([] { echo(kConnections); }, counts)) {
        WARN("system calls cannot be traced here");
        return;
    }
    REQUIRE(take_waits(counts) == kRounds);
    REQUIRE(take(counts, {SYS_recvfrom}) == 2 * kRounds * kConnections);
    REQUIRE(take(counts, {SYS_sendto}) == 2 * kRounds * kConnections);
    for (const auto& [number, times] : counts) FAIL("system call " << number << ", " << times << " times");
}

TEST_CASE("a timed wait costs one epoll_wait, two where the kernel rounds") {
    Counts counts;
    const bool traced = count([] {
        UvWorld world;
        auto wait = [&] {
            const Instant until = world.clock().now() + Duration::from_ms(2);
            while (world.clock().now() < until) world.reactor().poll(until);
        };
        wait();
        mark();
        for (int i = 0; i < kRounds; ++i) wait();
        mark();
    }, counts);
    if (!traced) {
        WARN("system calls cannot be traced here");
        return;
    }
    const int waits = take_waits(counts);
    REQUIRE(waits >= kRounds);
    REQUIRE(waits <= 2 * kRounds);
    for (const auto& [number, times] : counts) FAIL("system call " << number << ", " << times << " times");
}

TEST_CASE("a wait on a transient descriptor registers, checks and deregisters, and nothing more") {
    Counts counts;
    const bool traced = count([] {
        UvWorld world;
        async::core::Error error;
        const int fd = world.open();
        auto watch = world.reactor().watch_fd(fd, Keeping::transient, error);
        Probe probe;
        world.feed(fd);
        auto wait = [&] {
            watch->ready(Direction::read).subscribe(probe);
            while (probe.linked()) world.reactor().poll(Instant::never());
        };
        wait();  // the loop's own descriptors
        mark();
        for (int i = 0; i < kRounds; ++i) wait();
        mark();
    }, counts);
    if (!traced) {
        WARN("system calls cannot be traced here");
        return;
    }
    REQUIRE(take_waits(counts) == kRounds);
    // libuv deletes before it adds; newer ones add through a ring.
    REQUIRE(take(counts, {SYS_epoll_ctl, SYS_io_uring_enter}) <= 3 * kRounds);
    REQUIRE(take(counts, {SYS_fcntl}) == kRounds);
    for (const auto& [number, times] : counts) FAIL("system call " << number << ", " << times << " times");
}
#endif
