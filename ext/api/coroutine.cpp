#include "ext/api/coroutine.h"

#include "ext/api/code_place.h"
#include "ext/zend/awaitable_object.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

#include "ext/api/arginfo/coroutine_arginfo.h"

namespace async::api {

namespace {

php::PhpCoroutine& self(zval* object) { return *php::PhpCoroutine::from(Z_OBJ_P(object)); }

}  // namespace

void register_coroutine() {
    zend_class_entry* ce = register_class_Async_Coroutine(php::ce_completable);
    php::init_coroutine_handlers(ce);
    php::register_awaitable({ce, [](zend_object* object) -> core::Awaitable* { return php::PhpCoroutine::from(object); },
                             [](zend_object* object, zval* result) {
                                 ZVAL_COPY(result, &php::PhpCoroutine::from(object)->result());
                             }});
}

}  // namespace async::api

using namespace async;

#define ASYNC_COROUTINE_PREDICATE(name, question)                  \
    ZEND_METHOD(Async_Coroutine, name) {                           \
        ZEND_PARSE_PARAMETERS_NONE();                              \
        RETURN_BOOL(api::self(ZEND_THIS).question());              \
    }

ASYNC_COROUTINE_PREDICATE(isStarted, is_started)
ASYNC_COROUTINE_PREDICATE(isQueued, is_queued)
ASYNC_COROUTINE_PREDICATE(isRunning, is_running)
ASYNC_COROUTINE_PREDICATE(isSuspended, is_suspended)
ASYNC_COROUTINE_PREDICATE(isCancelled, is_cancelled)
ASYNC_COROUTINE_PREDICATE(isCancellationRequested, is_cancellation_requested)
ASYNC_COROUTINE_PREDICATE(isCompleted, is_finished)

ZEND_METHOD(Async_Coroutine, getId) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_LONG(Z_OBJ_HANDLE_P(ZEND_THIS));
}

ZEND_METHOD(Async_Coroutine, asHiPriority) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

ZEND_METHOD(Async_Coroutine, getContext) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_OBJ_COPY(api::self(ZEND_THIS).context());
}

ZEND_METHOD(Async_Coroutine, getResult) {
    ZEND_PARSE_PARAMETERS_NONE();
    php::PhpCoroutine& coroutine = api::self(ZEND_THIS);
    if (coroutine.is_finished()) RETURN_COPY(&coroutine.result());
}

ZEND_METHOD(Async_Coroutine, getException) {
    ZEND_PARSE_PARAMETERS_NONE();
    if (zend_object* exception = api::self(ZEND_THIS).exception()) RETURN_OBJ_COPY(exception);
}

ZEND_METHOD(Async_Coroutine, getTrace) {
    zend_long options = DEBUG_BACKTRACE_PROVIDE_OBJECT;
    zend_long limit = 0;
    ZEND_PARSE_PARAMETERS_START(0, 2)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG(options)
        Z_PARAM_LONG(limit)
    ZEND_PARSE_PARAMETERS_END();
    zend_execute_data* frame = api::self(ZEND_THIS).parked_frame();
    if (!frame) RETURN_NULL();
    zend_execute_data* here = EG(current_execute_data);
    EG(current_execute_data) = frame;
    zend_fetch_debug_backtrace(return_value, 0, static_cast<int>(options), static_cast<int>(limit));
    EG(current_execute_data) = here;
}

ZEND_METHOD(Async_Coroutine, getSpawnFileAndLine) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::return_place(return_value, api::self(ZEND_THIS).spawn_file(), api::self(ZEND_THIS).spawn_line());
}

ZEND_METHOD(Async_Coroutine, getSpawnLocation) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::return_location(return_value, api::self(ZEND_THIS).spawn_file(), api::self(ZEND_THIS).spawn_line());
}

ZEND_METHOD(Async_Coroutine, getSuspendFileAndLine) {
    ZEND_PARSE_PARAMETERS_NONE();
    const zend_execute_data* frame = php::user_frame(api::self(ZEND_THIS).parked_frame());
    api::return_place(return_value, frame ? frame->func->op_array.filename : nullptr, frame ? frame->opline->lineno : 0);
}

ZEND_METHOD(Async_Coroutine, getSuspendLocation) {
    ZEND_PARSE_PARAMETERS_NONE();
    const zend_execute_data* frame = php::user_frame(api::self(ZEND_THIS).parked_frame());
    api::return_location(return_value, frame ? frame->func->op_array.filename : nullptr, frame ? frame->opline->lineno : 0);
}

ZEND_METHOD(Async_Coroutine, getAwaitingInfo) {
    ZEND_PARSE_PARAMETERS_NONE();
    array_init(return_value);
    api::self(ZEND_THIS).wait().for_each_source([&](const core::Awaitable& source) {
        api::StringSink sink;
        source.describe(sink);
        add_next_index_str(return_value, sink.take());
    });
}

ZEND_METHOD(Async_Coroutine, cancel) {
    zend_object* cancellation = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(cancellation, php::ce_async_cancellation)
    ZEND_PARSE_PARAMETERS_END();
    php::PhpCoroutine& coroutine = api::self(ZEND_THIS);
    if (coroutine.is_finished()) return;
    if (cancellation) {
        GC_ADDREF(cancellation);
    } else {
        cancellation = php::make_throwable(php::ce_async_cancellation, "Coroutine cancelled");
    }
    coroutine.cancel(php::ThrowableReason::own(cancellation));
}

ZEND_METHOD(Async_Coroutine, finally) {
    zval* callback;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_ZVAL(callback)
    ZEND_PARSE_PARAMETERS_END();
    if (!zend_is_callable(callback, 0, nullptr)) {
        zend_argument_type_error(1, "argument must be callable");
        RETURN_THROWS();
    }
    php::PhpCoroutine& coroutine = api::self(ZEND_THIS);
    if (!coroutine.is_finished()) {
        coroutine.add_finally(callback);
        return;
    }
    zval argument;  // C-73
    zval result;
    ZVAL_COPY_VALUE(&argument, ZEND_THIS);
    ZVAL_UNDEF(&result);
    call_user_function(nullptr, nullptr, callback, &result, 1, &argument);
    zval_ptr_dtor(&result);
}
