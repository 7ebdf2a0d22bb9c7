// From a PHP object that implements Async\Awaitable to the core::Awaitable behind it. Each such class registers how.
#pragma once

#include "ext/zend/compat.h"
#include "src/core/awaitable.h"

namespace async::php {

struct AwaitableClass {
    zend_class_entry* ce;
    // The source to wait on. Borrowed; lives as long as the object.
    core::Awaitable* (*source)(zend_object* object);
    // The value a completed source ended with, copied into `result`. Null when the class has none to give.
    void (*result)(zend_object* object, zval* result);
};

// At module start only. Classes are final, so the class entry decides.
void register_awaitable(const AwaitableClass& description);
// Null when the object is no awaitable of ours.
const AwaitableClass* find_awaitable(zend_object* object) noexcept;
core::Awaitable* awaitable_of(zend_object* object) noexcept;

}  // namespace async::php
