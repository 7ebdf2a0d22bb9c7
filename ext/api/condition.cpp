// Async\Condition (chapter 05 §5).
#include "ext/zend/compat.h"

#include "ext/api/sync.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/object.h"
#include "ext/zend/undisturbed.h"
#include "src/sync/condition.h"

#include "ext/api/arginfo/condition_arginfo.h"

namespace async::api {

namespace {

class Condition final : public php::CountedByObject<sync::Condition, Condition> {};
using Object = php::NativeObject<Condition>;

Condition& self(zval* object) { return *Object::from(object); }

// SY-40: whatever is on its way to the caller waits until the mutex is its own again.
void lock_again(sync::Mutex& mutex, php::PhpCoroutine& caller) {
    php::undisturbed(caller, [&] { lock(mutex, caller, nullptr); });
}

// False: an exception is pending.
bool wait(Condition& condition, zend_object* token) {
    php::PhpCoroutine* caller = caller_that_may_wait(token);
    if (!caller) return false;
    sync::Mutex* mutex = condition.mutex();
    if (!mutex || !mutex->is_owner(*caller)) {
        php::throw_async(php::ce_async_exception, "Condition::wait() requires the mutex to be locked by this coroutine");
        return false;
    }
    mutex->unlock(*caller);
    wait_in(condition.line(), token, [&](core::Waiter& ticket) { condition.line().redeem(ticket); });
    lock_again(*mutex, *caller);
    return !EG(exception);
}

}  // namespace

void register_condition() { Object::init_handlers(register_class_Async_Condition()); }

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_Condition, __construct) {
    zend_object* mutex;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_OBJ_OF_CLASS(mutex, api::ce_mutex)
    ZEND_PARSE_PARAMETERS_END();
    if (api::self(ZEND_THIS).mutex()) {
        zend_throw_error(nullptr, "Cannot call constructor twice");
        RETURN_THROWS();
    }
    api::self(ZEND_THIS).bind(api::mutex_of(mutex));
}

ZEND_METHOD(Async_Condition, wait) {
    zend_object* token;
    if (!api::parse_token(execute_data, token)) return;
    api::wait(api::self(ZEND_THIS), token);
}

ZEND_METHOD(Async_Condition, waitFor) {
    zend_fcall_info fci;
    zend_fcall_info_cache fcc;
    zend_object* token;
    if (!api::parse_body_and_token(execute_data, fci, fcc, token)) return;
    for (;;) {  // SY-42
        zval answer;
        ZVAL_UNDEF(&answer);
        if (!api::call(fci, fcc, &answer)) return;
        const bool come_true = zend_is_true(&answer);
        zval_ptr_dtor(&answer);
        if (come_true || EG(exception) || !api::wait(api::self(ZEND_THIS), token)) return;
    }
}

ZEND_METHOD(Async_Condition, notify) {
    zend_long count = 1;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG(count)
    ZEND_PARSE_PARAMETERS_END();
    if (count < 1) {
        zend_argument_value_error(1, "must be greater than 0");
        RETURN_THROWS();
    }
    api::self(ZEND_THIS).notify(static_cast<uint32_t>(MIN(count, UINT32_MAX)));
}

ZEND_METHOD(Async_Condition, notifyAll) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::self(ZEND_THIS).notify(UINT32_MAX);
}
