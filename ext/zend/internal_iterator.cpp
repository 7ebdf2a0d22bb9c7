#include "ext/zend/internal_iterator.h"

namespace async::php {

namespace {

struct EngineIterator {  // the head of the engine's private struct zend_internal_iterator
    zend_object std;
    zend_object_iterator* walk;
};

HashTable* collect(zend_object* object, zval** table, int* count) {
    zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
    zend_get_gc_buffer_add_obj(buffer, &reinterpret_cast<EngineIterator*>(object)->walk->std);
    zend_get_gc_buffer_use(buffer, table, count);
    return nullptr;
}

// They can be had from an object only.
zend_object_handlers with_collector(const zend_object_handlers& of_engine) {
    zend_object_handlers handlers = of_engine;
    handlers.get_gc = collect;
    return handlers;
}

}  // namespace

void return_internal_iterator(zval* return_value, zval* object) {
    if (zend_create_internal_iterator_zval(return_value, object) != SUCCESS) return;
    static const zend_object_handlers handlers = with_collector(*Z_OBJ_HT_P(return_value));
    Z_OBJ_P(return_value)->handlers = &handlers;
}

}  // namespace async::php
