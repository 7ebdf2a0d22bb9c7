#include "src/sync/combinators.h"

namespace async::sync {

void GatheringBase::complete() noexcept {
    complete_ = true;
    settle_if_met();
}

void GatheringBase::fail(core::Reason& error) noexcept {
    if (left_) return;
    failure_ = core::Ref<core::Reason>(&error);
    settle_if_met();
}

void GatheringBase::leave() noexcept {
    left_ = true;
    waiting_ = false;
    unsubscribe_all();
}

void GatheringBase::occupy(Place& place, core::Awaitable& source, bool joined) noexcept {
    ++count_;
    place.source_ = core::Ref<core::Awaitable>(&source);
    if (!source.is_pending()) {
        on_ended(place, source.error());
        return;
    }
    if (joined) {
        place.joined_ = true;
        ++to_join_;
    }
    if (waiting_) source.subscribe(place);
}

bool GatheringBase::on_ended(Place& place, core::Reason* error) noexcept {
    if (left_) return false;
    place.ended_ = true;
    place.late_ = late_;
    place.error_ = core::Ref<core::Reason>(error);
    *last_ended_ = &place;
    last_ended_ = &place.ended_next_;
    ++ended_;
    if (place.joined_ && --to_join_ == 0) rest_.end();
    if (!error) {
        ++succeeded_;
    } else if (errors_ == Errors::fatal && !failure_) {
        failure_ = core::Ref<core::Reason>(error);
    }
    settle_if_met();
    return true;
}

void GatheringBase::settle_if_met() noexcept {
    if (is_pending() && is_met()) settle(failure_);
}

void GatheringBase::arm() noexcept {
    if (left_) return;
    waiting_ = true;
    subscribe_all();
}

// Whoever waited has gone before the end. (One that settles keeps its places until leave().)
void GatheringBase::disarm() noexcept {
    waiting_ = false;
    unsubscribe_all();
}

}  // namespace async::sync
