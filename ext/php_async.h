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
    bool debug_deadlock;
    bool hook_functions;
    bool hook_streams;
    bool hook_files;
    bool pg_cancel_on_abort;
    bool exec_kill_on_cancel;
    zend_long stack_size;
    zend_long warm_stacks;
    char* stack_guards;
    char* hook_native;
    char* native_libraries;
    char* debug_schedule;
ZEND_END_MODULE_GLOBALS(async)

ZEND_EXTERN_MODULE_GLOBALS(async)
#define ASYNC_G(v) ZEND_MODULE_GLOBALS_ACCESSOR(async, v)

#if defined(ZTS) && defined(COMPILE_DL_ASYNC)
ZEND_TSRMLS_CACHE_EXTERN()
#endif
