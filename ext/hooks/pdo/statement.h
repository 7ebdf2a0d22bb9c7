// A statement of a pooled PDO. It belongs to the physical connection it was prepared on, through and through (IO-1216); only its
// end and its failures are of interest here: they let the connection go.
#pragma once

#include "ext/hooks/pdo/connection_pool.h"

namespace async::hooks::pdo {

// PDO's `prepare` for a statement that was begun on the pooled PDO. False as from a driver: an error or an exception is there.
bool prepare_on(Binding& binding, zend_string* sql, pdo_stmt_t* statement, zval* options);

}  // namespace async::hooks::pdo
