#include "ext/zend/compat.h"

#include "ext/api/spawn_with.h"

#include "ext/api/scope.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

using namespace async;

namespace async::api {

bool may_spawn(php::PhpScope& scope) {
    if (EXPECTED(scope.accepts_from(&php::Runtime::get()->current_scope()))) return true;
    php::throw_async(php::ce_async_exception, "Cannot spawn a coroutine in a closed scope");
    return false;
}

php::PhpCoroutine* spawn(php::PhpScope& scope, SpawnRequest& request) {
    if (!may_spawn(scope)) {
        request.drop();
        return nullptr;
    }
    php::PhpCoroutine* coroutine =
        php::PhpCoroutine::make(request.fci, request.fcc, request.args, request.argc, request.named);
    php::Runtime::get()->scheduler().spawn(*coroutine, scope);
    return coroutine;
}

namespace {

// C-82. Null when an exception is pending.
core::Ref<php::PhpScope> scope_of(zend_object* provider) {
    php::Runtime& runtime = *php::Runtime::get();
    zval answer;
    if (provider->ce == php::ce_scope) {
        ZVAL_OBJ_COPY(&answer, provider);
    } else {
        ZVAL_UNDEF(&answer);
        zend_call_method_with_0_params(provider, provider->ce, nullptr, "providescope", &answer);
        if (EG(exception)) {
            zval_ptr_dtor(&answer);
            return nullptr;
        }
        if (Z_TYPE(answer) == IS_NULL) return core::Ref<php::PhpScope>(&runtime.current_scope());
    }
    core::Ref<php::PhpScope> scope;
    if (Z_TYPE(answer) != IS_OBJECT || Z_OBJCE(answer) != php::ce_scope) {
        php::throw_async(php::ce_async_exception, "Scope provider must return an instance of Async\\Scope");
    } else if (php::ScopeObject* object = php::ScopeObject::from(Z_OBJ(answer)); object->is_disposed()) {
        php::throw_async(php::ce_async_exception, "Scope object has been disposed");
    } else {
        scope = core::Ref<php::PhpScope>(&object->scope());
    }
    zval_ptr_dtor(&answer);
    return scope;
}

// False when it threw.
bool tell(zend_object* strategy, const char* method, php::PhpCoroutine& coroutine, php::PhpScope& scope) {
    zval arguments[2];
    zval answer;
    ZVAL_OBJ_COPY(&arguments[0], coroutine.std_object());
    ZVAL_OBJ(&arguments[1], scope.object_or_temporary());
    ZVAL_UNDEF(&answer);
    zend_call_method_with_2_params(strategy, strategy->ce, nullptr, method, &answer, &arguments[0], &arguments[1]);
    zval_ptr_dtor(&answer);
    zval_ptr_dtor(&arguments[0]);
    zval_ptr_dtor(&arguments[1]);
    return !EG(exception);
}

// C-83. Whoever throws, the body never runs; the coroutine ends at its turn as one that was cancelled before it began.
php::PhpCoroutine* spawn_by_strategy(zend_object* strategy, php::PhpScope& scope, SpawnRequest& request) {
    if (!may_spawn(scope)) {
        request.drop();
        return nullptr;
    }
    core::Scheduler& scheduler = php::Runtime::get()->scheduler();
    php::PhpCoroutine* coroutine =
        php::PhpCoroutine::make(request.fci, request.fcc, request.args, request.argc, request.named);
    scheduler.admit(*coroutine, scope);
    bool content = tell(strategy, "beforecoroutineenqueue", *coroutine, scope);
    scheduler.enqueue(*coroutine);
    if (content) content = tell(strategy, "aftercoroutineenqueue", *coroutine, scope);
    if (content) return coroutine;
    zend_object* thrown = php::take_exception();
    coroutine->cancel(php::ThrowableReason::own(php::make_throwable(php::ce_async_cancellation, "Coroutine cancelled")));
    coroutine->release();
    php::raise(thrown);
    return nullptr;
}

}  // namespace

}  // namespace async::api

ZEND_FUNCTION(Async_spawn_with) {
    zval* provider;
    api::SpawnRequest request;
    ZEND_PARSE_PARAMETERS_START(2, -1)
        Z_PARAM_OBJECT_OF_CLASS(provider, api::ce_scope_provider)
        Z_PARAM_FUNC(request.fci, request.fcc)
        Z_PARAM_VARIADIC_WITH_NAMED(request.args, request.argc, request.named)
    ZEND_PARSE_PARAMETERS_END();

    core::Ref<php::PhpScope> scope;
    if (php::Runtime::enter()) scope = api::scope_of(Z_OBJ_P(provider));
    if (!scope) {
        request.drop();
        RETURN_THROWS();
    }
    php::PhpCoroutine* coroutine = instanceof_function(Z_OBJCE_P(provider), api::ce_spawn_strategy)
                                       ? api::spawn_by_strategy(Z_OBJ_P(provider), *scope, request)
                                       : api::spawn(*scope, request);
    if (!coroutine) RETURN_THROWS();
    RETURN_OBJ(coroutine->std_object());
}
