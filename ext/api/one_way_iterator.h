// foreach over something that gives its values away one by one and cannot go back. Self derives from OneWayIterator<Self>, is
// trivially constructible, and has step(), which clears and then fills `current` (undefined: the end) and, if it has keys, `key`.
#pragma once

#include "ext/zend/compat.h"

namespace async::api {

template <typename Self>
struct OneWayIterator {
    zend_object_iterator base;
    zval key;
    zval current;
    bool started;

    // The iterator of `object`, or an exception: it cannot be walked by reference. `what` names it there.
    static Self* make(zval* object, int by_reference, const char* what) {
        if (by_reference) {
            zend_throw_error(nullptr, "Cannot iterate %s by reference", what);
            return nullptr;
        }
        auto* self = static_cast<Self*>(ecalloc(1, sizeof(Self)));
        zend_iterator_init(&self->base);
        ZVAL_OBJ_COPY(&self->base.data, Z_OBJ_P(object));
        self->base.funcs = &funcs;
        ZVAL_NULL(&self->key);
        return self;
    }

    void clear() {
        zval_ptr_dtor(&current);
        ZVAL_UNDEF(&current);
        zval_ptr_dtor(&key);
        ZVAL_NULL(&key);
    }
    // There is no going back: rewinding is only the first step.
    void rewind() {
        if (!started) static_cast<Self*>(this)->advance();
    }
    void advance() {
        started = true;
        static_cast<Self*>(this)->step();
    }

private:
    static Self* from(zend_object_iterator* iterator) noexcept {
        return static_cast<Self*>(reinterpret_cast<OneWayIterator*>(iterator));
    }
    static void dtor(zend_object_iterator* iterator) {
        from(iterator)->clear();
        zval_ptr_dtor(&iterator->data);
    }
    static php::compat::IteratorValidity valid(zend_object_iterator* iterator) {
        return Z_ISUNDEF(from(iterator)->current) ? FAILURE : SUCCESS;
    }
    static zval* get_current(zend_object_iterator* iterator) {
        zval* value = &from(iterator)->current;
        return Z_ISUNDEF_P(value) ? nullptr : value;
    }
    static void get_key(zend_object_iterator* iterator, zval* target) { ZVAL_COPY(target, &from(iterator)->key); }
    static void next(zend_object_iterator* iterator) { from(iterator)->advance(); }
    static void do_rewind(zend_object_iterator* iterator) { from(iterator)->rewind(); }
    static HashTable* gc(zend_object_iterator* iterator, zval** table, int* count) {
        zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
        zend_get_gc_buffer_add_zval(buffer, &iterator->data);
        zend_get_gc_buffer_add_zval(buffer, &from(iterator)->key);
        zend_get_gc_buffer_add_zval(buffer, &from(iterator)->current);
        zend_get_gc_buffer_use(buffer, table, count);
        return nullptr;
    }

    static constexpr zend_object_iterator_funcs funcs = {dtor, valid, get_current, get_key, next, do_rewind, nullptr, gc};
};

}  // namespace async::api
