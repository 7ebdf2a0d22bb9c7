// Functions that work on two streams at once, such as stream_copy_to_stream(): while one of them is waited for, another coroutine
// may close the other. Both are pinned for the whole call (IO-51).
#pragma once

namespace async::hooks {

const char* install_held_streams();

}  // namespace async::hooks
