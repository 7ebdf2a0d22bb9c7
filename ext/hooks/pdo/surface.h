// What scripts see of the pool on the class PDO: the attributes, getPool(), and a constructor that makes a pooled PDO when asked to
// (IO-1200…IO-1204).
#pragma once

#include "ext/zend/compat.h"

namespace async::hooks::pdo {

// In front of PDO::__construct. True: done here, or an exception is pending; false: an ordinary PDO, whose options are without the
// attributes of pools now.
bool construct_pooled(INTERNAL_FUNCTION_PARAMETERS);

void install_surface(zend_class_entry* pdo);
// With async.hook_functions=0: the same constants and method, so that code naming them still compiles and runs without a pool; who
// asks for one is refused (IO-1200).
void install_refusal(zend_class_entry* pdo);

}  // namespace async::hooks::pdo
