// Blocking calls on worker threads, for one loop. While a thread may touch a Job, a request holds a reference to it, whatever
// becomes of those who waited (IO-14). Lookups have a lane of their own, one thread narrower than there are: the surplus waits
// here, in order, not in front of everybody else's work (IO-706).
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>

#include "src/core/intrusive_list.h"
#include "src/core/reactor.h"
#include "src/uv/uv_handle.h"
#include "src/uv/worker_threads.h"

namespace async::uv {

class WorkQueue : private core::JobRunner {
public:
    WorkQueue(uv_loop_t& loop, uint32_t& activity) noexcept : loop_(loop), activity_(activity) {}
    WorkQueue(const WorkQueue&) = delete;
    WorkQueue& operator=(const WorkQueue&) = delete;

    core::Error submit(core::Ref<core::Job> job, core::Job::Lane lane) noexcept;
    bool is_idle() const noexcept { return running_.empty(); }

    // C-147: nobody is told; the jobs finish and free themselves.
    void abandon() noexcept;
    // The threads have stayed in the parent: what ran there never ends here.
    void after_fork() noexcept;
    // Withdraws what no thread has begun. The rest is drained by running the loop.
    void cancel_all() noexcept;
    // False: threads are stuck, and what they may still touch is leaked. That goes for the loop as well (IO-61).
    bool close() noexcept;

private:
    struct Done;

    // In a list of the loop's thread by its own link, in one of the threads' by that of the task.
    struct Link : core::ListNode {};
    struct Request final : core::RefCounted, Link, WorkerThreads::Task {
        void run() noexcept override;

        core::Ref<core::Job> job;
        Done* done = nullptr;
        core::Job::Lane lane = core::Job::Lane::general;
    };

    // What the threads have done, on its way back.
    struct Done {
        Handle<uv_async_t, WorkQueue>* bell = nullptr;
        std::mutex mutex;
        core::List<Request, WorkerThreads::Task> requests;  // under the mutex
    };

    int open() noexcept;
    void start(core::Ref<Request> request) noexcept;
    void take_done() noexcept;
    void ended(core::Ref<Request> request) noexcept;
    void start_lookups() noexcept;
    void leak() noexcept;

    uv_loop_t& loop_;
    uint32_t& activity_;
    std::unique_ptr<Done> done_;                 // from the first job on
    core::List<Request, Link> running_;          // in the hands of the threads; each holds one reference to itself
    core::List<Request, Link> pending_lookups_;  // the same
    uint32_t lookups_running_ = 0;
    uint32_t lookup_limit_ = 0;
};

}  // namespace async::uv
