// Which closures may cross to another thread (TR-11), and what of a closure is its own: the variables it has captured.
#pragma once

#include "ext/zend/compat.h"

namespace async::threads {

// False: an Error is pending.
bool check_closure(const zend_function* function);
// The table of captured and static variables; null: none.
HashTable* closure_variables(const zend_function* function);
// Whether the variable was captured by reference.
bool is_captured_by_reference(const zend_function* function, HashTable* variables, const zval* variable);

}  // namespace async::threads
