// Where new coroutines may go: the checks before every spawn, and spawn_with() with its strategies.
#pragma once

#include "ext/zend/compat.h"
#include "ext/zend/php_scope.h"

namespace async::api {

// The callable and its arguments, as parsed from a call.
struct SpawnRequest {
    zend_fcall_info fci;
    zend_fcall_info_cache fcc;
    zval* args = nullptr;
    uint32_t argc = 0;
    HashTable* named = nullptr;

    // Nothing comes of it. (A call through __call() holds a function made for it.)
    void drop() { zend_release_fcall_info_cache(&fcc); }
};

// Throws and answers false when the running flow must not start work in `scope` (C-80, C-186).
bool may_spawn(php::PhpScope& scope);
// A new coroutine of `scope`, queued. With a reference for the caller; null when an exception is pending. Uses up `request`.
php::PhpCoroutine* spawn(php::PhpScope& scope, SpawnRequest& request);

}  // namespace async::api
