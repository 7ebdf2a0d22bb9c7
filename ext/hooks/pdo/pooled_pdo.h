// The PDO object of a pool: it has no connection of its own. Its driver is ours and forwards each call to the connection that the
// calling coroutine is bound to (spec 18.6).
#pragma once

#include "ext/hooks/pdo/connection_pool.h"

namespace async::hooks::pdo {

// The attributes on PDO (IO-1200); no supported version has others with these numbers.
enum : zend_long {
    kPoolEnabled = 20230,
    kPoolMin,
    kPoolMax,
    kPoolCheckInterval,
    kPoolCacheSize,
};

// Null: an ordinary PDO.
ConnectionPool* pool_of(zend_object* pdo);
// Makes it one. Takes over the settings. May leave an exception.
void become_pooled(zend_object* pdo, const Driver& driver, zend_class_entry* connection_class, const Settings& settings,
                   HashTable* options);
// PDO::query() keeps a statement that failed in the one object all coroutines share: its error belongs to the caller (IO-1224).
void take_failed_query(zend_object* pdo);
void fill_error_info(zend_object* pdo, zval* return_value);
// A method that a driver adds to PDO, called on a pooled one: recorded for every connection (IO-1241), refused (IO-1242), or done on
// the caller's connection. None may see the pooled PDO itself, in which it would look for the driver's own data.
void forward_method(INTERNAL_FUNCTION_PARAMETERS);
const char* error_code(zend_object* pdo);

}  // namespace async::hooks::pdo
