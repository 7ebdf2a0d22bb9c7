// Waiting for a scope: Scope::awaitCompletion() and Scope::awaitAfterCancellation() (C-195, C-196).
#pragma once

#include "ext/zend/compat.h"
#include "ext/zend/php_scope.h"

namespace async::api {

void await_completion(php::ScopeObject& object, zend_object* token);
// `error_handler` and `token` may be null.
void await_after_cancellation(zend_object* object, zval* error_handler, zend_object* token);

void init_scope_wait();

}  // namespace async::api
