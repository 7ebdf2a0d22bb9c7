#include "ext/hooks/streams/records.h"

#include "ext/zend/hook_registry.h"

namespace async::hooks {

namespace {

zif_handler original_stream_get_line = nullptr;

ZEND_FUNCTION(undisturbed_stream_get_line) {
    original_stream_get_line(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    while (must_begin_anew()) {
        disturbed_record = nullptr;
        if (Z_TYPE_P(return_value) != IS_FALSE || EG(exception)) return;
        original_stream_get_line(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    }
}

}  // namespace

void note_other_reader() noexcept {
    const zend_execute_data* frame = EG(current_execute_data);
    const bool is_record = frame && frame->func && frame->func->type == ZEND_INTERNAL_FUNCTION &&
                           frame->func->internal_function.handler == ZEND_FN(undisturbed_stream_get_line);
    if (is_record) disturbed_record = &php::running_coroutine();
}

void records_dropped() noexcept { disturbed_record = nullptr; }

const char* install_records() {
    const bool replaced = php::hooks().replace_function("stream_get_line", ZEND_FN(undisturbed_stream_get_line), &original_stream_get_line);
    return replaced ? "cooperative" : "not there";
}

}  // namespace async::hooks
