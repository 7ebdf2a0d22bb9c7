// The output buffers that were there before the script: ini output_buffering, output_handler, zlib.output_compression. They are
// shared by all coroutines, or order and headers would break; every other buffer belongs to the coroutine that started it
// (C-162). Counted from the bottom of the engine's stack; whoever ends one of them ends it for all.
#pragma once

#include "ext/php_async.h"
#include "ext/zend/compat.h"

namespace async::php::output_layers {

// The script is about to start: what is there now is shared. The first call of a request counts.
void note_shared();
// At the end of the request.
void forget() noexcept;

// Whether the running flow has no buffers of its own. The name tells the innermost shared one from a later one at its address.
inline bool only_shared() noexcept {
    const php_output_handler* shared = ASYNC_G(shared_output);
    return OG(active) == shared && (EXPECTED(!shared) || shared->name == ASYNC_G(shared_outputs)[ASYNC_G(shared_output_count) - 1].name);
}

// How many of the shared ones are still at the bottom of the running flow's stack. The others are forgotten.
int shared_count() noexcept;
// Appends the first `count` of `stack` to the running flow's stack.
void copy(const zend_stack& stack, int count);
// Takes `count` out of `stack`, from `first` on, and numbers the ones above anew.
void remove(zend_stack& stack, int first, int count) noexcept;
// C-162: a coroutine has ended; what it left open goes out.
void end_own();

}  // namespace async::php::output_layers
