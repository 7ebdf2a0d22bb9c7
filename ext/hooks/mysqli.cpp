#include "ext/hooks/mysqli.h"

#include <sys/socket.h>

#include <initializer_list>

#include "ext/hooks/native/libc_calls.h"
#include "ext/hooks/native/library_call.h"
#include "ext/hooks/numbered_handlers.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/hook_registry.h"

extern "C" {
#include "ext/mysqli/mysqli_mysqlnd.h"
#include "ext/mysqli/php_mysqli_structs.h"
}

namespace async::hooks {

namespace {

const char* const waiting_functions[] = {
    "autocommit", "begin_transaction", "change_user", "commit", "connect", "dump_debug_info", "execute", "execute_query",
    "fetch_all", "fetch_array", "fetch_assoc", "fetch_object", "fetch_row", "fetch_column", "get_warnings", "kill", "multi_query",
    "next_result", "ping", "poll", "prepare", "query", "real_connect", "real_query", "reap_async_query", "refresh",
    "release_savepoint", "rollback", "savepoint", "select_db", "set_charset", "stat", "store_result", "stmt_execute", "stmt_fetch",
    "stmt_get_result", "stmt_get_warnings", "stmt_next_result", "stmt_prepare", "stmt_reset", "stmt_send_long_data",
    "stmt_store_result", "stmt_free_result", "stmt_close", "free_result", "close",
};
const char* const link_methods[] = {
    "__construct", "autocommit", "begin_transaction", "change_user", "commit", "connect", "dump_debug_info", "execute_query",
    "get_warnings", "kill", "multi_query", "next_result", "ping", "poll", "prepare", "query", "real_connect", "real_query",
    "reap_async_query", "refresh", "release_savepoint", "rollback", "savepoint", "select_db", "set_charset", "stat", "store_result",
};
const char* const statement_methods[] = {
    "execute", "fetch", "get_result", "get_warnings", "next_result", "prepare", "reset", "send_long_data", "store_result",
};
const char* const result_methods[] = {
    "fetch_all", "fetch_array", "fetch_assoc", "fetch_object", "fetch_row", "fetch_column", "data_seek",
};

zend_class_entry* ce_link = nullptr;
zend_class_entry* ce_statement = nullptr;
zend_class_entry* ce_result = nullptr;

zend_class_entry* find_class(const char* name) {
    return static_cast<zend_class_entry*>(zend_hash_str_find_ptr(CG(class_table), name, std::strlen(name)));
}

bool is_loaded(const char* module) { return zend_hash_str_exists(&module_registry, module, std::strlen(module)); }

MYSQLND_CONN_DATA* connection_of(zend_object* object) noexcept {
    const auto* resource = static_cast<MYSQLI_RESOURCE*>(php_mysqli_fetch_object(object)->ptr);
    if (!resource || !resource->ptr) return nullptr;
    if (instanceof_function(object->ce, ce_link)) {
        const MYSQL* link = static_cast<MY_MYSQL*>(resource->ptr)->mysql;
        return link ? link->data : nullptr;
    }
    if (instanceof_function(object->ce, ce_statement)) {
        const MYSQL_STMT* statement = static_cast<MY_STMT*>(resource->ptr)->stmt;
        return statement && statement->data ? statement->data->conn : nullptr;
    }
    if (instanceof_function(object->ce, ce_result)) return static_cast<MYSQL_RES*>(resource->ptr)->conn;
    return nullptr;
}

// --- Whose connection it is right now --------------------------------------------------------------------------------

constexpr size_t kMost = 160;
zif_handler originals[kMost];
size_t wrapped = 0;

zend_object* subject_of(zend_execute_data* execute_data) noexcept {
    if (Z_TYPE(EX(This)) == IS_OBJECT) return Z_OBJ(EX(This));
    if (ZEND_NUM_ARGS() == 0) return nullptr;
    zval* first = ZEND_CALL_ARG(execute_data, 1);
    ZVAL_DEREF(first);
    return Z_TYPE_P(first) == IS_OBJECT ? Z_OBJ_P(first) : nullptr;
}

MYSQLND_CONN_DATA* connection_in(zend_execute_data* execute_data) noexcept {
    zend_object* subject = subject_of(execute_data);
    const bool ours = subject && (instanceof_function(subject->ce, ce_link) || instanceof_function(subject->ce, ce_statement) ||
                                  instanceof_function(subject->ce, ce_result));
    return ours ? connection_of(subject) : nullptr;
}

// IO-44: the driver's error says what is wrong; where the other one is, is added to it.
void name_both_places(MYSQLND_CONN_DATA* connection, const php::PhpCoroutine& user) {
    constexpr unsigned kOutOfSync = 2014;
    if (connection->error_info->error_no != kOutOfSync) return;
    char* const text = connection->error_info->error;
    if (!std::strstr(text, "; in use")) {
        const size_t length = std::strlen(text);
        snprintf(text + length, sizeof connection->error_info->error - length, "; in use by another coroutine, %s", native::both_places(user));
    }
    if (!EG(exception) || !instanceof_function(EG(exception)->ce, zend_ce_exception)) return;
    zend_update_property_string(zend_ce_exception, EG(exception), ZEND_STRL("message"), text);
}

// While a coroutine is inside, its connection is marked; the driver itself refuses a second command (IO-1001), what it would not
// notice is refused or waits below.
void run(zif_handler original, INTERNAL_FUNCTION_PARAMETERS) {
    if (!cooperative()) return original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    php::HandlesInUse& in_use = php::Runtime::get()->handles_in_use;
    MYSQLND_CONN_DATA* connection = connection_in(execute_data);
    const php::PhpCoroutine* user = connection ? in_use.user_of(connection) : nullptr;
    const bool mark = connection && !user;
    if (mark) in_use.take(connection, php::running_coroutine());
    native::LibraryCall call;
    call.enter();
    original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (mark) in_use.drop(connection);
    call.leave();
    // It has not waited, and so the other one is there still.
    if (UNEXPECTED(user && in_use.user_of(connection) == user && user != &php::running_coroutine())) name_both_places(connection, *user);
}

bool is_used_by_another(const void* connection) noexcept {
    const php::PhpCoroutine* user = php::Runtime::get()->handles_in_use.user_of(connection);
    return user && user != &php::running_coroutine();
}

// Closing a link ends the wait of who uses it (matrix of spec 21: broken); a statement or a result is closed after that wait.
void run_close(zif_handler original, INTERNAL_FUNCTION_PARAMETERS) {
    if (!cooperative()) return original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    MYSQLND_CONN_DATA* connection = connection_in(execute_data);
    if (connection && is_used_by_another(connection) && instanceof_function(subject_of(execute_data)->ce, ce_link)) {
        php_socket_t fd = -1;
        php_stream* stream = connection->vio->data->stream;
        if (stream && php_stream_cast(stream, PHP_STREAM_AS_FD_FOR_SELECT | PHP_STREAM_CAST_INTERNAL, reinterpret_cast<void**>(&fd), 0) == SUCCESS) {
            ::shutdown(fd, SHUT_RDWR);
        }
    }
    while (connection && is_used_by_another(connection)) {
        if (yield() == Waited::thrown) return;
    }
    run(original, INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

// A second connect on a link destroys the first connection, whoever uses it.
void run_connect(zif_handler original, INTERNAL_FUNCTION_PARAMETERS) {
    if (!cooperative()) return original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    const void* connection = connection_in(execute_data);
    if (connection && is_used_by_another(connection)) {
        return php::throw_async(php::ce_async_exception, "MySQL connection is already in use by another coroutine, %s",
                                native::both_places(*php::Runtime::get()->handles_in_use.user_of(connection)));
    }
    run(original, INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

using Run = void (*)(zif_handler, INTERNAL_FUNCTION_PARAMETERS);
Run runs[kMost];

zend_never_inline void run_numbered(INTERNAL_FUNCTION_PARAMETERS, size_t number) {
    runs[number](originals[number], INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

constexpr NumberedHandlers<run_numbered, kMost> wrappers;

Run run_for(const char* name) noexcept {
    for (const char* closing : {"close", "stmt_close", "free", "free_result", "stmt_free_result"}) {
        if (std::strcmp(name, closing) == 0) return run_close;
    }
    for (const char* connecting : {"__construct", "connect", "real_connect", "change_user"}) {
        if (std::strcmp(name, connecting) == 0) return run_connect;
    }
    return run;
}

void wrap_method(zend_class_entry* ce, const char* name) {
    if (wrapped == kMost) return;
    runs[wrapped] = run_for(name);
    if (php::hooks().replace_method(ce, name, wrappers[wrapped], &originals[wrapped])) ++wrapped;
}

void wrap_function(const char* name) {
    if (wrapped == kMost) return;
    zend_string* full = zend_strpprintf(0, "mysqli_%s", name);
    zend_string* lasting = zend_new_interned_string(zend_string_dup(full, 1));
    zend_string_release(full);
    runs[wrapped] = run_for(name);
    if (php::hooks().replace_function(ZSTR_VAL(lasting), wrappers[wrapped], &originals[wrapped])) ++wrapped;
}

}  // namespace

const char* install_mysqlnd() {
    if (!is_loaded("mysqlnd")) return "not there";
    if (const char* reason = native::why_no_slots()) return reason;
    const native::ImportList list = native::blocking_imports();
    for (size_t i = 0; i < list.count; ++i) {
        // IO-1005; built into the binary, the same slot serves others and is left alone.
        if (std::strcmp(list.imports[i].symbol, "select") == 0) native::patch_imports("mysqlnd", &list.imports[i], 1, "mysqlnd");
    }
    return "cooperative";
}

const char* install_mysqli() {
    if (!is_loaded("mysqli") || !is_loaded("mysqlnd")) return "not there";
    ce_link = find_class("mysqli");
    ce_statement = find_class("mysqli_stmt");
    ce_result = find_class("mysqli_result");
    for (const char* name : waiting_functions) wrap_function(name);
    for (const char* name : link_methods) wrap_method(ce_link, name);
    for (const char* name : statement_methods) wrap_method(ce_statement, name);
    for (const char* name : result_methods) wrap_method(ce_result, name);
    wrap_method(ce_link, "close");
    for (const char* name : {"close", "free_result"}) wrap_method(ce_statement, name);
    for (const char* name : {"close", "free", "free_result"}) wrap_method(ce_result, name);
    return "cooperative";
}

}  // namespace async::hooks
