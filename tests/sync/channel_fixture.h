// Parties and surroundings for channel tests. A Party is a coroutine that never runs: it lends its real Wait, so granting,
// interrupting and clearing are the product's own, while the test decides when its turn comes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "src/core/coroutine.h"
#include "src/sync/channel.h"
#include "tests/support/test_runtime.h"

namespace async::sync::test {

using async::test::described;

class ManualClock final : public core::Clock {
public:
    core::Instant now() noexcept override { return time; }
    core::Instant coarse() noexcept override { return time; }
    core::Instant time{1000};
};

struct Surroundings {
    core::TimerHeap timers;
    ManualClock clock;
    core::List<core::SoftResolver> resolvers;

    ChannelBase::Guardians guardians() { return {timers, clock, resolvers}; }
    void advance_ms(int64_t ms) {
        clock.time = clock.time + core::Duration::from_ms(ms);
        timers.fire(clock.time);
    }
};

inline const char* name_of(CloseReason reason) {
    static const char* const names[] = {"none",         "explicit", "disposed",      "no producers",
                                        "no consumers", "deadlock", "scope disposed"};
    return names[static_cast<int>(reason)];
}
// What a closed channel told somebody who waited.
inline CloseReason reason_of(const core::Reason* error) {
    if (!error) return CloseReason::none;
    for (auto reason = CloseReason::scope_disposed; reason != CloseReason::none;
         reason = static_cast<CloseReason>(static_cast<int>(reason) - 1)) {
        if (async::test::text(error) == name_of(reason)) return reason;
    }
    return CloseReason::none;
}

template <typename V>
class TestChannel final : public Channel<V> {
public:
    TestChannel(const ChannelBase::Settings& settings, const ChannelBase::Guardians& guardians) noexcept
        : guardians_(guardians) {
        this->configure(settings);
    }
    int errors_made = 0;

protected:
    ChannelBase::Guardians guardians() noexcept override { return guardians_; }
    core::Ref<core::Reason> make_close_error(CloseReason why, core::Reason* step) noexcept override {
        ++errors_made;
        auto error = core::make_ref<async::test::TestReason>(core::Reason::Kind::error, name_of(why));
        error->set_step(step);
        return error;
    }

private:
    const ChannelBase::Guardians guardians_;
};
using IntChannel = TestChannel<int>;

class Party final : public core::Coroutine {
public:
    using Answer = ChannelBase::Answer;

    // The first half of recv() and send(): the answer, and in line when it says so.
    Answer recv(IntChannel& channel, int& out) {
        const Answer answer = channel.recv(out);
        if (answer == Answer::queue) wait().add(channel.receivers());
        return answer;
    }
    Answer send(IntChannel& channel, int value) {
        const Answer answer = channel.send(std::move(value));
        stand(channel, answer);
        return answer;
    }

    bool woken() const { return wait().is_settled(); }
    CloseReason failure() { return reason_of(wait().error()); }
    bool interrupted() { return wait().outcome() == core::Wait::Outcome::interrupted; }
    void interrupt() { wait().interrupt(); }

    // The second half, when its turn has come and nothing went wrong.
    int finish_recv(IntChannel& channel) {
        int out = 0;
        channel.resume_recv(wait().winner(), out);
        wait().clear();
        return out;
    }
    Answer finish_send(IntChannel& channel, int value) {
        const Answer answer = channel.resume_send(wait().winner(), std::move(value));
        wait().clear();
        stand(channel, answer);
        return answer;
    }
    // Its turn has come with bad news, or its value was delivered.
    void finish() { wait().clear(); }

    void describe(core::DescriptionSink& sink) const override { sink.append("party", 5); }

protected:
    core::Ref<core::Reason> run() noexcept override { return nullptr; }
    void on_finished(bool) noexcept override {}

private:
    void stand(IntChannel& channel, Answer answer) {
        if (answer == Answer::queue) wait().add(channel.senders());
        if (answer == Answer::delivering) wait().add(channel.delivery());
    }
};

// A receiver that is no coroutine and takes its value in the moment it is there (CH-14).
class Pending final : public core::Waiter {
public:
    explicit Pending(IntChannel& channel) : channel_(&channel) { channel.receivers().subscribe(*this); }
    ~Pending() { drop(); }

    bool notify(core::Awaitable&, core::Reason* error) noexcept override {
        settled = true;
        failure = reason_of(error);
        if (!error) channel_->resume_recv(*this, value);
        if (on_settled) on_settled();
        return true;
    }
    void drop() {
        if (!settled) channel_->receivers().unsubscribe(*this);
        settled = true;
    }

    bool settled = false;
    int value = 0;
    CloseReason failure = CloseReason::none;
    std::function<void()> on_settled;

private:
    core::Ref<IntChannel> channel_;
};

// Waits for anything and writes down when it was told.
class Recorder final : public core::Waiter {
public:
    Recorder(std::vector<std::string>& log, std::string name) : log_(log), name_(std::move(name)) {}
    ~Recorder() { unlink(); }
    bool notify(core::Awaitable&, core::Reason* error) noexcept override {
        log_.push_back(error ? name_ + "!" : name_);
        last_error = error;
        return takes;
    }
    bool takes = true;
    core::Reason* last_error = nullptr;

private:
    std::vector<std::string>& log_;
    const std::string name_;
};

}  // namespace async::sync::test
