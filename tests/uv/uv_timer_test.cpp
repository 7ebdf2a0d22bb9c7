// The alarm of a loop: it ends the next poll, however late that begins.
#include <uv.h>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include "src/uv/uv_timer.h"
#include "tests/support/catch.h"

using async::uv::Alarm;

// C-28: the thread may lose its processor between setting the alarm and polling.
TEST_CASE("C-28: an alarm that rings before the poll begins ends it all the same") {
    uv_loop_t loop;
    REQUIRE(uv_loop_init(&loop) == 0);
    static std::atomic<bool> rescued;
    rescued = false;
    uv_async_t other;  // something to wait for; wakes a loop that would sleep for ever
    REQUIRE(uv_async_init(&loop, &other, [](uv_async_t*) { rescued = true; }) == 0);
    Alarm alarm;
    REQUIRE(alarm.open(loop) == 0);
    std::promise<void> over;
    std::thread rescuer([&, done = over.get_future()] {
        if (done.wait_for(std::chrono::seconds(10)) == std::future_status::timeout) uv_async_send(&other);
    });
    for (int round = 0; round < 3; ++round) {
        alarm.set_after_ms(1);
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        uv_run(&loop, UV_RUN_ONCE);
        REQUIRE(alarm.rang());
        REQUIRE_FALSE(rescued);
    }
    // And one that rings in time leaves nothing behind for the run after it.
    alarm.set_after_ms(1);
    while (!alarm.rang()) uv_run(&loop, UV_RUN_ONCE);
    alarm.set_after_ms(1);
    while (!alarm.rang()) uv_run(&loop, UV_RUN_ONCE);
    over.set_value();
    rescuer.join();
    alarm.close();
    uv_close(reinterpret_cast<uv_handle_t*>(&other), nullptr);
    uv_run(&loop, UV_RUN_DEFAULT);
    REQUIRE(uv_loop_close(&loop) == 0);
}
