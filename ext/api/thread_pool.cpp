// Async\ThreadPool on a PHP whose engine knows one thread only: none can be constructed (TP-2), so all the methods have to say is
// that (TP-17).
#include "ext/zend/compat.h"

#include "ext/api/thread.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/object.h"

#include "ext/api/arginfo/thread_pool_arginfo.h"

namespace async::api {

namespace {

zend_class_entry* ce_thread_pool_exception = nullptr;

struct ThreadPool final {};

void throw_uninitialised() { php::throw_async(ce_thread_pool_exception, "ThreadPool not initialized"); }

// TP-1.
bool in_range(uint32_t argument, zend_long value) {
    if (value >= 0 && value <= INT32_MAX) return true;
    zend_argument_value_error(argument, "must be between 0 and %d", INT32_MAX);
    return false;
}

}  // namespace

void register_thread_pool() {
    ce_thread_pool_exception = register_class_Async_ThreadPoolException(zend_ce_exception);
    php::NativeObject<ThreadPool>::init_handlers(register_class_Async_ThreadPool());
}

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_ThreadPool, __construct) {
    zend_long workers = 0, queue_size = 0, concurrency = 0;
    zend_object* bootloader = nullptr;
    bool coroutine = false;
    ZEND_PARSE_PARAMETERS_START(0, 5)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG(workers)
        Z_PARAM_LONG(queue_size)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(bootloader, zend_ce_closure)
        Z_PARAM_BOOL(coroutine)
        Z_PARAM_LONG(concurrency)
    ZEND_PARSE_PARAMETERS_END();
    (void)bootloader;
    (void)coroutine;
    (void)queue_size;  // not positive: a size of our choice
    if (!api::in_range(1, workers) || !api::in_range(5, concurrency)) RETURN_THROWS();
    api::throw_without_threads(api::ce_thread_pool_exception, "ThreadPool");
}

ZEND_METHOD(Async_ThreadPool, submit) {
    zend_fcall_info fci;
    zend_fcall_info_cache fcc;
    zval* arguments;
    uint32_t count;
    HashTable* named;
    ZEND_PARSE_PARAMETERS_START(1, -1)
        Z_PARAM_FUNC(fci, fcc)
        Z_PARAM_VARIADIC_WITH_NAMED(arguments, count, named)
    ZEND_PARSE_PARAMETERS_END();
    (void)arguments;
    (void)count;
    (void)named;
    api::throw_uninitialised();
}

ZEND_METHOD(Async_ThreadPool, map) {
    HashTable* items;
    zend_fcall_info fci;
    zend_fcall_info_cache fcc;
    ZEND_PARSE_PARAMETERS_START(2, 2)
        Z_PARAM_ARRAY_HT(items)
        Z_PARAM_FUNC(fci, fcc)
    ZEND_PARSE_PARAMETERS_END();
    (void)items;
    api::throw_uninitialised();
}

#define ASYNC_THREAD_POOL_METHOD(name)        \
    ZEND_METHOD(Async_ThreadPool, name) {     \
        ZEND_PARSE_PARAMETERS_NONE();         \
        api::throw_uninitialised();           \
    }

ASYNC_THREAD_POOL_METHOD(close)
ASYNC_THREAD_POOL_METHOD(cancel)
ASYNC_THREAD_POOL_METHOD(isClosed)
ASYNC_THREAD_POOL_METHOD(reload)
ASYNC_THREAD_POOL_METHOD(getPendingCount)
ASYNC_THREAD_POOL_METHOD(getRunningCount)
ASYNC_THREAD_POOL_METHOD(getCompletedCount)
ASYNC_THREAD_POOL_METHOD(getWorkerCount)
