// Engine state beyond what the engine's own switch saves, that must travel with a coroutine (C-160…C-163, IO-32). Each item
// has a resting value; whoever leaves with another one keeps it on its own stack and puts the resting value back, so that a
// new coroutine starts clean without anybody initializing it, and a switch in the common case only compares.
#pragma once

#include <cerrno>

#include "ext/php_async.h"
#include "ext/zend/compat.h"
#include "ext/zend/output_layers.h"
#include "ext/zend/user_error_handler.h"
#include "src/core/assert.h"

namespace async::php {

class SwitchState {
public:
    // Called right before and right after the jump, on the same frame.
    void leave() noexcept {
        errno_ = errno;  // IO-31
        kept_ = 0;
        if (ASYNC_UNLIKELY(anything_rare())) leave_rare();
    }
    void enter() noexcept {
        if (ASYNC_UNLIKELY(kept_)) enter_rare();
        errno = errno_;
    }

    // The body of a coroutine ended and the next one may run on the same stack without a switch: back to rest.
    static void settle() noexcept {
        if (ASYNC_UNLIKELY(anything_rare())) settle_rare();
    }

private:
    enum Kept : uint8_t {
        kErrors = 1,       // "warnings become exceptions of class X" window, exceptions in flight
        kOutput = 2,       // the stack of output buffers (C-162)
        kSorting = 4,      // the comparison callback of the running sort
        kSerializing = 8,  // state shared by nested (un)serialize calls
        kFiberBlock = 16,  // "no Fiber may switch here" of destructors and class loading (C-215)
        kStrtok = 32,      // C-163
        kHandling = 64,    // inside the user's error handler (C-163)
        kOpening = 128,    // which URL a wrapper written in PHP is opening, and whether for an include (IO-652)
    };

    static bool anything_rare() noexcept {
        return EG(error_handling) != EH_NORMAL || EG(exception) || EG(prev_exception) ||
               !output_layers::only_shared() || OG(running) || user_error_handler::is_running() ||
               BG(user_compare_fci).size || BG(serialize_lock) || BG(serialize).level || BG(unserialize).level ||
               BG(strtok_string) || FG(user_stream_current_filename) || PG(in_user_include) || zend_fiber_switch_blocked();
    }
    static void settle_rare() noexcept;
    void leave_rare() noexcept;
    void enter_rare() noexcept;
    void leave_output() noexcept;
    void enter_output() noexcept;

    int errno_;
    uint8_t kept_;
    // Everything below is written and read only when its bit is set.
    uint32_t fiber_blocks_;
    zend_error_handling_t error_handling_;
    zend_class_entry* exception_class_;
    zend_object* exception_;
    zend_object* prev_exception_;
    const zend_op* opline_before_exception_;
    zval lent_handler_;
    zend_string* filename_override_;
    zend_long lineno_override_;
    zend_stack output_handlers_;
    int shared_outputs_;
    php_output_handler* output_running_;
    zend_fcall_info compare_fci_;
    zend_fcall_info_cache compare_fcc_;
    unsigned serialize_lock_;
    decltype(php_basic_globals::serialize) serialize_;
    decltype(php_basic_globals::unserialize) unserialize_;
    zend_string* strtok_string_;
    char* strtok_last_;
    size_t strtok_len_;
    const char* opening_;
    bool including_;
};

}  // namespace async::php
