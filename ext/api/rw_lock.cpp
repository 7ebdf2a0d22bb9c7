// Async\RwLock (chapter 05 §4).
#include "ext/zend/compat.h"

#include "ext/api/sync.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/object.h"
#include "ext/zend/throwable_reason.h"
#include "src/sync/rw_lock.h"

#include "ext/api/arginfo/rw_lock_arginfo.h"

namespace async::api {

namespace {

constexpr char kAbandoned[] = "RwLock is abandoned: its writer ended without unlocking it";

class RwLock final : public php::CountedByObject<sync::RwLock, RwLock> {
private:
    core::Ref<core::Reason> make_abandoned_error() noexcept override {
        return php::ThrowableReason::own(php::make_throwable(php::ce_sync_exception, kAbandoned));
    }
};

using Answer = sync::RwLock::Answer;
using Kind = sync::RwLock::Kind;
using Object = php::NativeObject<RwLock>;

RwLock& self(zval* object) { return *Object::from(object); }

void refuse(Answer answer) {
    if (answer == Answer::recursive) php::throw_async(php::ce_async_exception, "RwLock is already locked by this coroutine");
    if (answer == Answer::abandoned) php::throw_async(php::ce_sync_exception, kAbandoned);
}

// SY-30. The holder; null when an exception is pending.
php::PhpCoroutine* lock(RwLock& lock, Kind kind, zend_object* token) {
    php::PhpCoroutine* caller = caller_that_may_wait(token);
    if (!caller) return nullptr;
    const Answer answer = lock.lock(kind, *caller);
    if (EXPECTED(answer == Answer::done)) return caller;
    if (answer == Answer::queue) {
        const auto take = [&](core::Waiter& ticket) { lock.resume(ticket, kind, *caller); };
        return wait_in(lock.line(), token, take, static_cast<uint8_t>(kind)) ? caller : nullptr;
    }
    refuse(answer);
    return nullptr;
}

void parse_and_lock(INTERNAL_FUNCTION_PARAMETERS, Kind kind) {
    (void)return_value;
    zend_object* token;
    if (!parse_token(execute_data, token)) return;
    lock(self(ZEND_THIS), kind, token);
}

void try_lock(INTERNAL_FUNCTION_PARAMETERS, Kind kind) {
    ZEND_PARSE_PARAMETERS_NONE();
    php::PhpCoroutine* caller = php::Runtime::enter();
    if (!caller) RETURN_THROWS();
    RwLock& lock = self(ZEND_THIS);
    const Answer answer = lock.lock(kind, *caller);
    refuse(answer);
    RETURN_BOOL(answer == Answer::done);
}

void unlock(INTERNAL_FUNCTION_PARAMETERS, Kind kind) {
    (void)return_value;
    ZEND_PARSE_PARAMETERS_NONE();
    php::PhpCoroutine* caller = php::Runtime::enter();
    if (!caller || self(ZEND_THIS).unlock(kind, *caller)) return;
    php::throw_async(php::ce_async_exception, "RwLock is not locked for %s by this coroutine",
                     kind == Kind::read ? "reading" : "writing");
}

void call_locked(INTERNAL_FUNCTION_PARAMETERS, Kind kind) {
    zend_fcall_info fci;
    zend_fcall_info_cache fcc;
    zend_object* token;
    if (!parse_body_and_token(execute_data, fci, fcc, token)) return;
    php::PhpCoroutine* caller = lock(self(ZEND_THIS), kind, token);
    if (!caller) RETURN_THROWS();
    call(fci, fcc, return_value);
    self(ZEND_THIS).unlock(kind, *caller);  // SY-34; false when the body did it
}

}  // namespace

void register_rw_lock() { Object::init_handlers(register_class_Async_RwLock()); }

}  // namespace async::api

using namespace async;
using Kind = sync::RwLock::Kind;

ZEND_METHOD(Async_RwLock, __construct) { ZEND_PARSE_PARAMETERS_NONE(); }
ZEND_METHOD(Async_RwLock, readLock) { api::parse_and_lock(INTERNAL_FUNCTION_PARAM_PASSTHRU, Kind::read); }
ZEND_METHOD(Async_RwLock, tryReadLock) { api::try_lock(INTERNAL_FUNCTION_PARAM_PASSTHRU, Kind::read); }
ZEND_METHOD(Async_RwLock, readUnlock) { api::unlock(INTERNAL_FUNCTION_PARAM_PASSTHRU, Kind::read); }
ZEND_METHOD(Async_RwLock, writeLock) { api::parse_and_lock(INTERNAL_FUNCTION_PARAM_PASSTHRU, Kind::write); }
ZEND_METHOD(Async_RwLock, tryWriteLock) { api::try_lock(INTERNAL_FUNCTION_PARAM_PASSTHRU, Kind::write); }
ZEND_METHOD(Async_RwLock, writeUnlock) { api::unlock(INTERNAL_FUNCTION_PARAM_PASSTHRU, Kind::write); }
ZEND_METHOD(Async_RwLock, read) { api::call_locked(INTERNAL_FUNCTION_PARAM_PASSTHRU, Kind::read); }
ZEND_METHOD(Async_RwLock, write) { api::call_locked(INTERNAL_FUNCTION_PARAM_PASSTHRU, Kind::write); }

ZEND_METHOD(Async_RwLock, readers) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_LONG(api::self(ZEND_THIS).readers());
}

ZEND_METHOD(Async_RwLock, isWriteLocked) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).is_write_locked());
}

ZEND_METHOD(Async_RwLock, isAbandoned) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).is_abandoned());
}

ZEND_METHOD(Async_RwLock, recover) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::self(ZEND_THIS).recover();
}
