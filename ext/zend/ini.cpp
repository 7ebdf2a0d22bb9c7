#include "ext/zend/ini.h"

namespace async::php::ini {

namespace {

zend_long* long_slot(void* base, void* offset) {
    return reinterpret_cast<zend_long*>(static_cast<char*>(base) + reinterpret_cast<size_t>(offset));
}

#ifdef ZTS
#define ASYNC_INI_BASE(argument) (static_cast<char*>(ts_resource(*static_cast<int*>(argument))))
#else
#define ASYNC_INI_BASE(argument) (argument)
#endif

// A stack outside the range would either crash at once or never be mapped: refuse it and say what is allowed.
ZEND_INI_MH(on_stack_size) {
    (void)mh_arg3;
    (void)stage;
    const zend_long size = zend_ini_parse_quantity_warn(new_value, entry->name);
    if (size < kMinStack || size > kMaxStack) {
        zend_error(E_WARNING, "async.stack_size must be between 64K and 1G, \"%s\" given", ZSTR_VAL(new_value));
        return FAILURE;
    }
    *long_slot(ASYNC_INI_BASE(mh_arg2), mh_arg1) = size;
    return SUCCESS;
}

ZEND_INI_MH(on_warm_stacks) {
    (void)mh_arg3;
    (void)stage;
    const zend_long count = zend_ini_parse_quantity_warn(new_value, entry->name);
    if (count < kMinWarmStacks || count > 1000000) {
        zend_error(E_WARNING, "async.warm_stacks must be between 4 and 1000000, \"%s\" given", ZSTR_VAL(new_value));
        return FAILURE;
    }
    *long_slot(ASYNC_INI_BASE(mh_arg2), mh_arg1) = count;
    return SUCCESS;
}

// Milliseconds; an hour is more than anybody waits to see a warning.
ZEND_INI_MH(on_watched_ms) {
    (void)mh_arg3;
    (void)stage;
    const zend_long ms = zend_ini_parse_quantity_warn(new_value, entry->name);
    if (ms < 0 || ms > 3600000) {
        zend_error(E_WARNING, "%s must be between 0 (off) and 3600000 ms, \"%s\" given", ZSTR_VAL(entry->name), ZSTR_VAL(new_value));
        return FAILURE;
    }
    *long_slot(ASYNC_INI_BASE(mh_arg2), mh_arg1) = ms;
    return SUCCESS;
}

ZEND_INI_MH(on_fs_metadata) {
    (void)mh_arg3;
    (void)stage;
    const bool pool = zend_string_equals_literal(new_value, "pool");
    if (!pool && !zend_string_equals_literal(new_value, "inline")) {
        zend_error(E_WARNING, "async.fs_metadata must be inline or pool, \"%s\" given", ZSTR_VAL(new_value));
        return FAILURE;
    }
    *reinterpret_cast<bool*>(long_slot(ASYNC_INI_BASE(mh_arg2), mh_arg1)) = pool;
    return SUCCESS;
}

ZEND_INI_MH(on_stack_guards) {
    static const char* const allowed[] = {"auto", "mapped", "engine"};
    for (const char* word : allowed) {
        if (zend_string_equals_cstr(new_value, word, strlen(word))) {
            return OnUpdateString(entry, new_value, mh_arg1, mh_arg2, mh_arg3, stage);
        }
    }
    zend_error(E_WARNING, "async.stack_guards must be auto, mapped or engine, \"%s\" given", ZSTR_VAL(new_value));
    return FAILURE;
}

PHP_INI_BEGIN()
    STD_PHP_INI_BOOLEAN("async.debug_deadlock", "1", PHP_INI_ALL, OnUpdateBool, debug_deadlock, zend_async_globals, async_globals)
    STD_PHP_INI_BOOLEAN("async.debug_wait_cycles", "0", PHP_INI_ALL, OnUpdateBool, debug_wait_cycles, zend_async_globals, async_globals)
    STD_PHP_INI_BOOLEAN("async.report_on_sigquit", "0", PHP_INI_SYSTEM, OnUpdateBool, report_on_sigquit, zend_async_globals, async_globals)
    STD_PHP_INI_ENTRY("async.stack_size", "2M", PHP_INI_SYSTEM, on_stack_size, stack_size, zend_async_globals, async_globals)
    STD_PHP_INI_ENTRY("async.warm_stacks", "1024", PHP_INI_SYSTEM, on_warm_stacks, warm_stacks, zend_async_globals, async_globals)
    STD_PHP_INI_ENTRY("async.time_slice", "0", PHP_INI_SYSTEM, on_watched_ms, time_slice, zend_async_globals, async_globals)
    STD_PHP_INI_ENTRY("async.warn_blocking", "0", PHP_INI_SYSTEM, on_watched_ms, warn_blocking, zend_async_globals, async_globals)
    STD_PHP_INI_ENTRY("async.warn_held_connections", "0", PHP_INI_ALL, on_watched_ms, warn_held_connections, zend_async_globals,
                      async_globals)
    STD_PHP_INI_ENTRY("async.stack_guards", "auto", PHP_INI_SYSTEM, on_stack_guards, stack_guards, zend_async_globals, async_globals)
    STD_PHP_INI_BOOLEAN("async.hook_functions", "1", PHP_INI_SYSTEM, OnUpdateBool, hook_functions, zend_async_globals, async_globals)
    STD_PHP_INI_BOOLEAN("async.hook_streams", "1", PHP_INI_SYSTEM, OnUpdateBool, hook_streams, zend_async_globals, async_globals)
    STD_PHP_INI_BOOLEAN("async.hook_files", "1", PHP_INI_SYSTEM, OnUpdateBool, hook_files, zend_async_globals, async_globals)
    STD_PHP_INI_ENTRY("async.fs_metadata", "inline", PHP_INI_ALL, on_fs_metadata, fs_metadata_pool, zend_async_globals, async_globals)
    STD_PHP_INI_ENTRY("async.hook_native", "auto", PHP_INI_SYSTEM, OnUpdateString, hook_native, zend_async_globals, async_globals)
    STD_PHP_INI_ENTRY("async.native_libraries", "", PHP_INI_SYSTEM, OnUpdateString, native_libraries, zend_async_globals, async_globals)
    STD_PHP_INI_BOOLEAN("async.pg_cancel_on_abort", "0", PHP_INI_ALL, OnUpdateBool, pg_cancel_on_abort, zend_async_globals, async_globals)
    STD_PHP_INI_BOOLEAN("async.exec_kill_on_cancel", "0", PHP_INI_ALL, OnUpdateBool, exec_kill_on_cancel, zend_async_globals, async_globals)
    STD_PHP_INI_ENTRY("async.debug_schedule", "", PHP_INI_SYSTEM, OnUpdateString, debug_schedule, zend_async_globals, async_globals)
PHP_INI_END()

}  // namespace

void register_entries(int module_number) { zend_register_ini_entries(ini_entries, module_number); }
void unregister_entries(int module_number) { zend_unregister_ini_entries(module_number); }

}  // namespace async::php::ini
