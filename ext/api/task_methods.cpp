// The methods of Async\TaskGroup and Async\TaskSet.
#include "ext/zend/compat.h"

#include "ext/api/future.h"
#include "ext/api/task_group.h"
#include "ext/api/task_outcomes.h"
#include "ext/zend/awaitable_object.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"

#include "ext/api/arginfo/task_group_arginfo.h"

using namespace async;

namespace async::api {

zend_class_entry* ce_task_group = nullptr;
zend_class_entry* ce_task_set = nullptr;

void register_task_group() {
    using Object = php::NativeObject<TaskGroup>;
    OutcomeCell::init();
    ce_task_group = register_class_Async_TaskGroup(php::ce_awaitable, zend_ce_countable, zend_ce_aggregate);
    ce_task_set = register_class_Async_TaskSet(php::ce_awaitable, zend_ce_countable, zend_ce_aggregate);
    for (zend_class_entry* ce : {ce_task_group, ce_task_set}) {
        ce->get_iterator = iterate_tasks;
        Object::init_handlers(ce);
        php::register_awaitable({ce, [](zend_object* object) -> core::Awaitable* { return TaskGroup::from(object); }, nullptr});
    }
    Object::handlers().dtor_obj = [](zend_object* object) { TaskGroup::from(object)->destroy(); };
    Object::handlers().get_gc = [](zend_object* object, zval** table, int* count) -> HashTable* {
        zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
        TaskGroup::from(object)->collect(buffer);
        zend_get_gc_buffer_use(buffer, table, count);
        return nullptr;
    };
}

namespace {

TaskGroup& self(zval* object) { return *TaskGroup::from(Z_OBJ_P(object)); }

void construct(INTERNAL_FUNCTION_PARAMETERS) {
    zend_long concurrency = 0;
    zend_long queue_limit = 0;
    bool no_concurrency = true;
    bool no_limit = true;
    zend_object* scope = nullptr;
    (void)return_value;
    ZEND_PARSE_PARAMETERS_START(0, 3)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG_OR_NULL(concurrency, no_concurrency)
        Z_PARAM_LONG_OR_NULL(queue_limit, no_limit)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(scope, php::ce_scope)
    ZEND_PARSE_PARAMETERS_END();
    if (self(ZEND_THIS).is_constructed()) {
        zend_throw_error(nullptr, "Cannot call constructor twice");
        return;
    }
    self(ZEND_THIS).construct(concurrency, !no_limit, queue_limit, scope);
}

void spawn_task(INTERNAL_FUNCTION_PARAMETERS) {
    SpawnRequest request;
    (void)return_value;
    ZEND_PARSE_PARAMETERS_START(1, -1)
        Z_PARAM_FUNC(request.fci, request.fcc)
        Z_PARAM_VARIADIC_WITH_NAMED(request.args, request.argc, request.named)
    ZEND_PARSE_PARAMETERS_END();
    self(ZEND_THIS).spawn(nullptr, request);
}

void spawn_with_key(INTERNAL_FUNCTION_PARAMETERS) {
    SpawnRequest request;
    zend_string* name;
    zend_long number;
    (void)return_value;
    ZEND_PARSE_PARAMETERS_START(2, -1)
        Z_PARAM_STR_OR_LONG(name, number)
        Z_PARAM_FUNC(request.fci, request.fcc)
        Z_PARAM_VARIADIC_WITH_NAMED(request.args, request.argc, request.named)
    ZEND_PARSE_PARAMETERS_END();
    zval key;
    zend_ulong index;
    if (!name) {
        ZVAL_LONG(&key, number);
    } else if (ZEND_HANDLE_NUMERIC_STR(ZSTR_VAL(name), ZSTR_LEN(name), index)) {
        ZVAL_LONG(&key, static_cast<zend_long>(index));
    } else {
        ZVAL_STR(&key, name);
    }
    self(ZEND_THIS).spawn(&key, request);
}

void future(INTERNAL_FUNCTION_PARAMETERS, OutcomeCell::Wants wants) {
    bool ignore_errors = false;
    ZEND_PARSE_PARAMETERS_START(0, wants == OutcomeCell::Wants::all ? 1 : 0)
        Z_PARAM_OPTIONAL
        Z_PARAM_BOOL(ignore_errors)
    ZEND_PARSE_PARAMETERS_END();
    const auto errors = ignore_errors ? OutcomeCell::Errors::ignored : OutcomeCell::Errors::fatal;
    if (zend_object* object = OutcomeCell::make_future_of(self(ZEND_THIS), wants, errors)) RETURN_OBJ(object);
}

void cancel(INTERNAL_FUNCTION_PARAMETERS) {
    zend_object* cancellation = nullptr;
    (void)return_value;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(cancellation, php::ce_async_cancellation)
    ZEND_PARSE_PARAMETERS_END();
    self(ZEND_THIS).cancel(cancellation);
}

void add_finally(INTERNAL_FUNCTION_PARAMETERS) {
    zval* callback;
    (void)return_value;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_OBJECT_OF_CLASS(callback, zend_ce_closure)
    ZEND_PARSE_PARAMETERS_END();
    self(ZEND_THIS).add_finally(callback);
}

// TG-22.
void refuse_iterator(INTERNAL_FUNCTION_PARAMETERS) {
    (void)return_value;
    ZEND_PARSE_PARAMETERS_NONE();
    zend_throw_error(nullptr, "An object of class %s is not a traversable object in an invalid state",
                     ZSTR_VAL(Z_OBJCE_P(ZEND_THIS)->name));
}

}  // namespace
}  // namespace async::api

#define ASYNC_TASK_METHOD(name, body)                                                                                  \
    ZEND_METHOD(Async_TaskGroup, name) { body; }                                                                       \
    ZEND_METHOD(Async_TaskSet, name) { body; }
#define ASYNC_TASK_CALL(name, call)                                                                                    \
    ASYNC_TASK_METHOD(name, ZEND_PARSE_PARAMETERS_NONE(); api::TaskGroup& group = api::self(ZEND_THIS); call)

ASYNC_TASK_METHOD(__construct, api::construct(INTERNAL_FUNCTION_PARAM_PASSTHRU))
ASYNC_TASK_METHOD(spawn, api::spawn_task(INTERNAL_FUNCTION_PARAM_PASSTHRU))
ASYNC_TASK_METHOD(spawnWithKey, api::spawn_with_key(INTERNAL_FUNCTION_PARAM_PASSTHRU))
ASYNC_TASK_METHOD(cancel, api::cancel(INTERNAL_FUNCTION_PARAM_PASSTHRU))
ASYNC_TASK_METHOD(finally, api::add_finally(INTERNAL_FUNCTION_PARAM_PASSTHRU))
ASYNC_TASK_METHOD(getIterator, api::refuse_iterator(INTERNAL_FUNCTION_PARAM_PASSTHRU))
ASYNC_TASK_CALL(close, group.close())
ASYNC_TASK_CALL(dispose, group.dispose("Scope is being disposed due to TaskGroup disposal"))
ASYNC_TASK_CALL(isFinished, RETURN_BOOL(group.is_settled()))
ASYNC_TASK_CALL(isClosed, RETURN_BOOL(group.is_closed()))
ASYNC_TASK_CALL(count, RETURN_LONG(group.count()))
ASYNC_TASK_CALL(awaitCompletion, group.await_completion())

ZEND_METHOD(Async_TaskGroup, all) { api::future(INTERNAL_FUNCTION_PARAM_PASSTHRU, api::OutcomeCell::Wants::all); }
ZEND_METHOD(Async_TaskGroup, race) { api::future(INTERNAL_FUNCTION_PARAM_PASSTHRU, api::OutcomeCell::Wants::race); }
ZEND_METHOD(Async_TaskGroup, any) { api::future(INTERNAL_FUNCTION_PARAM_PASSTHRU, api::OutcomeCell::Wants::any); }
ZEND_METHOD(Async_TaskSet, joinAll) { api::future(INTERNAL_FUNCTION_PARAM_PASSTHRU, api::OutcomeCell::Wants::all); }
ZEND_METHOD(Async_TaskSet, joinNext) { api::future(INTERNAL_FUNCTION_PARAM_PASSTHRU, api::OutcomeCell::Wants::race); }
ZEND_METHOD(Async_TaskSet, joinAny) { api::future(INTERNAL_FUNCTION_PARAM_PASSTHRU, api::OutcomeCell::Wants::any); }

ZEND_METHOD(Async_TaskGroup, getResults) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::self(ZEND_THIS).results(return_value);
}

ZEND_METHOD(Async_TaskGroup, getErrors) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::self(ZEND_THIS).errors(return_value);
}

ZEND_METHOD(Async_TaskGroup, suppressErrors) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::self(ZEND_THIS).mark_handled();
}
