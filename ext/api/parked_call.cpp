#include "ext/api/parked_call.h"

#include "ext/zend/awaitable_object.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/throwable_reason.h"

namespace async::api {

using core::Wait;

void raise_token_fired(core::Reason* error) {
    zend_object* cause = error ? php::ThrowableReason::of(*error).copy() : nullptr;
    php::raise(php::make_throwable(php::ce_operation_canceled_exception, "Operation has been cancelled", cause));
}

bool token_allows(zend_object* token) {
    if (!token) return true;
    core::Awaitable* source = php::awaitable_of(token);
    source->mark_used();
    if (source->is_pending()) return true;
    raise_token_fired(source->error());
    return false;
}

namespace {

void raise_interrupt(core::Coroutine& self) {
    if (core::Ref<core::Reason> reason = self.take_interrupt()) {
        php::raise(*reason);
    } else {
        php::throw_async(php::ce_async_cancellation, "Coroutine cancelled");
    }
}

}  // namespace

Parked end_without_source(php::PhpCoroutine& self, Wait::Outcome outcome, OnToken on_token) {
    Parked answer = Parked::thrown;
    if (outcome == Wait::Outcome::deadline) {
        answer = Parked::deadline;
    } else if (outcome == Wait::Outcome::interrupted) {
        raise_interrupt(self);
    } else if (on_token == OnToken::tell) {
        answer = Parked::token;
    } else {
        raise_token_fired(self.wait().error());
    }
    self.wait().clear();
    return answer;
}

bool end_interrupted_yield(php::PhpCoroutine& self) {
    raise_interrupt(self);
    self.wait().clear();
    return false;
}

}  // namespace async::api
