// The functions of the namespace that concern single coroutines. Argument parsing, one call down, return value.
#include "ext/api/functions.h"

#include "ext/api/parked_call.h"
#include "ext/api/spawn_with.h"
#include "ext/api/timeout.h"
#include "ext/zend/awaitable_object.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

#include "ext/api/arginfo/functions_arginfo.h"

using namespace async;

ZEND_FUNCTION(Async_spawn) {
    api::SpawnRequest request;
    ZEND_PARSE_PARAMETERS_START(1, -1)
        Z_PARAM_FUNC(request.fci, request.fcc)
        Z_PARAM_VARIADIC_WITH_NAMED(request.args, request.argc, request.named)
    ZEND_PARSE_PARAMETERS_END();

    if (!php::Runtime::enter()) {
        request.drop();
        RETURN_THROWS();
    }
    php::PhpCoroutine* coroutine = api::spawn(php::Runtime::get()->current_scope(), request);
    if (!coroutine) RETURN_THROWS();
    RETURN_OBJ(coroutine->std_object());
}

ZEND_FUNCTION(Async_suspend) {
    ZEND_PARSE_PARAMETERS_NONE();
    if (php::Runtime::get() && php::Runtime::get()->is_closed()) return;  // C-86
    if (!php::Runtime::enter()) RETURN_THROWS();
    api::yield(*php::Runtime::get());
}

ZEND_FUNCTION(Async_delay) {
    zend_long ms;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_LONG(ms)
    ZEND_PARSE_PARAMETERS_END();
    if (ms < 0) {
        zend_argument_value_error(1, "must be greater than or equal to 0");
        RETURN_THROWS();
    }
    php::PhpCoroutine* self = php::Runtime::enter();
    if (!self) RETURN_THROWS();
    php::Runtime& runtime = *php::Runtime::get();
    if (ms == 0) {
        api::yield(runtime);
        return;
    }
    const core::Instant deadline = runtime.clock().now() + core::Duration::from_ms(ms);
    self->wait().set_deadline(runtime.scheduler().timers(), deadline);
    api::park(runtime, nullptr);
}

ZEND_FUNCTION(Async_timeout) {
    zend_long ms;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_LONG(ms)
    ZEND_PARSE_PARAMETERS_END();
    if (ms <= 0) {
        zend_value_error("Timeout value must be greater than 0");
        RETURN_THROWS();
    }
    RETURN_OBJ(api::make_timeout(ms));
}

ZEND_FUNCTION(Async_protect) {
    zval* closure;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_OBJECT_OF_CLASS(closure, zend_ce_closure)
    ZEND_PARSE_PARAMETERS_END();

    php::Runtime* runtime = php::Runtime::get();
    php::PhpCoroutine* self = runtime ? runtime->current() : nullptr;
    if (self) self->protect();
    if (call_user_function(nullptr, nullptr, closure, return_value, 0, nullptr) == FAILURE) ZVAL_NULL(return_value);
    if (!self) return;  // C-67
    core::Ref<core::Reason> deferred = self->unprotect();
    if (!deferred) return;
    zval_ptr_dtor(return_value);  // C-66: the value is lost
    ZVAL_NULL(return_value);
    if (EG(exception) && php::is_engine_exit(EG(exception))) return;
    if (zend_object* thrown = php::take_exception()) php::set_previous(php::ThrowableReason::of(*deferred).throwable(), thrown);
    php::raise(*deferred);
}

ZEND_FUNCTION(Async_await) {
    zval* awaitable;
    zval* token_value = nullptr;
    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_OBJECT_OF_CLASS(awaitable, php::ce_completable)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJECT_OF_CLASS_OR_NULL(token_value, php::ce_completable)
    ZEND_PARSE_PARAMETERS_END();

    api::await(Z_OBJ_P(awaitable), token_value ? Z_OBJ_P(token_value) : nullptr, return_value);
}

ZEND_FUNCTION(Async_current_coroutine) {
    ZEND_PARSE_PARAMETERS_NONE();
    php::Runtime* runtime = php::Runtime::get();
    php::PhpCoroutine* self = runtime ? runtime->current() : nullptr;
    if (!self) {
        php::throw_async(php::ce_async_exception, "The current coroutine is not defined");
        RETURN_THROWS();
    }
    RETURN_OBJ_COPY(self->std_object());
}

ZEND_FUNCTION(Async_get_coroutines) {
    ZEND_PARSE_PARAMETERS_NONE();
    php::Runtime* runtime = php::Runtime::get();
    if (!runtime) RETURN_EMPTY_ARRAY();
    array_init_size(return_value, runtime->scheduler().alive_count());
    runtime->scheduler().for_each_alive([&](core::Coroutine& coroutine) {
        add_next_index_object(return_value, php::PhpCoroutine::from(&coroutine)->std_object());
        GC_ADDREF(php::PhpCoroutine::from(&coroutine)->std_object());
    });
}

ZEND_FUNCTION(Async_graceful_shutdown) {
    zend_object* cancellation = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(cancellation, php::ce_async_cancellation)
    ZEND_PARSE_PARAMETERS_END();
    if (!php::Runtime::enter()) RETURN_THROWS();
    if (cancellation) GC_ADDREF(cancellation);
    php::Runtime::get()->graceful_shutdown(cancellation);
}

namespace async::api {

const zend_function_entry* functions() { return ext_functions; }

void await(zend_object* target, zend_object* token, zval* return_value) {
    php::PhpCoroutine* self = php::Runtime::enter();
    if (!self) return;
    const php::AwaitableClass* description = php::find_awaitable(target);
    core::Awaitable* source = description->source(target);
    source->mark_used();
    if (source->is_pending()) {
        if (token == target) token = nullptr;
        if (!token_allows(token)) return;
        self->wait().add(*source);
        self->wait().set_lingering();
        if (park(*php::Runtime::get(), token) == Parked::thrown) return;
    }
    if (core::Reason* error = source->error()) {
        php::raise(*error);
    } else if (description->result) {
        description->result(target, return_value);
    }
}

}  // namespace async::api
