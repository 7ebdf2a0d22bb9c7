// The outside world: descriptors, worker threads, children, signals. The other seam that tests replace. A Reactor wakes
// Awaitables and nothing else: no PHP code, no switch, no allocation that can bail out happens inside poll() (IO-5).
// Deadlines are not its business beyond the one `until` it is given.
#pragma once

#include <cstdint>
#include <utility>

#include "src/core/awaitable.h"
#include "src/core/clock.h"

namespace async::core {

// Failure of the machinery itself, in the platform's words. text is static or owned by the C library.
struct Error {
    int code = 0;  // 0 = none
    const char* text = nullptr;
    explicit operator bool() const noexcept { return code != 0; }
};

// The one watcher of a descriptor, with any number of waiters per direction (IO-41). Shared by everybody who waits on this
// generation of the descriptor (IO-52).
class FdWatch : public RefCounted {
public:
    enum class Direction : uint8_t { read, write, urgent };
    enum class Keeping : uint8_t {
        kept,       // its close is ours to see: stays registered between waits; an event nobody waits for stops the interest
        transient,  // a foreign library may close and reuse the number: deregistered as soon as nobody waits
        borrowed,   // the same, but its waits are many: stays registered, and whoever asks for it again gets a new watch when the
                    // number means another file by now, at the price of one fstat()
    };

    // Pulses when the descriptor is ready in this direction, and whenever an error or hang-up arrives (IO-231). Waiters retry
    // their own operation and come back if they lost the race (IO-40). Settles when the watch is closed (IO-50).
    virtual Awaitable& ready(Direction direction) noexcept = 0;
    virtual int fd() const noexcept = 0;
    virtual bool is_closed() const noexcept = 0;
    // The descriptor is about to be closed: deregisters and wakes all waiters (IO-50). Call before close(2).
    virtual void close() noexcept = 0;
};

// One blocking call on a worker thread. The object owns every buffer the call touches. Nobody has to wait for it: an abandoned
// job finishes and frees itself (IO-14).
class Job : public Awaitable {
public:
    enum class Lane : uint8_t {
        general,
        lookup,  // names; never occupies the last worker, so that dead names cannot stop file work (IO-706)
    };

    // On a worker thread. Must touch nothing but this object.
    virtual void work() noexcept = 0;

private:
    friend class JobRunner;
    // Submitted and waited for: the runner's activity (IO-6). An abandoned job is none.
    void arm() noexcept final {
        if (activity_) ++*activity_;
    }
    void disarm() noexcept final {
        if (activity_) --*activity_;
    }

    uint32_t* activity_ = nullptr;
};

// What a reactor may do to a Job that was submitted to it.
class JobRunner {
protected:
    // From here on the job counts in `activity` whenever somebody waits for it.
    static void begin(Job& job, uint32_t& activity) noexcept {
        job.activity_ = &activity;
        if (job.has_waiters()) ++activity;
    }
    // On the loop's thread after work(): settles.
    static void finish(Job& job) noexcept {
        end(job);
        job.settle(nullptr);
    }
    // Forgets who waits, tells nobody.
    static void forget(Job& job) noexcept { job.forget_waiters(); }
    // The runner goes away; the job may never finish.
    static void end(Job& job) noexcept {
        uint32_t* activity = std::exchange(job.activity_, nullptr);
        if (activity && job.has_waiters()) --*activity;
    }
    ~JobRunner() = default;
};

// The exit of one child (IO-816: by its pid only, never any child). Looks without reaping: the pid stays taken until its owner
// collects it, so nobody can mistake another child for it (IO-815).
class ChildWatch : public Awaitable {
public:
    // Wait status as waitpid would give it; -1 when somebody else reaped the child. Valid once settled.
    virtual int status() const noexcept = 0;
};

// The one watch of a signal, shared by everybody who listens to it. Pulses each time the signal arrives. Listening is no
// activity by itself: who would be left waiting for ever without the signal counts himself in (SI-5).
class SignalWatch : public Awaitable {
public:
    virtual void count_in() noexcept = 0;
    virtual void count_out() noexcept = 0;
};

// Who hears of changes below a path. Called inside poll(): marks, copies and wakes, nothing else (IO-5).
class PathListener {
public:
    // `name` is relative to the path; null: the path itself. At least one of the two is true.
    virtual void on_change(const char* name, std::size_t length, bool renamed, bool changed) noexcept = 0;
    // Nothing more will come, and something may have been lost.
    virtual void on_failure(Error error) noexcept = 0;

protected:
    ~PathListener() = default;
};

// One path, or the tree of directories below it, being watched; activity until it is closed.
class PathWatch : public RefCounted {
public:
    virtual void close() noexcept = 0;
    // The tree has more directories than are watched.
    virtual bool is_incomplete() const noexcept = 0;
};

enum class Depth : uint8_t { flat, recursive };

class Reactor {
public:
    // Delivers what has happened; with nothing there, waits for something to happen or for `until`. Instant{0}: just look.
    // May return early without having delivered anything (D-2).
    virtual void poll(Instant until) noexcept = 0;
    // Something non-hidden is under way that can still deliver (IO-6).
    virtual bool has_activity() const noexcept = 0;
    virtual uint32_t activity_count() const noexcept = 0;

    // The watch of an open descriptor; the existing one while it is not closed. Null with `error` set when the platform refuses
    // (a regular file: EPERM, which callers treat as always ready).
    virtual Ref<FdWatch> watch_fd(int fd, FdWatch::Keeping keeping, Error& error) noexcept = 0;
    virtual Error submit(Ref<Job> job, Job::Lane lane) noexcept = 0;
    virtual Ref<ChildWatch> watch_child(int pid, Error& error) noexcept = 0;
    // Collects the child in the background when it ends, so that no zombie remains. Nobody waits: no activity (IO-805).
    virtual void reap_child(int pid) noexcept = 0;
    virtual Ref<SignalWatch> watch_signal(int signum, Error& error) noexcept = 0;
    // The listener must stay until the watch is closed. Null with `error` set when the platform refuses.
    virtual Ref<PathWatch> watch_path(const char* path, Depth depth, PathListener& listener, Error& error) noexcept = 0;
    // Somebody may have installed a handler of his own just now (SI-7).
    virtual void recheck_signals() noexcept = 0;

    // In the child after fork: a fresh loop, the parent's descriptors closed here (IO-63).
    virtual void after_fork() noexcept = 0;
    // Forgets every waiter and registration without telling anybody (fatal error, C-147). Usable again afterwards.
    virtual void abandon() noexcept = 0;
    // Wakes a blocking poll from another thread.
    virtual void interrupt() noexcept = 0;

    virtual ~Reactor() = default;
};

}  // namespace async::core
