#include "src/uv/worker_threads.h"

#include <atomic>
#include <cstdlib>
#include <memory>

#include "src/uv/signals_blocked.h"

namespace async::uv {

namespace {

std::atomic<WorkerThreads*> newest{nullptr};

}  // namespace

// The threads run code of this library; before it is unloaded they have to have ended. Registered with the C library as soon as it
// is loaded: later there may be no memory for that.
struct WorkerThreads::End {
    ~End() {
        std::unique_ptr<WorkerThreads> threads(newest.exchange(nullptr));
        if (threads && threads->process_ == uv_os_getpid()) {
            threads->join();
        } else {
            static_cast<void>(threads.release());
        }
    }
};
const WorkerThreads::End WorkerThreads::end_;

// The one that a fork() has copied is left as it is: a thread of the parent may have held its mutex at that moment.
WorkerThreads& WorkerThreads::of_process() {
    WorkerThreads* known = newest.load();
    if (known && known->process_ == uv_os_getpid()) return *known;
    std::unique_ptr<WorkerThreads> made(new WorkerThreads);
    return newest.compare_exchange_strong(known, made.get()) ? *made.release() : *known;
}

// As libuv reads it for its own.
uint32_t WorkerThreads::wanted() noexcept {
    constexpr long kDefault = 4, kMax = 1024;
    const char* text = std::getenv("UV_THREADPOOL_SIZE");
    if (!text) return kDefault;
    const long size = std::strtol(text, nullptr, 10);
    return static_cast<uint32_t>(size < 1 ? 1 : size > kMax ? kMax : size);
}

uint32_t WorkerThreads::start() {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (threads_.empty()) {
        const SignalsBlocked inherited;
        const auto run = [](void* threads) { static_cast<WorkerThreads*>(threads)->work(); };
        uv_thread_t thread;
        const uint32_t most = wanted();
        while (threads_.size() < most && uv_thread_create(&thread, run, this) == 0) threads_.push_back(thread);
    }
    return static_cast<uint32_t>(threads_.size());
}

void WorkerThreads::add(Task& task) {
    const std::lock_guard<std::mutex> lock(mutex_);
    ASYNC_ASSERT(!threads_.empty());
    task.waits_ = true;
    tasks_.push_back(task);
    changed_.notify_one();
}

bool WorkerThreads::withdraw(Task& task) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (!task.waits_) return false;
    task.waits_ = false;
    task.unlink();
    return true;
}

void WorkerThreads::work() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!stop_) {
        if (Task* task = tasks_.pop_front()) {
            task->waits_ = false;
            lock.unlock();
            task->run();
            lock.lock();
        } else {
            changed_.wait(lock);
        }
    }
}

void WorkerThreads::join() {
    {
        const std::lock_guard<std::mutex> lock(mutex_);
        stop_ = true;
        changed_.notify_all();
    }
    for (uv_thread_t& thread : threads_) uv_thread_join(&thread);
    while (tasks_.pop_front()) {  // of loops that are left behind
    }
}

}  // namespace async::uv
