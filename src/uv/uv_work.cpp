#include "src/uv/uv_work.h"

#include <atomic>
#include <cstdlib>
#include <vector>

namespace async::uv {

using core::Job;
using core::Ref;

namespace {

// As many threads at once as libuv's pool is going to have. When the first request starts the pool, libuv aborts the process
// where a thread is refused (a limit on processes, in containers a low one); asked before, it is an error like any other.
bool can_start_threads(uint32_t count) noexcept {
    uv_mutex_t gate;
    if (uv_mutex_init(&gate) != 0) return false;
    uv_mutex_lock(&gate);
    std::vector<uv_thread_t> threads;
    threads.reserve(count);
    uv_thread_t thread;
    const auto wait = [](void* argument) {
        uv_mutex_lock(static_cast<uv_mutex_t*>(argument));
        uv_mutex_unlock(static_cast<uv_mutex_t*>(argument));
    };
    while (threads.size() < count && uv_thread_create(&thread, wait, &gate) == 0) threads.push_back(thread);
    uv_mutex_unlock(&gate);
    for (uv_thread_t& each : threads) uv_thread_join(&each);
    uv_mutex_destroy(&gate);
    return threads.size() == count;
}

}  // namespace

WorkQueue::WorkQueue(uv_loop_t& loop, uint32_t& activity) noexcept : loop_(loop), activity_(activity) {
    const uint32_t size = pool_size();
    lookup_limit_ = size > 1 ? size - 1 : 1;
}

// As libuv reads it when its first request starts the pool.
uint32_t WorkQueue::pool_size() noexcept {
    constexpr long kDefault = 4, kMax = 1024;
    const char* text = std::getenv("UV_THREADPOOL_SIZE");
    if (!text) return kDefault;
    const long size = std::strtol(text, nullptr, 10);
    return static_cast<uint32_t>(size < 1 ? 1 : size > kMax ? kMax : size);
}

core::Error WorkQueue::submit(Ref<Job> job, Job::Lane lane) noexcept {
    auto request = core::make_ref<Request>();
    request->queue = this;
    request->lane = lane;
    request->native.data = request.get();
    request->job = std::move(job);
    begin(*request->job, activity_);
    if (lane == Job::Lane::lookup && lookups_running_ >= lookup_limit_) {
        pending_lookups_.push_back(*request.detach());
        return {};
    }
    return to_error(start(std::move(request)));
}

int WorkQueue::start(Ref<Request> request) noexcept {
    // The pool belongs to the process. One that fork() has left without it starts it again, unasked: the parent had it.
    static std::atomic<bool> pool_runs{false};
    if (!pool_runs.load(std::memory_order_relaxed)) pool_runs.store(can_start_threads(pool_size()), std::memory_order_relaxed);
    const int status = pool_runs.load(std::memory_order_relaxed)
                           ? uv_queue_work(&loop_, &request->native, &on_work, &on_done)
                           : static_cast<int>(UV_EAGAIN);
    if (status < 0) {
        end(*request->job);
        return status;
    }
    if (request->lane == Job::Lane::lookup) ++lookups_running_;
    running_.push_back(*request.detach());
    return 0;
}

void WorkQueue::on_work(uv_work_t* work) { static_cast<Request*>(work->data)->job->work(); }

void WorkQueue::on_done(uv_work_t* work, int status) {
    auto request = Ref<Request>::adopt(static_cast<Request*>(work->data));
    if (request->queue) request->queue->ended(*request, status);
}

void WorkQueue::ended(Request& request, int status) noexcept {
    request.unlink();
    if (request.lane == Job::Lane::lookup) {
        --lookups_running_;
        start_lookups();
    }
    if (status == UV_ECANCELED) {
        end(*request.job);
    } else {
        finish(*request.job);
    }
}

void WorkQueue::start_lookups() noexcept {
    while (lookups_running_ < lookup_limit_) {
        Request* next = pending_lookups_.pop_front();
        if (!next) return;
        start(Ref<Request>::adopt(next));
    }
}

void WorkQueue::abandon() noexcept {
    running_.for_each([](Request& request) { forget(*request.job); });
    pending_lookups_.for_each([](Request& request) { forget(*request.job); });
}

void WorkQueue::after_fork() noexcept {
    while (Request* request = pending_lookups_.pop_front()) {
        const auto gone = Ref<Request>::adopt(request);
        end(*gone->job);
    }
    leak();
    lookups_running_ = 0;
}

void WorkQueue::cancel_all() noexcept {
    while (Request* request = pending_lookups_.pop_front()) {
        const auto gone = Ref<Request>::adopt(request);
        forget(*gone->job);
        end(*gone->job);
    }
    running_.for_each([](Request& request) {
        forget(*request.job);
        uv_cancel(reinterpret_cast<uv_req_t*>(&request.native));
    });
}

void WorkQueue::leak() noexcept {
    while (Request* request = running_.pop_front()) {
        end(*request->job);
        request->queue = nullptr;
    }
}

}  // namespace async::uv
