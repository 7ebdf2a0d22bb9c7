#include "ext/hooks/pdo_calls.h"

#include <mutex>

#include "ext/hooks/native/library_call.h"
#include "ext/hooks/pdo/connection_pool.h"
#include "ext/hooks/pdo/pooled_pdo.h"
#include "ext/hooks/pdo/surface.h"
#include "ext/php_async.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/hook_registry.h"

extern "C" {
#include "ext/pdo/php_pdo_driver.h"
}

namespace async::hooks {

using native::in_library_call;

namespace {

using GetIterator = zend_object_iterator* (*)(zend_class_entry*, zval*, int);

zend_class_entry* ce_pdo = nullptr;
zend_class_entry* ce_statement = nullptr;
zend_class_entry* ce_exception = nullptr;
GetIterator original_get_iterator = nullptr;
zif_handler original_construct = nullptr;
const zend_object_iterator_funcs* original_iteration = nullptr;
zend_object_iterator_funcs iteration;

// --- foreach ---------------------------------------------------------------------------------------------------------

// As a method of the statement (wrap_method_exclusively): who came second would read the other's rows off the connection (IO-44).
template <typename Call>
void in_exclusive_call(zend_object* statement, Call call) {
    if (!cooperative()) return call();
    php::PhpCoroutine& self = php::running_coroutine();
    const php::PhpCoroutine* user = php::Runtime::get()->handles_in_use.user_of(statement);
    if (UNEXPECTED(user && user != &self)) {
        php::throw_async(php::ce_async_exception, "%s is already in use by another coroutine, %s", ZSTR_VAL(statement->ce->name),
                         native::both_places(*user));
        return;
    }
    if (!user) php::Runtime::get()->handles_in_use.take(statement, self);
    in_library_call(call);
    if (!user) php::Runtime::get()->handles_in_use.drop(statement);
}

void move_forward(zend_object_iterator* iterator) {
    in_exclusive_call(Z_OBJ(iterator->data), [=] { original_iteration->move_forward(iterator); });
}

zend_object_iterator* get_iterator(zend_class_entry* ce, zval* object, int by_reference) {
    zend_object_iterator* iterator = nullptr;
    in_exclusive_call(Z_OBJ_P(object), [&] { iterator = original_get_iterator(ce, object, by_reference); });  // fetches the first row
    if (!iterator) return nullptr;
    if (!original_iteration) {
        iteration = *iterator->funcs;
        iteration.move_forward = move_forward;
        original_iteration = iterator->funcs;
    }
    if (iterator->funcs == original_iteration) iterator->funcs = &iteration;
    return iterator;
}

// --- The end of a statement ------------------------------------------------------------------------------------------

zend_object* (*original_create)(zend_class_entry*) = nullptr;
void (*original_free)(zend_object*) = nullptr;

bool is_of_pgsql(const pdo_stmt_t* statement) noexcept {
    return statement->dbh && statement->dbh->driver && std::strcmp(statement->dbh->driver->driver_name, "pgsql") == 0;
}

// PostgreSQL is told that a prepared statement is not needed any more, and answers. Nobody waits in the middle of the collector's
// work, which has made the object something else by now.
void free_statement(zend_object* object) {
    if (!cooperative()) return original_free(object);
    if (GC_TYPE(object) != IS_OBJECT) {
        php::Runtime& runtime = *php::Runtime::get();
        ++runtime.no_suspend_depth;
        original_free(object);
        --runtime.no_suspend_depth;
    } else if (is_of_pgsql(php_pdo_stmt_fetch_object(object))) {
        pdo::ExceptionAside aside;
        in_library_call([=] { original_free(object); });
        aside.restore();
    } else {
        original_free(object);
    }
}

zend_object* create_statement(zend_class_entry* ce) {
    zend_object* object = original_create(ce);
    static std::once_flag once;  // the table of handlers can be had from an object only
    std::call_once(once, [=] {
        auto* slot = const_cast<zend_object_free_obj_t*>(&object->handlers->free_obj);
        php::hooks().replace_readonly(slot, free_statement, &original_free, "end of a PDOStatement");
    });
    return object;
}

// --- Whose connection it is (IO-44) ----------------------------------------------------------------------------------

// The object of PDO that `object` works on, itself or a statement's; null for a pooled one, where that says nothing.
zend_object* connection_of(zend_object* object) {
    if (instanceof_function(object->ce, ce_statement)) {
        const zval& connection = php_pdo_stmt_fetch_object(object)->database_object_handle;
        object = Z_TYPE(connection) == IS_OBJECT ? Z_OBJ(connection) : nullptr;
    }
    return object && instanceof_function(object->ce, ce_pdo) && !pdo::pool_of(object) ? object : nullptr;
}

// Another coroutine that is parked in a call of this connection.
php::PhpCoroutine* user_of(const zend_object* connection) {
    php::PhpCoroutine* found = nullptr;
    php::Runtime::get()->scheduler().for_each_alive([&](core::Coroutine& each) {
        php::PhpCoroutine* coroutine = php::PhpCoroutine::from(&each);
        if (found || coroutine->library_calls == 0 || coroutine == &php::running_coroutine()) return;
        const zend_execute_data* frame = coroutine->parked_frame();
        for (; frame && (!frame->func || !ZEND_USER_CODE(frame->func->type)); frame = frame->prev_execute_data) {
            if (Z_TYPE(frame->This) == IS_OBJECT && connection_of(Z_OBJ(frame->This)) == connection) found = coroutine;
        }
    });
    return found;
}

// MySQL's own error says what is wrong; where the other coroutine is, is added to it. The other drivers' connections have an error
// of ours.
void name_both_places(zend_execute_data* call) {
    if (!cooperative() || !ce_exception || !instanceof_function(EG(exception)->ce, ce_exception)) return;
    zval unused;
    const zval* message = zend_read_property(zend_ce_exception, EG(exception), ZEND_STRL("message"), true, &unused);
    if (Z_TYPE_P(message) != IS_STRING || !std::strstr(Z_STRVAL_P(message), ": 2014 ")) return;
    const zend_object* connection = Z_TYPE(call->This) == IS_OBJECT ? connection_of(Z_OBJ(call->This)) : nullptr;
    const php::PhpCoroutine* user = connection ? user_of(connection) : nullptr;
    if (!user) return;
    zend_string* text = zend_strpprintf(0, "%s; in use by another coroutine, %s", Z_STRVAL_P(message), native::both_places(*user));
    zend_update_property_str(zend_ce_exception, EG(exception), ZEND_STRL("message"), text);
    zend_string_release(text);
}

// --- The methods of a driver -----------------------------------------------------------------------------------------

// Their table can be had from a live connection only. One thread at a time; whoever sees a driver first patches its table.
void wrap_driver_methods(pdo_dbh_t* connection) {
    static std::mutex mutex;
    static const void* known[8];
    const std::lock_guard<std::mutex> lock(mutex);
    for (const void*& driver : known) {
        if (driver == connection->methods) return;
        if (driver) continue;
        driver = connection->methods;
        const auto get = connection->methods->get_driver_methods;
        const zend_function_entry* methods = get ? get(connection, PDO_DBH_DRIVER_METHOD_KIND_DBH) : nullptr;
        if (methods) native::wrap_entries(methods, "pdo driver");
        return;
    }
}

ZEND_FUNCTION(pdo_construct) {
    if (pdo::construct_pooled(INTERNAL_FUNCTION_PARAM_PASSTHRU)) return;
    in_library_call([&] { original_construct(INTERNAL_FUNCTION_PARAM_PASSTHRU); });
    pdo_dbh_t* connection = Z_PDO_DBH_P(ZEND_THIS);
    if (!EG(exception) && connection->methods) wrap_driver_methods(connection);
}

zend_class_entry* find_class(const char* name) {
    return static_cast<zend_class_entry*>(zend_hash_str_find_ptr(CG(class_table), name, std::strlen(name)));
}

}  // namespace

const char* install_pdo_calls() {
    zend_class_entry* pdo = find_class("pdo");
    zend_class_entry* statement = find_class("pdostatement");
    if (!pdo || !statement) return "not there";
    if (!ASYNC_G(hook_functions)) {
        pdo::install_refusal(pdo);
        return "off by ini";
    }
    ce_pdo = pdo;
    ce_statement = statement;
    ce_exception = find_class("pdoexception");
    php::HookRegistry& registry = php::hooks();
    registry.replace_method(pdo, "__construct", ZEND_FN(pdo_construct), &original_construct);
    for (const char* name : {"connect", "prepare", "begintransaction", "commit", "rollback", "exec", "query", "lastinsertid",
                             "setattribute", "getattribute"}) {
        native::wrap_method(pdo, name, name_both_places);
    }
    for (const char* name : {"execute", "fetch", "fetchcolumn", "fetchall", "fetchobject", "nextrowset", "closecursor",
                             "getcolumnmeta"}) {
        native::wrap_method_exclusively(statement, name, name_both_places);
    }
    registry.replace(&statement->create_object, &create_statement, &original_create, "PDOStatement");
    registry.replace(&statement->get_iterator, &get_iterator, &original_get_iterator, "PDOStatement in foreach");
    for (const char* name : {"pdo\\pgsql", "pdo\\sqlite", "pdo\\mysql"}) {  // [8.4+]
        if (zend_class_entry* ce = find_class(name)) native::wrap_own_methods(ce);
    }
    pdo::install_surface(pdo);
    return "cooperative where the driver is";
}

}  // namespace async::hooks
