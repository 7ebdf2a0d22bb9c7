// Whom a failure or a cancellation of a scope leaves alone.
#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"

using namespace async::test;

TEST_CASE("C-95 C-196 a failure does not cancel a second time who ends because of the first") {
    TestRuntime rt;
    rt.run_main([&] {
        auto scope = async::core::make_ref<TestScope>(rt.trace, "s", nullptr);
        scope->set_safe(false);
        auto slow = rt.spawn_in(*scope, [&] {
            const auto first = rt.sleep(async::core::Duration::from_s(1));
            rt.trace << "first:" + text(first.reason.get());
            rt.trace << (rt.yield().interrupted() ? "again" : "in-peace");
        });
        rt.yield();
        scope->cancel(cancellation("cancel"));
        auto newcomer = rt.spawn_in(*scope, [&] { rt.trace << "never"; });
        scope->fail(*error("sibling"), cancellation("failure"));
        rt.yield();
        rt.yield();
        CHECK(newcomer->outcome() == "failure");
    });
    REQUIRE(rt.trace.take() ==
            "s:cancelled(cancel) s:failed(sibling) first:cancel in-peace s:completed s:released root:completed");
}

TEST_CASE("C-77 a cancelled scope does not drop an internal coroutine that has not begun") {
    TestRuntime rt;
    rt.run_main([&] {
        auto scope = async::core::make_ref<TestScope>(rt.trace, "s", nullptr);
        scope->set_safe(false);
        auto handlers = rt.make([&] { rt.trace << "handlers"; });
        handlers->set_internal();
        rt.scheduler.spawn(*handlers, *scope);
        scope->cancel(cancellation("x"));
        rt.yield();
    });
    REQUIRE(rt.trace.take() == "s:cancelled(x) handlers s:completed s:released root:completed");
}
