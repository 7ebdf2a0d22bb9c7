/* Puts PHP's own phpt into a coroutine (tools/php-src-tests): a module that takes the script the command line names and
 * runs it in a coroutine of the async extension, yet at top level: with the global scope, no caller in its traces, and the
 * object handles a plain run would give it. The main flow only starts that coroutine. Beside it a second one takes a turn
 * whenever it waits, so that every wait really is a switch. */
#include "php.h"
#include "SAPI.h"
#include "zend_exceptions.h"

#define RESERVED_HANDLES 4000

static zend_op_array *body;
static bool taken;
/* Objects that hold the low handles until the body starts; the peer's, which keeps its own to the end. */
static zval *reserved;
static zval peer;
static zend_op_array *(*compile_before)(zend_file_handle *, int);

static zend_op_array *compile_body(zend_file_handle *handle, int type)
{
    zend_op_array *compiled = compile_before(handle, type);
    if (!compiled || taken || !handle->primary_script) return compiled;
    taken = true;
    body = compiled;
    zend_string *code = zend_string_init(ZEND_STRL("test_body_start();"), 0);
    zend_op_array *start = zend_compile_string(code, "test body", ZEND_COMPILE_POSITION_AFTER_OPEN_TAG);
    zend_string_release(code);
    return start;
}

/* As zend_execute_scripts() runs the main script. */
ZEND_FUNCTION(test_body_run)
{
    ZEND_PARSE_PARAMETERS_NONE();
    zend_op_array *op_array = body;
    if (!op_array) return;
    body = NULL;
    for (int i = RESERVED_HANDLES; i-- > 0;) zval_ptr_dtor(&reserved[i]);
    efree(reserved);
    zend_execute_data *caller = EG(current_execute_data);
    zval result;
    ZVAL_UNDEF(&result);
    zend_execute_data *frame = zend_vm_stack_push_call_frame(
        ZEND_CALL_TOP_CODE | ZEND_CALL_HAS_SYMBOL_TABLE, (zend_function *)op_array, 0, NULL);
    frame->symbol_table = &EG(symbol_table);
    zend_init_code_execute_data(frame, op_array, &result);
    frame->prev_execute_data = NULL;
    zend_try {
        zend_execute_ex(frame);
    } zend_catch {
        /* The coroutine's stack goes, the global variables stay. */
        zend_detach_symbol_table(frame);
        zend_bailout();
    } zend_end_try();
    zend_vm_stack_free_call_frame(frame);
    EG(current_execute_data) = caller;
    zval_ptr_dtor(&result);
    zend_destroy_static_vars(op_array);
    destroy_op_array(op_array);
    efree_size(op_array, sizeof(zend_op_array));
}

static void call(const char *name, zval *result, const char *argument_text)
{
    zval function, argument;
    ZVAL_STRING(&function, name);
    if (argument_text) ZVAL_STRING(&argument, argument_text);
    ZVAL_UNDEF(result);
    call_user_function(NULL, NULL, &function, result, argument_text ? 1 : 0, &argument);
    if (argument_text) zval_ptr_dtor(&argument);
    zval_ptr_dtor(&function);
}

ZEND_FUNCTION(test_body_peer)
{
    ZEND_PARSE_PARAMETERS_NONE();
    for (int turns = 0; turns < 200 && !EG(exception); ++turns) {
        zval nothing;
        call("Async\\suspend", &nothing, NULL);
        zval_ptr_dtor(&nothing);
    }
}

/* The handles that the coroutines would take lie behind those a test can print. */
ZEND_FUNCTION(test_body_start)
{
    ZEND_PARSE_PARAMETERS_NONE();
    reserved = safe_emalloc(RESERVED_HANDLES, sizeof(zval), 0);
    for (int i = 0; i < RESERVED_HANDLES; ++i) object_init(&reserved[i]);
    zval coroutine;
    call("Async\\spawn", &coroutine, "test_body_run");
    zval_ptr_dtor(&coroutine);  /* held, it would keep an uncaught exception from being reported */
    call("Async\\spawn", &peer, "test_body_peer");
}

ZEND_BEGIN_ARG_INFO_EX(no_arguments, 0, 0, 0)
ZEND_END_ARG_INFO()

static const zend_function_entry functions[] = {
    ZEND_FE(test_body_start, no_arguments)
    ZEND_FE(test_body_run, no_arguments)
    ZEND_FE(test_body_peer, no_arguments)
    ZEND_FE_END
};

static PHP_MINIT_FUNCTION(test_body)
{
    if (strcmp(sapi_module.name, "cli") == 0) {
        compile_before = zend_compile_file;
        zend_compile_file = compile_body;
    }
    return SUCCESS;
}

static PHP_RSHUTDOWN_FUNCTION(test_body)
{
    zval_ptr_dtor(&peer);
    ZVAL_UNDEF(&peer);
    return SUCCESS;
}

static zend_module_entry test_body_module_entry = {
    STANDARD_MODULE_HEADER, "test_body", functions, PHP_MINIT(test_body), NULL, NULL, PHP_RSHUTDOWN(test_body), NULL, "1", STANDARD_MODULE_PROPERTIES
};

ZEND_GET_MODULE(test_body)
