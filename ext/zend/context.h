// The native part of Async\Context: values under string keys and under objects, by identity (C-134). A context that belongs to a
// scope looks for what it does not have in the contexts of the scopes above; it knows its scope, which owns it, and is told
// when that is gone.
#pragma once

#include "ext/zend/compat.h"
#include "ext/zend/object.h"

namespace async::php {

class PhpScope;

extern zend_class_entry* ce_context;

class Context {
public:
    // With one reference. `scope`: null for a detached one.
    static Context* make(PhpScope* scope);
    static Context* from(zend_object* object) noexcept { return NativeObject<Context>::from(object); }

    explicit Context(PhpScope* scope = nullptr);
    ~Context();
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;

    void forget_scope() noexcept { scope_ = nullptr; }

    // `key`: a string or an object. Borrowed answers, null when there is none.
    zval* find_local(const zval* key) noexcept;
    zval* find(const zval* key) noexcept;

    // Takes copies; replaces what is there.
    void set(zval* key, zval* value);
    void unset(const zval* key);

    void collect(zend_get_gc_buffer* buffer);

private:
    PhpScope* scope_;
    HashTable by_string_;
    HashTable by_object_;  // by handle
    HashTable keys_;       // the objects that are keys, by handle: kept alive
};

// At module start, after the class entry exists.
void init_context_handlers(zend_class_entry* ce);

}  // namespace async::php
