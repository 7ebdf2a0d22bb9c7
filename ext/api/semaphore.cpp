// Async\Semaphore (chapter 05 §3).
#include "ext/zend/compat.h"

#include "ext/api/sync.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/object.h"
#include "ext/zend/throwable_reason.h"
#include "src/sync/semaphore.h"

#include "ext/api/arginfo/semaphore_arginfo.h"

namespace async::api {

namespace {

class Semaphore final : public php::CountedByObject<sync::Semaphore, Semaphore> {};
using Object = php::NativeObject<Semaphore>;

Semaphore& self(zval* object) { return *Object::from(object); }

// SY-21. False: an exception is pending.
bool acquire(Semaphore& semaphore, zend_object* token) {
    if (!caller_that_may_wait(token)) return false;
    if (EXPECTED(semaphore.try_acquire())) return true;
    return wait_in(semaphore.line(), token, [&](core::Waiter& ticket) { semaphore.resume(ticket); });
}

}  // namespace

void register_semaphore() { Object::init_handlers(register_class_Async_Semaphore()); }

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_Semaphore, __construct) {
    zend_long permits;
    zend_long limit = 0;
    bool no_limit = true;
    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_LONG(permits)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG_OR_NULL(limit, no_limit)
    ZEND_PARSE_PARAMETERS_END();
    if (permits < 0 || permits > INT32_MAX) {
        zend_argument_value_error(1, "must be between 0 and %d", INT32_MAX);
        RETURN_THROWS();
    }
    if (no_limit) limit = permits;
    const zend_long least = MAX(1, permits);
    if (limit < least || limit > INT32_MAX) {
        zend_argument_value_error(2, "must be between " ZEND_LONG_FMT " and %d", least, INT32_MAX);
        RETURN_THROWS();
    }
    if (api::self(ZEND_THIS).limit() > 0) {
        zend_throw_error(nullptr, "Cannot call constructor twice");
        RETURN_THROWS();
    }
    api::self(ZEND_THIS).configure(static_cast<uint32_t>(permits), static_cast<uint32_t>(limit));
}

ZEND_METHOD(Async_Semaphore, acquire) {
    zend_object* token;
    if (!api::parse_token(execute_data, token)) return;
    api::acquire(api::self(ZEND_THIS), token);
}

ZEND_METHOD(Async_Semaphore, tryAcquire) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).try_acquire());
}

ZEND_METHOD(Async_Semaphore, release) {
    zend_long permits = 1;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG(permits)
    ZEND_PARSE_PARAMETERS_END();
    if (permits < 1) {
        zend_argument_value_error(1, "must be greater than 0");
        RETURN_THROWS();
    }
    if (permits > INT32_MAX || !api::self(ZEND_THIS).give_back(static_cast<uint32_t>(permits))) {
        php::throw_async(php::ce_async_exception, "Semaphore released more often than acquired");
    }
}

ZEND_METHOD(Async_Semaphore, with) {
    zend_fcall_info fci;
    zend_fcall_info_cache fcc;
    zend_object* token;
    if (!api::parse_body_and_token(execute_data, fci, fcc, token)) return;
    if (!api::acquire(api::self(ZEND_THIS), token)) RETURN_THROWS();
    api::call(fci, fcc, return_value);
    api::self(ZEND_THIS).give_back(1);  // SY-23
}

ZEND_METHOD(Async_Semaphore, available) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_LONG(api::self(ZEND_THIS).free());
}
