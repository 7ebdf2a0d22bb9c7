// Parties and surroundings for channel tests. A Party is a coroutine that never runs: it lends its real Wait, so granting,
// interrupting and clearing are the product's own, while the test decides when its turn comes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "src/core/coroutine.h"
#include "src/sync/channel.h"

namespace async::sync::test {

class StringSink final : public core::DescriptionSink {
public:
    void append(const char* part, std::size_t length) override { text.append(part, length); }
    std::string text;
};

template <typename T>
std::string described(const T& object) {
    StringSink sink;
    object.describe(sink);
    return sink.text;
}

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

class Cancelled final : public core::Reason {
public:
    Cancelled() noexcept : Reason(Kind::cancellation) {}
};

// What a closed channel tells those who wait.
class Closed final : public core::Reason {
public:
    Closed(CloseReason why, core::Reason* step) noexcept : Reason(Kind::error), why_(why), step_(step) {}
    CloseReason why() const noexcept { return why_; }
    bool withstands(const core::Reason& cancellation) const noexcept override { return step_.get() == &cancellation; }
    static CloseReason of(core::Reason* error) {
        return error ? static_cast<Closed*>(error)->why() : CloseReason::none;
    }

private:
    const CloseReason why_;
    const core::Ref<core::Reason> step_;
};

template <typename V>
class TestChannel final : public Channel<V> {
public:
    TestChannel(const ChannelBase::Settings& settings, const ChannelBase::Guardians& guardians) noexcept
        : Channel<V>(settings, guardians) {}
    int errors_made = 0;

protected:
    core::Ref<core::Reason> make_close_error(CloseReason why, core::Reason* step) noexcept override {
        ++errors_made;
        return core::make_ref<Closed>(why, step);
    }
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
    CloseReason failure() { return Closed::of(wait().error()); }
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
        failure = Closed::of(error);
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
