#include "src/sync/rw_lock.h"

#include <algorithm>

#include "tests/support/catch.h"
#include "tests/sync/lock_fixture.h"

namespace async::sync::test {
namespace {

class TestRwLock final : public RwLock {
    Ref<core::Reason> make_abandoned_error() noexcept override { return async::test::error("abandoned"); }
};
using Answer = RwLock::Answer;
using Kind = RwLock::Kind;

struct Scene {
    Ref<TestRwLock> lock = core::make_ref<TestRwLock>();
    Ref<Idler> a = core::make_ref<Idler>("alice"), b = core::make_ref<Idler>("bob"), c = core::make_ref<Idler>("carol"),
               d = core::make_ref<Idler>("dave");
    ~Scene() {
        for (Ref<Idler>* idler : {&a, &b, &c, &d}) (*idler)->forget();
    }
    void queue(Ref<Idler>& idler, Kind kind) { idler->queue(lock->line(), static_cast<uint8_t>(kind)); }
    void run(Ref<Idler>& idler, Kind kind) {
        lock->resume(idler->wait().winner(), kind, *idler);
        idler->forget();
    }
};

TEST_CASE("SY-30: readers share, a waiting writer is not overtaken, then all readers behind it come in", "[rw_lock]") {
    Scene s;
    CHECK(s.lock->lock(Kind::read, *s.a) == Answer::done);
    CHECK(s.lock->lock(Kind::write, *s.b) == Answer::queue);
    s.queue(s.b, Kind::write);
    CHECK(s.lock->lock(Kind::read, *s.c) == Answer::queue);
    s.queue(s.c, Kind::read);
    s.queue(s.d, Kind::read);
    CHECK(s.lock->unlock(Kind::read, *s.a));
    CHECK(s.b->woken());
    CHECK_FALSE(s.c->woken());
    s.run(s.b, Kind::write);
    CHECK(s.lock->is_write_locked());
    CHECK(s.lock->unlock(Kind::write, *s.b));
    CHECK(s.c->woken());
    CHECK(s.d->woken());
    CHECK(s.lock->lock(Kind::write, *s.a) == Answer::queue);  // reserved for readers that have not run
    s.run(s.d, Kind::read);
    s.run(s.c, Kind::read);
    CHECK(s.lock->readers() == 2);
    CHECK(s.lock->lock(Kind::read, *s.a) == Answer::done);
}

TEST_CASE("SY-31 SY-4: a writer that leaves, waiting or served, lets the readers behind it in at that moment", "[rw_lock]") {
    for (const bool served : {false, true}) {
        Scene s;
        s.lock->lock(served ? Kind::write : Kind::read, *s.a);
        s.queue(s.b, Kind::write);
        s.queue(s.c, Kind::read);
        s.queue(s.d, Kind::read);
        if (served) s.lock->unlock(Kind::write, *s.a);
        CHECK(s.b->woken() == served);
        s.b->interrupt();
        CHECK(s.c->woken());
        CHECK(s.d->woken());
    }
}

TEST_CASE("SY-32 SY-33: no recursion, no upgrade, no unlocking of what one does not hold", "[rw_lock]") {
    Scene s;
    s.lock->lock(Kind::read, *s.a);
    CHECK(s.lock->lock(Kind::read, *s.a) == Answer::recursive);
    CHECK(s.lock->lock(Kind::write, *s.a) == Answer::recursive);
    CHECK_FALSE(s.lock->unlock(Kind::write, *s.a));
    CHECK_FALSE(s.lock->unlock(Kind::read, *s.b));
    CHECK(s.lock->unlock(Kind::read, *s.a));
    s.lock->lock(Kind::write, *s.a);
    CHECK(s.lock->lock(Kind::read, *s.a) == Answer::recursive);
    CHECK_FALSE(s.lock->unlock(Kind::read, *s.a));
    CHECK(s.lock->unlock(Kind::write, *s.a));
}

TEST_CASE("SY-7: a dead writer abandons, a dead reader gives its share back", "[rw_lock]") {
    Scene s;
    s.lock->lock(Kind::read, *s.a);
    s.queue(s.b, Kind::write);
    s.a->end();
    CHECK(s.lock->readers() == 0);
    CHECK(s.b->woken());
    CHECK_FALSE(s.b->failed());
    s.run(s.b, Kind::write);
    s.queue(s.c, Kind::read);
    s.queue(s.d, Kind::write);
    s.b->end();
    CHECK(s.c->failure() == "abandoned");
    CHECK(s.d->failure() == "abandoned");
    CHECK(s.lock->lock(Kind::read, *s.a) == Answer::abandoned);
    s.lock->recover();
    auto e = core::make_ref<Idler>();
    CHECK(s.lock->lock(Kind::read, *e) == Answer::done);
}

TEST_CASE("SY-5: the description names the writer, or the oldest reader", "[rw_lock]") {
    Scene s;
    CHECK(described(*s.lock) == "RwLock(readers=0, writer=<none>, waiters=0)");
    s.lock->lock(Kind::read, *s.b);
    s.lock->lock(Kind::read, *s.a);
    s.queue(s.c, Kind::write);
    CHECK(described(s.lock->line()) == "RwLock(readers=2, reader=bob, waiters=1)");
    s.lock->unlock(Kind::read, *s.b);
    s.lock->unlock(Kind::read, *s.a);
    s.run(s.c, Kind::write);
    CHECK(described(*s.lock) == "RwLock(readers=0, writer=carol, waiters=0)");
}

// Holders, and one line of who wants what, the promised ones still in it.
struct NaiveRwLock {
    struct Ticket {
        int who;
        Kind kind;
        bool promised;
    };
    std::vector<int> readers;
    int writer = -1;
    std::vector<Ticket> line;
    bool abandoned = false;

    int promised(Kind kind) const {
        return static_cast<int>(
            std::count_if(line.begin(), line.end(), [kind](const Ticket& t) { return t.promised && t.kind == kind; }));
    }
    bool is_promised(int who) const {
        return std::any_of(line.begin(), line.end(), [who](const Ticket& t) { return t.who == who && t.promised; });
    }
    bool reads(int who) const { return std::count(readers.begin(), readers.end(), who) > 0; }
    bool admits(Kind kind) const {
        if (abandoned || writer >= 0 || promised(Kind::write) > 0) return false;
        return kind == Kind::read || (readers.empty() && promised(Kind::read) == 0);
    }
    Answer lock(int who, Kind kind) {
        if (abandoned) return Answer::abandoned;
        if (writer == who || reads(who)) return Answer::recursive;
        const bool waiting = std::any_of(line.begin(), line.end(), [](const Ticket& t) { return !t.promised; });
        if (waiting || !admits(kind)) return Answer::queue;
        hold(who, kind);
        return Answer::done;
    }
    void hold(int who, Kind kind) {
        if (kind == Kind::write) {
            writer = who;
        } else {
            readers.push_back(who);
        }
    }
    bool unlock(int who, Kind kind) {
        if (kind == Kind::write ? writer != who : !reads(who)) return false;
        if (kind == Kind::write) {
            writer = -1;
        } else {
            readers.erase(std::find(readers.begin(), readers.end(), who));
        }
        pass_on();
        return true;
    }
    void pass_on() {
        for (Ticket& ticket : line) {
            if (ticket.promised) continue;
            if (!admits(ticket.kind)) return;
            ticket.promised = true;
        }
    }
    void erase(int who) {
        line.erase(std::remove_if(line.begin(), line.end(), [who](const Ticket& t) { return t.who == who; }), line.end());
    }
    void run(int who, Kind kind) {
        erase(who);
        hold(who, kind);
    }
    void leave(int who) {
        erase(who);
        pass_on();
    }
};

class Trial final : public Comparison {
public:
    using Comparison::Comparison;

    void run(int steps) {
        for (Actor& actor : actors_) actor.party = core::make_ref<Idler>();
        for (step_ = 0; step_ < steps && fault_.empty(); ++step_) {
            act(pick(kActors));
            compare();
        }
        for (Actor& actor : actors_) actor.party->forget();
    }
    long cancellations = 0, hand_overs = 0, deaths = 0;

private:
    enum class Doing : uint8_t { nothing, waiting, bad_news };
    struct Actor {
        Ref<Idler> party;
        Doing doing = Doing::nothing;
        Kind kind = Kind::read;
    };
    static constexpr int kActors = 7;

    void act(int who) {
        Actor& actor = actors_[who];
        if (actor.doing == Doing::bad_news) {
            action_ = "run with bad news";
            actor.party->forget();
            actor.doing = Doing::nothing;
        } else if (actor.doing == Doing::waiting) {
            if (pick(5) == 0) return cancel(who);
            if (model_.is_promised(who)) take_turn(who);
        } else {
            start(who);
        }
    }
    void start(int who) {
        const Kind kind = pick(3) == 0 ? Kind::write : Kind::read;
        const int dice = pick(24);
        if (dice < 12) return lock(who, kind);
        if (dice < 22) {
            action_ = "unlock";
            expect("unlocked", lock_->unlock(kind, *actors_[who].party), model_.unlock(who, kind));
        } else if (dice == 22) {
            die(who);
        } else {
            action_ = "recover";
            lock_->recover();
            model_.abandoned = false;
        }
    }
    void lock(int who, Kind kind) {
        action_ = "lock";
        const Answer answer = lock_->lock(kind, *actors_[who].party);
        expect("answer", answer, model_.lock(who, kind));
        if (answer != Answer::queue) return;
        actors_[who].kind = kind;
        actors_[who].doing = Doing::waiting;
        actors_[who].party->queue(lock_->line(), static_cast<uint8_t>(kind));
        model_.line.push_back({who, kind, false});
    }
    void take_turn(int who) {
        action_ = "run";
        ++hand_overs;
        Actor& actor = actors_[who];
        lock_->resume(actor.party->wait().winner(), actor.kind, *actor.party);
        actor.party->forget();
        actor.doing = Doing::nothing;
        model_.run(who, actor.kind);
    }
    void cancel(int who) {
        action_ = "cancel";
        ++cancellations;
        actors_[who].party->interrupt();
        actors_[who].doing = Doing::bad_news;
        model_.leave(who);
    }
    void die(int who) {
        action_ = "die";
        actors_[who].party->end();
        if (model_.writer == who) {
            ++deaths;
            model_.writer = -1;
            model_.abandoned = true;
            for (const auto& ticket : model_.line) {
                expect("failed", actors_[ticket.who].party->failed(), true);
                actors_[ticket.who].doing = Doing::bad_news;
            }
            model_.line.clear();
        } else {
            model_.unlock(who, Kind::read);
        }
        actors_[who].party = core::make_ref<Idler>();
    }
    void compare() {
        expect("readers", lock_->readers(), model_.readers.size());
        expect("written", lock_->is_write_locked(), model_.writer >= 0);
        expect("line", lock_->line().size(), model_.line.size());
        expect("promised", lock_->line().reserved(), model_.promised(Kind::read) + model_.promised(Kind::write));
        for (int who = 0; who < kActors; ++who) {
            const Actor& actor = actors_[who];
            expect("writes", lock_->holds(Kind::write, *actor.party), model_.writer == who);
            expect("reads", lock_->holds(Kind::read, *actor.party), model_.reads(who));
            if (actor.doing == Doing::waiting) expect("woken", actor.party->woken(), model_.is_promised(who));
        }
    }

    Ref<TestRwLock> lock_ = core::make_ref<TestRwLock>();
    NaiveRwLock model_;
    Actor actors_[kActors];
};

TEST_CASE("SY-3 SY-7 SY-30 SY-31 SY-32 SY-33: random operations agree with a naive reader-writer lock", "[rw_lock][model]") {
    constexpr int kSeeds = async::test::kModelSteps / 2 / kTrialSteps;
    const auto [cancellations, hand_overs, deaths] =
        run_trials<Trial>(kSeeds, &Trial::cancellations, &Trial::hand_overs, &Trial::deaths);
    CHECK(cancellations > kSeeds * 300);
    CHECK(hand_overs > kSeeds * 200);
    CHECK(deaths > kSeeds * 5);
}

}  // namespace
}  // namespace async::sync::test
