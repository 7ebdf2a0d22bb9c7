#include "ext/zend/compat.h"

#include "ext/zend/cancellation_class.h"

namespace async::php {

namespace {

zend_class_entry* root;
zend_object_handlers handlers;

// Runs a standard handler. An engine access under the scope of Error or Exception becomes one under ours; its
// cache slot, if any, must not remember an offset found that way. No guard object: a bailout may pass here,
// as it may pass through the engine's own changes of fake_scope, which every call into user code resets.
template <typename Access>
auto in_own_scope(void** cache_slot, Access access) {
    zend_class_entry* scope = EG(fake_scope);
    if (EXPECTED(scope != zend_ce_error && scope != zend_ce_exception)) return access(cache_slot);
    EG(fake_scope) = root;
    auto result = access(static_cast<void**>(nullptr));
    EG(fake_scope) = scope;
    return result;
}

zval* read_property(zend_object* object, zend_string* name, int type, void** cache_slot, zval* rv) {
    return in_own_scope(cache_slot,
                        [=](void** slot) { return zend_std_read_property(object, name, type, slot, rv); });
}

zval* write_property(zend_object* object, zend_string* name, zval* value, void** cache_slot) {
    return in_own_scope(cache_slot,
                        [=](void** slot) { return zend_std_write_property(object, name, value, slot); });
}

zval* get_property_ptr_ptr(zend_object* object, zend_string* name, int type, void** cache_slot) {
    return in_own_scope(cache_slot,
                        [=](void** slot) { return zend_std_get_property_ptr_ptr(object, name, type, slot); });
}

int has_property(zend_object* object, zend_string* name, int check, void** cache_slot) {
    return in_own_scope(cache_slot,
                        [=](void** slot) { return zend_std_has_property(object, name, check, slot); });
}

void unset_property(zend_object* object, zend_string* name, void** cache_slot) {
    in_own_scope(cache_slot, [=](void** slot) {
        zend_std_unset_property(object, name, slot);
        return 0;
    });
}

void store_own(zend_object* object, zend_known_string_id property, zval* value) {
    zend_update_property_ex(root, object, ZSTR_KNOWN(property), value);
    zval_ptr_dtor(value);
}

// The engine's own creation writes as Error before anybody could change the handlers, hence this one.
zend_object* create_object(zend_class_entry* ce) {
    zend_object* object = zend_objects_new(ce);
    object->handlers = &handlers;
    object_properties_init(object, ce);

    zval value;
    if (EG(current_execute_data)) {
        zend_fetch_debug_backtrace(&value, 0, EG(exception_ignore_args) ? DEBUG_BACKTRACE_IGNORE_ARGS : 0, 0);
    } else {
        ZVAL_EMPTY_ARRAY(&value);
    }
    store_own(object, ZEND_STR_TRACE, &value);

    if (zend_string* file = zend_get_executed_filename_ex()) {
        ZVAL_STR_COPY(&value, file);
    } else {
        ZVAL_STRING(&value, "[no active file]");
    }
    store_own(object, ZEND_STR_FILE, &value);
    ZVAL_LONG(&value, zend_get_executed_lineno());
    store_own(object, ZEND_STR_LINE, &value);
    return object;
}

}  // namespace

// Every method is Error's, reached through our own declaration: arginfo the engine has converted once cannot
// be registered again, and Error's functions are no exported symbols.
#define ASYNC_CANCELLATION_METHODS(X)       \
    X(__clone, "__clone")                   \
    X(__construct, "__construct")           \
    X(__wakeup, "__wakeup")                 \
    X(getMessage, "getmessage")             \
    X(getCode, "getcode")                   \
    X(getFile, "getfile")                   \
    X(getLine, "getline")                   \
    X(getTrace, "gettrace")                 \
    X(getPrevious, "getprevious")           \
    X(getTraceAsString, "gettraceasstring") \
    X(__toString, "__tostring")

#define ASYNC_DECLARE(method, lower) static zif_handler error_##method;
ASYNC_CANCELLATION_METHODS(ASYNC_DECLARE)
#undef ASYNC_DECLARE

static zif_handler method_of_error(const char* lower) {
    auto* function = static_cast<zend_function*>(
        zend_hash_str_find_ptr(&zend_ce_error->function_table, lower, std::strlen(lower)));
    return function->internal_function.handler;
}

void furnish_cancellation_class(zend_class_entry* ce) {
    root = ce;
    std::memcpy(&handlers, zend_get_std_object_handlers(), sizeof handlers);
    handlers.clone_obj = nullptr;
    handlers.read_property = read_property;
    handlers.write_property = write_property;
    handlers.get_property_ptr_ptr = get_property_ptr_ptr;
    handlers.has_property = has_property;
    handlers.unset_property = unset_property;
    ce->create_object = create_object;
    compat::set_class_handlers(ce, &handlers);
#define ASYNC_RESOLVE(method, lower) error_##method = method_of_error(lower);
    ASYNC_CANCELLATION_METHODS(ASYNC_RESOLVE)
#undef ASYNC_RESOLVE
}

}  // namespace async::php

#define ASYNC_DEFINE(method, lower) \
    ZEND_METHOD(Cancellation, method) { async::php::error_##method(INTERNAL_FUNCTION_PARAM_PASSTHRU); }
ASYNC_CANCELLATION_METHODS(ASYNC_DEFINE)
#undef ASYNC_DEFINE
