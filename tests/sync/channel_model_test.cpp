// A million random operations against the naive model: after every step both agree on who was woken with what news, on every
// count, and on the guard's clock; at the end of each channel's life no value was lost, doubled or made up.
#include <map>
#include <memory>
#include <random>
#include <set>
#include <sstream>

#include "tests/support/catch.h"
#include "tests/support/model_steps.h"
#include "tests/sync/channel_fixture.h"
#include "tests/sync/naive_channel.h"

namespace async::sync::test {
namespace {

using Answer = ChannelBase::Answer;
using News = NaiveChannel::News;
using Place = NaiveChannel::Place;
using Result = NaiveChannel::Result;

constexpr int kParties = 7;
constexpr int kFutures = 3;
constexpr int kSteps = 10000;
constexpr int kSeeds = async::test::kModelSteps / kSteps;

class Trial {
public:
    explicit Trial(uint64_t seed) : random_(seed) {
        for (Actor& actor : actors_) actor.party = core::make_ref<Party>();
    }

    // Empty when all went well.
    std::string run(int steps) {
        renew();
        for (step_ = 0; step_ < steps && fault_.empty(); ++step_) {
            if (pick(900) == 0 || (channel_->is_closed() && pick(30) == 0)) {
                retire();
                renew();
                continue;
            }
            model_->messages.clear();
            settled_futures_.clear();
            act();
            model_->look_at_guard(around_.clock.time.ns);
            compare();
        }
        if (fault_.empty()) retire();
        for (Actor& actor : actors_) actor.party->wait().clear();
        return fault_;
    }

    long cancellations = 0, closings = 0, hand_overs = 0, timeouts = 0;

private:
    enum class Doing : uint8_t { nothing, receiving, sending, delivering };
    struct Actor {
        core::Ref<Party> party;
        Doing doing = Doing::nothing;
        bool interrupted = false;
        News news = News::none;
        int value = 0;
    };
    struct Future {
        std::unique_ptr<Pending> pending;
        int who = 0;
    };

    int pick(int below) { return static_cast<int>(random_() % static_cast<uint64_t>(below)); }
    void fault(const std::string& what) {
        if (!fault_.empty()) return;
        std::ostringstream text;
        text << "step " << step_ << ", last action " << action_ << ": " << what << "; product " << described(*channel_);
        fault_ = text.str();
    }
    template <typename T>
    void expect(const char* what, T product, T model) {
        if (product == model) return;
        std::ostringstream text;
        text << what << ": product " << static_cast<long>(product) << ", model " << static_cast<long>(model);
        fault(text.str());
    }

    // --- One channel's life ------------------------------------------------------------------------------------------

    void renew() {
        static constexpr uint32_t capacities[] = {0, 0, 1, 2, 5};
        static constexpr int64_t limits[] = {0, 0, 3, 8};
        ChannelBase::Settings settings;
        settings.capacity = capacities[pick(5)];
        settings.no_producer = core::Duration::from_ns(limits[pick(4)]);
        settings.no_consumer = core::Duration::from_ns(limits[pick(4)]);
        settings.timeouts = pick(2) == 0 ? ChannelBase::Timeouts::soft : ChannelBase::Timeouts::hard;
        soft_ = settings.timeouts == ChannelBase::Timeouts::soft;
        channel_ = core::make_ref<IntChannel>(settings, around_.guardians());
        model_ = std::make_unique<NaiveChannel>(static_cast<int>(settings.capacity), settings.no_producer.ns,
                                                settings.no_consumer.ns);
        capacity_ = settings.capacity;
        promised_.clear();
        refused_.clear();
        received_.clear();
        maybe_dropped_.clear();
    }

    // Everybody goes home, the channel is drained, the books are balanced.
    void retire() {
        action_ = "retire";
        model_->close();
        channel_->close(CloseReason::explicit_close);
        for (Actor& actor : actors_) {
            if (actor.doing == Doing::nothing) continue;
            const bool failed = actor.interrupted || actor.party->wait().error();
            if (actor.doing == Doing::receiving && !failed) {
                take_in(actor.party->finish_recv(*channel_));
            } else {
                const bool unlucky = actor.doing == Doing::delivering && actor.party->wait().error();
                if (actor.doing == Doing::sending || unlucky) refused_.insert(actor.value);
                if (actor.doing == Doing::delivering && !failed) promised_.insert(actor.value);
                actor.party->finish();
            }
            actor = {actor.party, Doing::nothing, false, News::none, 0};
        }
        for (Future& future : futures_) future.pending.reset();
        int value = 0;
        while (channel_->recv(value) == Answer::done) take_in(value);
        for (int sent : promised_) {
            if (!received_.count(sent) && !maybe_dropped_.count(sent)) fault("lost value " + std::to_string(sent));
        }
        for (int sent : refused_) {
            if (received_.count(sent)) fault("failed send delivered value " + std::to_string(sent));
        }
        expect("left over", channel_->count(), 0u);
        expect("timers left over", around_.timers.empty(), true);
        expect("resolvers left over", around_.resolvers.empty(), true);
        ++closings;
    }
    void take_in(int value) {
        ++hand_overs;
        if (value <= 0 || value > last_value_) fault("made-up value " + std::to_string(value));
        if (!received_.insert(value).second) fault("doubled value " + std::to_string(value));
    }

    // --- One step ----------------------------------------------------------------------------------------------------

    void act() {
        const int dice = pick(100);
        if (dice < 80) return act_as(pick(kParties));
        if (dice < 86) return try_send();
        if (dice < 92) return touch_future(futures_[pick(kFutures)]);
        if (dice < 93) return outsider_recv();
        if (dice < 99) return pass_time();
        if (pick(20) == 0) {
            action_ = "close";
            model_->close();
            channel_->close(CloseReason::explicit_close);
        } else if (pick(20) == 0) {
            action_ = "resolve";
            const bool expected = soft_ && model_->guard != '-';
            if (expected) model_->close();
            expect("resolved", core::resolve_softly(around_.resolvers), expected);
        }
    }

    void act_as(int who) {
        Actor& actor = actors_[who];
        if (actor.doing == Doing::nothing) {
            pick(2) == 0 ? start_recv(who) : start_send(who);
        } else if (actor.interrupted) {
            action_ = "run interrupted";
            actor.party->finish();
            actor = {actor.party, Doing::nothing, false, News::none, 0};
        } else if (pick(4) == 0) {
            cancel(who);
        } else if (actor.news != News::none) {
            take_turn(who);
        }
    }

    void start_recv(int who) {
        action_ = "recv";
        int got = 0, expected = 0;
        const Answer answer = actors_[who].party->recv(*channel_, got);
        const Result result = model_->recv(who, expected);
        check_answer(answer, result);
        if (result == Result::parked) actors_[who].doing = Doing::receiving;
        if (result != Result::done) return;
        expect("received", got, expected);
        take_in(got);
    }
    void start_send(int who) {
        action_ = "send";
        const int value = ++last_value_;
        actors_[who].value = value;
        const Answer answer = actors_[who].party->send(*channel_, value);
        after_send(who, answer, model_->send(who, value));
    }
    void after_send(int who, Answer answer, Result result) {
        check_answer(answer, result);
        Actor& actor = actors_[who];
        actor.doing = answer == Answer::queue ? Doing::sending
                      : answer == Answer::delivering ? Doing::delivering
                                                     : Doing::nothing;
        if (answer == Answer::delivering) expect("delivering", model_->senders_in(Place::delivering), 1);
        if (result == Result::done) promised_.insert(actor.value);
        if (result == Result::closed) refused_.insert(actor.value);
    }
    void check_answer(Answer answer, Result result) {
        const Result seen = answer == Answer::done ? Result::done : answer == Answer::closed ? Result::closed : Result::parked;
        expect("answer", seen, result);
    }

    void take_turn(int who) {
        Actor& actor = actors_[who];
        const News news = actor.news;
        const Doing doing = actor.doing;
        actor.news = News::none;
        actor.doing = Doing::nothing;
        if (news == News::failed) {
            action_ = "run failed";
            if (doing != Doing::receiving) refused_.insert(actor.value);
            actor.party->finish();
        } else if (doing == Doing::receiving) {
            action_ = "run receiver";
            const int got = actor.party->finish_recv(*channel_);
            expect("received", got, model_->finish_recv(who));
            take_in(got);
        } else if (doing == Doing::sending) {
            action_ = "run sender";
            const Answer answer = actor.party->finish_send(*channel_, actor.value);
            after_send(who, answer, model_->finish_send(who, actor.value));
        } else {
            action_ = "run delivered";
            promised_.insert(actor.value);
            actor.party->finish();
        }
    }
    // CH-11, CH-12 in both timings: parked, and woken but not run yet.
    void cancel(int who) {
        action_ = "cancel";
        ++cancellations;
        Actor& actor = actors_[who];
        const bool delivered = actor.doing == Doing::delivering && actor.news == News::go_on;
        if (actor.doing == Doing::sending || (actor.doing == Doing::delivering && !delivered)) refused_.insert(actor.value);
        actor.party->interrupt();
        model_->leave(who);
        actor.interrupted = true;
        actor.news = News::none;
    }

    void try_send() {
        action_ = "sendAsync";
        const int value = ++last_value_;
        const bool sent = channel_->try_send(int(value));
        expect("sent", sent, model_->try_send(value));
        (sent ? promised_ : refused_).insert(value);
        if (sent && capacity_ == 0) maybe_dropped_.insert(value);  // CH-15: dropped by a close
    }
    void outsider_recv() {
        action_ = "recv by the way";
        if (!model_->free_value()) return;
        int got = 0, expected = 0;
        expect("answer", channel_->recv(got), Answer::done);
        model_->recv(99, expected);
        expect("received", got, expected);
        take_in(got);
    }
    void touch_future(Future& future) {
        if (future.pending) {
            action_ = "drop future";
            future.pending.reset();
            model_->leave(future.who);
            return;
        }
        action_ = "recvAsync";
        future.who = kParties + (++last_future_);
        int expected = 0, got = 0;
        const Result result = model_->recv_async(future.who, expected);
        const Answer answer = channel_->recv(got);
        check_answer(answer, result);
        if (answer == Answer::done) {
            expect("received", got, expected);
            take_in(got);
        } else if (answer == Answer::queue) {
            future.pending = std::make_unique<Pending>(*channel_);
            future.pending->on_settled = [this, &future] { settled_futures_.push_back(&future); };
        }
    }
    void pass_time() {
        action_ = "time";
        around_.clock.time = around_.clock.time + core::Duration::from_ns(pick(4));
        const bool expected = model_->guard != '-' && model_->guard_deadline() <= around_.clock.time.ns;
        if (expected) model_->close(), ++timeouts;
        around_.timers.fire(around_.clock.time);
        expect("closed by the guard", channel_->is_closed(), model_->closed);
    }

    // --- Both agree --------------------------------------------------------------------------------------------------

    void compare() {
        hear_messages();
        for (int who = 0; who < kParties; ++who) {
            Actor& actor = actors_[who];
            if (actor.doing == Doing::nothing || actor.interrupted) continue;
            expect("woken", actor.party->woken(), actor.news != News::none);
            expect("failed", actor.party->wait().error() != nullptr, actor.news == News::failed);
        }
        expect("count", static_cast<int>(channel_->count()), model_->count());
        expect("closed", channel_->is_closed(), model_->closed);
        expect("free value", channel_->has_free_value(), model_->free_value());
        if (!model_->closed) expect("free slot", channel_->has_free_slot(), model_->free_slot());
        expect("receivers", channel_->receivers().size(), static_cast<uint32_t>(model_->receivers.size()));
        const uint32_t delivering = channel_->delivery().has_waiters() ? 1 : 0;
        expect("senders", channel_->senders().size() + delivering, static_cast<uint32_t>(model_->senders.size()));
        expect("reserved values", static_cast<int>(channel_->receivers().reserved()), model_->receivers_in(Place::reserved));
        expect("reserved slots", static_cast<int>(channel_->senders().reserved()), model_->senders_in(Place::reserved));
        compare_guard();
    }
    void compare_guard() {
        const bool running = model_->guard != '-';
        expect("guard", !around_.timers.empty(), running);
        expect("active timer", around_.timers.has_active(), running && !soft_);
        expect("soft resolver", !around_.resolvers.empty(), running && soft_);
        if (running && fault_.empty()) expect("deadline", around_.timers.earliest().ns, model_->guard_deadline());
    }
    // Parties keep their news until they run; futures are finished with theirs.
    void hear_messages() {
        std::map<int, NaiveChannel::Message> for_futures;
        for (const NaiveChannel::Message& message : model_->messages) {
            if (message.who < kParties) {
                actors_[message.who].news = message.news;
            } else {
                for_futures[message.who] = message;
            }
        }
        expect("futures settled", settled_futures_.size(), for_futures.size());
        for (Future* future : settled_futures_) {
            const NaiveChannel::Message& message = for_futures[future->who];
            expect("future failed", future->pending->failure != CloseReason::none, message.news == News::failed);
            expect("future value", future->pending->value, message.value);
            if (message.news == News::go_on) take_in(future->pending->value);
            future->pending.reset();
        }
    }

    std::mt19937_64 random_;
    Surroundings around_;
    core::Ref<IntChannel> channel_;
    std::unique_ptr<NaiveChannel> model_;
    Actor actors_[kParties];
    Future futures_[kFutures];
    std::vector<Future*> settled_futures_;
    std::set<int> promised_;       // the sender was told it is done
    std::set<int> refused_;        // the sender was told it failed, with the value untaken
    std::set<int> received_;
    std::set<int> maybe_dropped_;
    std::string fault_;
    const char* action_ = "";
    int step_ = 0;
    int last_value_ = 0;
    int last_future_ = 0;
    uint32_t capacity_ = 0;
    bool soft_ = false;
};

TEST_CASE("CH-4..CH-36 X-5 X-6: a million random operations agree with the naive model", "[channel][model]") {
    long cancellations = 0, closings = 0, hand_overs = 0, timeouts = 0;
    for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
        Trial trial(seed * 0x9e3779b97f4a7c15u);
        const std::string fault = trial.run(kSteps);
        if (!fault.empty()) FAIL("seed " << seed << ", " << fault);
        cancellations += trial.cancellations;
        closings += trial.closings;
        hand_overs += trial.hand_overs;
        timeouts += trial.timeouts;
    }
    // The mixture reached everything it was meant to reach.
    CHECK(cancellations > kSeeds * 500);
    CHECK(hand_overs > kSeeds * 500);
    CHECK(closings > kSeeds * 10);
    CHECK(timeouts > kSeeds * 10);
}

}  // namespace
}  // namespace async::sync::test
