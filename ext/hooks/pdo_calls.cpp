#include "ext/hooks/pdo_calls.h"

#include <mutex>

#include "ext/hooks/native/library_call.h"
#include "ext/hooks/pdo/connection_pool.h"
#include "ext/hooks/pdo/surface.h"
#include "ext/php_async.h"
#include "ext/zend/hook_registry.h"

extern "C" {
#include "ext/pdo/php_pdo_driver.h"
}

namespace async::hooks {

using native::in_library_call;

namespace {

using GetIterator = zend_object_iterator* (*)(zend_class_entry*, zval*, int);

GetIterator original_get_iterator = nullptr;
zif_handler original_construct = nullptr;
const zend_object_iterator_funcs* original_iteration = nullptr;
zend_object_iterator_funcs iteration;

// --- foreach ---------------------------------------------------------------------------------------------------------

void move_forward(zend_object_iterator* iterator) {
    in_library_call([=] { original_iteration->move_forward(iterator); });
}

zend_object_iterator* get_iterator(zend_class_entry* ce, zval* object, int by_reference) {
    zend_object_iterator* iterator = nullptr;
    in_library_call([&] { iterator = original_get_iterator(ce, object, by_reference); });  // fetches the first row
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
    php::HookRegistry& registry = php::hooks();
    registry.replace_method(pdo, "__construct", ZEND_FN(pdo_construct), &original_construct);
    for (const char* name : {"connect", "prepare", "begintransaction", "commit", "rollback", "exec", "query", "lastinsertid",
                             "setattribute", "getattribute"}) {
        native::wrap_method(pdo, name);
    }
    for (const char* name : {"execute", "fetch", "fetchcolumn", "fetchall", "fetchobject", "nextrowset", "closecursor",
                             "getcolumnmeta"}) {
        native::wrap_method_exclusively(statement, name);
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
