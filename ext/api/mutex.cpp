// Async\Mutex (chapter 05 §2).
#include "ext/zend/compat.h"

#include "ext/api/sync.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/object.h"
#include "ext/zend/throwable_reason.h"

#include "ext/api/arginfo/mutex_arginfo.h"

namespace async::api {

zend_class_entry* ce_mutex = nullptr;

namespace {

constexpr char kAbandoned[] = "Mutex is abandoned: its owner ended without unlocking it";

class Mutex final : public php::CountedByObject<sync::Mutex, Mutex> {
private:
    core::Ref<core::Reason> make_abandoned_error() noexcept override {
        return php::ThrowableReason::own(php::make_throwable(php::ce_sync_exception, kAbandoned));
    }
};

using Answer = sync::Mutex::Answer;
using Refusal = sync::Mutex::Refusal;
using Object = php::NativeObject<Mutex>;

Mutex& self(zval* object) { return *Object::from(object); }

void refuse(Answer answer) {
    if (answer == Answer::recursive) php::throw_async(php::ce_async_exception, "Mutex is already locked by this coroutine");
    if (answer == Answer::abandoned) php::throw_async(php::ce_sync_exception, kAbandoned);
}

}  // namespace

sync::Mutex& mutex_of(zend_object* object) { return *Object::from(object); }

bool lock(sync::Mutex& mutex, php::PhpCoroutine& self, zend_object* token) {
    const Answer answer = mutex.lock(self);
    if (EXPECTED(answer == Answer::done)) return true;
    if (answer == Answer::queue) {
        return wait_in(mutex.line(), token, [&](core::Waiter& ticket) { mutex.resume_lock(ticket, self); });
    }
    refuse(answer);
    return false;
}

void register_mutex() {
    ce_mutex = register_class_Async_Mutex();
    Object::init_handlers(ce_mutex);
}

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_Mutex, __construct) { ZEND_PARSE_PARAMETERS_NONE(); }

ZEND_METHOD(Async_Mutex, lock) {
    zend_object* token;
    if (!api::parse_token(execute_data, token)) return;
    if (php::PhpCoroutine* caller = api::caller_that_may_wait(token)) api::lock(api::self(ZEND_THIS), *caller, token);
}

ZEND_METHOD(Async_Mutex, tryLock) {
    ZEND_PARSE_PARAMETERS_NONE();
    php::PhpCoroutine* caller = php::Runtime::enter();
    if (!caller) RETURN_THROWS();
    const api::Answer answer = api::self(ZEND_THIS).lock(*caller);
    api::refuse(answer);
    RETURN_BOOL(answer == api::Answer::done);
}

ZEND_METHOD(Async_Mutex, unlock) {
    ZEND_PARSE_PARAMETERS_NONE();
    php::PhpCoroutine* caller = php::Runtime::enter();
    if (!caller) RETURN_THROWS();
    switch (api::self(ZEND_THIS).unlock(*caller)) {
        case api::Refusal::none: return;
        case api::Refusal::not_locked: return php::throw_async(php::ce_async_exception, "Mutex is not locked");
        case api::Refusal::not_owner:
            return php::throw_async(php::ce_async_exception, "Mutex is locked by another coroutine");
    }
}

ZEND_METHOD(Async_Mutex, synchronized) {
    zend_fcall_info fci;
    zend_fcall_info_cache fcc;
    zend_object* token;
    if (!api::parse_body_and_token(execute_data, fci, fcc, token)) return;
    php::PhpCoroutine* caller = api::caller_that_may_wait(token);
    if (!caller || !api::lock(api::self(ZEND_THIS), *caller, token)) RETURN_THROWS();
    api::call(fci, fcc, return_value);
    if (api::self(ZEND_THIS).is_owner(*caller)) api::self(ZEND_THIS).unlock(*caller);  // SY-13
}

ZEND_METHOD(Async_Mutex, isLocked) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).is_locked());
}

ZEND_METHOD(Async_Mutex, isAbandoned) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).is_abandoned());
}

ZEND_METHOD(Async_Mutex, recover) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::self(ZEND_THIS).recover();
}
