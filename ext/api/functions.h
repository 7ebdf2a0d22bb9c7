// The functions of the namespace Async.
#pragma once

#include "ext/zend/compat.h"

namespace async::api {

const zend_function_entry* functions();

// C-100: waits for `target`, a Completable, and returns its value or throws. `token` may be null.
void await(zend_object* target, zend_object* token, zval* return_value);

}  // namespace async::api
