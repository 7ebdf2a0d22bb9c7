#include "ext/zend/user_error_handler.h"

#include "ext/zend/hook_registry.h"

namespace async::php::user_error_handler {

namespace {

zif_handler original_set = nullptr;
zif_handler original_restore = nullptr;

// Inside the handler the engine's slot is empty and will get its old value back, unless the handler puts another one there.
void call_and_remember(zif_handler original, INTERNAL_FUNCTION_PARAMETERS) {
    const bool running = is_running();
    original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (running && Z_TYPE(EG(user_error_handler)) == IS_UNDEF) return;
    forget();
    ZVAL_COPY(&ASYNC_G(error_handler), &EG(user_error_handler));
}

ZEND_FUNCTION(remembered_set_error_handler) { call_and_remember(original_set, INTERNAL_FUNCTION_PARAM_PASSTHRU); }
ZEND_FUNCTION(remembered_restore_error_handler) { call_and_remember(original_restore, INTERNAL_FUNCTION_PARAM_PASSTHRU); }

bool same(const zval& one, const zval& other) noexcept {
    return Z_TYPE(one) != IS_UNDEF && Z_TYPE(one) == Z_TYPE(other) && Z_COUNTED(one) == Z_COUNTED(other);
}

}  // namespace

const char* install() {
    hooks().replace_function("set_error_handler", ZEND_FN(remembered_set_error_handler), &original_set);
    hooks().replace_function("restore_error_handler", ZEND_FN(remembered_restore_error_handler), &original_restore);
    return "may suspend";
}

void forget() noexcept {
    zval old;
    ZVAL_COPY_VALUE(&old, &ASYNC_G(error_handler));
    ZVAL_UNDEF(&ASYNC_G(error_handler));
    zval_ptr_dtor(&old);
}

void lend(zval& lent) noexcept {
    ZVAL_COPY_VALUE(&lent, &ASYNC_G(error_handler));
    ZVAL_COPY(&EG(user_error_handler), &lent);
}

// Another one has been set meanwhile, or none: then that holds, and the engine drops the old one when the handler returns.
void take_back(const zval& lent) noexcept {
    if (!same(EG(user_error_handler), lent)) return;
    Z_TRY_DELREF(EG(user_error_handler));
    ZVAL_UNDEF(&EG(user_error_handler));
}

}  // namespace async::php::user_error_handler
