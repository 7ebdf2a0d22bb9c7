// Signals beside the handlers a program installs itself (SI-5, SI-6, SI-7).
#include <signal.h>

#include <atomic>

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"
#include "tests/uv/reactor_world.h"

using namespace async::test;
using async::core::Error;

namespace {

std::atomic<int> plain_calls{0};
std::atomic<int> info_calls{0};
std::atomic<int> info_sender{0};

void plain(int) { ++plain_calls; }
void with_info(int, siginfo_t* info, void*) {
    ++info_calls;
    info_sender = info ? info->si_pid : -1;
}

// Installs a handler for the time of a test.
class Installed {
public:
    explicit Installed(void (*handler)(int)) {
        struct sigaction action = {};
        action.sa_handler = handler;
        sigaction(SIGUSR2, &action, &before_);
    }
    explicit Installed(void (*handler)(int, siginfo_t*, void*)) {
        struct sigaction action = {};
        action.sa_sigaction = handler;
        action.sa_flags = SA_SIGINFO;
        sigaction(SIGUSR2, &action, &before_);
    }
    ~Installed() { sigaction(SIGUSR2, &before_, nullptr); }

private:
    struct sigaction before_;
};

struct sigaction current() {
    struct sigaction action = {};
    sigaction(SIGUSR2, nullptr, &action);
    return action;
}

}  // namespace

TEST_CASE("SI-6 without a watch the disposition is the default one") {
    UvWorld world;
    REQUIRE(current().sa_handler == SIG_DFL);
}

TEST_CASE("SI-5, SI-8 each loop hears the signal; the last watch gives the old disposition back") {
    UvWorld world, second;
    Error error;
    {
        auto a = world.reactor().watch_signal(SIGUSR2, error);
        REQUIRE(current().sa_handler != SIG_DFL);
        auto b = second.reactor().watch_signal(SIGUSR2, error);
        a.reset();
        REQUIRE(current().sa_handler != SIG_DFL);
        Probe probe;
        b->subscribe(probe);
        world.raise(SIGUSR2);
        REQUIRE(poll_until(second, [&] { return probe.count > 0; }));
    }
    REQUIRE(current().sa_handler == SIG_DFL);
    const Installed mine(&plain);
    auto c = world.reactor().watch_signal(SIGUSR2, error);
    c.reset();
    REQUIRE(current().sa_handler == &plain);
}

TEST_CASE("SI-7 a handler installed before is called as well, with a valid siginfo") {
    UvWorld world;
    Error error;
    info_calls = 0;
    const Installed mine(&with_info);
    auto w = world.reactor().watch_signal(SIGUSR2, error);
    Probe probe;
    w->subscribe(probe);
    world.raise(SIGUSR2);
    REQUIRE(poll_until(world, [&] { return probe.count > 0; }));
    REQUIRE(info_calls == 1);
    REQUIRE(info_sender == getpid());
}

TEST_CASE("SI-7 a handler installed after is called as well, and stays when the watch goes") {
    UvWorld world;
    Error error;
    plain_calls = 0;
    auto w = world.reactor().watch_signal(SIGUSR2, error);
    Probe probe;
    w->subscribe(probe);
    {
        const Installed later(&plain);
        world.reactor().poll(async::core::Instant{0});  // notices
        world.raise(SIGUSR2);
        REQUIRE(poll_until(world, [&] { return probe.count > 0; }));
        REQUIRE(plain_calls == 1);
        w.reset();
        REQUIRE(current().sa_handler == &plain);
    }
}

TEST_CASE("SI-7 a handler installed after and never noticed is not overwritten") {
    UvWorld world;
    Error error;
    auto w = world.reactor().watch_signal(SIGUSR2, error);
    const Installed later(&plain);
    w.reset();
    REQUIRE(current().sa_handler == &plain);
    signal(SIGUSR2, SIG_DFL);
}

TEST_CASE("SI-7 a handler that would only do the default action is not called while somebody listens") {
    UvWorld world;
    Error error;
    info_calls = 0;
    const Installed mine(&with_info);
    auto w = world.reactor().watch_signal(SIGUSR2, error);
    Probe probe;
    w->subscribe(probe);
    async::uv::set_signal_forwarding([](int signum, auto handler) { return signum != SIGUSR2 || handler != &with_info; });
    world.raise(SIGUSR2);
    REQUIRE(poll_until(world, [&] { return probe.count > 0; }));
    async::uv::set_signal_forwarding(nullptr);
    REQUIRE(info_calls == 0);
}

TEST_CASE("SI-7 a handler installed over ours is noticed when somebody says so") {
    UvWorld world;
    Error error;
    plain_calls = 0;
    auto w = world.reactor().watch_signal(SIGUSR2, error);
    Probe probe;
    w->subscribe(probe);
    const Installed later(&plain);
    world.reactor().recheck_signals();
    raise(SIGUSR2);
    REQUIRE(plain_calls == 1);
    REQUIRE(poll_until(world, [&] { return probe.count > 0; }));
    w.reset();
}
