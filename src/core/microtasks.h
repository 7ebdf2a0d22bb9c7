// Small native callbacks that the scheduler runs between coroutines (C-27). A microtask is part of the object it works for;
// queuing it twice is queuing it once. Never PHP code.
#pragma once

#include "src/core/intrusive_list.h"

#include <cstdint>

namespace async::core {

class Microtask : public ListNode {
public:
    virtual void run() noexcept = 0;

protected:
    ~Microtask() = default;
};

class Microtasks {
public:
    void add(Microtask& task) noexcept {
        if (!task.linked()) queue_.push_back(task), ++size_;
    }
    void remove(Microtask& task) noexcept {
        if (task.linked()) task.unlink(), --size_;
    }
    bool empty() const noexcept { return queue_.empty(); }
    uint32_t size() const noexcept { return size_; }
    // Runs until empty; a task may add tasks.
    void drain() noexcept {
        while (Microtask* task = queue_.pop_front()) {
            --size_;
            task->run();
        }
    }
    void abandon() noexcept {
        while (queue_.pop_front()) {
        }
        size_ = 0;
    }

private:
    List<Microtask> queue_;
    uint32_t size_ = 0;
};

}  // namespace async::core
