#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"

using namespace async::test;
using async::core::Duration;
using async::core::Wait;

TEST_CASE("C-25 the run queue is first in, first out and the spawner goes on") {
    TestRuntime rt;
    rt.run_main([&] {
        rt.spawn([&] { rt.trace << "a1"; rt.yield(); rt.trace << "a2"; });
        rt.spawn([&] { rt.trace << "b1"; rt.yield(); rt.trace << "b2"; });
        rt.trace << "main";
    });
    REQUIRE(rt.trace.take() == "main a1 b1 a2 b2 root:completed");
}
