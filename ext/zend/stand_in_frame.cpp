#include "ext/zend/stand_in_frame.h"

namespace async::php {

namespace {
zend_function nowhere;
zend_op no_instruction;
}  // namespace

void StandInFrame::module_startup() noexcept {
    nowhere.type = ZEND_USER_FUNCTION;
    nowhere.op_array.filename = zend_string_init_interned(ZEND_STRL("[no active file]"), true);
    nowhere.op_array.opcodes = &no_instruction;
    nowhere.op_array.last = 1;
}

bool StandInFrame::user_code_runs() noexcept {
    const zend_execute_data* frame = EG(current_execute_data);
    while (frame && !(frame->func && ZEND_USER_CODE(frame->func->type))) frame = frame->prev_execute_data;
    return frame != nullptr;
}

void StandInFrame::put() noexcept {
    memset(&frame_, 0, sizeof frame_);
    frame_.func = &nowhere;
    frame_.opline = &no_instruction;
    frame_.prev_execute_data = EG(current_execute_data);
    EG(current_execute_data) = &frame_;
    is_put_ = true;
}

}  // namespace async::php
