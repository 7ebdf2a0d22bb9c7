// The composition root of one request on one thread: builds the switcher, the scheduler, the root scope and, on first need,
// the reactor; answers who runs and whether it may wait; carries the exit state of the application. Made on the first async
// use, closed at request shutdown, deleted when the last PHP object is gone.
#pragma once

#include <memory>

#include "ext/php_async.h"
#include "ext/zend/class_loading.h"
#include "ext/zend/compat.h"
#include "ext/zend/coroutine_report.h"
#include "ext/zend/fiber_switcher.h"
#include "ext/zend/handles_in_use.h"
#include "ext/zend/php_coroutine.h"
#include "ext/zend/php_scope.h"
#include "src/core/scheduler.h"
#include "src/uv/monotonic_clock.h"
#include "src/uv/uv_watchdog.h"

namespace async::php {

class Runtime final : public core::SchedulerHost {
public:
    // Null before the first async use of the request.
    static Runtime* get() noexcept { return ASYNC_G(runtime); }
    // The running coroutine. Starts the scheduler and adopts the running flow if need be (C-20, C-21, X-1). Throws and answers
    // null where no coroutine can exist.
    static PhpCoroutine* enter();
    // The runtime, started, without adopting anybody. Throws and answers null when it cannot be (C-22, C-23).
    static Runtime* start();
    // Of the libuv that is loaded.
    static const char* loop_library_version() noexcept;

    explicit Runtime(FiberSwitcher::Stacks stacks) noexcept;
    ~Runtime();

    core::Scheduler& scheduler() noexcept { return scheduler_; }
    FiberSwitcher& switcher() noexcept { return switcher_; }
    core::Clock& clock() noexcept { return clock_; }
    PhpScope& main_scope() noexcept { return *main_scope_; }
    // The scope new coroutines belong to: the running one's, else the main scope (C-80).
    PhpScope& current_scope() noexcept;
    bool is_main_scope(const PhpScope& scope) const noexcept { return &scope == main_scope_.get(); }
    PhpCoroutine* current() noexcept { return PhpCoroutine::from(scheduler_.current()); }

    // Whether the running flow may park right now: the question behind every hook (IO-1). Adopts the main flow when it has
    // to and can; never throws.
    bool can_suspend() noexcept;

    // Parks the running coroutine on its Wait / at the tail of the queue, remembering where it stands.
    core::Wait::Outcome park() noexcept;
    core::Wait::Outcome yield() noexcept;
    core::Wait::Outcome preempt() noexcept;
    // Null unless time slices or the report of blocking calls are on.
    uv::Watchdog* watchdog() noexcept { return watchdog_.get(); }
    // How often that has happened: equal counts mean that nobody else has run in between.
    uint32_t parks() const noexcept { return parks_; }

    // --- The end of things (lifecycle.cpp) ---------------------------------------------------------------------------

    // An exception nobody takes: it ends the application (C-45, C-141). Takes over a reference.
    void uncaught(zend_object* exception) noexcept;
    // exit() in a coroutine (C-146). Its awaiters have been woken and get their turn first; everybody else is cancelled now.
    void exit_called(core::Coroutine& by) noexcept;
    // exit() anywhere else.
    void exit_called() noexcept;
    // A fatal error on the running coroutine's stack: leaves it for the base flow, which ends (C-149).
    [[noreturn]] void die() noexcept;
    // C-140. `cancellation`: what everybody gets; null = the default one. Takes over a reference.
    void graceful_shutdown(zend_object* cancellation) noexcept;
    bool is_shutting_down() const noexcept { return shutting_down_; }
    bool has_exit_exception() const noexcept { return exit_exception_ != nullptr; }
    bool exit_was_called() const noexcept { return exit_called_; }
    zend_object* take_exit_exception() noexcept { return std::exchange(exit_exception_, nullptr); }

    // The main flow has ended: with an exception (taken over), or well. Then everybody else runs to their end.
    void end_main_flow(zend_object* exception) noexcept;
    void drain() noexcept;
    // A fatal error: all stacks are gone, no PHP code runs any more (C-147).
    void abandon() noexcept;
    // In the middle of that, stacks that stand inside a foreign library leave it; none of them may park (D-15).
    bool is_unwinding() const noexcept { return unwinding_; }
    // Told when that has happened: who counts parked callers starts from zero. One listener per process, set at start.
    static inline void (*stacks_dropped)() noexcept = nullptr;
    // What has to be in place before anything waits; false with an exception: the scheduler does not start. Set likewise.
    static inline bool (*before_start)() = nullptr;
    // Request shutdown: nothing suspends from here on (IO-62).
    void close() noexcept;
    bool is_closed() const noexcept { return closed_; }
    // In the child, whose only coroutine is the main flow (C-159).
    void forked() noexcept;

    // C-72: runs the handlers of a finished coroutine ahead of everything queued. Takes over the array.
    void run_finally(PhpCoroutine& coroutine, HashTable* handlers) noexcept;

    // A coroutine other than main and hosts of Fibers has existed: until then nothing changes for the script (C-173).
    bool has_spawned() const noexcept { return has_spawned_; }
    void note_spawn() noexcept { has_spawned_ = true; }

    // The collection that has been asked for and has not begun, and what the last one found (-1: none yet).
    PhpCoroutine* gc_pass = nullptr;
    int gc_last_collected = -1;

    HandlesInUse handles_in_use;
    ClassLoading class_loading;

    // Where the next select() begins to look (SY-82): xorshift, so no loop of selects keeps step with it.
    uint32_t next_pick() noexcept {
        pick_ ^= pick_ << 13;
        pick_ ^= pick_ >> 17;
        pick_ ^= pick_ << 5;
        return pick_;
    }

    // While positive, nobody may park: the compiler and the class table are not re-entrant (C-166).
    uint32_t no_suspend_depth = 0;

    // --- core::SchedulerHost -----------------------------------------------------------------------------------------
    core::Reactor* make_reactor() noexcept override;
    bool resolve_deadlock(uint32_t alive) noexcept override;
    bool is_ending() const noexcept override { return shutting_down_; }
    core::Ref<core::Reason> out_of_stacks() noexcept override;

private:
    static void on_bailout(void* runtime);
    PhpCoroutine* adopt() noexcept;
    void cancel_everybody(const core::Ref<core::Reason>& reason) noexcept;
    void unwind_library_calls() noexcept;
    void cancel_later(core::Coroutine& coroutine, core::Ref<core::Reason> reason) noexcept;

    uv::MonotonicClock clock_;
    FiberSwitcher switcher_;
    core::Scheduler scheduler_;
    core::Ref<PhpScope> main_scope_;
    std::unique_ptr<uv::Watchdog> watchdog_;
    std::unique_ptr<core::Reactor> reactor_;
    std::unique_ptr<ReportOnSignal> report_;
    zend_object* exit_exception_ = nullptr;
    uint32_t parks_ = 0;
    uint32_t pick_ = 2463534242;
    bool shutting_down_ = false;
    bool exit_called_ = false;
    bool closed_ = false;
    bool has_spawned_ = false;
    bool unwinding_ = false;
};

// For code that already knows it runs in a coroutine.
inline PhpCoroutine& running_coroutine() noexcept { return *Runtime::get()->current(); }

}  // namespace async::php
