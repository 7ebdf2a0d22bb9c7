// What only the reactor of a real kernel has to get right.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <uv.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"
#include "tests/uv/reactor_world.h"

using namespace async::test;
using async::core::Duration;
using async::core::Error;
using async::core::FdWatch;
using async::core::Instant;
using async::core::Job;
using async::core::make_ref;
using async::core::Ref;
using Direction = FdWatch::Direction;
using Keeping = FdWatch::Keeping;

namespace {

Ref<FdWatch> watch(UvWorld& world, int fd, Keeping keeping = Keeping::kept) {
    Error error;
    auto made = world.reactor().watch_fd(fd, keeping, error);
    REQUIRE(made);
    return made;
}

// How many polls it takes to reach a time when nothing worth waking for happens.
int polls_until(UvWorld& world, Duration time) {
    const Instant until = world.clock().now() + time;
    int polls = 0;
    for (; world.clock().now() < until; ++polls) world.reactor().poll(until);
    return polls;
}

// Blocks worker threads until it is opened.
class Gate {
public:
    void pass() {
        std::unique_lock<std::mutex> lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return open_; });
        --waiting_;
    }
    void open() {
        const std::lock_guard<std::mutex> lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    int waiting() {
        const std::lock_guard<std::mutex> lock(mutex_);
        return waiting_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int waiting_ = 0;
    bool open_ = false;
};

class GateJob final : public Job {
public:
    GateJob(Gate& gate, int& ended) : gate_(gate), ended_(ended) {}
    void work() noexcept override { gate_.pass(); }
    void describe(async::core::DescriptionSink& sink) const override { sink.format("Gate"); }

private:
    ~GateJob() override { ++ended_; }
    Gate& gate_;
    int& ended_;
};

class QuickJob final : public Job {
public:
    void work() noexcept override {}
    void describe(async::core::DescriptionSink& sink) const override { sink.format("Quick"); }
};

// Runs `body` in a child process and gives its exit code.
template <typename F>
int in_child(F&& body) {
    const pid_t pid = fork();
    if (pid == 0) _exit(body());
    int status = -1;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace

TEST_CASE("watching leaves a descriptor as blocking as it was") {
    UvWorld world;
    const int fd = world.open();
    const int before = fcntl(fd, F_GETFL);
    REQUIRE_FALSE(before & O_NONBLOCK);
    auto w = watch(world, fd);
    REQUIRE(fcntl(fd, F_GETFL) == before);
    const int other = world.open();
    fcntl(other, F_SETFL, fcntl(other, F_GETFL) | O_NONBLOCK);
    auto v = watch(world, other);
    REQUIRE((fcntl(other, F_GETFL) & O_NONBLOCK));
}

TEST_CASE("IO-41 an event nobody waits for does not keep the loop spinning") {
    UvWorld world;
    const int fd = world.open();
    auto w = watch(world, fd);
    Probe probe;
    w->ready(Direction::read).subscribe(probe);
    world.feed(fd);
    REQUIRE(poll_until(world, [&] { return probe.count > 0; }));
    REQUIRE(polls_until(world, Duration::from_ms(30)) <= 4);  // the byte is still there
}

TEST_CASE("a half-closed peer wakes a parked writer once, not for ever") {
    UvWorld world;
    const int fd = world.open();
    auto w = watch(world, fd);
    world.stuff(fd);
    int woken = 0;
    Probe* self = nullptr;
    Probe writer([&](auto*) {
        ++woken;
        w->ready(Direction::write).subscribe(*self);  // tries again, finds no room
    });
    self = &writer;
    w->ready(Direction::write).subscribe(writer);
    poll_now(world);
    shutdown(world.peer_of(fd), SHUT_WR);
    REQUIRE(polls_until(world, Duration::from_ms(30)) <= 5);
    REQUIRE(woken == 1);
    world.relieve(fd);
    REQUIRE(poll_until(world, [&] { return woken == 2; }));
    w->ready(Direction::write).unsubscribe(writer);
}

TEST_CASE("IO-231 a reset wakes the waiters of both directions and does not spin afterwards") {
    UvWorld world;
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(bind(listener, reinterpret_cast<sockaddr*>(&address), length) == 0);
    REQUIRE(listen(listener, 1) == 0);
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    REQUIRE(connect(fd, reinterpret_cast<sockaddr*>(&address), length) == 0);
    const int peer = accept(listener, nullptr, nullptr);

    auto w = watch(world, fd);
    world.stuff(fd);
    Probe reader, writer;
    w->ready(Direction::read).subscribe(reader);
    w->ready(Direction::write).subscribe(writer);
    poll_now(world);
    const linger abort = {1, 0};
    setsockopt(peer, SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
    ::close(peer);
    REQUIRE(poll_until(world, [&] { return reader.count > 0 && writer.count > 0; }));
    REQUIRE(polls_until(world, Duration::from_ms(20)) <= 4);
    w->close();
    ::close(fd);
    ::close(listener);
}

TEST_CASE("an error that was collected does not end the watch") {
    UvWorld world;
    const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), peer = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    REQUIRE(bind(peer, reinterpret_cast<sockaddr*>(&address), length) == 0);
    getsockname(peer, reinterpret_cast<sockaddr*>(&address), &length);
    ::close(peer);  // nobody is there now
    REQUIRE(connect(fd, reinterpret_cast<sockaddr*>(&address), length) == 0);
    sockaddr_in own = {};
    length = sizeof own;
    getsockname(fd, reinterpret_cast<sockaddr*>(&own), &length);

    auto w = watch(world, fd);
    Probe first, second;
    w->ready(Direction::read).subscribe(first);
    REQUIRE(send(fd, "x", 1, 0) == 1);
    REQUIRE(poll_until(world, [&] { return first.count > 0; }));
    char byte;
    REQUIRE(recv(fd, &byte, 1, MSG_DONTWAIT) == -1);
    REQUIRE(errno == ECONNREFUSED);

    w->ready(Direction::read).subscribe(second);
    poll_now(world);
    REQUIRE(second.count == 0);
    const int reborn = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    REQUIRE(bind(reborn, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(sendto(reborn, "y", 1, 0, reinterpret_cast<sockaddr*>(&own), sizeof own) == 1);
    REQUIRE(poll_until(world, [&] { return second.count > 0; }));
    REQUIRE(recv(fd, &byte, 1, MSG_DONTWAIT) == 1);
    w->close();
    ::close(fd);
    ::close(reborn);
}

TEST_CASE("a descriptor closed behind our back wakes its waiters instead of ending the process") {
    UvWorld world;
    const int fd = world.open();
    auto w = watch(world, fd, Keeping::transient);
    Probe probe;
    w->ready(Direction::read).subscribe(probe);
    world.close(fd);
    REQUIRE(poll_until(world, [&] { return probe.count > 0; }));
    REQUIRE_FALSE(world.reactor().has_activity());
}

TEST_CASE("IO-706 lookups leave a thread to others, however many there are") {
    UvWorld world;
    Gate gate;
    int ended = 0;
    constexpr int kLookups = 100;
    for (int i = 0; i < kLookups; ++i) {
        REQUIRE_FALSE(world.reactor().submit(make_ref<GateJob>(gate, ended), Job::Lane::lookup));
    }
    auto file = make_ref<QuickJob>();
    REQUIRE_FALSE(world.reactor().submit(file, Job::Lane::general));
    Probe probe;
    file->subscribe(probe);
    REQUIRE(poll_until(world, [&] { return probe.count > 0; }));
    REQUIRE(ended == 0);
    REQUIRE(gate.waiting() <= 1023);
    gate.open();
    REQUIRE(poll_until(world, [&] { return ended == kLookups; }));
}

TEST_CASE("IO-61 a stuck worker delays the end for a bounded time and is left alone") {
    const int code = in_child([] {
        auto* gate = new Gate;
        auto* ended = new int(0);
        {
            UvWorld world;
            auto job = make_ref<GateJob>(*gate, *ended);
            Probe probe;
            world.reactor().submit(job, Job::Lane::general);
            job->subscribe(probe);
            while (gate->waiting() == 0) std::this_thread::yield();
            world.destroy_reactor();  // would never return if it waited for the thread
            if (probe.linked() || probe.count != 0) return 1;
            // Still usable by whoever holds it.
            job->subscribe(probe);
            job->unsubscribe(probe);
        }
        gate->open();
        while (gate->waiting() > 0) std::this_thread::yield();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));  // the thread reports to a loop nobody runs
        return *ended == 0 ? 0 : 2;
    });
    REQUIRE(code == 0);
}

TEST_CASE("IO-816 SI-6 looking at a child does not reap it") {
    for (const auto watching : {async::uv::ChildWatching::by_descriptor, async::uv::ChildWatching::by_signal}) {
        UvWorld world(watching);
        Error error;
        const pid_t pid = fork();
        if (pid == 0) _exit(42);
        auto w = world.reactor().watch_child(pid, error);
        Probe probe;
        if (w->is_pending()) w->subscribe(probe);
        REQUIRE(poll_until(world, [&] { return !w->is_pending(); }));
        int status = 0;
        REQUIRE(waitpid(pid, &status, WNOHANG) == pid);
        REQUIRE(status == w->status());
        REQUIRE(WEXITSTATUS(status) == 42);
    }
}

TEST_CASE("IO-63 D-16 after a fork the child has a loop of its own and the parent's goes on") {
    UvWorld world;
    const int fd = world.open();
    auto w = watch(world, fd);
    Probe probe;
    w->ready(Direction::read).subscribe(probe);
    poll_now(world);

    const int code = in_child([&] {
        world.reactor().after_fork();
        if (world.reactor().activity_count() != 1) return 1;
        // The inherited watch works on the inherited descriptor, a new one on a new descriptor, and so do worker threads.
        const int own = world.open();
        auto v = watch(world, own);
        Probe mine;
        v->ready(Direction::read).subscribe(mine);
        world.feed(own);
        if (!poll_until(world, [&] { return mine.count > 0; })) return 2;
        if (probe.count != 0) return 3;
        auto job = make_ref<QuickJob>();
        Probe done;
        world.reactor().submit(job, Job::Lane::general);
        job->subscribe(done);
        if (!poll_until(world, [&] { return done.count > 0; })) return 4;
        w->close();  // must not reach the parent's loop
        return 0;
    });
    REQUIRE(code == 0);
    poll_now(world);
    REQUIRE(probe.count == 0);
    world.feed(fd);
    REQUIRE(poll_until(world, [&] { return probe.count > 0; }));
}

TEST_CASE("the clock agrees with libuv's and its coarse side lags, never leads") {
    async::uv::MonotonicClock clock;
    for (int i = 0; i < 1000; ++i) {
        const int64_t coarse = clock.coarse().ns, before = static_cast<int64_t>(uv_hrtime());
        const Instant now = clock.now();
        REQUIRE(coarse <= now.ns);
        REQUIRE(before <= now.ns);
        REQUIRE(now.ns <= static_cast<int64_t>(uv_hrtime()));
    }
}
