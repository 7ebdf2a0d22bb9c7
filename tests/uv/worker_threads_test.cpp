#include "src/uv/worker_threads.h"

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "tests/support/catch.h"

using async::uv::WorkerThreads;

namespace {

class CountedTask final : public WorkerThreads::Task {
public:
    CountedTask(std::atomic<int>& runs, std::atomic<bool>& open) : runs_(runs), open_(open) {}
    void run() noexcept override {
        ++runs_;
        while (!open_) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        over_ = true;
    }
    bool over() const { return over_; }

private:
    std::atomic<int>& runs_;
    std::atomic<bool>& open_;
    std::atomic<bool> over_{false};
};

template <typename F>
void wait_for(F&& condition) {
    while (!condition()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

}  // namespace

TEST_CASE("IO-14 what no thread has begun can be withdrawn, and only that") {
    WorkerThreads& threads = WorkerThreads::of_process();
    REQUIRE(&threads == &WorkerThreads::of_process());
    const int count = static_cast<int>(threads.start());
    REQUIRE(count > 0);
    REQUIRE(static_cast<int>(threads.start()) == count);

    std::atomic<int> runs{0};
    std::atomic<bool> open{false};
    std::vector<std::unique_ptr<CountedTask>> busy;
    for (int i = 0; i < count; ++i) {
        busy.push_back(std::make_unique<CountedTask>(runs, open));
        threads.add(*busy.back());
    }
    wait_for([&] { return runs == count; });
    CountedTask withdrawn(runs, open), last(runs, open);
    threads.add(withdrawn);
    threads.add(last);
    REQUIRE(threads.withdraw(withdrawn));
    REQUIRE_FALSE(threads.withdraw(withdrawn));
    REQUIRE_FALSE(threads.withdraw(*busy.front()));
    open = true;
    wait_for([&] { return last.over(); });
    for (const auto& task : busy) wait_for([&] { return task->over(); });
    REQUIRE_FALSE(withdrawn.over());
    REQUIRE_FALSE(threads.withdraw(last));
    REQUIRE(runs == count + 1);
}
