#include "src/core/context_pool.h"

#include <vector>

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"

using namespace async::test;
using async::core::ContextPool;
using async::core::MachineContext;

namespace {

// Contexts that are never entered.
void nowhere(void*) {}

}  // namespace

TEST_CASE("C-31 contexts are reused, last used first") {
    UcontextSwitcher switcher;
    ContextPool pool(switcher, 4);
    MachineContext* a = pool.acquire(&nowhere, nullptr);
    MachineContext* b = pool.acquire(&nowhere, nullptr);
    REQUIRE(pool.total() == 2);
    pool.release(*a);
    pool.release(*b);
    REQUIRE(pool.idle() == 2);
    REQUIRE(pool.acquire(&nowhere, nullptr) == b);
    REQUIRE(pool.acquire(&nowhere, nullptr) == a);
    REQUIRE(switcher.created() == 2);
    pool.release(*a);
    pool.release(*b);
    pool.clear();
    REQUIRE(switcher.live() == 0);
}

TEST_CASE("C-236 a surplus goes back step by step, the warm ones stay") {
    UcontextSwitcher switcher;
    ContextPool pool(switcher, 4);
    std::vector<MachineContext*> lent;
    for (int i = 0; i < 20; ++i) lent.push_back(pool.acquire(&nowhere, nullptr));
    for (MachineContext* context : lent) pool.release(*context);
    REQUIRE(pool.has_surplus());
    pool.trim(10);
    REQUIRE(pool.idle() == 20);  // all were needed since the last step
    pool.trim(10);
    REQUIRE(pool.idle() == 10);
    REQUIRE(switcher.live() == 10);
    pool.trim(100);
    REQUIRE(pool.idle() == 4);
    REQUIRE_FALSE(pool.has_surplus());
    REQUIRE(pool.acquire(&nowhere, nullptr) == lent.back());  // the most recently used one was kept
    pool.release(*lent.back());
    pool.clear();
    REQUIRE(switcher.live() == 0);
}

TEST_CASE("C-31 a burst that keeps coming back keeps its stacks") {
    UcontextSwitcher switcher;
    ContextPool pool(switcher, 4);
    std::vector<MachineContext*> lent(20);
    for (int burst = 0; burst < 3; ++burst) {
        for (MachineContext*& context : lent) context = pool.acquire(&nowhere, nullptr);
        for (MachineContext* context : lent) pool.release(*context);
        pool.trim(100);
        REQUIRE(pool.idle() == 20);
    }
    REQUIRE(switcher.created() == 20);
    pool.clear();
}

TEST_CASE("a reserve is kept back from the 64th stack on and returns to its place") {
    UcontextSwitcher switcher;
    ContextPool pool(switcher, 4);
    std::vector<MachineContext*> lent;
    for (uint32_t i = 0; i < ContextPool::kReserveFrom; ++i) lent.push_back(pool.acquire(&nowhere, nullptr));
    REQUIRE(switcher.live() == ContextPool::kReserveFrom + 1);
    switcher.limit(switcher.live());
    REQUIRE(pool.acquire(&nowhere, nullptr) == nullptr);

    MachineContext* reserve = pool.acquire_reserve(&nowhere, nullptr);
    REQUIRE(pool.is_reserve(*reserve));
    pool.release(*reserve);
    REQUIRE(pool.idle() == 0);  // never lent to an ordinary coroutine
    REQUIRE(pool.acquire_reserve(&nowhere, nullptr) == reserve);
    pool.release(*reserve);
    for (MachineContext* context : lent) pool.release(*context);
    REQUIRE(pool.total() == ContextPool::kReserveFrom);
    pool.clear();
    REQUIRE(switcher.live() == 0);
}

TEST_CASE("C-31 a finished coroutine's stack goes straight to the next one that has not started") {
    TestRuntime rt;
    rt.run_main([&] {
        for (int i = 0; i < 1000; ++i) rt.spawn([] {});
    });
    REQUIRE(rt.switcher.created() == 1);
    REQUIRE(rt.switcher.switches() <= 2);
}

TEST_CASE("coroutines that can have no stack end with an error, each of them, and the others go on") {
    TestRuntime rt(0, 4);
    constexpr int kFit = 80, kTooMany = 20;
    auto gate = async::core::make_ref<Event>();
    std::vector<async::core::Ref<TestCoroutine>> crew;
    rt.switcher.limit(kFit + 1);  // and the reserve
    rt.run_main([&] {
        for (int i = 0; i < kFit + kTooMany; ++i) crew.push_back(rt.spawn([&] { rt.await(*gate); }));
        rt.yield();
        gate->fire();
    });
    int ran = 0, refused = 0;
    for (auto& coroutine : crew) {
        REQUIRE(coroutine->is_finished());
        if (coroutine->outcome() == "-") ++ran;
        if (coroutine->outcome() == "no-stack") {
            ++refused;
            REQUIRE(coroutine->was_discarded);
            REQUIRE_FALSE(coroutine->is_started());
        }
    }
    REQUIRE(ran == kFit);
    REQUIRE(refused == kTooMany);
    REQUIRE(rt.deadlocks == 0);
}

TEST_CASE("C-236 an idle process gives back what a burst of coroutines took") {
    TestRuntime rt(0, 4);
    rt.run_main([&] {
        for (int i = 0; i < 600; ++i) {
            rt.spawn([&] { rt.sleep(async::core::Duration::from_ms(1)); });
        }
        rt.sleep(async::core::Duration::from_ms(10));
        for (int i = 0; i < 4; ++i) rt.sleep(async::core::Duration::from_ms(10));
        CHECK(rt.switcher.created() > 600);
        CHECK(rt.scheduler.contexts().idle() == 4);
    });
}
