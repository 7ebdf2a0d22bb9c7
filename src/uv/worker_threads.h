// The worker threads of the process, shared by every loop in it. libuv has such a pool too, but aborts the process where the system
// refuses a thread of it (a limit on processes, in containers a low one). Here a refusal is an answer: fewer threads do the same
// work, and with none at all the caller does it himself.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <vector>

#include "src/core/intrusive_list.h"
#include "src/uv/uv_handle.h"

namespace async::uv {

class WorkerThreads {
public:
    // Belongs to whoever adds it, and stays where it is until run() has said that it is done, or until it is withdrawn.
    class Task : public core::ListNode {
    public:
        // On a worker. Nobody here touches the task any more.
        virtual void run() noexcept = 0;

    protected:
        ~Task() = default;

    private:
        friend class WorkerThreads;
        bool waits_ = false;  // no thread has it yet
    };

    // A child of fork() has none of its parent's threads: it gets its own.
    static WorkerThreads& of_process();
    // Their number after the first call: what UV_THREADPOOL_SIZE says, or as many of them as there can be. Zero: none just now.
    uint32_t start();
    void add(Task& task);
    // False: a thread has it already.
    bool withdraw(Task& task);

    WorkerThreads(const WorkerThreads&) = delete;
    WorkerThreads& operator=(const WorkerThreads&) = delete;

private:
    struct End;
    static const End end_;

    WorkerThreads() = default;
    static uint32_t wanted() noexcept;
    void work();
    void join();

    const uv_pid_t process_ = uv_os_getpid();
    std::mutex mutex_;  // over all that follows
    std::condition_variable changed_;
    std::vector<uv_thread_t> threads_;
    core::List<Task> tasks_;
    bool stop_ = false;
};

}  // namespace async::uv
