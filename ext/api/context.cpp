// Async\Context and the functions that answer one.
#include "ext/zend/compat.h"

#include "ext/api/context.h"

#include "ext/zend/context.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/php_scope.h"
#include "ext/zend/runtime.h"

#include "ext/api/arginfo/context_arginfo.h"

using namespace async;

namespace async::api {

void register_context() { php::init_context_handlers(register_class_Async_Context()); }

namespace {

php::Context& self(zval* object) { return *php::Context::from(Z_OBJ_P(object)); }

// C-133: neither coercion nor the stock wording.
bool check_key(const zval* key) {
    if (EXPECTED(Z_TYPE_P(key) == IS_STRING || Z_TYPE_P(key) == IS_OBJECT)) return true;
    zend_argument_type_error(1, "must be of type string|object, %s given", zend_zval_type_name(key));
    return false;
}

bool parse_key(zend_execute_data* execute_data, zval** key) {
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_ZVAL(*key)
    ZEND_PARSE_PARAMETERS_END_EX(return false);
    return check_key(*key);
}

enum class Reach { local, inherited };
enum class Missing { null, error };

void read(zend_execute_data* execute_data, zval* return_value, Reach reach, Missing missing) {
    zval* key;
    if (!parse_key(execute_data, &key)) return;
    php::Context& context = self(ZEND_THIS);
    zval* value = reach == Reach::local ? context.find_local(key) : context.find(key);
    if (value) {
        RETVAL_COPY(value);
    } else if (missing == Missing::error) {
        if (Z_TYPE_P(key) == IS_STRING) {
            php::throw_async(php::ce_context_exception, "Context key \"%s\" not found", Z_STRVAL_P(key));
        } else {
            php::throw_async(php::ce_context_exception, "Context key of type %s not found", ZSTR_VAL(Z_OBJCE_P(key)->name));
        }
    }
}

void test(zend_execute_data* execute_data, zval* return_value, Reach reach) {
    zval* key;
    if (!parse_key(execute_data, &key)) return;
    php::Context& context = self(ZEND_THIS);
    RETVAL_BOOL(reach == Reach::local ? context.find_local(key) : context.find(key));
}

void return_context(zval* return_value, php::Context& context) {
    RETVAL_OBJ_COPY(php::NativeObject<php::Context>::object(&context));
}

}  // namespace
}  // namespace async::api

ZEND_METHOD(Async_Context, find) { api::read(execute_data, return_value, api::Reach::inherited, api::Missing::null); }
ZEND_METHOD(Async_Context, get) { api::read(execute_data, return_value, api::Reach::inherited, api::Missing::error); }
ZEND_METHOD(Async_Context, has) { api::test(execute_data, return_value, api::Reach::inherited); }
ZEND_METHOD(Async_Context, findLocal) { api::read(execute_data, return_value, api::Reach::local, api::Missing::null); }
ZEND_METHOD(Async_Context, getLocal) { api::read(execute_data, return_value, api::Reach::local, api::Missing::error); }
ZEND_METHOD(Async_Context, hasLocal) { api::test(execute_data, return_value, api::Reach::local); }

ZEND_METHOD(Async_Context, set) {
    zval* key;
    zval* value;
    bool replace = false;
    ZEND_PARSE_PARAMETERS_START(2, 3)
        Z_PARAM_ZVAL(key)
        Z_PARAM_ZVAL(value)
        Z_PARAM_OPTIONAL
        Z_PARAM_BOOL(replace)
    ZEND_PARSE_PARAMETERS_END();
    if (!api::check_key(key)) RETURN_THROWS();
    php::Context& context = api::self(ZEND_THIS);
    if (!replace && context.find_local(key)) {
        php::throw_async(php::ce_async_exception, "Context key already exists and replace is false");
        RETURN_THROWS();
    }
    context.set(key, value);
    RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

ZEND_METHOD(Async_Context, unset) {
    zval* key;
    if (!api::parse_key(execute_data, &key)) RETURN_THROWS();
    api::self(ZEND_THIS).unset(key);
    RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

ZEND_FUNCTION(Async_current_context) {
    ZEND_PARSE_PARAMETERS_NONE();
    if (!php::Runtime::enter()) RETURN_THROWS();
    api::return_context(return_value, php::Runtime::get()->current_scope().context());
}

ZEND_FUNCTION(Async_coroutine_context) {
    ZEND_PARSE_PARAMETERS_NONE();
    php::PhpCoroutine* self = php::Runtime::enter();
    if (!self) RETURN_THROWS();
    RETURN_OBJ_COPY(self->context());
}

ZEND_FUNCTION(Async_root_context) {
    ZEND_PARSE_PARAMETERS_NONE();
    if (!php::Runtime::enter()) RETURN_THROWS();
    api::return_context(return_value, php::Runtime::get()->main_scope().context());
}

ZEND_FUNCTION(Async_request_context) {
    ZEND_PARSE_PARAMETERS_NONE();
    php::Runtime* runtime = php::Runtime::get();
    if (!runtime || runtime->is_closed()) return;
    if (php::PhpScope* request = runtime->current_scope().request_scope()) {
        api::return_context(return_value, request->context());
    }
}
