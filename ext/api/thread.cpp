// Async\spawn_thread() and Async\Thread on a PHP whose engine knows one thread only: everything is there, and says so (TH-2).
#include "ext/zend/compat.h"

#include "ext/api/thread.h"

#include "ext/zend/awaitable_object.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/object.h"

#include "ext/api/arginfo/thread_arginfo.h"

namespace async::api {

namespace {

zend_class_entry* ce_remote_exception = nullptr;

// Nobody can make one, save by reflection: a thread that has not run.
class Thread final : public php::CountedByObject<core::Awaitable, Thread> {
public:
    void describe(core::DescriptionSink& sink) const override { sink.format("Thread(not started)"); }
};

// TH-9: what is to be called with a thread that never ends. Checked, and forgotten.
bool check_callback(zval* callback) {
    if (zend_is_callable(callback, 0, nullptr)) return true;
    php::throw_async(php::ce_async_exception, "Argument #1 ($callback) must be callable");
    return false;
}

}  // namespace

void throw_without_threads(zend_class_entry* ce, const char* what) {
#ifdef ZTS
    php::throw_async(ce, "%s does not work on thread-safe (ZTS) builds of PHP yet", what);
#else
    php::throw_async(ce, "%s requires a Thread-Safe (ZTS) PHP build", what);
#endif
}

void register_thread() {
    ce_remote_exception = register_class_Async_RemoteException(php::ce_async_exception);
    register_class_Async_ThreadTransferException(php::ce_async_exception);
    zend_class_entry* ce = register_class_Async_Thread(php::ce_completable);
    php::NativeObject<Thread>::init_handlers(ce);
    php::register_awaitable(
        {ce, [](zend_object* object) -> core::Awaitable* { return php::NativeObject<Thread>::from(object); }, nullptr});
}

}  // namespace async::api

using namespace async;

ZEND_FUNCTION(Async_spawn_thread) {
    zend_object* task;
    bool inherit = true;
    zend_object* bootloader = nullptr;
    ZEND_PARSE_PARAMETERS_START(1, 3)
        Z_PARAM_OBJ_OF_CLASS(task, zend_ce_closure)
        Z_PARAM_OPTIONAL
        Z_PARAM_BOOL(inherit)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(bootloader, zend_ce_closure)
    ZEND_PARSE_PARAMETERS_END();
    (void)task;
    (void)inherit;
    (void)bootloader;
    api::throw_without_threads(php::ce_async_exception, "spawn_thread()");
}

ZEND_METHOD(Async_RemoteException, getRemoteException) {
    ZEND_PARSE_PARAMETERS_NONE();
    zval rv;
    RETURN_COPY_DEREF(zend_read_property(api::ce_remote_exception, Z_OBJ_P(ZEND_THIS), ZEND_STRL("remoteException"), false, &rv));
}

ZEND_METHOD(Async_RemoteException, getRemoteClass) {
    ZEND_PARSE_PARAMETERS_NONE();
    zval rv;
    RETURN_COPY_DEREF(zend_read_property(api::ce_remote_exception, Z_OBJ_P(ZEND_THIS), ZEND_STRL("remoteClass"), false, &rv));
}

ZEND_METHOD(Async_Thread, __construct) { ZEND_PARSE_PARAMETERS_NONE(); }

ZEND_METHOD(Async_Thread, isRunning) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_FALSE;
}

ZEND_METHOD(Async_Thread, isCompleted) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_FALSE;
}

ZEND_METHOD(Async_Thread, isCancelled) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_FALSE;
}

ZEND_METHOD(Async_Thread, getResult) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_NULL();
}

ZEND_METHOD(Async_Thread, getException) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_NULL();
}

ZEND_METHOD(Async_Thread, cancel) {
    zend_object* cancellation = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(cancellation, php::ce_async_cancellation)
    ZEND_PARSE_PARAMETERS_END();
    (void)cancellation;
    php::throw_async(php::ce_async_exception, "Thread cancellation is not yet implemented");  // TH-8
}

ZEND_METHOD(Async_Thread, finally) {
    zval* callback;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_ZVAL(callback)
    ZEND_PARSE_PARAMETERS_END();
    api::check_callback(callback);
}
