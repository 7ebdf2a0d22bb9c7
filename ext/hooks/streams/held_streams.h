// Functions that suspend while they hold a stream they do not wait for: stream_copy_to_stream() waits for its other stream,
// fprintf() for an object that becomes a string. Another coroutine may close it meanwhile, so all streams of such a call are
// pinned until it returns (IO-51).
#pragma once

#include "ext/hooks/stream_pin.h"

namespace async::hooks {

// The pin of any stream; one without a descriptor of our tables lives as long as somebody is inside.
StreamPin& pin_of_stream(php_stream* stream) noexcept;

const char* install_held_streams();

}  // namespace async::hooks
