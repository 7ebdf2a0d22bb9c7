// Functions that work on two streams at once, such as stream_copy_to_stream(): while one of them is waited for, another coroutine
// may close the other. Both are pinned for the whole call (IO-51).
#pragma once

#include "ext/hooks/stream_pin.h"

namespace async::hooks {

// The pin of any stream; one without a descriptor of our tables lives as long as somebody is inside.
StreamPin& pin_of_stream(php_stream* stream) noexcept;

const char* install_held_streams();

}  // namespace async::hooks
