#include "src/sync/mutex.h"

#include <algorithm>

#include "tests/support/catch.h"
#include "tests/sync/lock_fixture.h"

namespace async::sync::test {
namespace {

class TestMutex final : public Mutex {
public:
    int errors_made = 0;

private:
    Ref<core::Reason> make_abandoned_error() noexcept override {
        ++errors_made;
        return async::test::error("abandoned");
    }
};
using Answer = Mutex::Answer;
using Refusal = Mutex::Refusal;

TEST_CASE("SY-10 SY-3: unlocking reserves for the oldest; nobody gets in between", "[mutex]") {
    auto mutex = core::make_ref<TestMutex>();
    auto a = core::make_ref<Idler>(), b = core::make_ref<Idler>(), c = core::make_ref<Idler>();
    CHECK(mutex->lock(*a) == Answer::done);
    CHECK(mutex->lock(*b) == Answer::queue);
    b->queue(mutex->line());
    CHECK(mutex->unlock(*a) == Refusal::none);
    CHECK(b->woken());
    CHECK(mutex->is_locked());
    CHECK(mutex->lock(*a) == Answer::queue);  // not even the one who let go
    CHECK(mutex->lock(*c) == Answer::queue);
    mutex->resume_lock(b->wait().winner(), *b);
    b->forget();
    CHECK(mutex->is_owner(*b));
    CHECK(mutex->unlock(*b) == Refusal::none);
    CHECK_FALSE(mutex->is_locked());
}

TEST_CASE("SY-11 SY-12: recursion and unlocking what is not one's own are refused", "[mutex]") {
    auto mutex = core::make_ref<TestMutex>();
    auto a = core::make_ref<Idler>(), b = core::make_ref<Idler>();
    CHECK(mutex->unlock(*a) == Refusal::not_locked);
    CHECK(mutex->lock(*a) == Answer::done);
    CHECK(mutex->lock(*a) == Answer::recursive);
    CHECK(mutex->unlock(*b) == Refusal::not_owner);
    CHECK(mutex->is_owner(*a));
    CHECK(mutex->unlock(*a) == Refusal::none);
}

TEST_CASE("SY-4: who was served and leaves before its turn passes the lock on at that moment", "[mutex]") {
    auto mutex = core::make_ref<TestMutex>();
    auto a = core::make_ref<Idler>(), b = core::make_ref<Idler>(), c = core::make_ref<Idler>();
    mutex->lock(*a);
    b->queue(mutex->line());
    c->queue(mutex->line());
    mutex->unlock(*a);
    CHECK_FALSE(c->woken());
    b->interrupt();
    CHECK(c->woken());
    mutex->resume_lock(c->wait().winner(), *c);
    c->forget();
    b->forget();
    CHECK(mutex->is_owner(*c));
    mutex->unlock(*c);
}

TEST_CASE("SY-7: a dead owner leaves the lock abandoned until it is recovered", "[mutex]") {
    auto mutex = core::make_ref<TestMutex>();
    auto a = core::make_ref<Idler>(), b = core::make_ref<Idler>(), c = core::make_ref<Idler>();
    mutex->lock(*a);
    b->queue(mutex->line());
    c->queue(mutex->line());
    a->end();
    CHECK(b->failure() == "abandoned");
    CHECK(c->wait().error() == b->wait().error());
    CHECK(mutex->errors_made == 1);
    b->forget();
    c->forget();
    CHECK(mutex->lock(*b) == Answer::abandoned);
    CHECK(mutex->unlock(*b) == Refusal::not_locked);
    mutex->recover();
    CHECK(mutex->lock(*b) == Answer::done);
    mutex->recover();  // no effect
    CHECK(mutex->lock(*c) == Answer::queue);
    mutex->unlock(*b);
}

TEST_CASE("SY-7 C-147: a mutex may die while it is held, and its owner may be dropped", "[mutex]") {
    auto a = core::make_ref<Idler>();
    {
        auto mutex = core::make_ref<TestMutex>();
        mutex->lock(*a);
    }
    CHECK_FALSE(a->has_waiters());
    auto mutex = core::make_ref<TestMutex>();
    {
        auto gone = core::make_ref<Idler>();
        mutex->lock(*gone);
    }
    CHECK(mutex->lock(*a) == Answer::done);
    mutex->unlock(*a);
}

TEST_CASE("SY-5: the description names the owner and counts the line", "[mutex]") {
    auto mutex = core::make_ref<TestMutex>();
    auto a = core::make_ref<Idler>("alice"), b = core::make_ref<Idler>();
    CHECK(described(*mutex) == "Mutex(owner=<none>, waiters=0)");
    mutex->lock(*a);
    b->queue(mutex->line());
    CHECK(described(mutex->line()) == "Mutex(owner=alice, waiters=1)");
    b->forget();
    mutex->unlock(*a);
}

// The mutex once more: an owner, a line, and who of it was promised the lock.
struct NaiveMutex {
    int owner = -1;
    int promised = -1;
    std::vector<int> line;
    bool abandoned = false;

    Answer lock(int who) {
        if (abandoned) return Answer::abandoned;
        if (owner == who) return Answer::recursive;
        if (owner >= 0 || promised >= 0) {
            line.push_back(who);
            return Answer::queue;
        }
        owner = who;
        return Answer::done;
    }
    Refusal unlock(int who) {
        if (owner < 0) return Refusal::not_locked;
        if (owner != who) return Refusal::not_owner;
        owner = -1;
        pass_on();
        return Refusal::none;
    }
    void pass_on() {
        if (line.empty()) return;
        promised = line.front();
        line.erase(line.begin());
    }
    void run(int who) {
        promised = -1;
        owner = who;
    }
    void leave(int who) {
        line.erase(std::remove(line.begin(), line.end(), who), line.end());
        if (promised != who) return;
        promised = -1;
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
    enum class Doing : uint8_t { nothing, waiting, interrupted, failed };
    struct Actor {
        Ref<Idler> party;
        Doing doing = Doing::nothing;
    };
    static constexpr int kActors = 6;

    void act(int who) {
        Actor& actor = actors_[who];
        switch (actor.doing) {
            case Doing::interrupted:
            case Doing::failed:
                action_ = "run with bad news";
                actor.party->forget();
                actor.doing = Doing::nothing;
                return;
            case Doing::waiting:
                if (pick(5) == 0) return cancel(who);
                if (model_.promised == who) return take_turn(who);
                return;
            case Doing::nothing: break;
        }
        const int dice = pick(20);
        if (dice < 11) return lock(who);
        if (dice < 18) return unlock(who);
        if (dice == 18) return die(who);
        action_ = "recover";
        mutex_->recover();
        model_.abandoned = false;
    }
    void lock(int who) {
        action_ = "lock";
        const Answer answer = mutex_->lock(*actors_[who].party);
        expect("answer", answer, model_.lock(who));
        if (answer != Answer::queue) return;
        actors_[who].party->queue(mutex_->line());
        actors_[who].doing = Doing::waiting;
    }
    void unlock(int who) {
        action_ = "unlock";
        expect("answer", mutex_->unlock(*actors_[who].party), model_.unlock(who));
    }
    void take_turn(int who) {
        action_ = "run";
        ++hand_overs;
        Actor& actor = actors_[who];
        mutex_->resume_lock(actor.party->wait().winner(), *actor.party);
        actor.party->forget();
        actor.doing = Doing::nothing;
        model_.run(who);
    }
    void cancel(int who) {
        action_ = "cancel";
        ++cancellations;
        actors_[who].party->interrupt();
        actors_[who].doing = Doing::interrupted;
        model_.leave(who);
    }
    void die(int who) {
        action_ = "die";
        actors_[who].party->end();
        if (model_.owner == who) {
            ++deaths;
            model_.owner = -1;
            model_.abandoned = true;
            for (int waiting : model_.line) {
                expect("failed", actors_[waiting].party->failed(), true);
                actors_[waiting].doing = Doing::failed;
            }
            model_.line.clear();
        }
        actors_[who].party = core::make_ref<Idler>();
    }
    void compare() {
        expect("locked", mutex_->is_locked(), model_.owner >= 0 || model_.promised >= 0 || model_.abandoned);
        expect("abandoned", mutex_->is_abandoned(), model_.abandoned);
        expect("promised", mutex_->line().reserved(), model_.promised >= 0);
        expect("line", mutex_->line().size(), model_.line.size() + (model_.promised >= 0 ? 1 : 0));
        for (int who = 0; who < kActors; ++who) {
            const Actor& actor = actors_[who];
            expect("owner", mutex_->is_owner(*actor.party), model_.owner == who);
            if (actor.doing == Doing::waiting) expect("woken", actor.party->woken(), model_.promised == who);
        }
    }

    Ref<TestMutex> mutex_ = core::make_ref<TestMutex>();
    NaiveMutex model_;
    Actor actors_[kActors];
};

TEST_CASE("SY-3 SY-4 SY-7 SY-10: a million random operations agree with a naive mutex", "[mutex][model]") {
    constexpr int kSeeds = async::test::kModelSteps / kTrialSteps;
    const auto [cancellations, hand_overs, deaths] =
        run_trials<Trial>(kSeeds, &Trial::cancellations, &Trial::hand_overs, &Trial::deaths);
    CHECK(cancellations > kSeeds * 300);
    CHECK(hand_overs > kSeeds * 300);
    CHECK(deaths > kSeeds * 10);
}

}  // namespace
}  // namespace async::sync::test
