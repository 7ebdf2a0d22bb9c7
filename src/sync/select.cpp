#include "src/sync/select.h"

namespace async::sync {

void SelectBase::deliver(CaseBase& place, ChannelBase& channel) noexcept {
    place.place = Place::delivering;
    channel.delivery().subscribe(place);
}

void SelectBase::leave(CaseBase& place) noexcept {
    ChannelBase& channel = channel_of(place);
    const Place was = std::exchange(place.place, Place::outside);
    if (was == Place::delivering) {
        channel.delivery().unsubscribe(place);  // takes the value back (CH-11)
    } else {
        place.line(channel).unsubscribe(place);
    }
}

void SelectBase::win(uint32_t index) noexcept {
    winner_ = index;
    leave_losers();
    gate_.grant();
}

// Whether the case takes what it is told.
bool SelectBase::on_case(CaseBase& place, core::Reason* error) noexcept {
    if (winner_ != kNone) {
        if (!error || winner_ != place.index) return false;
        winner_ = kNone;  // the slot it was granted is gone with its channel (SY-86)
        return true;
    }
    const Place was = place.place;
    if (error) {  // SY-84
        place.place = Place::outside;
        if (--joined_ == 0) gate_.grant();
        return true;
    }
    ChannelBase& channel = channel_of(place);
    if (place.side == Side::send && was == Place::in_line && channel.capacity() == 0) {
        if (!place_value(place)) {
            deliver(place, channel);
            return true;
        }
    }
    place.place = Place::outside;
    win(place.index);
    return true;
}

}  // namespace async::sync
