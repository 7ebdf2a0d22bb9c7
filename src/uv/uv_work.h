// Blocking calls on libuv's worker threads. While a thread may touch a Job, a request holds a reference to it, whatever becomes
// of those who waited (IO-14). Lookups have a lane of their own, one thread narrower than the pool: the surplus waits here, in
// order, not in front of everybody else's work (IO-706).
#pragma once

#include <cstdint>

#include "src/core/intrusive_list.h"
#include "src/core/reactor.h"
#include "src/uv/uv_handle.h"

namespace async::uv {

class WorkQueue : private core::JobRunner {
public:
    WorkQueue(uv_loop_t& loop, uint32_t& activity) noexcept;
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
    // Threads are stuck: what they may still touch is leaked (IO-61).
    void leak() noexcept;

private:
    struct Request final : core::RefCounted, core::ListNode {
        uv_work_t native;
        core::Ref<core::Job> job;
        WorkQueue* queue = nullptr;  // null when the loop no longer counts on it
        core::Job::Lane lane = core::Job::Lane::general;
    };

    static uint32_t pool_size() noexcept;
    static void on_work(uv_work_t* work);
    static void on_done(uv_work_t* work, int status);
    int start(core::Ref<Request> request) noexcept;
    void ended(Request& request, int status) noexcept;
    void start_lookups() noexcept;

    uv_loop_t& loop_;
    uint32_t& activity_;
    core::List<Request> running_;          // in libuv's hands; each holds one reference to itself
    core::List<Request> pending_lookups_;  // the same
    uint32_t lookups_running_ = 0;
    uint32_t lookup_limit_;
};

}  // namespace async::uv
