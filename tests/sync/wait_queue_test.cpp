#include "src/sync/wait_queue.h"

#include "tests/support/catch.h"
#include "tests/sync/channel_fixture.h"

namespace async::sync::test {
namespace {

using Log = std::vector<std::string>;

// Items are a plain number; `free_items` counts what no ticket holds.
class Stock final : public core::RefCounted {
public:
    class Queue final : public WaitQueue {
    public:
        explicit Queue(Stock& stock) noexcept : WaitQueue(stock), stock_(stock) {}
        void describe(core::DescriptionSink& sink) const override { sink.append("stock", 5); }
        void arm() noexcept override { stock_.log.push_back("arm"); }
        void disarm() noexcept override { stock_.log.push_back("disarm"); }
        void on_surplus() noexcept override { ++stock_.free_items; }

    private:
        Stock& stock_;
    };

    Stock() : queue(*this) {}
    void add_item() {
        if (!queue.grant()) ++free_items;
    }

    Log log;
    int free_items = 0;
    Queue queue;
};

TEST_CASE("X-5: tickets are granted in the order of arrival", "[wait_queue]") {
    auto stock = core::make_ref<Stock>();
    Log log;
    Recorder a(log, "a"), b(log, "b"), c(log, "c");
    stock->queue.subscribe(b);
    stock->queue.subscribe(a);
    stock->queue.subscribe(c);
    CHECK(stock->queue.size() == 3);

    for (int i = 0; i < 4; ++i) stock->add_item();
    CHECK(log == Log{"b", "a", "c"});
    CHECK(stock->queue.reserved() == 3);
    CHECK(stock->free_items == 1);
    CHECK(stock->queue.size() == 3);  // they stay in the queue until they run

    stock->queue.redeem(a);
    CHECK(stock->queue.reserved() == 2);
    CHECK(stock->queue.size() == 2);
}

TEST_CASE("X-5: leaving from the middle keeps the order of the others", "[wait_queue]") {
    auto stock = core::make_ref<Stock>();
    Log log;
    Recorder a(log, "a"), b(log, "b"), c(log, "c"), d(log, "d");
    for (Recorder* ticket : {&a, &b, &c, &d}) stock->queue.subscribe(*ticket);
    stock->queue.unsubscribe(b);
    for (int i = 0; i < 3; ++i) stock->add_item();
    CHECK(log == Log{"a", "c", "d"});
}

TEST_CASE("X-6: an unused reservation goes to the oldest ticket without one", "[wait_queue]") {
    auto stock = core::make_ref<Stock>();
    Log log;
    Recorder a(log, "a"), b(log, "b"), c(log, "c"), d(log, "d");
    for (Recorder* ticket : {&a, &b, &c, &d}) stock->queue.subscribe(*ticket);
    stock->add_item();
    stock->add_item();
    REQUIRE(log == Log{"a", "b"});

    stock->queue.decline(a);
    CHECK(log == Log{"a", "b", "c"});
    CHECK(stock->queue.reserved() == 2);
    CHECK(stock->free_items == 0);
    stock->queue.decline(c);
    CHECK(log.back() == "d");
    stock->queue.decline(d);  // nobody is left: the item is free
    CHECK(stock->queue.reserved() == 1);
    CHECK(stock->free_items == 1);
}

TEST_CASE("X-6: a ticket that does not want its grant is passed over", "[wait_queue]") {
    auto stock = core::make_ref<Stock>();
    Log log;
    Recorder a(log, "a"), b(log, "b");
    a.takes = false;
    stock->queue.subscribe(a);
    stock->queue.subscribe(b);
    stock->add_item();
    CHECK(log == Log{"a", "b"});
    CHECK_FALSE(a.linked());
    CHECK(stock->queue.reserved() == 1);

    Recorder c(log, "c");
    c.takes = false;
    stock->queue.subscribe(c);
    stock->add_item();
    CHECK(stock->free_items == 1);
    CHECK(stock->queue.reserved() == 1);
}

TEST_CASE("X-6: a Wait hands its grant on in the moment it is interrupted", "[wait_queue]") {
    auto stock = core::make_ref<Stock>();
    Log log;
    auto party = core::make_ref<Party>();
    Recorder next(log, "next");
    party->wait().add(stock->queue);
    stock->queue.subscribe(next);

    stock->add_item();
    REQUIRE(party->wait().outcome() == core::Wait::Outcome::source);
    CHECK(log.empty());
    party->interrupt();
    CHECK(party->interrupted());
    CHECK(log == Log{"next"});
    CHECK(stock->queue.reserved() == 1);
    party->finish();
    CHECK(stock->queue.reserved() == 1);
}

TEST_CASE("X-6: a Wait that is cleared without redeeming hands its grant on", "[wait_queue]") {
    auto stock = core::make_ref<Stock>();
    auto party = core::make_ref<Party>();
    party->wait().add(stock->queue);
    stock->add_item();
    party->wait().clear();
    CHECK(stock->queue.reserved() == 0);
    CHECK(stock->free_items == 1);
    CHECK(stock->queue.size() == 0);
}

TEST_CASE("X-4: an interrupted Wait leaves the queue, later grants go elsewhere", "[wait_queue]") {
    auto stock = core::make_ref<Stock>();
    Log log;
    auto party = core::make_ref<Party>();
    Recorder next(log, "next");
    party->wait().add(stock->queue);
    stock->queue.subscribe(next);
    party->interrupt();
    CHECK(stock->queue.size() == 1);
    stock->add_item();
    CHECK(log == Log{"next"});
    party->finish();
}

TEST_CASE("X-3: a token that fires makes the ticket leave; after a grant it is too late", "[wait_queue]") {
    auto stock = core::make_ref<Stock>();
    auto token = core::make_ref<Stock>();  // any source that pulses will do
    Log log;

    auto party = core::make_ref<Party>();
    party->wait().add(stock->queue);
    party->wait().set_token(token->queue);
    token->add_item();
    CHECK(party->wait().outcome() == core::Wait::Outcome::token);
    CHECK(stock->queue.size() == 0);
    party->finish();

    party->wait().add(stock->queue);
    party->wait().set_token(token->queue);
    stock->add_item();
    CHECK(token->queue.size() == 0);
    CHECK(party->wait().outcome() == core::Wait::Outcome::source);
    stock->queue.redeem(party->wait().winner());
    party->finish();
    CHECK(stock->queue.reserved() == 0);
}

TEST_CASE("X-6: a ticket may redeem while it is being told", "[wait_queue]") {
    class Eager final : public core::Waiter {
    public:
        explicit Eager(WaitQueue& queue) : queue_(queue) {}
        bool notify(core::Awaitable&, core::Reason*) noexcept override {
            queue_.redeem(*this);
            return true;
        }

    private:
        WaitQueue& queue_;
    };
    auto stock = core::make_ref<Stock>();
    Eager eager(stock->queue);
    stock->queue.subscribe(eager);
    stock->add_item();
    CHECK_FALSE(eager.linked());
    CHECK(stock->queue.reserved() == 0);
    CHECK(stock->free_items == 0);
}

TEST_CASE("CH-29: failing spares the granted unless told otherwise, oldest first", "[wait_queue]") {
    auto stock = core::make_ref<Stock>();
    Log log;
    Recorder a(log, "a"), b(log, "b"), c(log, "c"), d(log, "d");
    for (Recorder* ticket : {&a, &b, &c, &d}) stock->queue.subscribe(*ticket);
    stock->add_item();
    stock->add_item();
    log.clear();

    auto error = async::test::error("gone");
    stock->queue.fail_waiting(*error);
    CHECK(log == Log{"c!", "d!"});
    CHECK(stock->queue.reserved() == 2);
    stock->queue.fail_granted(*error);
    CHECK(log == Log{"c!", "d!", "a!", "b!"});
    CHECK(stock->queue.reserved() == 0);
    CHECK(stock->queue.size() == 0);
}

TEST_CASE("CH-29: a granted Wait that has not run yet takes the error of its source", "[wait_queue]") {
    auto stock = core::make_ref<Stock>();
    auto party = core::make_ref<Party>();
    party->wait().add(stock->queue);
    stock->add_item();
    REQUIRE(party->wait().error() == nullptr);
    auto error = async::test::error("gone");
    stock->queue.fail_granted(*error);
    CHECK(party->wait().error() == error.get());
    party->finish();
}

TEST_CASE("CH-34: the first ticket without a reservation arms the queue, the last disarms it", "[wait_queue]") {
    auto stock = core::make_ref<Stock>();
    Log ignored;
    Recorder a(ignored, "a"), b(ignored, "b");
    stock->queue.subscribe(a);
    CHECK(stock->log == Log{"arm"});
    stock->queue.subscribe(b);
    stock->add_item();
    CHECK(stock->log == Log{"arm"});
    stock->add_item();
    CHECK(stock->log == Log{"arm", "disarm"});
    stock->add_item();
    CHECK(stock->log == Log{"arm", "disarm"});

    stock->log.clear();
    Recorder c(ignored, "c");
    stock->queue.subscribe(c);
    stock->queue.unsubscribe(c);
    CHECK(stock->log == Log{"arm", "disarm"});
}

TEST_CASE("C-147: an abandoned queue tells nobody and can be used again", "[wait_queue]") {
    auto stock = core::make_ref<Stock>();
    Log log;
    Recorder a(log, "a"), b(log, "b"), c(log, "c");
    stock->queue.subscribe(a);
    stock->queue.subscribe(b);
    stock->add_item();
    log.clear();
    stock->queue.abandon();
    CHECK(log.empty());
    CHECK_FALSE(a.linked());
    CHECK_FALSE(b.linked());
    stock->queue.subscribe(c);
    stock->add_item();
    CHECK(log == Log{"c"});
}

TEST_CASE("X-5: a parked Wait keeps the owner of the queue alive", "[wait_queue]") {
    auto party = core::make_ref<Party>();
    {
        auto stock = core::make_ref<Stock>();
        party->wait().add(stock->queue);
    }
    party->wait().for_each_source([](const core::Awaitable& source) { CHECK(described(source) == "stock"); });
    party->wait().clear();
}

}  // namespace
}  // namespace async::sync::test
