// Async\Once (chapter 05 §8): the native part says who calls, this one keeps the value.
#include "ext/zend/compat.h"

#include "ext/api/sync.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/object.h"
#include "ext/zend/throwable_reason.h"
#include "src/sync/once.h"

#include "ext/api/arginfo/once_arginfo.h"

namespace async::api {

namespace {

class Once final : public php::CountedByObject<sync::Once, Once> {
public:
    Once() noexcept { ZVAL_UNDEF(&value); }
    ~Once() override { zval_ptr_dtor(&value); }

    zval value;
};
using Answer = sync::Once::Answer;
using Object = php::NativeObject<Once>;

Once& self(zval* object) { return *Object::from(object); }

HashTable* collect(zend_object* object, zval** table, int* count) {
    *table = &Object::from(object)->value;
    *count = 1;
    return nullptr;
}

}  // namespace

void register_once() {
    Object::init_handlers(register_class_Async_Once());
    Object::handlers().get_gc = collect;
}

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_Once, __construct) { ZEND_PARSE_PARAMETERS_NONE(); }

ZEND_METHOD(Async_Once, call) {
    zend_fcall_info fci;
    zend_fcall_info_cache fcc;
    zend_object* token;
    if (!api::parse_body_and_token(execute_data, fci, fcc, token)) return;
    php::PhpCoroutine* caller = api::caller_that_may_wait(token);
    if (!caller) RETURN_THROWS();
    api::Once& once = api::self(ZEND_THIS);
    api::Answer answer = once.begin(*caller);
    if (answer == api::Answer::queue) {
        const auto take = [&](core::Waiter& ticket) { answer = once.resume(ticket, *caller); };
        if (!api::wait_in(once.line(), token, take)) RETURN_THROWS();
    }
    if (answer == api::Answer::recursive) {
        php::throw_async(php::ce_async_exception, "Once is already running in this coroutine");
        RETURN_THROWS();
    }
    if (answer == api::Answer::run) {
        if (!api::call(fci, fcc, return_value)) {
            once.fail();
            return;
        }
        ZVAL_COPY_VALUE(&once.value, return_value);
        once.finish();
    }
    ZVAL_COPY(return_value, &once.value);
}

ZEND_METHOD(Async_Once, isDone) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).is_done());
}
