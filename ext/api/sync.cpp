#include "ext/api/sync.h"

#include "ext/zend/interfaces.h"

namespace async::api {

bool parse_token(zend_execute_data* execute_data, zend_object*& token) {
    token = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_completable)
    ZEND_PARSE_PARAMETERS_END_EX(return false);
    return true;
}

bool parse_body_and_token(zend_execute_data* execute_data, zend_fcall_info& fci, zend_fcall_info_cache& fcc, zend_object*& token) {
    token = nullptr;
    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_FUNC(fci, fcc)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_completable)
    ZEND_PARSE_PARAMETERS_END_EX(return false);
    return true;
}

php::PhpCoroutine* caller_that_may_wait(zend_object* token) {
    php::PhpCoroutine* self = php::Runtime::enter();
    return self && token_allows(token) ? self : nullptr;
}

bool call(zend_fcall_info& fci, zend_fcall_info_cache& fcc, zval* return_value) {
    fci.retval = return_value;
    // A trampoline was released after parsing and is resolved again (C-81).
    zend_call_function(&fci, fcc.function_handler ? &fcc : nullptr);
    if (UNEXPECTED(EG(exception))) {
        zval_ptr_dtor(return_value);
        ZVAL_NULL(return_value);
        return false;
    }
    if (Z_ISREF_P(return_value)) zend_unwrap_reference(return_value);
    return true;
}

}  // namespace async::api
