// Module entry and the life-cycle callbacks as ordered lists; no logic.
#include "ext/php_async.h"

#include "ext/api/await_functions.h"
#include "ext/api/channel.h"
#include "ext/api/context.h"
#include "ext/api/coroutine.h"
#include "ext/api/functions.h"
#include "ext/api/fs_watcher.h"
#include "ext/api/future.h"
#include "ext/api/pool.h"
#include "ext/api/iteration.h"
#include "ext/api/scope.h"
#include "ext/api/signal.h"
#include "ext/api/sync.h"
#include "ext/api/system_info.h"
#include "ext/api/task_group.h"
#include "ext/api/thread.h"
#include "ext/api/timeout.h"
#include "ext/hooks/hook_list.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/info.h"
#include "ext/zend/ini.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/lifecycle.h"
#include "ext/zend/stand_in_frame.h"
#include "ext/zend/thread_owned.h"
#include "ext/zend/throwable_gate.h"
#include "ext/zend/time_slice.h"
#include "ext/zend/user_fibers.h"

ZEND_DECLARE_MODULE_GLOBALS(async)

using namespace async;

// The engine's macro names the parameter like the globals themselves.
#ifdef __GNUC__
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wshadow"
#endif
static PHP_GINIT_FUNCTION(async) {
#if defined(ZTS) && defined(COMPILE_DL_ASYNC)
    ZEND_TSRMLS_CACHE_UPDATE();
#endif
    memset(async_globals, 0, sizeof *async_globals);
}

static PHP_GSHUTDOWN_FUNCTION(async) {
    (void)async_globals;
    php::ThreadOwnedBase::destroy_all();
}
#ifdef __GNUC__
#pragma GCC diagnostic pop
#endif

static PHP_MINIT_FUNCTION(async) {
    (void)type;
    php::ini::register_entries(module_number);
    php::StandInFrame::module_startup();
    php::register_throwable_gate();
    php::time_slice::module_startup();
    php::register_interfaces();
    php::register_exceptions();
    api::register_scope();
    api::register_context();
    api::register_coroutine();
    api::register_timeout();
    api::register_future();
    api::register_channel();
    api::register_mutex();
    api::register_semaphore();
    api::register_rw_lock();
    api::register_condition();
    api::register_barrier();
    api::register_wait_group();
    api::register_once();
    api::register_select();
    api::register_signal();
    api::register_fs_watcher();
    api::register_thread();
    api::register_thread_channel();
    api::register_thread_pool();
    api::register_pool();
    api::register_task_group();
    api::register_await_functions();
    api::Iteration::init();
    api::register_system_info();
    php::user_fibers::register_slot();
    hooks::install_at_post_startup();
    return SUCCESS;
}

static PHP_MSHUTDOWN_FUNCTION(async) {
    (void)type;
    php::hooks().restore_all();
    php::ini::unregister_entries(module_number);
    return SUCCESS;
}

static PHP_RINIT_FUNCTION(async) {
    (void)type;
    (void)module_number;
#if defined(ZTS) && defined(COMPILE_DL_ASYNC)
    ZEND_TSRMLS_CACHE_UPDATE();
#endif
    php::lifecycle::request_startup();
    hooks::request_startup();
    return SUCCESS;
}

static PHP_RSHUTDOWN_FUNCTION(async) {
    (void)type;
    (void)module_number;
    php::lifecycle::request_shutdown();
    api::forget_cpu_usage();
    return SUCCESS;
}

static zend_result post_deactivate() {
    php::lifecycle::post_deactivate();
    return SUCCESS;
}

static PHP_MINFO_FUNCTION(async) { php::print_info(zend_module); }

zend_module_entry async_module_entry = {
    STANDARD_MODULE_HEADER,
    "async",
    api::functions(),
    PHP_MINIT(async),
    PHP_MSHUTDOWN(async),
    PHP_RINIT(async),
    PHP_RSHUTDOWN(async),
    PHP_MINFO(async),
    PHP_ASYNC_VERSION,
    PHP_MODULE_GLOBALS(async),
    PHP_GINIT(async),
    PHP_GSHUTDOWN(async),
    post_deactivate,
    STANDARD_MODULE_PROPERTIES_EX,
};

#ifdef COMPILE_DL_ASYNC
#ifdef ZTS
ZEND_TSRMLS_CACHE_DEFINE()
#endif
extern "C" {
ZEND_GET_MODULE(async)
}
#endif
