#include "src/sync/semaphore.h"

#include <algorithm>

#include "tests/support/catch.h"
#include "tests/sync/lock_fixture.h"

namespace async::sync::test {
namespace {

class TestSemaphore final : public Semaphore {};

Ref<TestSemaphore> make(uint32_t permits, uint32_t limit) {
    auto semaphore = core::make_ref<TestSemaphore>();
    semaphore->configure(permits, limit);
    return semaphore;
}

TEST_CASE("SY-21 SY-3: a released permit belongs to the oldest who waits", "[semaphore]") {
    auto semaphore = make(1, 1);
    auto a = core::make_ref<Idler>(), b = core::make_ref<Idler>();
    CHECK(semaphore->try_acquire());
    CHECK_FALSE(semaphore->try_acquire());
    a->queue(semaphore->line());
    b->queue(semaphore->line());
    CHECK(semaphore->give_back(1));
    CHECK(a->woken());
    CHECK_FALSE(b->woken());
    CHECK(semaphore->free() == 0);
    CHECK_FALSE(semaphore->try_acquire());
    a->interrupt();  // SY-4
    CHECK(b->woken());
    semaphore->resume(b->wait().winner());
    a->forget();
    b->forget();
    CHECK(semaphore->give_back(1));
    CHECK(semaphore->free() == 1);
}

TEST_CASE("SY-22: no more is given back than was taken", "[semaphore]") {
    auto semaphore = make(2, 3);
    CHECK(semaphore->give_back(1));
    CHECK_FALSE(semaphore->give_back(1));
    CHECK(semaphore->try_acquire());
    CHECK_FALSE(semaphore->give_back(2));
    CHECK(semaphore->free() == 2);
    CHECK(described(*semaphore) == "Semaphore(available=2/3, waiters=0)");  // SY-5
}

// Permits, a line, and who of it was promised one.
struct NaiveSemaphore {
    int available, limit;
    std::vector<int> line;
    std::vector<int> promised;

    int free() const { return available - static_cast<int>(promised.size()); }
    bool acquire() {
        if (free() == 0) return false;
        --available;
        return true;
    }
    bool release(int permits) {
        if (available + permits > limit) return false;
        available += permits;
        pass_on();
        return true;
    }
    void pass_on() {
        while (free() > 0 && !line.empty()) {
            promised.push_back(line.front());
            line.erase(line.begin());
        }
    }
    bool is_promised(int who) const { return std::count(promised.begin(), promised.end(), who) > 0; }
    void run(int who) {
        promised.erase(std::find(promised.begin(), promised.end(), who));
        --available;
    }
    void leave(int who) {
        line.erase(std::remove(line.begin(), line.end(), who), line.end());
        promised.erase(std::remove(promised.begin(), promised.end(), who), promised.end());
        pass_on();
    }
};

class Trial final : public Comparison {
public:
    using Comparison::Comparison;

    void run(int steps) {
        const int permits = pick(4);
        model_.available = permits;
        model_.limit = std::max(1, permits + pick(2));
        semaphore_ = make(static_cast<uint32_t>(permits), static_cast<uint32_t>(model_.limit));
        for (Actor& actor : actors_) actor.party = core::make_ref<Idler>();
        for (step_ = 0; step_ < steps && fault_.empty(); ++step_) {
            act(pick(kActors));
            compare();
        }
        for (Actor& actor : actors_) actor.party->forget();
    }
    long cancellations = 0, hand_overs = 0;

private:
    enum class Doing : uint8_t { nothing, waiting, interrupted };
    struct Actor {
        Ref<Idler> party;
        Doing doing = Doing::nothing;
    };
    static constexpr int kActors = 8;

    void act(int who) {
        Actor& actor = actors_[who];
        if (actor.doing == Doing::interrupted) {
            action_ = "run interrupted";
            actor.party->forget();
            actor.doing = Doing::nothing;
        } else if (actor.doing == Doing::waiting) {
            if (pick(5) == 0) return cancel(who);
            if (model_.is_promised(who)) take_turn(who);
        } else if (pick(2) == 0) {
            acquire(who);
        } else {
            action_ = "release";
            const int permits = 1 + pick(3) / 2;
            expect("released", semaphore_->give_back(static_cast<uint32_t>(permits)), model_.release(permits));
        }
    }
    void acquire(int who) {
        action_ = "acquire";
        const bool done = semaphore_->try_acquire();
        expect("acquired", done, model_.acquire());
        if (done || pick(4) == 0) return;  // tried only
        actors_[who].party->queue(semaphore_->line());
        actors_[who].doing = Doing::waiting;
        model_.line.push_back(who);
    }
    void take_turn(int who) {
        action_ = "run";
        ++hand_overs;
        semaphore_->resume(actors_[who].party->wait().winner());
        actors_[who].party->forget();
        actors_[who].doing = Doing::nothing;
        model_.run(who);
    }
    void cancel(int who) {
        action_ = "cancel";
        ++cancellations;
        actors_[who].party->interrupt();
        actors_[who].doing = Doing::interrupted;
        model_.leave(who);
    }
    void compare() {
        expect("free", semaphore_->free(), model_.free());
        expect("promised", semaphore_->line().reserved(), model_.promised.size());
        expect("line", semaphore_->line().size(), model_.line.size() + model_.promised.size());
        for (int who = 0; who < kActors; ++who) {
            const Actor& actor = actors_[who];
            if (actor.doing == Doing::waiting) expect("woken", actor.party->woken(), model_.is_promised(who));
        }
    }

    Ref<TestSemaphore> semaphore_;
    NaiveSemaphore model_{};
    Actor actors_[kActors];
};

TEST_CASE("SY-3 SY-4 SY-21 SY-22: a million random operations agree with a naive semaphore", "[semaphore][model]") {
    constexpr int kSeeds = async::test::kModelSteps / kTrialSteps;
    const auto [cancellations, hand_overs] =
        run_trials<Trial>(kSeeds, &Trial::cancellations, &Trial::hand_overs);
    CHECK(cancellations > kSeeds * 300);
    CHECK(hand_overs > kSeeds * 300);
}

}  // namespace
}  // namespace async::sync::test
