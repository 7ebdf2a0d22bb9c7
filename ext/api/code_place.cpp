#include "ext/zend/compat.h"

#include "ext/api/code_place.h"

#include "ext/zend/runtime.h"

namespace async::api {

void return_place(zval* return_value, zend_string* file, uint32_t line) {
    array_init_size(return_value, 2);
    if (file) {
        add_next_index_str(return_value, zend_string_copy(file));
    } else {
        add_next_index_null(return_value);
    }
    add_next_index_long(return_value, file ? static_cast<zend_long>(line) : 0);
}

void return_location(zval* return_value, zend_string* file, uint32_t line) {
    if (file) {
        RETVAL_STR(zend_strpprintf(0, "%s:%u", ZSTR_VAL(file), line));
    } else {
        RETVAL_STRING("unknown");
    }
}

void CodePlace::note() noexcept {
    ZEND_ASSERT(!file_);
    php::Runtime* runtime = php::Runtime::get();
    // Whoever looks for the next coroutine still has the frames of the one that has just parked.
    if (runtime && runtime->current() && runtime->current()->state() != core::Coroutine::State::running) return;
    if (const zend_execute_data* frame = php::user_frame(EG(current_execute_data))) {
        file_ = zend_string_copy(frame->func->op_array.filename);
        line_ = frame->opline->lineno;
    }
}

}  // namespace async::api
