// libFuzzer target (tools/fuzz): the input is a program of spawns, waits, cancels, scopes, timers, channels and locks, read byte
// by byte as the coroutines run, so that the fuzzer finds orders no seed would. A naive model watches: every body and every end
// once, every value to one receiver, a lock to one owner; and at the end all counts are back at zero.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <vector>

#include "src/core/scheduler.h"
#include "src/sync/mutex.h"
#include "tests/support/crew.h"
#include "tests/sync/channel_fixture.h"

namespace async::sync::test {
namespace {

using async::test::cancellation;
using async::test::error;
using async::test::Event;
using async::test::TestCoroutine;
using async::test::TestRuntime;
using async::test::TestScope;
using core::Coroutine;
using core::Duration;
using core::Reason;
using core::Ref;
using Answer = ChannelBase::Answer;
using Outcome = core::Wait::Outcome;

constexpr std::size_t kMostCoroutines = 200;
constexpr int kMostDeadlocks = 2000;

[[noreturn]] void broken(const char* invariant) {
    std::fprintf(stderr, "broken: %s\n", invariant);
    std::abort();
}
void expect(bool holds, const char* invariant) {
    if (!holds) broken(invariant);
}

class FuzzMutex final : public Mutex {
    Ref<Reason> make_abandoned_error() noexcept override { return error("abandoned"); }
};

class Program {
public:
    Program(const uint8_t* bytes, std::size_t size) : at_(bytes), end_(bytes + size), rt_(pick(2) ? uint64_t(pick(256)) + 1 : 0) {
        rt_.on_deadlock = [this](uint32_t) {
            expect(rt_.deadlocks < kMostDeadlocks, "a deadlock's cancellation reaches whoever is stuck");
            const auto reason = cancellation("deadlock");
            rt_.scheduler.for_each_alive([&](Coroutine& coroutine) { coroutine.cancel_unprotected(reason); });
            return true;
        };
        event_ = core::make_ref<Event>();
        for (uint32_t capacity : {0u, 1u, 3u}) {
            ChannelBase::Settings settings;
            settings.capacity = capacity;
            if (pick(4) == 0) settings.no_producer = Duration::from_ms(1 + pick(4));
            if (pick(4) == 0) settings.no_consumer = Duration::from_ms(1 + pick(4));
            if (pick(2)) settings.timeouts = ChannelBase::Timeouts::hard;
            channels_.push_back(core::make_ref<IntChannel>(
                settings, ChannelBase::Guardians{rt_.scheduler.timers(), rt_.clock, rt_.scheduler.soft_resolvers()}));
        }
        mutex_ = core::make_ref<FuzzMutex>();
    }

    void run() {
        rt_.run_main([&] {
            rt_.scheduler.reactor();
            for (int count = 1 + pick(5); count > 0; --count) start(*rt_.root, 0);
            for (int steps = pick(6); steps > 0; --steps) step(0);
        });
        check_end();
    }

private:
    struct Sent {
        bool accepted = false;
        int received = 0;
    };

    // A program that is at its end goes on with nothing.
    int pick(int below) {
        if (at_ == end_) return 0;
        return *at_++ % below;
    }
    bool is_over() const { return at_ == end_; }

    TestCoroutine* start(core::Scope& scope, int depth) {
        if (crew_.size() >= kMostCoroutines) return nullptr;
        TestCoroutine& coroutine = crew_.make([this, depth]() -> Ref<Reason> {
            Ref<Reason> outcome;
            for (int steps = 1 + pick(6); steps > 0 && !outcome && !is_over(); --steps) outcome = step(depth);
            if (!outcome && pick(8) == 1) outcome = error("failure");
            return outcome;
        });
        if (pick(4) == 1) {
            rt_.scheduler.spawn_front(coroutine, scope);
        } else {
            rt_.scheduler.spawn(coroutine, scope);
        }
        return &coroutine;
    }

    TestCoroutine* anybody() {
        return crew_.size() == 0 ? nullptr : &crew_[std::size_t(pick(int(crew_.size())))];
    }
    IntChannel& any_channel() { return *channels_[std::size_t(pick(int(channels_.size())))]; }

    // One action of whoever runs. The reason to end with, if it decides to.
    Ref<Reason> step(int depth) {
        Coroutine& self = rt_.self();
        Ref<Reason> raised;
        switch (pick(18)) {
            case 0: raised = after(self, rt_.yield()); break;
            case 1: raised = after(self, rt_.sleep(Duration::from_ms(pick(4)))); break;
            case 2: raised = wait_for(self, *event_); break;
            case 3:
                if (Ref<TestCoroutine> other(anybody()); other && other.get() != &self) raised = wait_for(self, *other);
                break;
            case 4:
                if (TestCoroutine* other = anybody()) other->cancel(cancellation("cancel"));
                break;
            case 5: {
                self.protect();
                const auto result = rt_.sleep(Duration::from_ms(pick(3)));
                expect(result.outcome == Outcome::deadline, "nothing interrupts a protected sleep");
                raised = self.unprotect();
                break;
            }
            case 6: raised = nursery(self, depth); break;
            case 7: {
                Ref<Event> fired = std::exchange(event_, core::make_ref<Event>());
                pick(3) == 1 ? fired->fail(error("event")) : fired->fire();
                break;
            }
            case 8: event_->pulse(); break;
            case 9: event_->pulse_one(); break;
            case 10: start(*rt_.root, depth + 1); break;
            case 11:
                if (rt_.scheduler.preempt() == Outcome::interrupted) raised = self.take_interrupt();
                break;
            case 12:
            case 13: raised = send(self, any_channel()); break;
            case 14:
            case 15: raised = recv(self, any_channel()); break;
            case 16: raised = locked(self, depth); break;
            case 17:
                if (pick(3) == 1) any_channel().close(CloseReason::explicit_close);
                break;
        }
        return raised && pick(2) == 0 ? raised : nullptr;
    }

    // A scope with children, left in one of the ways there are.
    Ref<Reason> nursery(Coroutine& self, int depth) {
        if (depth > 2) return nullptr;
        auto scope = core::make_ref<TestScope>(rt_.trace, "s", rt_.root.get());
        scope->set_safe(pick(2) == 0);
        scope->takes_failures = pick(2) == 0;
        if (pick(3) == 1) {
            ChannelBase::Settings settings;
            auto owned = core::make_ref<IntChannel>(
                settings, ChannelBase::Guardians{rt_.scheduler.timers(), rt_.clock, rt_.scheduler.soft_resolvers()});
            owned->bind(*scope);
            channels_.push_back(std::move(owned));
        }
        Ref<TestCoroutine> child(start(*scope, depth + 1));
        if (pick(2) == 0) start(*scope, depth + 1);
        Ref<Reason> raised;
        if (child) raised = wait_for(self, *child);
        switch (pick(4)) {
            case 1: scope->cancel(cancellation("scope")); break;
            case 2: scope->cancel(cancellation("scope"), core::Scope::Disposal::zombies); break;
            case 3:
                if (scope->is_empty()) scope->close();
                break;
            default: break;
        }
        rt_.trace.take();
        return raised;
    }

    Ref<Reason> wait_for(Coroutine& self, core::Awaitable& source) {
        TestRuntime::Waiting waiting;
        waiting.first = &source;
        if (pick(3) == 1) waiting.second = event_.get();
        if (pick(4) == 1) waiting.token = event_.get();
        if (pick(2) == 0) waiting.timeout = Duration::from_ms(1 + pick(5));
        waiting.lingering = pick(2) == 1;
        const Ref<Event> kept = event_;
        return after(self, rt_.await(waiting));
    }

    Ref<Reason> after(Coroutine& self, const TestRuntime::Result& result) {
        expect_running(self);
        if (!result.interrupted()) return nullptr;
        expect(static_cast<bool>(result.reason), "an interruption has a reason");
        expect(self.is_cancellation_requested(), "only a cancel interrupts");
        return result.reason;
    }

    void expect_running(Coroutine& self) {
        expect(rt_.scheduler.current() == &self, "whoever wakes is the current one");
        expect(self.state() == Coroutine::State::running, "whoever wakes is running");
        expect(!self.wait().is_settled() && !self.wait().has_deadline(), "a cleared wait holds nothing");
    }

    // Parks in a line as the methods of the PHP classes do; `take` when its turn has come and nothing went wrong.
    template <typename Take>
    bool park(Coroutine& self, core::Awaitable& source, Ref<Reason>& raised, Take&& take) {
        core::Wait& wait = self.wait();
        const Ref<Event> token = event_;
        if (pick(4) == 1) wait.set_token(*token);
        wait.add(source);
        if (pick(3) == 1) wait.set_deadline(rt_.scheduler.timers(), rt_.clock.now() + Duration::from_ms(1 + pick(4)));
        const Outcome outcome = rt_.scheduler.park();
        bool taken = false;
        if (outcome == Outcome::interrupted) {
            raised = self.take_interrupt();
            expect(static_cast<bool>(raised), "an interruption has a reason");
        } else if (outcome != Outcome::token && outcome != Outcome::deadline && !wait.error()) {
            take(wait.winner());
            taken = true;
        }
        wait.clear();
        expect_running(self);
        return taken;
    }

    Ref<Reason> send(Coroutine& self, IntChannel& channel) {
        const Ref<IntChannel> kept(&channel);
        const int value = ++serial_;
        Ref<Reason> raised;
        Answer answer = channel.send(int(value));
        if (answer == Answer::closed) return nullptr;
        if (answer == Answer::queue) {
            if (!park(self, channel.senders(), raised, [&](core::Waiter& ticket) { answer = channel.resume_send(ticket, int(value)); })) {
                return raised;  // it was never in the channel
            }
        }
        if (answer == Answer::delivering && !park(self, channel.delivery(), raised, [](core::Waiter&) {})) {
            maybe_[value] = true;  // promised to a receiver at that moment, or taken back
            return raised;
        }
        sent_[value].accepted = true;
        return raised;
    }

    Ref<Reason> recv(Coroutine& self, IntChannel& channel) {
        const Ref<IntChannel> kept(&channel);
        Ref<Reason> raised;
        int value = 0;
        switch (channel.recv(value)) {
            case Answer::closed: return nullptr;
            case Answer::done: break;
            default:
                if (!park(self, channel.receivers(), raised, [&](core::Waiter& ticket) { channel.resume_recv(ticket, value); })) {
                    return raised;
                }
        }
        received(value);
        return raised;
    }

    void received(int value) {
        expect(value > 0 && value <= serial_, "a received value was sent");
        expect(++sent_[value].received == 1, "a value is received once");
    }

    Ref<Reason> locked(Coroutine& self, int depth) {
        Ref<Reason> raised;
        switch (mutex_->lock(self)) {
            case Mutex::Answer::recursive: expect(owner_ == &self, "only the owner is told so"); return nullptr;
            case Mutex::Answer::abandoned: mutex_->recover(); return nullptr;
            case Mutex::Answer::queue:
                if (!park(self, mutex_->line(), raised, [&](core::Waiter& ticket) { mutex_->resume_lock(ticket, self); })) return raised;
                break;
            case Mutex::Answer::done: break;
        }
        expect(owner_ == nullptr, "a lock has one owner");
        owner_ = &self;
        for (int steps = pick(3); steps > 0 && !raised && !is_over(); --steps) raised = step(depth);
        expect(owner_ == &self, "a lock keeps its owner");
        owner_ = nullptr;
        expect(mutex_->unlock(self) == Mutex::Refusal::none, "its owner can unlock it");
        return raised;
    }

    void check_end() {
        crew_.check_end(*event_);
        expect(!mutex_->is_locked(), "the lock is free");
        for (const Ref<IntChannel>& channel : channels_) {
            expect(!channel->receivers().has_waiters() && !channel->senders().has_waiters() && !channel->delivery().has_waiters(),
                   "nobody is left in a line");
            expect(channel->receivers().reserved() == 0 && channel->senders().reserved() == 0, "no reservation is left");
            for (int value = 0; channel->recv(value) == Answer::done;) received(value);
            channel->sweep();
            channel->close(CloseReason::disposed);
        }
        for (const auto& [value, sent] : sent_) {
            expect(sent.received == 1 || !sent.accepted, "an accepted value is received or still there");
            expect(sent.accepted || sent.received == 0 || maybe_.count(value) > 0, "what was not sent is not received");
        }
        expect(rt_.scheduler.timers().empty(), "no timer is left");
        crew_.clear();
    }

    const uint8_t* at_;
    const uint8_t* const end_;
    TestRuntime rt_;
    Ref<Event> event_;
    std::vector<Ref<IntChannel>> channels_;
    Ref<FuzzMutex> mutex_;
    Coroutine* owner_ = nullptr;
    async::test::Crew crew_{rt_, expect};
    std::map<int, Sent> sent_;
    std::map<int, bool> maybe_;  // whether these were sent is open
    int serial_ = 0;
};

}  // namespace
}  // namespace async::sync::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, std::size_t size) {
    async::sync::test::Program(bytes, size).run();
    return 0;
}
