// Knows which coroutine holds a lock, and hears when that one ends without having let go (SY-7). A member of the lock, or of a
// heap object the lock owns. Holds no reference: a coroutine that ends, or that a fatal error dropped, takes itself out.
#pragma once

#include "src/core/coroutine.h"

namespace async::sync {

class Holder : public core::Waiter {
public:
    // Null: nobody.
    core::Coroutine* owner() const noexcept { return linked() ? owner_ : nullptr; }
    bool is(const core::Coroutine& coroutine) const noexcept { return owner() == &coroutine; }

    void hold(core::Coroutine& owner) noexcept {
        owner_ = &owner;
        owner.subscribe(*this);
    }
    void let_go() noexcept {
        if (core::Coroutine* owner = this->owner()) owner->unsubscribe(*this);
        owner_ = nullptr;
    }
    void describe(core::DescriptionSink& sink) const {
        if (const core::Coroutine* owner = this->owner()) {
            owner->describe(sink);
        } else {
            sink.format("<none>");
        }
    }

protected:
    ~Holder() { let_go(); }

    // It has ended and holds nothing any more. As in Waiter::notify.
    virtual void on_owner_ended() noexcept = 0;

private:
    bool notify(core::Awaitable&, core::Reason*) noexcept final {
        owner_ = nullptr;
        on_owner_ended();
        return false;  // an error is none of our business (C-41)
    }

    core::Coroutine* owner_ = nullptr;
};

}  // namespace async::sync
