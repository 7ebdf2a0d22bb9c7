#include "ext/api/pool.h"

#include "ext/api/php_pool.h"
#include "ext/zend/exceptions.h"

#include "ext/api/arginfo/pool_arginfo.h"

namespace async::api {

namespace {

using Object = php::NativeObject<PhpPool>;
using Breaker = sync::PoolBase::Breaker;

zend_class_entry* ce_pool = nullptr;
zend_class_entry* ce_state = nullptr;
zend_class_entry* ce_strategy = nullptr;

// PO-20. Null: an exception is pending.
PhpPool* constructed(zval* object) {
    PhpPool* pool = Object::from(object);
    if (EXPECTED(pool->is_constructed())) return pool;
    php::throw_async(php::ce_pool_exception, "Pool is not initialized");
    return nullptr;
}

HashTable* collect(zend_object* object, zval** table, int* count) {
    zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
    Object::from(object)->collect(buffer);
    zend_get_gc_buffer_use(buffer, table, count);
    return nullptr;
}

// PO-16: an exception on its way to its catch is put aside and goes on as it was.
void dtor(zend_object* object) {
    PhpPool* pool = Object::from(object);
    if (pool->is_closed() || !pool->is_constructed()) return;
    zend_object* on_its_way = EG(exception);
    zend_execute_data* frame = EG(current_execute_data);
    if (on_its_way && frame && frame->func && ZEND_USER_CODE(frame->func->common.type)) {
        zend_rethrow_exception(frame);  // as the engine does before a destructor: now it knows where the frame stands
    }
    const zend_op* opline = EG(opline_before_exception);
    EG(exception) = nullptr;
    pool->close_all();
    if (!on_its_way) return;
    zend_object* thrown = EG(exception);
    EG(exception) = on_its_way;
    EG(opline_before_exception) = opline;
    if (thrown) php::set_previous(on_its_way, thrown);
}

// PO-1. The engine's beginning, an ending of our own.
bool check_range(uint32_t argument, bool ok, const char* wanted) {
    if (!ok) zend_argument_value_error(argument, "%s", wanted);
    return ok;
}

void set_breaker(INTERNAL_FUNCTION_PARAMETERS, Breaker state) {
    (void)return_value;
    ZEND_PARSE_PARAMETERS_NONE();
    if (PhpPool* pool = constructed(ZEND_THIS)) pool->set_breaker(state);
}

void count(INTERNAL_FUNCTION_PARAMETERS, uint32_t (sync::PoolBase::*what)() const noexcept) {
    ZEND_PARSE_PARAMETERS_NONE();
    PhpPool* pool = constructed(ZEND_THIS);
    if (!pool) RETURN_THROWS();
    RETURN_LONG((pool->*what)());
}

// --- The door (IO-1205) ----------------------------------------------------------------------------------------------

zend_object* open_for(php::PoolSource& source, zend_long min, zend_long max, zend_long check_ms) {
    zval object;
    object_init_ex(&object, ce_pool);
    PhpPool::Settings settings{};
    settings.min = min;
    settings.max = max;
    settings.interval_ms = check_ms;
    PhpPool* pool = Object::from(&object);
    pool->set_source(&source);
    pool->construct(settings);
    if (EXPECTED(!EG(exception))) return Z_OBJ(object);
    pool->set_source(nullptr);
    zval_ptr_dtor(&object);
    return nullptr;
}

// Waits only when it has to: before anybody has started the scheduler there is nobody to wait for (IO-2).
bool lend(zend_object* object, zval* resource) {
    PhpPool* pool = Object::from(object);
    if (pool->acquire(PhpPool::Waiting::never, 0, resource)) return true;
    return !EG(exception) && pool->acquire(PhpPool::Waiting::allowed, 0, resource);
}

void give_back(zend_object* object, zval* resource) {
    Object::from(object)->give_back(resource);
    zval_ptr_dtor(resource);
}

void close_pool(zend_object* object) { Object::from(object)->close_all(); }
void leave_pool(zend_object* object) { Object::from(object)->set_source(nullptr); }

void each_idle(zend_object* object, void (*visit)(zval*, void*), void* argument) {
    Object::from(object)->for_each_idle([&](const Item& item) {
        zval value = item.value();
        visit(&value, argument);
    });
}

}  // namespace

void register_pool() {
    ce_state = register_class_Async_CircuitBreakerState();
    zend_class_entry* ce_breaker = register_class_Async_CircuitBreaker();
    ce_strategy = register_class_Async_CircuitBreakerStrategy();
    ce_pool = register_class_Async_Pool(zend_ce_countable, ce_breaker);
    Object::init_handlers(ce_pool);
    php::pool_door = {open_for, lend, give_back, close_pool, leave_pool, each_idle};
    Object::handlers().get_gc = collect;
    Object::handlers().dtor_obj = dtor;
}

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_Pool, __construct) {
    zend_fcall_info fci[api::PhpPool::kHooks] = {};
    zend_fcall_info_cache fcc[api::PhpPool::kHooks] = {};
    api::PhpPool::Settings settings;
    ZEND_PARSE_PARAMETERS_START(1, 8)
        Z_PARAM_FUNC(fci[0], fcc[0])
        Z_PARAM_OPTIONAL
        Z_PARAM_FUNC_OR_NULL(fci[1], fcc[1])
        Z_PARAM_FUNC_OR_NULL(fci[2], fcc[2])
        Z_PARAM_FUNC_OR_NULL(fci[3], fcc[3])
        Z_PARAM_FUNC_OR_NULL(fci[4], fcc[4])
        Z_PARAM_LONG(settings.min)
        Z_PARAM_LONG(settings.max)
        Z_PARAM_LONG(settings.interval_ms)
    ZEND_PARSE_PARAMETERS_END();
    if (!api::check_range(6, settings.min >= 0, "must be >= 0") ||
        !api::check_range(7, settings.max >= 1, "must be >= 1") ||
        !api::check_range(7, settings.max <= INT32_MAX, "must be <= 2147483647") ||
        !api::check_range(6, settings.min <= settings.max, "must be <= max") ||
        !api::check_range(8, settings.interval_ms >= 0, "must be >= 0")) {
        RETURN_THROWS();
    }
    api::PhpPool* pool = api::Object::from(ZEND_THIS);
    if (pool->is_constructed()) {
        zend_throw_error(nullptr, "Cannot call constructor twice");
        RETURN_THROWS();
    }
    for (int hook = 0; hook < api::PhpPool::kHooks; ++hook) {
        settings.hooks[hook] = ZEND_FCI_INITIALIZED(fci[hook]) ? &fci[hook].function_name : nullptr;
    }
    pool->construct(settings);
}

namespace async::api {
namespace {

// What somebody else keeps here, with an account of its own of who has what, is not for the script to take (IO-1205).
PhpPool* own_pool(zval* self) {
    PhpPool* pool = constructed(self);
    if (!pool || !pool->is_kept_by_source()) return pool;
    php::throw_async(php::ce_pool_exception, "The connections of this pool are lent by the PDO it belongs to");
    return nullptr;
}

}  // namespace
}  // namespace async::api

ZEND_METHOD(Async_Pool, acquire) {
    zend_long timeout = 0;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG(timeout)
    ZEND_PARSE_PARAMETERS_END();
    if (api::PhpPool* pool = api::own_pool(ZEND_THIS)) {
        pool->acquire(api::PhpPool::Waiting::allowed, timeout, return_value);
    }
}

ZEND_METHOD(Async_Pool, tryAcquire) {
    ZEND_PARSE_PARAMETERS_NONE();
    if (api::PhpPool* pool = api::own_pool(ZEND_THIS)) pool->acquire(api::PhpPool::Waiting::never, 0, return_value);
}

ZEND_METHOD(Async_Pool, release) {
    zval* resource;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_ZVAL(resource)
    ZEND_PARSE_PARAMETERS_END();
    if (api::PhpPool* pool = api::own_pool(ZEND_THIS)) pool->give_back(resource);
}

ZEND_METHOD(Async_Pool, close) {
    ZEND_PARSE_PARAMETERS_NONE();
    if (api::PhpPool* pool = api::constructed(ZEND_THIS)) pool->close_all();
}

ZEND_METHOD(Async_Pool, isClosed) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::PhpPool* pool = api::constructed(ZEND_THIS);
    if (!pool) RETURN_THROWS();
    RETURN_BOOL(pool->is_closed());
}

ZEND_METHOD(Async_Pool, count) { api::count(INTERNAL_FUNCTION_PARAM_PASSTHRU, &sync::PoolBase::count); }
ZEND_METHOD(Async_Pool, idleCount) { api::count(INTERNAL_FUNCTION_PARAM_PASSTHRU, &sync::PoolBase::idle_count); }
ZEND_METHOD(Async_Pool, activeCount) { api::count(INTERNAL_FUNCTION_PARAM_PASSTHRU, &sync::PoolBase::active_count); }

ZEND_METHOD(Async_Pool, getState) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::PhpPool* pool = api::constructed(ZEND_THIS);
    if (!pool) RETURN_THROWS();
    static const char* const names[] = {"ACTIVE", "INACTIVE", "RECOVERING"};
    RETURN_OBJ_COPY(zend_enum_get_case_cstr(api::ce_state, names[static_cast<int>(pool->breaker())]));
}

ZEND_METHOD(Async_Pool, activate) { api::set_breaker(INTERNAL_FUNCTION_PARAM_PASSTHRU, api::Breaker::active); }
ZEND_METHOD(Async_Pool, deactivate) { api::set_breaker(INTERNAL_FUNCTION_PARAM_PASSTHRU, api::Breaker::inactive); }
ZEND_METHOD(Async_Pool, recover) { api::set_breaker(INTERNAL_FUNCTION_PARAM_PASSTHRU, api::Breaker::recovering); }

ZEND_METHOD(Async_Pool, setCircuitBreakerStrategy) {
    zval* strategy;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_OBJECT_OF_CLASS_OR_NULL(strategy, api::ce_strategy)
    ZEND_PARSE_PARAMETERS_END();
    if (api::PhpPool* pool = api::constructed(ZEND_THIS)) pool->set_strategy(strategy);
}
