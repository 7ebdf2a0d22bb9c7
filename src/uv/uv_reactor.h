// The Reactor of a real process, on one libuv loop. Owns the loop and its hidden handles; finds watches but does not own them.
// A callback only wakes (IO-5). Activity is counted here, by who waits, never by what libuv has started: a kept descriptor
// without waiters or an abandoned job must neither keep a process alive nor hide a deadlock (IO-6).
#pragma once

#include <cstdint>
#include <memory>

#include "src/core/reactor.h"
#include "src/uv/uv_handle.h"
#include "src/uv/uv_path.h"
#include "src/uv/uv_poll.h"
#include "src/uv/uv_process.h"
#include "src/uv/uv_signal.h"
#include "src/uv/uv_timer.h"
#include "src/uv/uv_wakeup.h"
#include "src/uv/uv_work.h"

namespace async::uv {

class UvReactor final : public core::Reactor {
public:
    // Null with `error` set when no loop can be had.
    static std::unique_ptr<core::Reactor> make(core::Error& error,
                                               ChildWatching watching = ChildWatching::by_descriptor) noexcept;
    // Of the libuv that is loaded.
    static const char* library_version() noexcept;
    // Closes every handle and waits for worker threads a bounded time; one that is stuck leaks the loop (IO-61).
    ~UvReactor() override;

    void poll(core::Instant until) noexcept override;
    bool has_activity() const noexcept override { return activity_ > 0; }
    uint32_t activity_count() const noexcept override { return activity_; }

    core::Ref<core::FdWatch> watch_fd(int fd, core::FdWatch::Keeping keeping, core::Error& error) noexcept override;
    core::Error submit(core::Ref<core::Job> job, core::Job::Lane lane) noexcept override;
    core::Ref<core::ChildWatch> watch_child(int pid, core::Error& error) noexcept override;
    void reap_child(int pid) noexcept override { children_.reap(pid); }
    core::Ref<core::SignalWatch> watch_signal(int signum, core::Error& error) noexcept override;
    core::Ref<core::PathWatch> watch_path(const char* path, core::Depth depth, core::PathListener& listener,
                                          core::Error& error) noexcept override;
    void recheck_signals() noexcept override { signals_.recheck(); }

    void after_fork() noexcept override;
    void abandon() noexcept override;
    void interrupt() noexcept override;

private:
    // libuv's loop. Outlives the reactor when it has to be leaked.
    struct Loop {
        uv_loop_t native;
    };

    UvReactor(std::unique_ptr<Loop> loop, ChildWatching watching) noexcept;
    void drain() noexcept;

    std::unique_ptr<Loop> loop_;
    uint32_t activity_ = 0;
    Alarm alarm_;
    Wakeup wakeup_;
    FdTable fds_;
    WorkQueue work_;
    SignalTable signals_;
    PathTable paths_;
    ChildTable children_;
};

}  // namespace async::uv
