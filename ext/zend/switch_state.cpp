#include "ext/zend/switch_state.h"

namespace async::php {

void SwitchState::leave_rare() noexcept {
    if (EG(error_handling) != EH_NORMAL || EG(exception) || EG(prev_exception)) {
        kept_ |= kErrors;
        error_handling_ = EG(error_handling);
        exception_class_ = EG(exception_class);
        exception_ = EG(exception);
        prev_exception_ = EG(prev_exception);
        opline_before_exception_ = EG(opline_before_exception);
        EG(error_handling) = EH_NORMAL;
        EG(exception_class) = nullptr;
        EG(exception) = EG(prev_exception) = nullptr;
    }
    if (!output_layers::only_shared() || OG(running)) leave_output();
    if (user_error_handler::is_running()) {
        kept_ |= kHandling;
        filename_override_ = EG(filename_override);
        lineno_override_ = EG(lineno_override);
        EG(filename_override) = nullptr;
        EG(lineno_override) = -1;
        user_error_handler::lend(lent_handler_);
    }
    if (BG(user_compare_fci).size) {
        kept_ |= kSorting;
        compare_fci_ = BG(user_compare_fci);
        compare_fcc_ = BG(user_compare_fci_cache);
        BG(user_compare_fci).size = 0;
    }
    if (BG(serialize_lock) || BG(serialize).level || BG(unserialize).level) {
        kept_ |= kSerializing;
        serialize_lock_ = BG(serialize_lock);
        serialize_ = BG(serialize);
        unserialize_ = BG(unserialize);
        BG(serialize_lock) = 0;
        BG(serialize) = {nullptr, 0};
        BG(unserialize) = {nullptr, 0};
    }
    if (BG(strtok_string)) {
        kept_ |= kStrtok;
        strtok_string_ = BG(strtok_string);
        strtok_last_ = BG(strtok_last);
        strtok_len_ = BG(strtok_len);
        BG(strtok_string) = nullptr;
        BG(strtok_last) = nullptr;
        BG(strtok_len) = 0;
    }
    if (FG(user_stream_current_filename) || PG(in_user_include)) {
        kept_ |= kOpening;
        opening_ = FG(user_stream_current_filename);
        including_ = PG(in_user_include);
        FG(user_stream_current_filename) = nullptr;
        PG(in_user_include) = false;
    }
    if (zend_fiber_switch_blocked()) {
        kept_ |= kFiberBlock;
        for (fiber_blocks_ = 0; zend_fiber_switch_blocked(); ++fiber_blocks_) zend_fiber_switch_unblock();
    }
}

void SwitchState::enter_rare() noexcept {
    if (kept_ & kErrors) {
        EG(error_handling) = error_handling_;
        EG(exception_class) = exception_class_;
        EG(exception) = exception_;
        EG(prev_exception) = prev_exception_;
        EG(opline_before_exception) = opline_before_exception_;
    }
    if (kept_ & kOutput) enter_output();
    if (kept_ & kHandling) {
        EG(filename_override) = filename_override_;
        EG(lineno_override) = lineno_override_;
        user_error_handler::take_back(lent_handler_);
    }
    if (kept_ & kSorting) {
        BG(user_compare_fci) = compare_fci_;
        BG(user_compare_fci_cache) = compare_fcc_;
    }
    if (kept_ & kSerializing) {
        BG(serialize_lock) = serialize_lock_;
        BG(serialize) = serialize_;
        BG(unserialize) = unserialize_;
    }
    if (kept_ & kStrtok) {
        if (BG(strtok_string)) zend_string_release(BG(strtok_string));  // of a coroutine that has ended meanwhile
        BG(strtok_string) = strtok_string_;
        BG(strtok_last) = strtok_last_;
        BG(strtok_len) = strtok_len_;
    }
    if (kept_ & kOpening) {
        FG(user_stream_current_filename) = opening_;
        PG(in_user_include) = including_;
    }
    if (kept_ & kFiberBlock) {
        for (uint32_t i = 0; i < fiber_blocks_; ++i) zend_fiber_switch_block();
    }
}

// A pending exception stays: it is the body's outcome.
void SwitchState::settle_rare() noexcept {
    EG(error_handling) = EH_NORMAL;
    EG(exception_class) = nullptr;
    BG(user_compare_fci).size = 0;
    if (BG(strtok_string)) {
        zend_string_release(BG(strtok_string));
        BG(strtok_string) = nullptr;
    }
    FG(user_stream_current_filename) = nullptr;
    PG(in_user_include) = false;
    while (zend_fiber_switch_blocked()) zend_fiber_switch_unblock();
}

void SwitchState::leave_output() noexcept {
    shared_outputs_ = output_layers::shared_count();
    if (zend_stack_count(&OG(handlers)) == shared_outputs_ && !OG(running)) return;  // one of the shared ones has been ended
    kept_ |= kOutput;
    output_handlers_ = OG(handlers);
    output_running_ = OG(running);
    zend_stack_init(&OG(handlers), sizeof(php_output_handler*));
    output_layers::copy(output_handlers_, shared_outputs_);
    OG(active) = ASYNC_G(shared_output);
    OG(running) = nullptr;
}

void SwitchState::enter_output() noexcept {
    const int ended = shared_outputs_ - zend_stack_count(&OG(handlers));  // by others, meanwhile
    zend_stack_destroy(&OG(handlers));  // with its array only
    OG(handlers) = output_handlers_;
    if (UNEXPECTED(ended > 0)) output_layers::remove(OG(handlers), shared_outputs_ - ended, ended);
    auto* top = static_cast<php_output_handler**>(zend_stack_top(&OG(handlers)));
    OG(active) = top ? *top : nullptr;
    OG(running) = output_running_;
}

}  // namespace async::php
