#include "ext/zend/compat.h"

#include "ext/zend/interfaces.h"

#include "ext/api/arginfo/awaitable_arginfo.h"

namespace async::php {

zend_class_entry* ce_awaitable;
zend_class_entry* ce_completable;

namespace {

// A user class may inherit the interface from a class of the extension that is not final; it may not bring it
// in.
bool inherits_from_extension(const zend_class_entry* ce, const zend_class_entry* iface) {
    while (ce && ce->type != ZEND_INTERNAL_CLASS) ce = ce->parent;
    return ce && instanceof_function(ce, iface);
}

int refuse_user_class(zend_class_entry* iface, zend_class_entry* ce) {
    if (ce->type == ZEND_INTERNAL_CLASS || inherits_from_extension(ce, iface)) return SUCCESS;
    zend_error_noreturn(E_ERROR, "%s %s cannot implement interface %s", zend_get_object_type_uc(ce),
                        ZSTR_VAL(ce->name), ZSTR_VAL(iface->name));
    return FAILURE;
}

}  // namespace

void register_interfaces() {
    ce_awaitable = register_class_Async_Awaitable();
    ce_awaitable->interface_gets_implemented = refuse_user_class;
    // Whoever implements Completable implements Awaitable as well: one check covers both.
    ce_completable = register_class_Async_Completable(ce_awaitable);
}

}  // namespace async::php
