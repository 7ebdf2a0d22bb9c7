#include "src/core/coroutine.h"

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"

using namespace async::test;
using async::core::Coroutine;
using async::core::Duration;
using async::core::make_ref;
using async::core::Reason;
using async::core::Ref;

TEST_CASE("C-35 C-36 the predicates from birth to end") {
    TestRuntime rt;
    rt.run_main([&] {
        auto child = rt.spawn([&] {
            CHECK(rt.self().is_running());
            CHECK_FALSE(rt.self().is_suspended());
            CHECK_FALSE(rt.self().is_queued());
            rt.yield();
        });
        CHECK(child->is_queued());
        CHECK_FALSE(child->is_started());
        CHECK(child->is_suspended());
        CHECK_FALSE(child->is_running());

        rt.yield();
        CHECK(child->is_queued());
        CHECK(child->is_started());
        CHECK(child->is_suspended());
        CHECK(child->is_running());
        CHECK_FALSE(child->is_finished());

        rt.yield();
        CHECK(child->is_started());
        CHECK(child->is_finished());
        CHECK_FALSE(child->is_suspended());
        CHECK_FALSE(child->is_running());
        CHECK_FALSE(child->is_cancelled());
    });
}

TEST_CASE("C-35 a waiting coroutine is suspended but not queued") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    rt.run_main([&] {
        auto child = rt.spawn([&] { rt.await(*event); });
        rt.yield();
        CHECK(child->state() == Coroutine::State::parked);
        CHECK_FALSE(child->is_queued());
        CHECK(child->is_suspended());
        event->fire();
        CHECK(child->state() == Coroutine::State::ready);
        CHECK(child->is_queued());
    });
}

TEST_CASE("C-41 awaiters get the end in the order they came, and one that takes the error makes it handled") {
    TestRuntime rt;
    rt.run_main([&] {
        auto child = rt.spawn([&] {
            rt.yield();
            return error("failure");
        });
        for (const char* name : {"a", "b"}) {
            rt.spawn([&rt, &child, name] {
                const auto result = rt.await(*child);
                rt.trace << std::string(name) + ":" + text(result.reason.get());
            });
        }
        rt.yield();
        rt.yield();
        rt.yield();
        CHECK(child->was_handled);
        CHECK(rt.trace.take() == "a:failure b:failure");
        CHECK(text(rt.await(*child).reason.get()) == "failure");  // again, the same
    });
}

TEST_CASE("C-41 an error without awaiters is not handled; a normal end has none") {
    TestRuntime rt;
    auto failing = rt.spawn([] { return error("failure"); });
    auto plain = rt.spawn([] {});
    rt.run();
    REQUIRE_FALSE(failing->was_handled);
    REQUIRE(failing->outcome() == "failure");
    REQUIRE(plain->outcome() == "-");
}

TEST_CASE("C-42 C-46 the end is announced before the coroutine leaves the list of the living") {
    TestRuntime rt;
    auto child = rt.spawn([] {});
    uint32_t alive = 0;
    child->finished_hook = [&](TestCoroutine& coroutine) {
        CHECK(coroutine.is_finished());
        CHECK(coroutine.scope() == rt.root.get());
        alive = rt.scheduler.alive_count();
    };
    rt.run();
    REQUIRE(alive == 1);
    REQUIRE(rt.scheduler.alive_count() == 0);
    REQUIRE(child->scope() == nullptr);
}

TEST_CASE("C-91 the living are listed in creation order") {
    TestRuntime rt;
    rt.run_main([&] {
        auto a = rt.spawn([&] { rt.yield(); });
        auto b = rt.spawn([] {});
        auto c = rt.spawn([&] { rt.yield(); });
        rt.yield();
        std::vector<Coroutine*> living;
        rt.scheduler.for_each_alive([&](Coroutine& coroutine) { living.push_back(&coroutine); });
        CHECK(living == std::vector<Coroutine*>{&rt.self(), a.get(), c.get()});
    });
}

TEST_CASE("the scheduler keeps a coroutine nobody holds until it has ended") {
    TestRuntime rt;
    struct Witness {
        explicit Witness(bool& flag) : gone(&flag) {}
        Witness(Witness&& other) noexcept : gone(std::exchange(other.gone, nullptr)) {}
        Witness(const Witness& other) = default;
        ~Witness() {
            if (gone) *gone = true;
        }
        bool* gone;
    };
    bool body_gone = false;
    rt.run_main([&] {
        {
            auto body = [&rt, witness = std::make_shared<Witness>(body_gone)] { rt.sleep(Duration::from_ms(5)); };
            rt.spawn(std::move(body));
        }
        rt.yield();
        CHECK_FALSE(body_gone);
        rt.sleep(Duration::from_ms(10));
        CHECK(body_gone);
    });
}

TEST_CASE("C-147 an abandoned scheduler is empty, told nobody, and works again") {
    TestRuntime rt;
    auto event = make_ref<Event>();
    auto done = rt.spawn([] {});
    rt.run();
    auto queued = rt.spawn([&] { rt.trace << "ran"; });
    auto timer = rt.spawn([&] { rt.sleep(Duration::from_ms(1)); });
    queued->finished_hook = timer->finished_hook = [&](TestCoroutine&) { rt.trace << "told"; };
    queued->protect();
    queued->cancel(cancellation("stop"));

    int dropped = 0;
    rt.scheduler.abandon([&](Coroutine& coroutine) {
        ++dropped;
        coroutine.release();
    });
    REQUIRE(dropped == 2);
    REQUIRE(rt.scheduler.alive_count() == 0);
    REQUIRE(rt.root->is_empty());
    REQUIRE(rt.scheduler.run_queue().empty());
    REQUIRE(queued->is_finished());
    REQUIRE_FALSE(queued->is_queued());
    rt.switcher.drop_all();

    rt.spawn([&] { rt.trace << "later"; });
    rt.run();
    REQUIRE(rt.trace.take() == "root:completed later root:completed");
}
