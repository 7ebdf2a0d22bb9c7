#include "src/uv/uv_work.h"

namespace async::uv {

using core::Job;
using core::Ref;

int WorkQueue::open() noexcept {
    if (done_) return 0;
    auto done = std::make_unique<Done>();
    int status = 0;
    done->bell = Handle<uv_async_t, WorkQueue>::open(*this, status, [&](uv_async_t* bell) {
        return uv_async_init(&loop_, bell, [](uv_async_t* rung) { Handle<uv_async_t, WorkQueue>::owner_of(rung).take_done(); });
    });
    if (status == 0) done_ = std::move(done);
    return status;
}

core::Error WorkQueue::submit(Ref<Job> job, Job::Lane lane) noexcept {
    const uint32_t threads = WorkerThreads::of_process().start();
    if (threads == 0) return to_error(UV_EAGAIN);
    if (const int status = open(); status < 0) return to_error(status);
    lookup_limit_ = threads > 1 ? threads - 1 : 1;
    auto request = core::make_ref<Request>();
    request->lane = lane;
    request->job = std::move(job);
    begin(*request->job, activity_);
    if (lane == Job::Lane::lookup && lookups_running_ >= lookup_limit_) {
        pending_lookups_.push_back(*request.detach());
    } else {
        start(std::move(request));
    }
    return {};
}

void WorkQueue::start(Ref<Request> request) noexcept {
    if (request->lane == Job::Lane::lookup) ++lookups_running_;
    request->done = done_.get();
    Request& running = *request.detach();
    running_.push_back(running);
    WorkerThreads::of_process().add(running);
}

// The bell inside the lock: once the loop's thread has the list, nobody is left in here and it may be freed.
void WorkQueue::Request::run() noexcept {
    job->work();
    const std::lock_guard<std::mutex> lock(done->mutex);
    done->requests.push_back(*this);
    uv_async_send(done->bell->native());
}

void WorkQueue::take_done() noexcept {
    if (!done_) return;
    core::List<Request, WorkerThreads::Task> requests;
    {
        const std::lock_guard<std::mutex> lock(done_->mutex);
        requests.splice(done_->requests);
    }
    while (Request* request = requests.pop_front()) ended(Ref<Request>::adopt(request));
}

void WorkQueue::ended(Ref<Request> request) noexcept {
    static_cast<Link&>(*request).unlink();
    if (request->lane == Job::Lane::lookup) {
        --lookups_running_;
        start_lookups();
    }
    finish(*request->job);
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
    lookups_running_ = 0;
    if (!done_) return;
    auto* bell = done_->bell;
#ifndef _WIN32
    bell->native()->pending = 0;  // a thread of the parent may just have been ringing; libuv would wait for it
#endif
    if (is_idle()) return;
    leak();
    done_ = std::make_unique<Done>();
    done_->bell = bell;
}

void WorkQueue::cancel_all() noexcept {
    while (Request* request = pending_lookups_.pop_front()) {
        const auto gone = Ref<Request>::adopt(request);
        forget(*gone->job);
        end(*gone->job);
    }
    running_.for_each([](Request& request) {
        forget(*request.job);
        if (!WorkerThreads::of_process().withdraw(request)) return;
        const auto gone = Ref<Request>::adopt(&request);
        static_cast<Link&>(request).unlink();
        end(*request.job);
    });
}

bool WorkQueue::close() noexcept {
    const bool done = is_idle();
    if (!done) leak();
    if (done_) done_->bell->close();
    done_.reset();
    return done;
}

// What threads may still touch stays where it is.
void WorkQueue::leak() noexcept {
    while (Request* request = running_.pop_front()) end(*request->job);
    static_cast<void>(done_.release());
}

}  // namespace async::uv
