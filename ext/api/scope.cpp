#include "ext/zend/compat.h"

#include "ext/api/scope.h"

#include "ext/api/parked_call.h"
#include "ext/api/scope_wait.h"
#include "ext/api/spawn_with.h"
#include "ext/zend/awaitable_object.h"
#include "ext/zend/error_climb.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/finally_run.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

#include "ext/api/arginfo/scope_arginfo.h"

using namespace async;

namespace async::api {

zend_class_entry* ce_scope_provider = nullptr;
zend_class_entry* ce_spawn_strategy = nullptr;

void register_scope() {
    ce_scope_provider = register_class_Async_ScopeProvider();
    ce_spawn_strategy = register_class_Async_SpawnStrategy(ce_scope_provider);
    php::init_scope_handlers(register_class_Async_Scope(ce_scope_provider));
    php::FinallyRun::init();
    php::ErrorClimb::init();
    init_scope_wait();
}

namespace {

php::ScopeObject& self(zval* object) { return *php::ScopeObject::from(Z_OBJ_P(object)); }

// Null, and throws, when the scope is released (C-186).
php::PhpScope* usable(zval* object) {
    php::ScopeObject& scope = self(object);
    if (EXPECTED(!scope.is_disposed())) return &scope.scope();
    php::throw_async(php::ce_async_exception, "Scope object has been disposed");
    return nullptr;
}

void set_flag(zval* object, zval* return_value, bool safe) {
    php::PhpScope* scope = usable(object);
    if (!scope) return;
    scope->set_safe(safe);
    RETVAL_OBJ_COPY(Z_OBJ_P(object));
}

void set_handler(INTERNAL_FUNCTION_PARAMETERS, php::StoredCallable& (php::PhpScope::*which)()) {
    zend_fcall_info fci;
    zend_fcall_info_cache fcc;
    (void)return_value;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_FUNC(fci, fcc)
    ZEND_PARSE_PARAMETERS_END();
    zend_release_fcall_info_cache(&fcc);
    if (php::PhpScope* scope = usable(ZEND_THIS)) (scope->*which)().set(&fci.function_name);
}

// cancel() and dispose*(): nothing to do for a closed scope, and no exception to make for an idle one.
void end(php::PhpScope& scope, zend_object* cancellation, core::Scope::Disposal disposal) {
    if (scope.is_closed()) return;
    if (scope.is_empty()) {
        scope.close();
        return;
    }
    if (cancellation) {
        GC_ADDREF(cancellation);
    } else {
        cancellation = php::make_throwable(php::ce_async_cancellation, "Scope was cancelled");
    }
    scope.cancel(php::ThrowableReason::own(cancellation), disposal);
}

void dispose(zval* object, core::Scope::Disposal disposal) {
    php::ScopeObject& scope = self(object);
    if (scope.is_disposed()) return;
    scope.scope().close_to_outsiders();
    end(scope.scope(), nullptr, disposal);
}

}  // namespace
}  // namespace async::api

ZEND_METHOD(Async_Scope, __construct) { ZEND_PARSE_PARAMETERS_NONE(); }

ZEND_METHOD(Async_Scope, inherit) {
    zval* given = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJECT_OF_CLASS_OR_NULL(given, php::ce_scope)
    ZEND_PARSE_PARAMETERS_END();
    php::PhpScope* parent = nullptr;
    if (given) {
        if (api::self(given).is_disposed()) {
            php::throw_async(php::ce_async_exception,
                             "Cannot inherit a Scope from a parent Scope that has already been disposed.");
            RETURN_THROWS();
        }
        parent = &api::self(given).scope();
    } else if (php::Runtime* runtime = php::Runtime::get(); runtime && !runtime->is_closed()) {
        parent = &runtime->current_scope();
    }
    RETURN_OBJ(php::ScopeObject::make(php::PhpScope::make(parent)));
}

ZEND_METHOD(Async_Scope, provideScope) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

ZEND_METHOD(Async_Scope, asNotSafely) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::set_flag(ZEND_THIS, return_value, false);
}

ZEND_METHOD(Async_Scope, allowZombies) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::set_flag(ZEND_THIS, return_value, true);
}

ZEND_METHOD(Async_Scope, spawn) {
    api::SpawnRequest request;
    ZEND_PARSE_PARAMETERS_START(1, -1)
        Z_PARAM_FUNC(request.fci, request.fcc)
        Z_PARAM_VARIADIC_WITH_NAMED(request.args, request.argc, request.named)
    ZEND_PARSE_PARAMETERS_END();
    php::PhpScope* scope = php::Runtime::enter() ? api::usable(ZEND_THIS) : nullptr;
    if (!scope) {
        request.drop();
        RETURN_THROWS();
    }
    php::PhpCoroutine* coroutine = api::spawn(*scope, request);
    if (!coroutine) RETURN_THROWS();
    RETURN_OBJ(coroutine->std_object());
}

ZEND_METHOD(Async_Scope, cancel) {
    zend_object* cancellation = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(cancellation, php::ce_async_cancellation)
    ZEND_PARSE_PARAMETERS_END();
    if (!api::self(ZEND_THIS).is_disposed()) {
        api::end(api::self(ZEND_THIS).scope(), cancellation, core::Scope::Disposal::by_flag);
    }
}

ZEND_METHOD(Async_Scope, awaitCompletion) {
    zend_object* token;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_OBJ_OF_CLASS(token, php::ce_awaitable)
    ZEND_PARSE_PARAMETERS_END();
    api::await_completion(api::self(ZEND_THIS), token);
}

ZEND_METHOD(Async_Scope, awaitAfterCancellation) {
    zend_fcall_info fci = empty_fcall_info;
    zend_fcall_info_cache fcc = empty_fcall_info_cache;
    zend_object* token = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 2)
        Z_PARAM_OPTIONAL
        Z_PARAM_FUNC_OR_NULL(fci, fcc)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_awaitable)
    ZEND_PARSE_PARAMETERS_END();
    const bool has_handler = ZEND_FCI_INITIALIZED(fci);
    if (has_handler) zend_release_fcall_info_cache(&fcc);
    api::await_after_cancellation(Z_OBJ_P(ZEND_THIS), has_handler ? &fci.function_name : nullptr, token);
}

ZEND_METHOD(Async_Scope, isFinished) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).scope().is_finished());
}

ZEND_METHOD(Async_Scope, isClosed) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).is_disposed() || api::self(ZEND_THIS).scope().is_closed());
}

ZEND_METHOD(Async_Scope, isCancelled) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).scope().is_cancelled());
}

ZEND_METHOD(Async_Scope, setExceptionHandler) {
    api::set_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU, &php::PhpScope::exception_handler);
}

ZEND_METHOD(Async_Scope, setChildScopeExceptionHandler) {
    api::set_handler(INTERNAL_FUNCTION_PARAM_PASSTHRU, &php::PhpScope::child_exception_handler);
}

ZEND_METHOD(Async_Scope, finally) {
    zval* callback;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_ZVAL(callback)
    ZEND_PARSE_PARAMETERS_END();
    if (!zend_is_callable(callback, 0, nullptr)) {
        zend_argument_type_error(1, "argument must be callable");
        RETURN_THROWS();
    }
    if (!api::self(ZEND_THIS).is_disposed()) {
        api::self(ZEND_THIS).scope().add_finally(callback);
        return;
    }
    zval argument;  // C-197: too late to be stored
    zval result;
    ZVAL_COPY_VALUE(&argument, ZEND_THIS);
    ZVAL_UNDEF(&result);
    call_user_function(nullptr, nullptr, callback, &result, 1, &argument);
    zval_ptr_dtor(&result);
}

ZEND_METHOD(Async_Scope, dispose) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::dispose(ZEND_THIS, core::Scope::Disposal::by_flag);
}

ZEND_METHOD(Async_Scope, disposeSafely) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::dispose(ZEND_THIS, core::Scope::Disposal::zombies);
}

ZEND_METHOD(Async_Scope, disposeAfterTimeout) {
    zend_long ms;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_LONG(ms)
    ZEND_PARSE_PARAMETERS_END();
    if (ms < 0) {
        zend_argument_value_error(1, "must be greater than or equal to 0");
        RETURN_THROWS();
    }
    php::ScopeObject& object = api::self(ZEND_THIS);
    if (object.is_disposed() || object.scope().is_closed()) return;
    php::PhpScope& scope = object.scope();
    if (scope.active_count() == 0 && scope.zombie_count() == 0 && !scope.has_children()) return;
    if (!php::Runtime::enter()) RETURN_THROWS();
    scope.cancel_at(php::Runtime::get()->clock().now() + core::Duration::from_ms(ms));
}

ZEND_METHOD(Async_Scope, getChildScopes) {
    ZEND_PARSE_PARAMETERS_NONE();
    array_init(return_value);
    if (api::self(ZEND_THIS).is_disposed()) return;
    api::self(ZEND_THIS).scope().for_each_child([&](core::Scope& child) {
        zend_object* object = php::PhpScope::from(&child)->object();
        if (!object) return;
        GC_ADDREF(object);
        add_next_index_object(return_value, object);
    });
}
