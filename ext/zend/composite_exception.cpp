// The methods of Async\CompositeException (C-13) and how the runtime makes one. The list lives in the
// declared property.
#include "ext/zend/compat.h"

#include "ext/zend/exceptions.h"

namespace async::php {

namespace {

// Always an array: the class is final, and the property is private, typed and has a default.
zval* list_of(zend_object* composite) {
    auto* info = static_cast<zend_property_info*>(
        zend_hash_str_find_ptr(&ce_composite_exception->properties_info, ZEND_STRL("exceptions")));
    zval* list = OBJ_PROP(composite, info->offset);
    ZVAL_DEREF(list);
    return list;
}

}  // namespace

zend_object* make_composite() { return make_throwable(ce_composite_exception, ""); }

void add_to_composite(zend_object* composite, zend_object* exception) {
    zval* list = list_of(composite);
    SEPARATE_ARRAY(list);
    zval entry;
    ZVAL_OBJ_COPY(&entry, exception);
    zend_hash_next_index_insert(Z_ARRVAL_P(list), &entry);
}

}  // namespace async::php

ZEND_METHOD(Async_CompositeException, addException) {
    zend_object* exception;
    ZEND_PARSE_PARAMETERS_START(1, 1)
    Z_PARAM_OBJ_OF_CLASS(exception, zend_ce_throwable)
    ZEND_PARSE_PARAMETERS_END();
    async::php::add_to_composite(Z_OBJ_P(ZEND_THIS), exception);
}

ZEND_METHOD(Async_CompositeException, getExceptions) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_COPY_DEREF(async::php::list_of(Z_OBJ_P(ZEND_THIS)));
}
