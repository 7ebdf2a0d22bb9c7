#include "ext/zend/context.h"

#include "ext/zend/php_scope.h"

namespace async::php {

zend_class_entry* ce_context = nullptr;

Context* Context::make(PhpScope* scope) { return NativeObject<Context>::make(ce_context, scope); }

Context::Context(PhpScope* scope) : scope_(scope) {
    zend_hash_init(&by_string_, 0, nullptr, ZVAL_PTR_DTOR, 0);
    zend_hash_init(&by_object_, 0, nullptr, ZVAL_PTR_DTOR, 0);
    zend_hash_init(&keys_, 0, nullptr, ZVAL_PTR_DTOR, 0);
}

Context::~Context() {
    zend_hash_destroy(&by_string_);
    zend_hash_destroy(&by_object_);
    zend_hash_destroy(&keys_);
}

zval* Context::find_local(const zval* key) noexcept {
    if (Z_TYPE_P(key) == IS_STRING) return zend_hash_find(&by_string_, Z_STR_P(key));
    return zend_hash_index_find(&by_object_, Z_OBJ_HANDLE_P(key));
}

// C-130.
zval* Context::find(const zval* key) noexcept {
    if (zval* value = find_local(key)) return value;
    for (PhpScope* scope = scope_ ? scope_->parent() : nullptr; scope; scope = scope->parent()) {
        Context* context = scope->context_if_made();
        zval* value = context ? context->find_local(key) : nullptr;
        if (value) return value;
    }
    return nullptr;
}

void Context::set(zval* key, zval* value) {
    if (zval* slot = find_local(key)) {
        // The destructor of the old value may come back here: it must find the new one.
        zval old;
        ZVAL_COPY_VALUE(&old, slot);
        ZVAL_COPY(slot, value);
        zval_ptr_dtor(&old);
        return;
    }
    Z_TRY_ADDREF_P(value);
    if (Z_TYPE_P(key) == IS_STRING) {
        zend_hash_add_new(&by_string_, Z_STR_P(key), value);
        return;
    }
    Z_ADDREF_P(key);
    zend_hash_index_add_new(&by_object_, Z_OBJ_HANDLE_P(key), value);
    zend_hash_index_add_new(&keys_, Z_OBJ_HANDLE_P(key), key);
}

void Context::unset(const zval* key) {
    zval* slot = find_local(key);
    if (!slot) return;
    zval old;
    zval old_key;
    ZVAL_COPY_VALUE(&old, slot);
    ZVAL_NULL(slot);
    ZVAL_UNDEF(&old_key);
    if (Z_TYPE_P(key) == IS_STRING) {
        zend_hash_del(&by_string_, Z_STR_P(key));
    } else {
        const zend_ulong handle = Z_OBJ_HANDLE_P(key);
        zval* kept = zend_hash_index_find(&keys_, handle);
        ZVAL_COPY_VALUE(&old_key, kept);
        ZVAL_NULL(kept);
        zend_hash_index_del(&by_object_, handle);
        zend_hash_index_del(&keys_, handle);
    }
    zval_ptr_dtor(&old);
    zval_ptr_dtor(&old_key);
}

void Context::collect(zend_get_gc_buffer* buffer) {
    for (HashTable* table : {&by_string_, &by_object_, &keys_}) {
        zval* value;
        ZEND_HASH_FOREACH_VAL(table, value) { zend_get_gc_buffer_add_zval(buffer, value); }
        ZEND_HASH_FOREACH_END();
    }
}

void init_context_handlers(zend_class_entry* ce) {
    ce_context = ce;
    NativeObject<Context>::init_handlers(ce);
    NativeObject<Context>::handlers().get_gc = [](zend_object* object, zval** table, int* count) -> HashTable* {
        zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
        Context::from(object)->collect(buffer);
        zend_get_gc_buffer_use(buffer, table, count);
        return nullptr;
    };
}

}  // namespace async::php
