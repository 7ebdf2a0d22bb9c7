// One operation on whichever of several channels serves it first (chapter 05 §9). Each case is a place in the line of its
// channel; the first that is served takes all others out in that moment, so exactly one operation happens. Who calls waits at the
// gate, which hands on what a case got if the caller leaves before its turn. Made and owned by the call, all cases in one
// block of memory. A send on a channel without buffer is tried by lying in its slot, as every send there (CH-9).
#pragma once

#include <new>
#include <utility>

#include "src/sync/channel.h"

namespace async::sync {

class SelectBase : public core::RefCounted {
public:
    enum class Side : uint8_t { receive, send };
    enum class Answer : uint8_t {
        done,    // winner() has happened
        closed,  // no case can happen any more (SY-84)
        queue,   // wait at gate(), then finish()
    };

    // Wait here. Joins the lines of all cases with the one who comes, leaves them with the one who goes.
    WaitQueue& gate() noexcept { return gate_; }
    // Which case it was, in the order of adding.
    uint32_t winner() const noexcept { return winner_; }

protected:
    static constexpr uint32_t kNone = UINT32_MAX;
    enum class Place : uint8_t { outside, in_line, delivering };

    struct CaseBase : core::Waiter {
        CaseBase(SelectBase& owner, Side which, uint32_t number) noexcept : select(owner), index(number), side(which) {}
        bool notify(core::Awaitable&, core::Reason* error) noexcept final { return select.on_case(*this, error); }
        WaitQueue& line(ChannelBase& channel) noexcept {
            return side == Side::receive ? channel.receivers() : channel.senders();
        }
        SelectBase& select;
        const uint32_t index;
        const Side side;
        Place place = Place::outside;
    };

    SelectBase() noexcept : gate_(*this) {}
    ~SelectBase() override = default;

    virtual ChannelBase& channel_of(CaseBase& place) noexcept = 0;
    virtual void join_all() noexcept = 0;
    // Lines before slots: a slot that gets free may be granted to somebody else in the line, but not to ourselves.
    virtual void leave_all(Place which) noexcept = 0;
    virtual void pass_on_winner() noexcept = 0;
    // Puts the value into the granted slot of a channel without buffer. Whether a receiver took it.
    virtual bool place_value(CaseBase& place) noexcept = 0;
    virtual void visit_channels(core::AwaitableVisitor& visitor) const = 0;

    void deliver(CaseBase& place, ChannelBase& channel) noexcept;
    void leave(CaseBase& place) noexcept;
    void win(uint32_t index) noexcept;
    // Back to where nobody has won, for another round.
    void renew() noexcept { winner_ = kNone; }

    uint32_t winner_ = kNone;
    uint32_t joined_ = 0;  // cases outside no line do not count

private:
    struct Gate final : WaitQueue {
        explicit Gate(SelectBase& owner) noexcept : WaitQueue(owner), select(owner) {}
        void describe(core::DescriptionSink& sink) const override { sink.format("select"); }
        void visit_sources(core::AwaitableVisitor& visitor) const override { select.visit_channels(visitor); }
        void arm() noexcept override { select.join_all(); }
        void disarm() noexcept override { select.leave_losers(); }
        void decline(core::Waiter& waiter) noexcept override {
            redeem(waiter);
            select.pass_on_winner();  // SY-86
        }
        SelectBase& select;
    };

    bool on_case(CaseBase& place, core::Reason* error) noexcept;
    void leave_losers() noexcept {
        leave_all(Place::in_line);
        leave_all(Place::delivering);
    }

    Gate gate_;
};

// V, Memory: as of the channels. Copy::of(const V&): another V of the same value, for a slot it may be taken back from.
template <typename V, typename Memory, typename Copy>
class Select : public SelectBase {
public:
    using AnyChannel = Channel<V, Memory>;

    explicit Select(uint32_t room) : cases_(static_cast<Case*>(Memory::allocate(sizeof(Case) * room))) {}
    ~Select() override {
        for (uint32_t i = 0; i < count_; ++i) cases_[i].~Case();
        Memory::release(cases_);
    }

    void add_receive(AnyChannel& channel) noexcept { add(channel, Side::receive, V()); }
    void add_send(AnyChannel& channel, V&& value) noexcept { add(channel, Side::send, std::move(value)); }

    // SY-81, SY-82: the first case that is ready, looking from `start` on.
    Answer poll(uint32_t start, V& received) {
        bool open = false;
        renew();
        for (uint32_t i = 0; i < count_; ++i) {
            Case& place = cases_[(start + i) % count_];
            if (!can_happen(place)) continue;
            open = true;
            if (!is_ready(place)) continue;
            act(place, received);
            return Answer::done;
        }
        return open ? Answer::queue : Answer::closed;
    }
    // Woken by gate() without an error. False: nothing has happened after all, poll() again.
    bool finish(core::Waiter& ticket, V& received) {
        gate().redeem(ticket);
        if (winner_ == kNone) return false;
        Case& place = cases_[winner_];
        if (!place.linked()) return true;  // the value was delivered
        if (place.side == Side::receive) {
            place.channel->resume_recv(place, received);
        } else {
            place.channel->resume_send(place, std::move(place.value));
        }
        return true;
    }
    // Destroys values that were taken back. Where user code may run.
    void sweep() {
        for (uint32_t i = 0; i < count_; ++i) cases_[i].channel->sweep();
    }
    template <typename F>
    void for_each_value(F&& visit) const {
        for (uint32_t i = 0; i < count_; ++i) visit(cases_[i].value);
    }

private:
    struct Case final : CaseBase {
        Case(SelectBase& owner, Side which, uint32_t number, AnyChannel& target, V&& sent) noexcept
            : CaseBase(owner, which, number), channel(&target), value(std::move(sent)) {}
        ~Case() { unlink(); }  // only a fatal error leaves one in a line (C-147)
        core::Ref<AnyChannel> channel;
        V value;
    };

    void add(AnyChannel& channel, Side side, V&& value) noexcept {
        new (&cases_[count_]) Case(*this, side, count_, channel, std::move(value));
        ++count_;
    }

    static bool can_happen(const Case& place) noexcept {
        return !place.channel->is_closed() || (place.side == Side::receive && place.channel->has_free_value());
    }
    static bool is_ready(const Case& place) noexcept {
        AnyChannel& channel = *place.channel;
        if (place.side == Side::receive) return channel.has_free_value();
        return channel.has_free_slot() && (channel.capacity() > 0 || channel.receivers().has_waiters());
    }
    void act(Case& place, V& received) {
        winner_ = place.index;
        if (place.side == Side::receive) {
            place.channel->recv(received);
        } else {
            place.channel->send(std::move(place.value));
        }
    }

    ChannelBase& channel_of(CaseBase& place) noexcept override { return *static_cast<Case&>(place).channel; }

    void join_all() noexcept override {
        joined_ = 0;
        for (uint32_t i = 0; i < count_; ++i) {
            Case& place = cases_[i];
            if (!can_happen(place)) continue;
            ++joined_;
            if (place.side == Side::send && place.channel->has_free_slot()) {  // SY-85: no receiver, so it lies in the slot
                place.channel->send(Copy::of(place.value));
                deliver(place, *place.channel);
            } else {
                place.place = Place::in_line;
                place.line(*place.channel).subscribe(place);
            }
        }
    }
    void leave_all(Place which) noexcept override {
        for (uint32_t i = 0; i < count_; ++i) {
            if (cases_[i].place == which && i != winner_) leave(cases_[i]);
        }
    }
    void pass_on_winner() noexcept override {
        if (winner_ == kNone) return;
        Case& place = cases_[winner_];
        if (place.linked()) place.line(*place.channel).decline(place);
    }
    bool place_value(CaseBase& base) noexcept override {
        Case& place = static_cast<Case&>(base);
        return place.channel->resume_send(place, Copy::of(place.value)) == ChannelBase::Answer::done;
    }
    void visit_channels(core::AwaitableVisitor& visitor) const override {
        for (uint32_t i = 0; i < count_; ++i) visitor.visit(*cases_[i].channel);
    }

    Case* const cases_;
    uint32_t count_ = 0;
};

}  // namespace async::sync
