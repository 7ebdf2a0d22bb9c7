// Module entry and module globals. One Runtime per thread; everything else hangs below it.
#pragma once

#include "ext/zend/compat.h"

#define PHP_ASYNC_VERSION "0.1.0-dev"

namespace async::php {
class Runtime;
}

extern "C" {
extern zend_module_entry async_module_entry;
}
#define phpext_async_ptr &async_module_entry

ZEND_BEGIN_MODULE_GLOBALS(async)
    async::php::Runtime* runtime;  // null until the first async use of the request (IO-2)
    bool active;                   // the runtime exists and coroutines may run: the one flag every hook reads first
    zval error_handler;            // the script's error handler, also while it runs (user_error_handler.h)
    // The output buffers everybody writes into (output_layers.h); the innermost one is what OG(active) rests at.
    php_output_handler* shared_output;
    struct {
        php_output_handler* handler;
        zend_string* name;
    } shared_outputs[4];
    int shared_output_count;
    bool output_noted;
    bool debug_deadlock;
    bool debug_wait_cycles;
    bool report_on_sigquit;
    bool hook_functions;
    bool hook_streams;
    bool hook_files;
    bool fs_metadata_pool;
    bool pg_cancel_on_abort;
    bool exec_kill_on_cancel;
    zend_long stack_size;
    zend_long warm_stacks;
    zend_long time_slice;     // ms, 0 = off
    zend_long warn_blocking;  // ms, 0 = off
    zend_long warn_held_connections;  // ms, 0 = off
    char* stack_guards;
    char* hook_native;
    char* native_libraries;
    char* debug_schedule;
    bool is_redirected;      // a script has been compiled and is executed next (lifecycle.cpp)
    uint32_t tail_position;  // where our own shutdown function stands
ZEND_END_MODULE_GLOBALS(async)

ZEND_EXTERN_MODULE_GLOBALS(async)
#define ASYNC_G(v) ZEND_MODULE_GLOBALS_ACCESSOR(async, v)

#if defined(ZTS) && defined(COMPILE_DL_ASYNC)
ZEND_TSRMLS_CACHE_EXTERN()
#endif
