// One Awaitable for "so many of these N": the counting rules of the await_* family. Holds one place per source in one block of
// memory, does a constant amount of work for each source that ends, and settles in the moment its condition is met. Sources may
// still end between that moment and the turn of who waits: they are counted as well (C-121). Owned by the call that waits.
#pragma once

#include <cstdint>
#include <new>
#include <utility>

#include "src/core/awaitable.h"

namespace async::sync {

class GatheringBase : public core::Awaitable {
public:
    static constexpr uint32_t kAll = UINT32_MAX;

    enum class Errors : uint8_t {
        fatal,    // the first error ends the wait
        collect,  // errors are kept; only successes count
    };

    // A source's place. Stays where it is for the life of the gathering.
    class Place : public core::Waiter {
    public:
        bool has_ended() const noexcept { return ended_; }
        // And early enough for its value to count.
        bool has_succeeded() const noexcept { return ended_ && !error_ && !late_; }
        core::Reason* error() const noexcept { return error_.get(); }

    protected:
        explicit Place(GatheringBase& owner) noexcept : owner_(owner) {}
        ~Place() = default;

    private:
        friend class GatheringBase;
        bool notify(core::Awaitable&, core::Reason* error) noexcept override { return owner_.on_ended(*this, error); }

        GatheringBase& owner_;
        core::Ref<core::Awaitable> source_;
        core::Ref<core::Reason> error_;
        Place* ended_next_ = nullptr;  // who ended after this one
        bool ended_ = false;
        bool joined_ = false;
        bool late_ = false;
    };

    bool has_enough() const noexcept {
        return wanted_ != kAll && (errors_ == Errors::fatal ? ended_ : succeeded_) >= wanted_;
    }
    // Sources to be joined that have not ended: once there is enough, only their errors are of interest (C-115). rest() settles
    // when the last of them has ended.
    bool has_rest() const noexcept { return to_join_ > 0; }
    core::Awaitable& rest() noexcept {
        late_ = true;
        return rest_;
    }
    // More sources of an array need not be looked at: where errors are fatal, none may turn up once there is enough (C-114).
    bool is_decided() const noexcept { return errors_ == Errors::fatal && (failure_ || has_enough()); }
    // What the wait fails with: the first error where errors are fatal, or fail(). Null: none.
    core::Reason* failure() const noexcept { return failure_.get(); }
    uint32_t count() const noexcept { return count_; }
    uint32_t ended_count() const noexcept { return ended_; }

    // Nothing will be added any more.
    void complete() noexcept;
    // Nothing good can come of it any more; what is known is of no use.
    void fail(core::Reason& error) noexcept;
    // Leaves every source. Nothing changes from here on.
    void leave() noexcept;

protected:
    GatheringBase(Errors errors, uint32_t wanted) noexcept : rest_(*this), wanted_(wanted), errors_(errors) {}
    ~GatheringBase() override = default;

    // Gives the place its source. One that has ended counts at once; others are waited for while somebody waits here.
    // `joined`: belongs to the rest.
    void occupy(Place& place, core::Awaitable& source, bool joined) noexcept;
    void depart(Place& place) noexcept {
        if (place.linked()) place.source_->unsubscribe(place);
    }
    void arrive(Place& place) noexcept {
        if (!place.ended_ && !place.linked()) place.source_->subscribe(place);
    }
    static void visit_pending(const Place& place, core::AwaitableVisitor& visitor) {
        if (!place.ended_) place.source_->visit_sources(visitor);
    }
    Place* first_ended() const noexcept { return first_ended_; }
    static Place* next_ended(const Place& place) noexcept { return place.ended_next_; }

    virtual void subscribe_all() noexcept = 0;
    virtual void unsubscribe_all() noexcept = 0;

private:
    struct Rest final : core::Awaitable {
        explicit Rest(GatheringBase& owner) noexcept : owner_(owner) {}
        void add_ref() noexcept override { owner_.add_ref(); }
        void release() noexcept override { owner_.release(); }
        void describe(core::DescriptionSink& sink) const override { owner_.describe(sink); }
        void visit_sources(core::AwaitableVisitor& visitor) const override { owner_.visit_sources(visitor); }
        void end() noexcept { settle(nullptr); }

    private:
        GatheringBase& owner_;
    };

    bool on_ended(Place& place, core::Reason* error) noexcept;
    bool is_met() const noexcept { return failure_ || has_enough() || (complete_ && ended_ == count_); }
    void settle_if_met() noexcept;
    void arm() noexcept final;
    void disarm() noexcept final;

    Rest rest_;
    Place* first_ended_ = nullptr;
    Place** last_ended_ = &first_ended_;
    core::Ref<core::Reason> failure_;
    const uint32_t wanted_;
    uint32_t count_ = 0;
    uint32_t ended_ = 0;
    uint32_t succeeded_ = 0;
    uint32_t to_join_ = 0;
    const Errors errors_;
    bool complete_ = false;
    bool waiting_ = false;  // subscribed to the sources
    bool left_ = false;
    bool late_ = false;
};

// Item: what the owner wants to remember of a source. Memory: as for Ring.
template <typename Item, typename Memory>
class Gathering : public GatheringBase {
public:
    struct Seat final : Place {
        Seat(GatheringBase& owner, Item&& content) noexcept : Place(owner), item(std::move(content)) {}
        Item item;
    };

    // `room`: places made in advance, all in one block.
    Gathering(Errors errors, uint32_t wanted, uint32_t room) : GatheringBase(errors, wanted) {
        if (room > 0) grow(room);
    }
    ~Gathering() override {
        for_each([this](Seat& seat) {
            depart(seat);
            seat.~Seat();
        });
        while (Block* block = first_) {
            first_ = block->next;
            Memory::release(block);
        }
    }

    void add(core::Awaitable& source, Item&& item, bool joined = false) {
        if (!last_ || last_->used == last_->size) grow(last_ ? last_->size * 2 : kFirstRoom);
        Seat* seat = new (&last_->seats()[last_->used]) Seat(*this, std::move(item));
        ++last_->used;
        occupy(*seat, source, joined);
    }

    void visit_sources(core::AwaitableVisitor& visitor) const override {
        if (ended_count() == count()) return visitor.visit(*this);
        for_each([&](const Seat& seat) { visit_pending(seat, visitor); });
    }

    // In the order of add().
    template <typename F>
    void for_each(F&& visit) const {
        for (Block* block = first_; block; block = block->next) {
            for (uint32_t i = 0; i < block->used; ++i) visit(block->seats()[i]);
        }
    }
    // Those that have ended, in that order.
    template <typename F>
    void for_each_ended(F&& visit) const {
        for (Place* place = first_ended(); place; place = next_ended(*place)) visit(static_cast<Seat&>(*place));
    }

private:
    static constexpr uint32_t kFirstRoom = 8;

    struct alignas(alignof(Seat)) Block {
        Block* next = nullptr;
        uint32_t size;
        uint32_t used = 0;
        Seat* seats() noexcept { return reinterpret_cast<Seat*>(this + 1); }
    };

    void grow(uint32_t room) {
        auto* block = static_cast<Block*>(Memory::allocate(sizeof(Block) + std::size_t{room} * sizeof(Seat)));
        new (block) Block;
        block->size = room;
        (last_ ? last_->next : first_) = block;
        last_ = block;
    }
    void subscribe_all() noexcept override {
        for_each([this](Seat& seat) { arrive(seat); });
    }
    void unsubscribe_all() noexcept override {
        for_each([this](Seat& seat) { depart(seat); });
    }

    Block* first_ = nullptr;
    Block* last_ = nullptr;
};

}  // namespace async::sync
