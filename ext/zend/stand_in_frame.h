// A frame of user code for a moment in which there is none. Observers of fiber switches ask the engine which file is executing
// when they see a new context, and some take the answer without looking: Xdebug copies the name that is not there. The first
// jump to a new stack is therefore made from a frame that says what the engine would: "[no active file]", line 0.
#pragma once

#include "ext/zend/compat.h"

namespace async::php {

// Lives on the stack that is left, around the jump to `to`.
class StandInFrame {
public:
    explicit StandInFrame(const zend_fiber_context* to) noexcept {
        if (UNEXPECTED(to->status == ZEND_FIBER_STATUS_INIT) && !user_code_runs()) put();
    }
    ~StandInFrame() {
        if (UNEXPECTED(is_put_)) EG(current_execute_data) = frame_.prev_execute_data;
    }
    StandInFrame(const StandInFrame&) = delete;
    StandInFrame& operator=(const StandInFrame&) = delete;

    // Once per process, where interned strings can be made.
    static void module_startup() noexcept;

private:
    static bool user_code_runs() noexcept;
    void put() noexcept;

    bool is_put_ = false;
    zend_execute_data frame_;  // written only when it is put
};

}  // namespace async::php
