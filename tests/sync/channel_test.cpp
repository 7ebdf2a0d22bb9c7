#include "src/sync/channel.h"

#include <memory>

#include "tests/support/catch.h"
#include "tests/sync/channel_fixture.h"

namespace async::sync::test {
namespace {

using Answer = ChannelBase::Answer;
using Timeouts = ChannelBase::Timeouts;

struct World {
    Surroundings around;

    core::Ref<IntChannel> channel(uint32_t capacity) {
        ChannelBase::Settings settings;
        settings.capacity = capacity;
        return core::make_ref<IntChannel>(settings, around.guardians());
    }
    core::Ref<IntChannel> guarded(uint32_t capacity, int64_t no_producer_ms, int64_t no_consumer_ms, Timeouts timeouts) {
        ChannelBase::Settings settings;
        settings.capacity = capacity;
        settings.no_producer = core::Duration::from_ms(no_producer_ms);
        settings.no_consumer = core::Duration::from_ms(no_consumer_ms);
        settings.timeouts = timeouts;
        return core::make_ref<IntChannel>(settings, around.guardians());
    }
};

core::Ref<Party> party() { return core::make_ref<Party>(); }

int drain_one(IntChannel& channel) {
    int value = -1;
    return channel.recv(value) == Answer::done ? value : -1;
}

TEST_CASE("CH-2 CH-6: a ring holds its capacity, a rendezvous one value", "[channel]") {
    World world;
    auto ring = world.channel(3);
    CHECK(ring->capacity() == 3);
    CHECK(ring->is_empty());
    for (int i = 1; i <= 3; ++i) CHECK(ring->try_send(std::move(i)));
    CHECK(ring->count() == 3);
    CHECK(ring->is_full());
    CHECK_FALSE(ring->try_send(4));

    auto slot = world.channel(0);
    CHECK(slot->capacity() == 0);
    CHECK_FALSE(slot->is_full());
    CHECK(slot->try_send(1));
    CHECK(slot->is_full());
    CHECK(slot->count() == 1);
}

TEST_CASE("CH-3 CH-31: channel and scope may die in either order", "[channel]") {
    World world;
    auto scope = core::make_ref<core::Scope>(nullptr);
    {
        auto early = world.channel(1);
        early->bind(*scope);
    }
    auto late = world.channel(1);
    late->bind(*scope);
    scope.reset();
    CHECK_FALSE(late->is_closed());
    CHECK(late->try_send(1));
}

TEST_CASE("CH-3: a closed scope binds nothing", "[channel]") {
    World world;
    auto scope = core::make_ref<core::Scope>(nullptr);
    scope->close();
    auto channel = world.channel(1);
    channel->bind(*scope);
    CHECK_FALSE(channel->is_closed());
}

TEST_CASE("CH-8: a buffered send never waits while a slot is free, and wakes one receiver", "[channel]") {
    World world;
    auto channel = world.channel(1);
    auto a = party(), b = party(), sender = party();
    int out = 0;
    CHECK(a->recv(*channel, out) == Answer::queue);
    CHECK(b->recv(*channel, out) == Answer::queue);
    CHECK(sender->send(*channel, 7) == Answer::done);
    CHECK(channel->is_full());
    CHECK(a->woken());
    CHECK_FALSE(b->woken());

    CHECK(sender->send(*channel, 8) == Answer::queue);
    CHECK_FALSE(sender->woken());
    CHECK(a->finish_recv(*channel) == 7);
    CHECK(sender->woken());
    CHECK(sender->finish_send(*channel, 8) == Answer::done);
    CHECK(b->finish_recv(*channel) == 8);
}

TEST_CASE("CH-8: nobody takes the slot a woken sender has reserved", "[channel]") {
    World world;
    auto channel = world.channel(1);
    auto sender = party(), rival = party();
    channel->try_send(1);
    CHECK(sender->send(*channel, 2) == Answer::queue);
    CHECK(drain_one(*channel) == 1);
    CHECK(sender->woken());
    CHECK_FALSE(channel->is_full());            // CH-6: a snapshot
    CHECK_FALSE(channel->try_send(3));          // CH-6, CH-15
    CHECK(rival->send(*channel, 4) == Answer::queue);
    CHECK(sender->finish_send(*channel, 2) == Answer::done);
    CHECK(drain_one(*channel) == 2);
    CHECK(rival->finish_send(*channel, 4) == Answer::done);
    CHECK(drain_one(*channel) == 4);
}

TEST_CASE("CH-9: a rendezvous send with a receiver waiting is done at once", "[channel]") {
    World world;
    auto channel = world.channel(0);
    auto receiver = party(), sender = party();
    int out = 0;
    CHECK(receiver->recv(*channel, out) == Answer::queue);
    CHECK(sender->send(*channel, 1) == Answer::done);
    CHECK(receiver->woken());
    CHECK(channel->count() == 1);
    CHECK(sender->send(*channel, 2) == Answer::queue);  // the slot is still occupied
    CHECK(receiver->finish_recv(*channel) == 1);
    CHECK(sender->woken());
    CHECK(sender->finish_send(*channel, 2) == Answer::delivering);
    CHECK(drain_one(*channel) == 2);
    CHECK(sender->woken());
    sender->finish();
}

TEST_CASE("CH-10: a delivered sender is not failed by a close before its turn", "[channel]") {
    World world;
    auto channel = world.channel(0);
    auto sender = party();
    CHECK(sender->send(*channel, 1) == Answer::delivering);
    CHECK(channel->senders().reserved() == 0);
    CHECK(drain_one(*channel) == 1);
    channel->close(CloseReason::explicit_close);
    CHECK(sender->woken());
    CHECK(sender->failure() == CloseReason::none);
    sender->finish();
}

TEST_CASE("CH-11: a delivering sender takes its value with it, the slot goes to the next sender", "[channel]") {
    World world;
    auto channel = world.channel(0);
    auto first = party(), second = party(), receiver = party();
    CHECK(first->send(*channel, 1) == Answer::delivering);
    CHECK(second->send(*channel, 2) == Answer::queue);
    first->interrupt();
    CHECK(channel->is_empty());
    CHECK(second->woken());
    CHECK_FALSE(channel->try_send(3));  // reserved
    int out = 0;
    CHECK(receiver->recv(*channel, out) == Answer::queue);
    first->finish();
    CHECK(second->finish_send(*channel, 2) == Answer::done);
    CHECK(receiver->finish_recv(*channel) == 2);
}

TEST_CASE("CH-11: cancelled after the value was taken: the delivery stands", "[channel]") {
    World world;
    auto channel = world.channel(0);
    auto sender = party();
    CHECK(sender->send(*channel, 1) == Answer::delivering);
    CHECK(drain_one(*channel) == 1);
    sender->interrupt();
    CHECK(sender->interrupted());  // send() still throws
    sender->finish();
    CHECK(channel->is_empty());
    CHECK(channel->try_send(2));
}

TEST_CASE("CH-11: a sender that leaves with a reserved slot hands it on", "[channel]") {
    World world;
    auto channel = world.channel(1);
    auto a = party(), b = party();
    channel->try_send(1);
    CHECK(a->send(*channel, 2) == Answer::queue);
    CHECK(b->send(*channel, 3) == Answer::queue);
    CHECK(drain_one(*channel) == 1);
    REQUIRE(a->woken());
    a->interrupt();
    CHECK(b->woken());
    a->finish();
    CHECK(b->finish_send(*channel, 3) == Answer::done);
    CHECK(drain_one(*channel) == 3);
    CHECK(channel->try_send(4));
}

TEST_CASE("CH-12: matched and then cancelled: the value goes to the next receiver", "[channel]") {
    World world;
    for (uint32_t capacity : {0u, 1u}) {
        auto channel = world.channel(capacity);
        auto a = party(), b = party(), sender = party();
        int out = 0;
        a->recv(*channel, out);
        b->recv(*channel, out);
        CHECK(sender->send(*channel, 5) == Answer::done);
        a->interrupt();
        CHECK(b->woken());
        CHECK(channel->receivers().reserved() == 1);
        a->finish();
        CHECK(b->finish_recv(*channel) == 5);
        CHECK(channel->is_empty());
    }
}

TEST_CASE("CH-12: with nobody else waiting the value is free and survives a close", "[channel]") {
    World world;
    for (uint32_t capacity : {0u, 1u}) {
        auto channel = world.channel(capacity);
        auto a = party(), sender = party();
        int out = 0;
        a->recv(*channel, out);
        CHECK(sender->send(*channel, 5) == Answer::done);
        a->interrupt();
        CHECK(channel->has_free_value());
        channel->close(CloseReason::explicit_close);
        a->finish();
        CHECK(drain_one(*channel) == 5);
        CHECK(channel->recv(out) == Answer::closed);
    }
}

TEST_CASE("CH-12: the reservation of a receiver cancelled after a close is not lost either", "[channel]") {
    World world;
    auto channel = world.channel(0);
    auto a = party(), sender = party();
    int out = 0;
    a->recv(*channel, out);
    CHECK(sender->send(*channel, 5) == Answer::done);
    channel->close(CloseReason::explicit_close);
    CHECK(a->failure() == CloseReason::none);  // CH-19
    CHECK(channel->recv(out) == Answer::closed);  // reserved, not free
    a->interrupt();
    CHECK(drain_one(*channel) == 5);
    a->finish();
}

TEST_CASE("CH-13: taking a rendezvous value wakes its sender and reserves the slot", "[channel]") {
    World world;
    auto channel = world.channel(0);
    auto first = party(), second = party();
    CHECK(first->send(*channel, 1) == Answer::delivering);
    CHECK(second->send(*channel, 2) == Answer::queue);
    CHECK(drain_one(*channel) == 1);
    CHECK(first->woken());
    CHECK(second->woken());
    CHECK_FALSE(channel->try_send(9));
    first->finish();
    CHECK(second->finish_send(*channel, 2) == Answer::delivering);
    second->interrupt();
    second->finish();
}

TEST_CASE("CH-14 CH-20: a pending future takes its value in the moment it is there", "[channel]") {
    World world;
    for (uint32_t capacity : {0u, 1u}) {
        auto channel = world.channel(capacity);
        auto coroutine = party(), sender = party(), waiting = party();
        Pending first(*channel);
        int out = 0;
        coroutine->recv(*channel, out);
        Pending last(*channel);

        CHECK(sender->send(*channel, 1) == Answer::done);
        CHECK(first.value == 1);
        CHECK(channel->is_empty());
        CHECK(sender->send(*channel, 2) == Answer::done);  // FIFO: now the coroutine
        CHECK(coroutine->woken());
        CHECK_FALSE(last.settled);
        CHECK(waiting->send(*channel, 3) == Answer::queue);
        CHECK(coroutine->finish_recv(*channel) == 2);
        REQUIRE(waiting->woken());
        CHECK(waiting->finish_send(*channel, 3) == Answer::done);
        CHECK(last.value == 3);
        CHECK(channel->is_empty());
        CHECK(channel->try_send(4));
    }
}

TEST_CASE("CH-14: a reservation handed to a pending future wakes a sender", "[channel]") {
    World world;
    auto channel = world.channel(1);
    auto receiver = party(), sender = party();
    int out = 0;
    receiver->recv(*channel, out);
    Pending future(*channel);
    channel->try_send(1);
    CHECK(sender->send(*channel, 2) == Answer::queue);
    receiver->interrupt();
    CHECK(future.value == 1);
    CHECK(sender->woken());
    receiver->finish();
    CHECK(sender->finish_send(*channel, 2) == Answer::done);
}

TEST_CASE("CH-15: a value stored without a sender is dropped on close unless promised", "[channel]") {
    World world;
    auto channel = world.channel(0);
    CHECK(channel->try_send(1));
    CHECK_FALSE(channel->try_send(2));
    channel->close(CloseReason::explicit_close);
    CHECK(channel->is_empty());
    CHECK_FALSE(channel->try_send(3));
    int out = 0;
    CHECK(channel->recv(out) == Answer::closed);
}

TEST_CASE("CH-16 CH-18: a value reserved for a woken receiver is not taken by another", "[channel]") {
    World world;
    auto channel = world.channel(2);
    auto a = party(), b = party();
    int out = 0;
    a->recv(*channel, out);
    channel->try_send(1);
    CHECK(b->recv(*channel, out) == Answer::queue);
    channel->try_send(2);
    CHECK(b->finish_recv(*channel) == 1);  // whoever runs first takes the oldest value
    CHECK(a->finish_recv(*channel) == 2);
}

TEST_CASE("CH-17: values are drained after a close, then it is closed for good", "[channel]") {
    World world;
    auto channel = world.channel(4);
    for (int i = 1; i <= 3; ++i) channel->try_send(std::move(i));
    channel->close(CloseReason::explicit_close);
    CHECK(channel->count() == 3);
    for (int i = 1; i <= 3; ++i) CHECK(drain_one(*channel) == i);
    int out = 0;
    CHECK(channel->recv(out) == Answer::closed);
    CHECK(channel->send(1) == Answer::closed);
}

TEST_CASE("CH-19 CH-29: close spares reserved receivers and fails everybody else with one error", "[channel]") {
    World world;
    auto channel = world.channel(1);
    auto reserved = party(), waiting = party();
    int out = 0;
    reserved->recv(*channel, out);
    waiting->recv(*channel, out);
    channel->try_send(1);
    Pending future(*channel);
    auto sender = party();
    CHECK(sender->send(*channel, 2) == Answer::queue);

    channel->close(CloseReason::explicit_close);
    CHECK(reserved->failure() == CloseReason::none);
    CHECK(waiting->failure() == CloseReason::explicit_close);
    CHECK(future.failure == CloseReason::explicit_close);
    CHECK(sender->failure() == CloseReason::explicit_close);
    CHECK(waiting->wait().error() == sender->wait().error());
    CHECK(channel->errors_made == 1);
    CHECK(reserved->finish_recv(*channel) == 1);
    waiting->finish();
    sender->finish();
}

TEST_CASE("CH-21: a dropped future leaves the line and swallows nothing", "[channel]") {
    World world;
    auto channel = world.guarded(1, 50, 0, Timeouts::hard);
    {
        Pending dropped(*channel);
        CHECK(world.around.timers.active_count() == 1);
    }
    CHECK(world.around.timers.active_count() == 0);  // the guard hears of it
    CHECK(channel->try_send(1));
    CHECK(drain_one(*channel) == 1);
}

TEST_CASE("CH-28 CH-30: the first reason stays", "[channel]") {
    World world;
    auto channel = world.channel(0);
    CHECK(channel->close_reason() == CloseReason::none);
    channel->close(CloseReason::no_producers);
    channel->close(CloseReason::explicit_close);
    CHECK(channel->is_closed());
    CHECK(channel->close_reason() == CloseReason::no_producers);
    CHECK(channel->errors_made == 0);  // nobody had to be told
}

TEST_CASE("CH-29: senders fail too, those with a reserved slot included", "[channel]") {
    World world;
    auto channel = world.channel(1);
    auto granted = party(), waiting = party();
    channel->try_send(1);
    granted->send(*channel, 2);
    waiting->send(*channel, 3);
    CHECK(drain_one(*channel) == 1);
    REQUIRE(granted->woken());
    REQUIRE(granted->failure() == CloseReason::none);
    channel->close(CloseReason::explicit_close);
    CHECK(granted->failure() == CloseReason::explicit_close);
    CHECK(waiting->failure() == CloseReason::explicit_close);
    CHECK(channel->senders().reserved() == 0);
    granted->finish();
    waiting->finish();
}

TEST_CASE("CH-29 X-5: receivers before senders, each oldest first", "[channel]") {
    World world;
    std::vector<std::string> log;
    auto channel = world.channel(1);
    Recorder reserved(log, "reserved"), r1(log, "r1"), r2(log, "r2"), s1(log, "s1"), s2(log, "s2");
    channel->receivers().subscribe(reserved);
    channel->receivers().subscribe(r1);
    channel->receivers().subscribe(r2);
    channel->try_send(1);
    channel->senders().subscribe(s1);
    channel->senders().subscribe(s2);
    log.clear();
    channel->close(CloseReason::explicit_close);
    CHECK(log == std::vector<std::string>{"r1!", "r2!", "s1!", "s2!"});
    channel->receivers().redeem(reserved);

    log.clear();
    auto slot = world.channel(0);
    Recorder delivering(log, "delivering"), s3(log, "s3");
    CHECK(slot->send(1) == Answer::delivering);
    slot->delivery().subscribe(delivering);
    slot->senders().subscribe(s3);
    slot->close(CloseReason::explicit_close);
    CHECK(log == std::vector<std::string>{"delivering!", "s3!"});
}

TEST_CASE("CH-29: whoever awaits the channel itself is told of the close", "[channel]") {
    World world;
    auto channel = world.channel(1);
    auto watcher = party();
    watcher->wait().add(*channel);
    CHECK_FALSE(watcher->woken());
    channel->close(CloseReason::explicit_close);
    CHECK(watcher->woken());
    CHECK(channel->state() == core::Awaitable::State::completed);
    watcher->finish();
}

TEST_CASE("CH-31: disposal rejects pending futures", "[channel]") {
    class Lone final : public core::Waiter {
    public:
        bool notify(core::Awaitable&, core::Reason* error) noexcept override {
            why = reason_of(error);
            return true;
        }
        CloseReason why = CloseReason::none;
    };
    World world;
    auto channel = world.channel(0);
    Lone future;  // unlike a coroutine it does not keep the channel alive
    channel->receivers().subscribe(future);
    channel->close(CloseReason::disposed);
    CHECK(future.why == CloseReason::disposed);
}

TEST_CASE("CH-33: a failed send never leaves its value behind", "[channel]") {
    World world;
    auto channel = world.channel(0);
    auto sender = party();
    CHECK(sender->send(*channel, 1) == Answer::delivering);
    channel->close(CloseReason::explicit_close);
    CHECK(sender->failure() == CloseReason::explicit_close);
    CHECK(channel->is_empty());
    int out = 0;
    CHECK(channel->recv(out) == Answer::closed);
    sender->finish();
}

TEST_CASE("CH-33: a dropped value is destroyed when the channel is swept, not by the close itself", "[channel]") {
    using Item = std::shared_ptr<int>;
    World world;
    ChannelBase::Settings settings;
    auto channel = core::make_ref<TestChannel<Item>>(settings, world.around.guardians());
    std::weak_ptr<int> watch;
    {
        auto item = std::make_shared<int>(1);
        watch = item;
        CHECK(channel->try_send(std::move(item)));
    }
    channel->close(CloseReason::no_consumers);
    CHECK(channel->is_empty());
    CHECK_FALSE(watch.expired());
    int held = 0;
    channel->for_each_value([&](const Item& value) { held += value ? 1 : 0; });
    CHECK(held == 1);  // the cycle collector still sees it
    channel->sweep();
    CHECK(watch.expired());
}

TEST_CASE("CH-34: the guard runs while a receiver waits without a reservation", "[channel]") {
    World world;
    auto channel = world.guarded(1, 50, 0, Timeouts::hard);
    auto a = party(), b = party();
    int out = 0;
    CHECK(world.around.timers.empty());
    a->recv(*channel, out);
    CHECK(world.around.timers.active_count() == 1);
    world.around.advance_ms(30);
    b->recv(*channel, out);  // kept running, not restarted
    world.around.advance_ms(19);
    CHECK_FALSE(channel->is_closed());
    world.around.advance_ms(1);
    CHECK(channel->close_reason() == CloseReason::no_producers);
    CHECK(a->failure() == CloseReason::no_producers);
    CHECK(b->failure() == CloseReason::no_producers);
    CHECK(world.around.timers.empty());
    a->finish();
    b->finish();
}

TEST_CASE("CH-34: a hand-over that empties the line resets the guard", "[channel]") {
    World world;
    auto channel = world.guarded(1, 50, 0, Timeouts::hard);
    auto a = party();
    int out = 0;
    a->recv(*channel, out);
    world.around.advance_ms(40);
    channel->try_send(1);
    CHECK(world.around.timers.empty());  // a reserved receiver does not count
    CHECK(a->finish_recv(*channel) == 1);
    a->recv(*channel, out);
    world.around.advance_ms(40);
    CHECK_FALSE(channel->is_closed());
    world.around.advance_ms(10);
    CHECK(channel->is_closed());
    a->finish();
}

TEST_CASE("CH-34: senders are guarded by the other timeout, delivering ones included", "[channel]") {
    World world;
    auto buffered = world.guarded(1, 0, 20, Timeouts::hard);
    auto slot = world.guarded(0, 0, 20, Timeouts::hard);
    auto a = party(), b = party();
    buffered->try_send(1);
    CHECK(world.around.timers.empty());
    CHECK(a->send(*buffered, 2) == Answer::queue);
    CHECK(b->send(*slot, 1) == Answer::delivering);
    CHECK(world.around.timers.active_count() == 2);
    world.around.advance_ms(20);
    CHECK(a->failure() == CloseReason::no_consumers);
    CHECK(b->failure() == CloseReason::no_consumers);
    CHECK(drain_one(*buffered) == 1);
    CHECK(slot->is_empty());
    a->finish();
    b->finish();
}

TEST_CASE("CH-34: receivers take precedence, and the clock starts anew when the reason changes", "[channel]") {
    World world;
    auto channel = world.guarded(1, 100, 30, Timeouts::hard);
    auto reserved = party(), receiver = party(), sender = party();
    int out = 0;
    reserved->recv(*channel, out);
    receiver->recv(*channel, out);
    channel->try_send(1);
    CHECK(sender->send(*channel, 2) == Answer::queue);  // both kinds wait now
    world.around.advance_ms(60);
    CHECK_FALSE(channel->is_closed());
    receiver->interrupt();
    receiver->finish();
    world.around.advance_ms(29);
    CHECK_FALSE(channel->is_closed());
    world.around.advance_ms(1);
    CHECK(channel->close_reason() == CloseReason::no_consumers);
    CHECK(sender->failure() == CloseReason::no_consumers);
    sender->finish();
    CHECK(reserved->finish_recv(*channel) == 1);
}

TEST_CASE("CH-34: leaving the line stops the guard", "[channel]") {
    World world;
    auto channel = world.guarded(0, 50, 50, Timeouts::hard);
    auto a = party();
    int out = 0;
    a->recv(*channel, out);
    a->interrupt();
    a->finish();
    CHECK(world.around.timers.empty());
    a->send(*channel, 1);
    CHECK(world.around.timers.active_count() == 1);
    a->interrupt();
    a->finish();
    CHECK(world.around.timers.empty());
}

TEST_CASE("CH-35: a hard guard is an active timer, a soft one is hidden and resolves deadlocks", "[channel]") {
    World world;
    auto hard = world.guarded(0, 50, 0, Timeouts::hard);
    auto soft = world.guarded(0, 50, 0, Timeouts::soft);
    auto a = party(), b = party();
    int out = 0;
    a->recv(*hard, out);
    CHECK(world.around.timers.active_count() == 1);
    CHECK(world.around.resolvers.empty());
    b->recv(*soft, out);
    CHECK(world.around.timers.active_count() == 1);
    CHECK_FALSE(world.around.resolvers.empty());
    world.around.advance_ms(50);
    CHECK(soft->close_reason() == CloseReason::no_producers);  // time still counts while the loop lives
    CHECK(hard->close_reason() == CloseReason::no_producers);
    CHECK(world.around.resolvers.empty());
    a->finish();
    b->finish();
}

TEST_CASE("CH-36: the resolver closes every soft channel that has waiters, and no other", "[channel]") {
    World world;
    auto first = world.guarded(0, 50, 0, Timeouts::soft);
    auto second = world.guarded(0, 0, 50, Timeouts::soft);
    auto idle = world.guarded(0, 50, 50, Timeouts::soft);
    auto hard = world.guarded(0, 50, 0, Timeouts::hard);
    auto plain = world.channel(0);
    auto a = party(), b = party(), c = party(), d = party();
    int out = 0;
    a->recv(*first, out);
    b->send(*second, 1);
    c->recv(*hard, out);
    d->recv(*plain, out);

    CHECK(core::resolve_softly(world.around.resolvers));
    CHECK(first->close_reason() == CloseReason::deadlock);
    CHECK(second->close_reason() == CloseReason::deadlock);
    CHECK(a->failure() == CloseReason::deadlock);
    CHECK(b->failure() == CloseReason::deadlock);
    CHECK_FALSE(idle->is_closed());
    CHECK_FALSE(hard->is_closed());
    CHECK_FALSE(plain->is_closed());
    CHECK_FALSE(core::resolve_softly(world.around.resolvers));
    for (auto& one : {a, b, c, d}) one->interrupt(), one->finish();
}

TEST_CASE("CH-37: the text of deadlock reports", "[channel]") {
    World world;
    auto channel = world.channel(1);
    auto a = party(), b = party(), c = party();
    int out = 0;
    CHECK(described(*channel) == "Channel(capacity=1, receivers=0, senders=0, reserved=0/0)");
    a->recv(*channel, out);
    b->recv(*channel, out);
    CHECK(described(channel->receivers()) == "Channel(capacity=1, receivers=2, senders=0, reserved=0/0)");
    channel->try_send(1);
    c->send(*channel, 2);
    CHECK(described(channel->senders()) == "Channel(capacity=1, receivers=2, senders=1, reserved=1/0)");
    CHECK(a->finish_recv(*channel) == 1);
    CHECK(described(*channel) == "Channel(capacity=1, receivers=1, senders=1, reserved=0/1)");
    b->interrupt();
    c->interrupt();
    b->finish();
    c->finish();

    auto slot = world.channel(0);
    a->send(*slot, 1);
    CHECK(described(slot->delivery()) == "Channel(capacity=0, receivers=0, senders=1, reserved=0/0)");
    a->interrupt();
    a->finish();
}

TEST_CASE("CH-38 C-147: waits that are dropped with their stacks leave the channel usable", "[channel]") {
    World world;
    auto channel = world.guarded(1, 50, 0, Timeouts::hard);
    auto slot = world.channel(0);
    int out = 0;
    core::Ref<Party> parties[6];
    for (int i = 0; i < 6; ++i) {
        parties[i] = party();
        i % 2 == 0 ? parties[i]->recv(*channel, out) : parties[i]->send(*slot, int(i));
    }
    channel->try_send(1);
    for (auto& one : parties) one->wait().clear();  // as the scheduler does, in the order of their creation
    CHECK(channel->receivers().size() == 0);
    CHECK(channel->receivers().reserved() == 0);
    CHECK(slot->senders().size() == 0);
    CHECK(slot->senders().reserved() == 0);
    CHECK(slot->is_empty());
    CHECK(world.around.timers.empty());
    CHECK(drain_one(*channel) == 1);
    CHECK(slot->try_send(2));
}

TEST_CASE("CH-38: a channel freed before those who wait on it lets go of them", "[channel]") {
    std::vector<std::string> log;
    Recorder receiver(log, "receiver"), granted(log, "granted"), sender(log, "sender"), delivering(log, "delivering");
    World world;
    {
        auto channel = world.guarded(1, 50, 50, Timeouts::soft);
        channel->receivers().subscribe(granted);
        channel->receivers().subscribe(receiver);
        channel->try_send(1);
        channel->senders().subscribe(sender);
        auto slot = world.guarded(0, 50, 50, Timeouts::soft);
        slot->send(1);
        slot->delivery().subscribe(delivering);
        log.clear();
    }
    CHECK(log.empty());
    for (Recorder* one : {&receiver, &granted, &sender, &delivering}) CHECK_FALSE(one->linked());
    CHECK(world.around.timers.empty());
    CHECK(world.around.resolvers.empty());
}

TEST_CASE("CH-2: the ring grows with its content and gives a burst back", "[channel]") {
    Ring<int> ring;
    CHECK(ring.allocated() == 0);
    for (int lap = 0; lap < 3; ++lap) {
        for (int i = 0; i < 5; ++i) ring.push(lap * 5 + i);
        for (int i = 0; i < 5; ++i) CHECK(ring.pop() == lap * 5 + i);
    }
    CHECK(ring.allocated() == 8);
    for (int i = 0; i < 3000; ++i) ring.push(std::move(i));
    CHECK(ring.allocated() == 4096);
    int expected = 0;
    ring.for_each([&](int value) { expected += value == expected ? 1 : 0; });
    CHECK(expected == 3000);
    for (int i = 0; i < 3000; ++i) {
        if (ring.pop() != i) FAIL("out of order at " << i);
    }
    CHECK(ring.allocated() == 0);
    ring.push(1);
    CHECK(ring.pop() == 1);
}

}  // namespace
}  // namespace async::sync::test
