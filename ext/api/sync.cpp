#include "ext/api/sync.h"

namespace async::api {

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
