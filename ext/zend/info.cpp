#include "ext/zend/info.h"

#include "ext/php_async.h"
#include "ext/zend/fiber_switcher.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/runtime.h"

namespace async::php {

void print_info(zend_module_entry* module) {
    php_info_print_table_start();
    php_info_print_table_header(2, "Module", "true_async");
    php_info_print_table_row(2, "Version", PHP_ASYNC_VERSION);
    php_info_print_table_row(2, "Support", "Enabled");
#ifdef ASYNC_DEBUG
    php_info_print_table_row(2, "Assertions", "on");
#endif
    php_info_print_table_row(2, "LibUv Reactor", "Enabled");
    php_info_print_table_row(2, "LibUv Version", Runtime::loop_library_version());
    php_info_print_table_row(2, "Coroutine stacks", FiberSwitcher::can_own_stacks() ? "own" : "engine");
    php_info_print_table_end();

    php_info_print_table_start();
    php_info_print_table_header(3, "Facility", "Layer", "State");
    hooks().for_each([](const char* facility, const char* layer, const char* state) {
        php_info_print_table_row(3, facility, layer, state);
    });
    php_info_print_table_end();

    display_ini_entries(module);
}

}  // namespace async::php
