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

Parked park(php::Runtime& runtime, zend_object* token) {
    const Parked answer = park_uncleared(runtime, token);
    if (answer == Parked::source) runtime.current()->wait().clear();
    return answer;
}

Parked park_uncleared(php::Runtime& runtime, zend_object* token, OnToken on_token) {
    php::PhpCoroutine& self = *runtime.current();
    Wait& wait = self.wait();
    if (token) wait.set_token(*php::awaitable_of(token));
    Parked answer = Parked::source;
    switch (runtime.park()) {
        case Wait::Outcome::interrupted:
            raise_interrupt(self);
            answer = Parked::thrown;
            break;
        case Wait::Outcome::token:
            if (on_token == OnToken::tell) {
                answer = Parked::token;
                break;
            }
            raise_token_fired(wait.error());
            answer = Parked::thrown;
            break;
        case Wait::Outcome::deadline:
            answer = Parked::deadline;
            break;
        default:
            return Parked::source;
    }
    wait.clear();
    return answer;
}

bool yield(php::Runtime& runtime) {
    if (EXPECTED(runtime.yield() != Wait::Outcome::interrupted)) return true;
    php::PhpCoroutine& self = *runtime.current();
    raise_interrupt(self);
    self.wait().clear();
    return false;
}

}  // namespace async::api
