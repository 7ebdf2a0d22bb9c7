// A pool of numbers: the rules one by one, then a million random operations against a naive model. No callable anywhere.
#include "src/sync/pool.h"

#include <algorithm>

#include "tests/support/catch.h"
#include "tests/sync/lock_fixture.h"

namespace async::sync::test {
namespace {

class IntPool final : public Pool<int> {
    Ref<core::Reason> make_closed_error() noexcept override { return async::test::error("closed"); }
};
using Breaker = PoolBase::Breaker;
using Claim = PoolBase::Claim;
using Turn = PoolBase::Turn;

Ref<IntPool> make(uint32_t max, uint32_t min = 0) {
    auto pool = core::make_ref<IntPool>();
    pool->configure(min, max);
    return pool;
}
// Made and given back at once.
void fill(IntPool& pool, int resource) {
    pool.claim_new();
    pool.put_back(int(resource));
}

TEST_CASE("PO-3 PO-4: the longest idle one first; claimed ones count as active", "[pool]") {
    auto pool = make(3);
    fill(*pool, 1);
    fill(*pool, 2);
    CHECK(pool->claim(Turn::none) == Claim::idle);
    CHECK(pool->take() == 1);
    CHECK(pool->active_count() == 1);
    CHECK(pool->idle_count() == 1);
    CHECK(pool->claim(Turn::none) == Claim::idle);
    CHECK(pool->claim(Turn::none) == Claim::create);
    CHECK(pool->count() == 3);
    CHECK(pool->claim(Turn::none) == Claim::queue);
}

TEST_CASE("PO-5 PO-12 PO-13: what is promised is nobody else's, a surplus is anybody's", "[pool]") {
    auto pool = make(2);
    auto a = core::make_ref<Idler>();
    pool->claim(Turn::none);
    pool->claim(Turn::none);
    a->queue(pool->line());
    pool->put_back(1);
    CHECK(a->woken());
    CHECK(pool->claim(Turn::none) == Claim::queue);
    pool->put_back(2);
    CHECK(pool->claim(Turn::none) == Claim::idle);
    CHECK(pool->take() == 1);
    CHECK(pool->claim(Turn::none) == Claim::queue);
    CHECK(described(pool->line()) == "Pool(idle=1, active=1, reserved=1, max=2)");  // PO-20
    pool->line().redeem(a->wait().winner());
    CHECK(pool->claim(Turn::own) == Claim::idle);
    CHECK(pool->take() == 2);
    a->forget();
}

TEST_CASE("PO-14: who was promised something and leaves passes it on", "[pool]") {
    auto pool = make(1);
    auto a = core::make_ref<Idler>(), b = core::make_ref<Idler>();
    pool->claim(Turn::none);
    a->queue(pool->line());
    b->queue(pool->line());
    pool->put_back(1);
    a->interrupt();
    CHECK(b->woken());
    b->interrupt();
    CHECK(pool->claim(Turn::none) == Claim::idle);
    a->forget();
    b->forget();
}

TEST_CASE("PO-6 PO-8: what a dropped resource set free is for its dropper first, then for who waits, never for a newcomer", "[pool]") {
    auto pool = make(1);
    auto a = core::make_ref<Idler>();
    pool->claim(Turn::none);
    a->queue(pool->line());
    pool->drop();
    CHECK(pool->claim(Turn::none) == Claim::queue);
    CHECK(pool->claim(Turn::own) == Claim::create);
    pool->drop();
    pool->offer();
    CHECK(a->woken());
    a->forget();
    CHECK(pool->claim(Turn::none) == Claim::create);
}

TEST_CASE("PO-10 PO-4: one that is held is not active, yet nobody makes another in its place", "[pool]") {
    auto pool = make(1);
    pool->claim(Turn::none);
    pool->lend();
    CHECK(pool->begin_return());
    CHECK_FALSE(pool->begin_return());  // PO-11
    pool->hold();
    CHECK(pool->active_count() == 0);
    CHECK(pool->claim(Turn::none) == Claim::queue);
    pool->put_back_held(1);
    CHECK(pool->claim(Turn::none) == Claim::idle);
    pool->hold();
    pool->lose();
    CHECK(pool->claim(Turn::none) == Claim::create);
}

TEST_CASE("PO-15: closing fails promised and waiting, and leaves the idle ones in order", "[pool]") {
    auto pool = make(3);
    auto a = core::make_ref<Idler>(), b = core::make_ref<Idler>();
    fill(*pool, 1);
    fill(*pool, 2);
    for (int i = 0; i < 3; ++i) pool->claim(Turn::none);
    a->queue(pool->line());
    b->queue(pool->line());
    pool->put_back(7);
    CHECK(pool->close());
    CHECK_FALSE(pool->close());
    CHECK(a->failure() == "closed");
    CHECK(b->failure() == "closed");
    int resource = 0;
    CHECK(pool->take_idle(resource));
    CHECK(resource == 1);
    CHECK(pool->claim(Turn::none) == Claim::closed);
    a->forget();
    b->forget();
}

TEST_CASE("PO-19: an open breaker lets nobody in; a turn that ends at it goes to the next", "[pool]") {
    auto pool = make(1);
    auto a = core::make_ref<Idler>(), b = core::make_ref<Idler>();
    pool->claim(Turn::none);
    a->queue(pool->line());
    b->queue(pool->line());
    pool->set_breaker(Breaker::inactive);
    CHECK_FALSE(a->woken());
    pool->put_back(1);
    CHECK(a->woken());
    pool->line().redeem(a->wait().winner());
    CHECK(pool->claim(Turn::own) == Claim::unavailable);
    CHECK(b->woken());
    pool->set_breaker(Breaker::recovering);
    pool->line().redeem(b->wait().winner());
    CHECK(pool->claim(Turn::own) == Claim::idle);
    a->forget();
    b->forget();
}

TEST_CASE("PO-17: a check takes idle ones that nobody is promised", "[pool]") {
    auto pool = make(2, 2);
    auto a = core::make_ref<Idler>();
    CHECK(pool->lacks_minimum());
    fill(*pool, 1);
    pool->claim(Turn::none);
    pool->take();
    pool->claim(Turn::none);
    a->queue(pool->line());
    CHECK_FALSE(pool->claim_idle());
    pool->put_back(1);
    CHECK_FALSE(pool->claim_idle());
    pool->put_back(2);
    CHECK(pool->claim_idle());
    CHECK(pool->take() == 1);
    pool->put_back(1);
    CHECK_FALSE(pool->lacks_minimum());
    a->forget();
}

// The pool once more, in lists.
struct NaivePool {
    int max;
    std::vector<int> idle;
    int active = 0, held = 0;
    std::vector<int> line, promised;
    bool closed = false;
    Breaker breaker = Breaker::active;

    int free() const { return max - active - held - static_cast<int>(promised.size()); }
    Claim claim(bool own, int& resource) {
        const bool barred = closed || breaker == Breaker::inactive;
        if (!barred && free() > 0 && (own || line.empty())) {
            ++active;
            if (idle.empty()) return Claim::create;
            resource = idle.front();
            idle.erase(idle.begin());
            return Claim::idle;
        }
        if (own) pass_on();
        return closed ? Claim::closed : barred ? Claim::unavailable : Claim::queue;
    }
    // One thing for one of those who wait.
    void pass_on() {
        if (closed || free() <= 0 || line.empty()) return;
        promised.push_back(line.front());
        line.erase(line.begin());
    }
    bool is_promised(int who) const { return std::count(promised.begin(), promised.end(), who) > 0; }
    void leave(int who) {
        const bool had_promise = is_promised(who);
        line.erase(std::remove(line.begin(), line.end(), who), line.end());
        promised.erase(std::remove(promised.begin(), promised.end(), who), promised.end());
        if (had_promise) pass_on();
    }
    void put_back(int resource) {
        idle.push_back(resource);
        pass_on();
    }
};

class Trial final : public Comparison {
public:
    using Comparison::Comparison;

    void run(int steps) {
        renew();
        for (step_ = 0; step_ < steps && fault_.empty(); ++step_) {
            if (pick(1000) == 0) renew();
            act(pick(kActors));
            compare();
        }
        retire();
    }
    long cancellations = 0, loans = 0, turns = 0, barred = 0;

private:
    enum class Doing : uint8_t {
        nothing,
        waiting,
        bad_news,   // to be told
        making,     // the factory runs
        checking,   // a hook looks at a resource
        using_it,
        reporting,  // held
        dropped,    // its destructor runs; what got free is its own or to be offered
    };
    struct Actor {
        Ref<Idler> party;
        Doing doing = Doing::nothing;
        int resource = 0;
    };
    static constexpr int kActors = 8;

    void retire() {
        for (Actor& actor : actors_) {
            if (actor.party) actor.party->forget();
            actor = {};
        }
    }
    void renew() {
        retire();
        model_ = NaivePool();
        model_.max = 1 + pick(4);
        pool_ = make(static_cast<uint32_t>(model_.max));
        for (Actor& actor : actors_) actor.party = core::make_ref<Idler>();
    }

    void act(int who) {
        Actor& actor = actors_[who];
        if (pick(200) == 0) return outside();
        switch (actor.doing) {
            case Doing::nothing: return claim(who, Turn::none);
            case Doing::waiting:
                if (pick(5) == 0) return cancel(who);
                if (model_.is_promised(who)) take_turn(who);
                return;
            case Doing::bad_news:
                action_ = "run with bad news";
                actor.party->forget();
                actor.doing = Doing::nothing;
                return;
            case Doing::making:
                if (pick(4) == 0) return drop(who);
                actor.resource = ++last_resource_;
                return lend(who);
            case Doing::checking:
                if (pick(4) == 0) return drop(who);
                if (pick(6) == 0) return put_back(who);  // a health check
                return lend(who);
            case Doing::using_it: return give_back(who);
            case Doing::reporting: return end_report(who);
            case Doing::dropped:
                if (pick(2) == 0) return claim(who, Turn::own);
                action_ = "offer";
                pool_->offer();
                model_.pass_on();
                actor.doing = Doing::nothing;
        }
    }
    void outside() {
        static constexpr Breaker states[] = {Breaker::active, Breaker::active, Breaker::inactive, Breaker::recovering};
        if (pick(20) != 0) {
            action_ = "breaker";
            model_.breaker = states[pick(4)];
            pool_->set_breaker(model_.breaker);
            return;
        }
        action_ = "close";
        pool_->close();
        model_.closed = true;
        for (auto* list : {&model_.promised, &model_.line}) {
            for (int who : *list) {
                expect("failed", actors_[who].party->failed(), true);
                actors_[who].doing = Doing::bad_news;
            }
            list->clear();
        }
    }
    void claim(int who, Turn turn) {
        action_ = turn == Turn::own ? "claim with turn" : "claim";
        Actor& actor = actors_[who];
        int expected = 0;
        const Claim answer = pool_->claim(turn);
        expect("answer", answer, model_.claim(turn == Turn::own, expected));
        actor.doing = Doing::nothing;
        if (answer == Claim::unavailable) ++barred;
        if (answer == Claim::create) actor.doing = Doing::making;
        if (answer == Claim::idle) {
            actor.doing = Doing::checking;
            actor.resource = pool_->take();
            expect("resource", actor.resource, expected);
        }
        if (answer == Claim::queue && pick(4) > 0) {
            actor.doing = Doing::waiting;
            actor.party->queue(pool_->line());
            model_.line.push_back(who);
        }
    }
    void take_turn(int who) {
        ++turns;
        Actor& actor = actors_[who];
        pool_->line().redeem(actor.party->wait().winner());
        actor.party->forget();
        model_.promised.erase(std::find(model_.promised.begin(), model_.promised.end(), who));
        claim(who, Turn::own);
    }
    void cancel(int who) {
        action_ = "cancel";
        ++cancellations;
        actors_[who].party->interrupt();
        actors_[who].doing = Doing::bad_news;
        model_.leave(who);
    }
    void drop(int who) {
        action_ = "drop";
        pool_->drop();
        --model_.active;
        actors_[who].doing = Doing::dropped;
    }
    void lend(int who) {
        action_ = "lend";
        ++loans;
        pool_->lend();
        actors_[who].doing = Doing::using_it;
    }
    void put_back(int who) {
        action_ = "put back";
        Actor& actor = actors_[who];
        actor.doing = Doing::nothing;
        if (model_.closed) {  // nobody puts anything back then
            pool_->drop();
            --model_.active;
            return;
        }
        pool_->put_back(int(actor.resource));
        --model_.active;
        model_.put_back(actor.resource);
    }
    void give_back(int who) {
        action_ = "give back";
        expect("lent", pool_->begin_return(), true);
        if (pick(4) == 0) return drop(who);
        pool_->hold();
        --model_.active;
        ++model_.held;
        actors_[who].doing = Doing::reporting;
    }
    void end_report(int who) {
        action_ = "report is over";
        Actor& actor = actors_[who];
        --model_.held;
        if (model_.closed) {
            pool_->lose();
            actor.doing = Doing::dropped;
            return;
        }
        pool_->put_back_held(int(actor.resource));
        actor.doing = Doing::nothing;
        model_.put_back(actor.resource);
    }
    void compare() {
        expect("idle", pool_->idle_count(), model_.idle.size());
        expect("active", pool_->active_count(), model_.active);
        expect("not above max", pool_->count() <= pool_->max(), true);
        expect("promised", pool_->line().reserved(), model_.promised.size());
        expect("line", pool_->line().size(), model_.line.size() + model_.promised.size());
        bool somebody_decides = false;
        for (int who = 0; who < kActors; ++who) {
            const Actor& actor = actors_[who];
            somebody_decides |= actor.doing == Doing::dropped;
            if (actor.doing == Doing::waiting) expect("woken", actor.party->woken(), model_.is_promised(who));
        }
        // Nobody waits for what is free, unless somebody is about to claim or to offer it.
        if (!somebody_decides && model_.free() > 0) expect("waiting in vain", model_.line.size(), 0);
    }

    Ref<IntPool> pool_;
    NaivePool model_{};
    Actor actors_[kActors];
    int last_resource_ = 0;
};

TEST_CASE("PO-3..PO-19 X-5 X-6: a million random operations agree with a naive pool", "[pool][model]") {
    constexpr int kSeeds = async::test::kModelSteps / kTrialSteps;
    const auto [cancellations, loans, turns, barred] =
        run_trials<Trial>(kSeeds, &Trial::cancellations, &Trial::loans, &Trial::turns, &Trial::barred);
    CHECK(cancellations > kSeeds * 200);
    CHECK(loans > kSeeds * 300);
    CHECK(turns > kSeeds * 200);
    CHECK(barred > kSeeds * 20);
}

}  // namespace
}  // namespace async::sync::test
