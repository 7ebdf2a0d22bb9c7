// Selects among plain senders and receivers: case by case, then a million random operations against a naive world of channels.
#include "src/sync/select.h"

#include <algorithm>
#include <map>
#include <set>

#include "tests/support/catch.h"
#include "tests/sync/channel_fixture.h"
#include "tests/sync/lock_fixture.h"

namespace async::sync::test {
namespace {

using Answer = SelectBase::Answer;
using Side = SelectBase::Side;

struct IntCopy {
    static int of(const int& value) { return value; }
};
class IntSelect final : public Select<int, HeapMemory, IntCopy> {
public:
    explicit IntSelect(uint32_t room) : Select(room) {}
    ~IntSelect() override = default;
};

struct Scene {
    Surroundings around;
    Ref<Idler> a = core::make_ref<Idler>(), b = core::make_ref<Idler>();
    Ref<Party> p = core::make_ref<Party>();
    ~Scene() {
        a->forget();
        b->forget();
        p->wait().clear();
    }
    Ref<IntChannel> channel(uint32_t capacity) {
        ChannelBase::Settings settings;
        settings.capacity = capacity;
        return core::make_ref<IntChannel>(settings, around.guardians());
    }
    // Receives from `from`, sends 7 to `to`.
    Ref<IntSelect> receive_or_send(Ref<IntChannel>& from, Ref<IntChannel>& to) {
        auto select = core::make_ref<IntSelect>(2u);
        select->add_receive(*from);
        select->add_send(*to, 7);
        return select;
    }
};

TEST_CASE("SY-81 SY-82: a ready case is done at once, which one depends on where the look starts", "[select]") {
    Scene s;
    auto x = s.channel(1), y = s.channel(1);
    int got = 0;
    x->try_send(5);
    auto select = s.receive_or_send(x, y);
    CHECK(select->poll(0, got) == Answer::done);
    CHECK(got == 5);
    CHECK(select->winner() == 0);
    x->try_send(6);
    CHECK(s.receive_or_send(x, y)->poll(1, got) == Answer::done);
    CHECK(y->count() == 1);
    CHECK(x->count() == 1);
}

TEST_CASE("SY-81 CH-9: without a buffer a send is ready when a receiver waits", "[select]") {
    Scene s;
    auto x = s.channel(0), y = s.channel(0);
    int got = 0;
    auto select = s.receive_or_send(x, y);
    CHECK(select->poll(0, got) == Answer::queue);
    s.p->recv(*y, got);
    CHECK(select->poll(0, got) == Answer::done);
    CHECK(select->winner() == 1);
    CHECK(s.p->finish_recv(*y) == 7);
}

TEST_CASE("SY-83 SY-85: the first that is served takes the others out; an untaken value is taken back", "[select]") {
    Scene s;
    auto x = s.channel(0), y = s.channel(0);
    int got = 0;
    auto select = s.receive_or_send(x, y);
    REQUIRE(select->poll(0, got) == Answer::queue);
    s.a->queue(select->gate());
    CHECK(y->count() == 1);
    CHECK(s.p->send(*x, 3) == ChannelBase::Answer::done);
    CHECK(s.a->woken());
    CHECK(y->is_empty());
    CHECK(select->finish(s.a->wait().winner(), got));
    CHECK(got == 3);
    CHECK(select->winner() == 0);
}

TEST_CASE("SY-85: a value taken from the slot is delivered, and nothing is received", "[select]") {
    Scene s;
    auto x = s.channel(0), y = s.channel(0);
    int got = 0;
    auto select = s.receive_or_send(x, y);
    select->poll(0, got);
    s.a->queue(select->gate());
    CHECK(y->recv(got) == ChannelBase::Answer::done);
    CHECK(got == 7);
    CHECK(x->receivers().size() == 0);
    CHECK(select->finish(s.a->wait().winner(), got));
    CHECK(select->winner() == 1);
    CHECK(y->is_empty());
}

TEST_CASE("SY-85 CH-13: a granted slot of a channel without buffer only lets the value lie there", "[select]") {
    Scene s;
    auto x = s.channel(0), y = s.channel(0);
    int got = 0;
    y->try_send(1);
    auto select = s.receive_or_send(x, y);
    select->poll(0, got);
    s.a->queue(select->gate());
    CHECK(y->recv(got) == ChannelBase::Answer::done);
    CHECK(got == 1);
    CHECK(y->count() == 1);
    CHECK_FALSE(s.a->woken());
    s.a->interrupt();
    CHECK(y->is_empty());
    CHECK(x->receivers().size() == 0);
}

TEST_CASE("SY-86: what a served case got passes on when the caller leaves before its turn", "[select]") {
    Scene s;
    auto x = s.channel(0), y = s.channel(1);
    int got = 0;
    y->try_send(1);
    auto select = s.receive_or_send(x, y);
    select->poll(0, got);
    s.a->queue(select->gate());
    s.p->recv(*x, got);
    CHECK(x->try_send(4));
    CHECK(s.a->woken());
    CHECK_FALSE(s.p->woken());
    s.a->interrupt();
    CHECK(s.p->woken());
    CHECK(s.p->finish_recv(*x) == 4);
}

TEST_CASE("SY-84 SY-86: closing takes cases out, also one whose slot was granted; the rest goes on", "[select]") {
    Scene s;
    auto x = s.channel(0), y = s.channel(1);
    int got = 0;
    y->try_send(1);
    auto select = s.receive_or_send(x, y);
    select->poll(0, got);
    s.a->queue(select->gate());
    y->recv(got);
    CHECK(s.a->woken());
    y->close(CloseReason::explicit_close);
    CHECK_FALSE(select->finish(s.a->wait().winner(), got));
    s.a->forget();
    CHECK(select->poll(0, got) == Answer::queue);
    s.a->queue(select->gate());
    CHECK_FALSE(s.a->woken());
    x->close(CloseReason::explicit_close);
    CHECK(s.a->woken());
    CHECK_FALSE(select->finish(s.a->wait().winner(), got));
    CHECK(select->poll(0, got) == Answer::closed);
}

// All channels in one naive world.
struct World {
    struct Entry {
        int who, index, value;
        enum Place { waiting, reserved, delivering } place;
    };
    struct Line {
        int capacity;
        std::vector<int> values;
        std::vector<Entry> receivers, senders;
        bool closed = false, committed = false;

        int reserved(const std::vector<Entry>& list) const {
            return static_cast<int>(
                std::count_if(list.begin(), list.end(), [](const Entry& e) { return e.place == Entry::reserved; }));
        }
        int space() const { return capacity == 0 ? 1 : capacity; }
        int count() const { return static_cast<int>(values.size()); }
        bool free_value() const { return count() > reserved(receivers); }
        bool free_slot() const { return space() - count() > reserved(senders); }
        bool receiver_waits() const {
            return std::any_of(receivers.begin(), receivers.end(), [](const Entry& e) { return e.place == Entry::waiting; });
        }
    };
    struct Case {
        int channel;
        Side side;
        int value;
    };
    struct Player {
        std::vector<Case> cases;
        bool waiting = false;  // in lines, nothing decided
        bool woken = false;
        int winner = -1;  // and -1 while woken: no case is left, or what was granted is gone
        bool delivered = false;
    };
    std::vector<Line> lines;
    std::vector<Player> players;

    bool can_happen(const Case& c) const {
        const Line& line = lines[size_t(c.channel)];
        return !line.closed || (c.side == Side::receive && line.free_value());
    }
    bool is_ready(const Case& c) const {
        const Line& line = lines[size_t(c.channel)];
        if (c.side == Side::receive) return line.free_value();
        return line.free_slot() && (line.capacity > 0 || line.receiver_waits());
    }
    Answer poll(int who, size_t start, int& got) {
        Player& player = players[size_t(who)];
        bool open = false;
        for (size_t i = 0; i < player.cases.size(); ++i) {
            const size_t at = (start + i) % player.cases.size();
            const Case& c = player.cases[at];
            if (!can_happen(c)) continue;
            open = true;
            if (!is_ready(c)) continue;
            player.winner = static_cast<int>(at);
            if (c.side == Side::receive) {
                got = take(c.channel);
            } else {
                store(c.channel, c.value);
            }
            return Answer::done;
        }
        return open ? Answer::queue : Answer::closed;
    }
    void join(int who) {
        Player& player = players[size_t(who)];
        player.waiting = true;
        player.woken = player.delivered = false;
        player.winner = -1;
        for (size_t i = 0; i < player.cases.size(); ++i) {
            const Case& c = player.cases[i];
            if (!can_happen(c)) continue;
            Line& line = lines[size_t(c.channel)];
            Entry entry{who, static_cast<int>(i), c.value, Entry::waiting};
            if (c.side == Side::receive) {
                line.receivers.push_back(entry);
            } else if (line.free_slot()) {
                entry.place = Entry::delivering;
                line.senders.push_back(entry);
                store(c.channel, c.value);
            } else {
                line.senders.push_back(entry);
            }
        }
    }
    // Woken: takes what it got. Whether something has happened.
    bool finish(int who, int& got) {
        Player& player = players[size_t(who)];
        player.woken = false;
        if (player.winner < 0) return false;
        if (player.delivered) return true;
        const Case c = player.cases[size_t(player.winner)];
        Line& line = lines[size_t(c.channel)];
        erase(c.side == Side::receive ? line.receivers : line.senders, who);
        if (c.side == Side::receive) {
            got = take(c.channel);
        } else {
            store(c.channel, c.value);
        }
        return true;
    }
    void leave(int who) {
        Player& player = players[size_t(who)];
        player.waiting = player.woken = false;
        for (bool receiving : {true, false}) {
            for (size_t c = 0; c < lines.size(); ++c) {
                auto& list = receiving ? lines[c].receivers : lines[c].senders;
                const auto entry =
                    std::find_if(list.begin(), list.end(), [who](const Entry& e) { return e.who == who && e.place == Entry::reserved; });
                if (entry == list.end()) continue;
                list.erase(entry);
                if (receiving) {
                    wake_receiver(int(c));
                } else {
                    wake_sender(int(c));
                }
            }
        }
        drop_out(who);
    }
    void close(int channel) {
        Line& line = lines[size_t(channel)];
        if (line.closed) return;
        line.closed = true;
        std::vector<Entry> failed;
        for (const Entry& e : line.receivers) {
            if (e.place == Entry::waiting) failed.push_back(e);
        }
        failed.insert(failed.end(), line.senders.begin(), line.senders.end());
        line.receivers.erase(std::remove_if(line.receivers.begin(), line.receivers.end(),
                                            [](const Entry& e) { return e.place == Entry::waiting; }),
                             line.receivers.end());
        line.senders.clear();
        if (line.capacity == 0 && !line.committed) line.values.clear();
        for (const Entry& e : failed) lose(e);
    }
    bool try_send(int channel, int value) {
        Line& line = lines[size_t(channel)];
        if (line.closed || !line.free_slot()) return false;
        store(channel, value);
        return true;
    }
    int take(int channel) {
        Line& line = lines[size_t(channel)];
        const int value = line.values.front();
        line.values.erase(line.values.begin());
        line.committed = false;
        const auto entry = std::find_if(line.senders.begin(), line.senders.end(),
                                        [](const Entry& e) { return e.place == Entry::delivering; });
        if (entry != line.senders.end()) {
            const Entry delivered = *entry;
            line.senders.erase(entry);
            players[size_t(delivered.who)].delivered = true;
            win(delivered);
        }
        if (!line.closed) wake_sender(channel);
        return value;
    }

private:
    static void erase(std::vector<Entry>& list, int who) {
        list.erase(std::remove_if(list.begin(), list.end(), [who](const Entry& e) { return e.who == who; }), list.end());
    }
    // Whether a receiver was matched.
    bool store(int channel, int value) {
        Line& line = lines[size_t(channel)];
        line.values.push_back(value);
        line.committed = false;
        return wake_receiver(channel);
    }
    bool wake_receiver(int channel) {
        Line& line = lines[size_t(channel)];
        for (Entry& e : line.receivers) {
            if (e.place != Entry::waiting) continue;
            e.place = Entry::reserved;
            line.committed = true;
            win(Entry(e));
            return true;
        }
        return false;
    }
    void wake_sender(int channel) {
        Line& line = lines[size_t(channel)];
        for (size_t i = 0; i < line.senders.size(); ++i) {
            if (line.senders[i].place != Entry::waiting) continue;
            const Entry e = line.senders[i];
            if (line.capacity > 0) {
                line.senders[i].place = Entry::reserved;
                win(e);
                return;
            }
            line.senders.erase(line.senders.begin() + long(i));
            if (store(channel, e.value)) {
                players[size_t(e.who)].delivered = true;
                win(e);
            } else {
                line.senders.push_back({e.who, e.index, e.value, Entry::delivering});
            }
            return;
        }
    }
    void win(const Entry& entry) {
        Player& player = players[size_t(entry.who)];
        player.waiting = false;
        player.woken = true;
        player.winner = entry.index;
        drop_out(entry.who);
    }
    // Out of every line where it has no reservation; then out of every slot.
    void drop_out(int who) {
        for (Line& line : lines) {
            for (auto* list : {&line.receivers, &line.senders}) {
                list->erase(std::remove_if(list->begin(), list->end(),
                                           [who](const Entry& e) { return e.who == who && e.place == Entry::waiting; }),
                            list->end());
            }
        }
        for (size_t c = 0; c < lines.size(); ++c) {
            auto& senders = lines[c].senders;
            const auto entry = std::find_if(senders.begin(), senders.end(), [who](const Entry& e) {
                return e.who == who && e.place == Entry::delivering;
            });
            if (entry == senders.end()) continue;
            senders.erase(entry);
            lines[c].values.clear();
            if (!lines[c].closed) wake_sender(int(c));
        }
    }
    void lose(const Entry& entry) {
        Player& player = players[size_t(entry.who)];
        if (player.woken) {
            player.winner = -1;  // a granted slot
            return;
        }
        if (!player.waiting) return;
        for (const Line& line : lines) {
            for (const auto* list : {&line.receivers, &line.senders}) {
                for (const Entry& e : *list) {
                    if (e.who == entry.who) return;
                }
            }
        }
        player.waiting = false;
        player.woken = true;
        player.winner = -1;
    }
};

class Trial final : public Comparison {
public:
    using Comparison::Comparison;

    void run(int steps) {
        renew();
        for (step_ = 0; step_ < steps && fault_.empty(); ++step_) {
            if (pick(400) == 0) {
                retire();
                renew();
            }
            act();
            compare();
        }
        retire();
    }
    long cancellations = 0, received = 0, selects = 0, revoked = 0;

private:
    enum class Doing : uint8_t { nothing, waiting, interrupted };
    struct Actor {
        Ref<Idler> party;
        Ref<IntSelect> select;
        Doing doing = Doing::nothing;
    };
    static constexpr int kPlain = 3, kActors = 8;

    void renew() {
        static constexpr uint32_t capacities[] = {0, 0, 1, 2};
        const int channels = 1 + pick(4);
        world_ = World();
        world_.players.resize(kActors);
        channels_.clear();
        for (int i = 0; i < channels; ++i) {
            ChannelBase::Settings settings;
            settings.capacity = capacities[pick(4)];
            channels_.push_back(core::make_ref<IntChannel>(settings, around_.guardians()));
            World::Line line;
            line.capacity = static_cast<int>(settings.capacity);
            world_.lines.push_back(line);
        }
        for (Actor& actor : actors_) actor = {core::make_ref<Idler>(), nullptr, Doing::nothing};
        seen_.clear();
    }
    void retire() {
        for (Actor& actor : actors_) {
            if (actor.party) actor.party->forget();
            actor = {};
        }
        for (Ref<IntChannel>& channel : channels_) {
            expect("tickets left", channel->receivers().size() + channel->senders().size(), 0);
            expect("delivering left", channel->delivery().has_waiters(), false);
        }
    }

    void act() {
        const int dice = pick(100);
        const int channel = pick(static_cast<int>(channels_.size()));
        IntChannel& real = *channels_[size_t(channel)];
        if (dice < 88) return act_as(pick(kActors));
        if (dice < 93) {
            action_ = "sendAsync";
            const int value = ++last_value_;
            expect("sent", real.try_send(int(value)), world_.try_send(channel, value));
        } else if (dice < 98) {
            action_ = "recv by the way";
            if (!world_.lines[size_t(channel)].free_value()) return;
            int got = 0;
            expect("answer", real.recv(got), ChannelBase::Answer::done);
            take_in(got, world_.take(channel));
        } else if (pick(6) == 0) {
            action_ = "close";
            real.close(CloseReason::explicit_close);
            world_.close(channel);
        }
    }
    void act_as(int who) {
        Actor& actor = actors_[who];
        if (actor.doing == Doing::interrupted) {
            action_ = "run interrupted";
            actor.party->forget();
            actor.select.reset();
            actor.doing = Doing::nothing;
        } else if (actor.doing == Doing::nothing) {
            start(who);
        } else if (pick(5) == 0) {
            action_ = "cancel";
            ++cancellations;
            actor.party->interrupt();
            actor.doing = Doing::interrupted;
            world_.leave(who);
        } else if (world_.players[size_t(who)].woken) {
            take_turn(who);
        }
    }
    // Some have one case only, as send() and recv() do.
    void start(int who) {
        action_ = "select";
        ++selects;
        World::Player& player = world_.players[size_t(who)];
        player = World::Player();
        const int cases = who < kPlain ? 1 : 1 + pick(4);
        std::map<int, Side> sides;
        for (int i = 0; i < cases; ++i) {
            const int channel = pick(static_cast<int>(channels_.size()));
            const Side side = sides.emplace(channel, pick(2) == 0 ? Side::send : Side::receive).first->second;  // SY-87
            player.cases.push_back({channel, side, side == Side::send ? ++last_value_ : 0});
        }
        Actor& actor = actors_[who];
        actor.select = core::make_ref<IntSelect>(static_cast<uint32_t>(cases));
        for (const World::Case& c : player.cases) {
            if (c.side == Side::send) {
                actor.select->add_send(*channels_[size_t(c.channel)], int(c.value));
            } else {
                actor.select->add_receive(*channels_[size_t(c.channel)]);
            }
        }
        look(who);
    }
    void look(int who) {
        Actor& actor = actors_[who];
        int got = 0, expected = 0;
        const uint32_t start = static_cast<uint32_t>(pick(8));
        const Answer answer = actor.select->poll(start, got);
        expect("answer", answer, world_.poll(who, start, expected));
        if (answer == Answer::done) return done(who, got, expected);
        if (answer == Answer::closed || pick(8) == 0) {  // a default
            actor.select.reset();
            actor.doing = Doing::nothing;
            return;
        }
        actor.doing = Doing::waiting;
        actor.party->queue(actor.select->gate());
        world_.join(who);
    }
    void take_turn(int who) {
        action_ = "run";
        Actor& actor = actors_[who];
        int got = 0, expected = 0;
        const bool happened = actor.select->finish(actor.party->wait().winner(), got);
        actor.party->forget();
        expect("happened", happened, world_.finish(who, expected));
        if (happened) return done(who, got, expected);
        ++revoked;
        look(who);
    }
    void done(int who, int got, int expected) {
        Actor& actor = actors_[who];
        const World::Player& player = world_.players[size_t(who)];
        expect("winner", actor.select->winner(), player.winner);
        if (player.cases[size_t(player.winner)].side == Side::receive) take_in(got, expected);
        actor.select.reset();
        actor.doing = Doing::nothing;
    }
    void take_in(int got, int expected) {
        ++received;
        expect("received", got, expected);
        expect("doubled", seen_.insert(got).second, true);
    }
    void compare() {
        for (size_t c = 0; c < channels_.size(); ++c) {
            IntChannel& real = *channels_[c];
            const World::Line& line = world_.lines[c];
            expect("count", real.count(), line.count());
            expect("closed", real.is_closed(), line.closed);
            expect("receivers", real.receivers().size(), line.receivers.size());
            expect("senders", real.senders().size() + (real.delivery().has_waiters() ? 1 : 0), line.senders.size());
            expect("reserved values", real.receivers().reserved(), line.reserved(line.receivers));
            expect("reserved slots", real.senders().reserved(), line.reserved(line.senders));
        }
        for (int who = 0; who < kActors; ++who) {
            if (actors_[who].doing != Doing::waiting) continue;
            expect("woken", actors_[who].party->woken(), world_.players[size_t(who)].woken);
        }
    }

    Surroundings around_;
    World world_;
    std::vector<Ref<IntChannel>> channels_;
    Actor actors_[kActors];
    std::set<int> seen_;
    int last_value_ = 0;
};

TEST_CASE("SY-81..SY-86 X-5 X-6: a million random operations agree with a naive world of channels", "[select][model]") {
    constexpr int kSeeds = async::test::kModelSteps / kTrialSteps;
    const auto [cancellations, received, selects, revoked] =
        run_trials<Trial>(kSeeds, &Trial::cancellations, &Trial::received, &Trial::selects, &Trial::revoked);
    CHECK(cancellations > kSeeds * 300);
    CHECK(received > kSeeds * 500);
    CHECK(selects > kSeeds * 1000);
    CHECK(revoked > kSeeds);
}

}  // namespace
}  // namespace async::sync::test
