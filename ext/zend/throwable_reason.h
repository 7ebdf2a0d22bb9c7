// The Reason of a PHP process: holds one reference to the Throwable that ended something (IO-10: the object
// given to cancel() is the object thrown). Every Reason made in ext/ is one of these, or derived from it.
// Dropping the last Ref may run a destructor of user code, so it must not happen inside a reactor callback
// (law 3). The owner reports throwable() to the cycle collector.
#pragma once

#include "ext/zend/compat.h"

#include "src/core/reason.h"

namespace async::php {

class ThrowableReason : public core::Reason {
public:
    // Takes over a reference to the Throwable (or the engine's exit). The kind follows from its class.
    static core::Ref<core::Reason> own(zend_object* throwable);
    // For a cancellation with a kind of its own, such as a deadlock (C-152).
    static core::Ref<core::Reason> own(zend_object* throwable, Kind kind);

    ThrowableReason(zend_object* throwable, Kind kind) noexcept : Reason(kind), throwable_(throwable) {}

    static ThrowableReason& of(core::Reason& reason) noexcept {
        return static_cast<ThrowableReason&>(reason);
    }

    zend_object* throwable() const noexcept { return throwable_; }  // borrowed
    zend_object* copy() const noexcept {
        GC_ADDREF(throwable_);
        return throwable_;
    }

    // Another Reason for the same Throwable, with a reference of its own: each one that is reported to the cycle collector needs
    // one.
    virtual core::Ref<core::Reason> share() const { return own(copy(), kind()); }

    // C-63: the earlier one is kept as previous.
    void supersede(core::Reason& earlier) noexcept override;

protected:
    ~ThrowableReason() override;

private:
    zend_object* const throwable_;
};

// Raises the Throwable of a Reason at this point of the running coroutine.
void raise(core::Reason& reason);

}  // namespace async::php
