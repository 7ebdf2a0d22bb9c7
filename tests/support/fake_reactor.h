// A Reactor without an outside world. Its clock stands still while anybody can run and jumps to the next deadline or scripted
// event when all are idle, so hours of timeouts pass in no time. Tests script descriptors, jobs, children and signals.
#pragma once

#include <cerrno>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "src/core/clock.h"
#include "src/core/reactor.h"

namespace async::test {

class VirtualClock final : public core::Clock {
public:
    core::Instant now() noexcept override { return now_; }
    // Ticks every 4 ms, as a coarse kernel clock may.
    core::Instant coarse() noexcept override { return {now_.ns - now_.ns % 4000000}; }
    void advance(core::Duration duration) noexcept { now_ = now_ + duration; }
    void jump(core::Instant to) noexcept {
        if (now_ < to) now_ = to;
    }

private:
    core::Instant now_ = core::Instant{} + core::Duration::from_s(1000);
};

class FakeFdWatch;
class FakeChildWatch;
class FakeSignalWatch;

class FakeReactor final : public core::Reactor, private core::JobRunner {
public:
    using Direction = core::FdWatch::Direction;

    explicit FakeReactor(VirtualClock& clock) noexcept : clock_(clock) {}
    ~FakeReactor() override;

    // Happens at that time, before timers of the same instant.
    void after(core::Duration delay, std::function<void()> event);
    // A descriptor that is writable and has nothing to read; or a regular file.
    int open_fd();
    int open_file();
    // Closes the watch, then the number; or only the number, as a library does that tells nobody.
    void close_fd(int fd);
    void drop_fd(int fd);
    void set_ready(int fd, Direction direction, bool ready);
    // The peer's end: reported once to everybody, and readable from then on.
    void hang_up(int fd);
    // Jobs run in the poll after their submission, or when released.
    void hold_jobs(bool hold) { hold_jobs_ = hold; }
    int start_child();
    void end_child(int pid, int wait_status);
    void reap_elsewhere(int pid) { children_[pid].reaped = true; }
    void raise(int signum);

    uint64_t polls() const noexcept { return polls_; }
    uint64_t blocking_polls() const noexcept { return blocking_polls_; }

    void poll(core::Instant until) noexcept override;
    bool has_activity() const noexcept override { return activity_ > 0; }
    uint32_t activity_count() const noexcept override { return activity_; }
    core::Ref<core::FdWatch> watch_fd(int fd, core::FdWatch::Keeping keeping, core::Error& error) noexcept override;
    core::Error submit(core::Ref<core::Job> job, core::Job::Lane lane) noexcept override;
    core::Ref<core::ChildWatch> watch_child(int pid, core::Error& error) noexcept override;
    void reap_child(int pid) noexcept override { children_[pid].reaped = true; }
    core::Ref<core::SignalWatch> watch_signal(int signum, core::Error& error) noexcept override;
    // What files do is the kernel's; nobody plays that.
    core::Ref<core::PathWatch> watch_path(const char*, core::Depth, core::PathListener&,
                                          core::Error& error) noexcept override {
        error = {ENOSYS, "function not implemented"};
        return nullptr;
    }
    void recheck_signals() noexcept override {}
    void after_fork() noexcept override {}
    void abandon() noexcept override;
    void interrupt() noexcept override { interrupted_ = true; }

private:
    friend class FakeFdWatch;
    friend class FakeChildWatch;
    friend class FakeSignalWatch;

    struct Descriptor {
        bool file = false;
        bool ready[3] = {false, true, false};
        bool hung_up = false;
        uint32_t file_number = 0;  // never used again
    };
    struct Child {
        bool ended = false;
        bool reaped = false;
        int status = -1;
    };

    bool deliver();
    bool deliver_events();
    bool deliver_descriptors();
    bool deliver_children();
    bool deliver_jobs();

    VirtualClock& clock_;
    uint32_t activity_ = 0;
    std::multimap<int64_t, std::function<void()>> events_;
    std::map<int, Descriptor> descriptors_;
    uint32_t files_ = 0;
    std::map<int, FakeFdWatch*> watches_;  // the open ones
    std::map<int, Child> children_;
    std::vector<FakeChildWatch*> child_watches_;
    std::vector<FakeSignalWatch*> signal_watches_;
    std::deque<core::Ref<core::Job>> jobs_;
    int next_pid_ = 100;
    uint64_t polls_ = 0;
    uint64_t blocking_polls_ = 0;
    bool hold_jobs_ = false;
    bool interrupted_ = false;
    bool happened_ = false;  // something was delivered from inside a scripted event
};

}  // namespace async::test
