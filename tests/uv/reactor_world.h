// The world a Reactor looks at, in a form that both a real kernel and a script can play: the shared behaviour suite asks for
// events here and checks what the Reactor makes of them.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "src/core/reactor.h"
#include "src/uv/monotonic_clock.h"
#include "src/uv/uv_reactor.h"
#include "tests/support/fake_reactor.h"

namespace async::test {

class FakeWorld {
public:
    core::Reactor& reactor() { return *reactor_; }
    core::Clock& clock() { return clock_; }
    void destroy_reactor() { reactor_.reset(); }

    // A descriptor with nothing to read and room to write; and what its peer does to it.
    int open() { return reactor_->open_fd(); }
    int open_file() { return reactor_->open_file(); }
    void feed(int fd) { reactor_->set_ready(fd, Direction::read, true); }
    void consume(int fd) { reactor_->set_ready(fd, Direction::read, false); }
    void stuff(int fd) { reactor_->set_ready(fd, Direction::write, false); }
    void relieve(int fd) { reactor_->set_ready(fd, Direction::write, true); }
    void hang_up(int fd) { reactor_->hang_up(fd); }
    // close(2), whatever watches it.
    void close(int fd) { reactor_->drop_fd(fd); }

    int start_child() { return reactor_->start_child(); }
    void end_child(int pid, int code) { reactor_->end_child(pid, code << 8); }
    void kill_child(int pid, int signum) { reactor_->end_child(pid, signum); }
    void collect_child(int pid) { reactor_->reap_elsewhere(pid); }
    void raise(int signum) { reactor_->raise(signum); }
    void interrupt_soon() { reactor_->interrupt(); }

private:
    using Direction = core::FdWatch::Direction;
    VirtualClock clock_;
    std::unique_ptr<FakeReactor> reactor_ = std::make_unique<FakeReactor>(clock_);
};

// Socket pairs, forked children and signals to ourselves.
class UvWorld {
public:
    explicit UvWorld(uv::ChildWatching watching = uv::ChildWatching::by_descriptor);
    ~UvWorld();
    UvWorld(const UvWorld&) = delete;
    UvWorld& operator=(const UvWorld&) = delete;

    core::Reactor& reactor() { return *reactor_; }
    core::Clock& clock() { return clock_; }
    void destroy_reactor() { reactor_.reset(); }

    int open();
    int open_file();
    void feed(int fd);
    void consume(int fd);
    void stuff(int fd);
    void relieve(int fd);
    void hang_up(int fd);
    void close(int fd);
    int peer_of(int fd) const { return peers_.at(fd); }

    int start_child();
    void end_child(int pid, int code);
    void kill_child(int pid, int signum);
    void collect_child(int pid);
    void raise(int signum);
    void interrupt_soon();

private:
    uv::MonotonicClock clock_;
    std::unique_ptr<core::Reactor> reactor_;
    std::map<int, int> peers_;
    std::map<int, int> children_;  // pid → what tells it to exit
    std::vector<int> files_;
};

class UvWorldBySignal : public UvWorld {
public:
    UvWorldBySignal() : UvWorld(uv::ChildWatching::by_signal) {}
};

// Polls until `done`; false when it did not come about in (real or virtual) time.
template <typename World>
bool poll_until(World& world, const std::function<bool()>& done) {
    using namespace std::chrono;
    const auto limit = steady_clock::now() + seconds(20);
    for (int i = 0; i < 100000 && steady_clock::now() < limit; ++i) {
        if (done()) return true;
        world.reactor().poll(world.clock().now() + core::Duration::from_ms(100));
    }
    return done();
}

// Everything that is there already is delivered, at least.
template <typename World>
void poll_now(World& world) {
    for (int i = 0; i < 3; ++i) world.reactor().poll(core::Instant{0});
}

}  // namespace async::test
