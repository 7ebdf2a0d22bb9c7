#include "ext/zend/throwable_reason.h"

#include "ext/zend/exceptions.h"

namespace async::php {

namespace {

core::Reason::Kind kind_of(const zend_object* throwable) {
    if (is_engine_exit(throwable)) return core::Reason::Kind::unwind;
    return is_cancellation(throwable) ? core::Reason::Kind::cancellation : core::Reason::Kind::error;
}

}  // namespace

core::Ref<core::Reason> ThrowableReason::own(zend_object* throwable) {
    return own(throwable, kind_of(throwable));
}

core::Ref<core::Reason> ThrowableReason::own(zend_object* throwable, Kind kind) {
    return core::make_ref<ThrowableReason>(throwable, kind);
}

ThrowableReason::~ThrowableReason() { OBJ_RELEASE(throwable_); }

void ThrowableReason::supersede(core::Reason& earlier) noexcept {
    set_previous(throwable_, of(earlier).copy());
}

void raise(core::Reason& reason) { raise(ThrowableReason::of(reason).copy()); }

}  // namespace async::php
