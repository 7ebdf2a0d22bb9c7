// The engine's Fibers under the scheduler (C-170…C-177). A Fiber started while coroutines are possible gets a coroutine of its
// own, its host: start(), resume() and throw() hand the call to the host and park the caller until the Fiber suspends,
// returns or throws, so every step takes its turn in the run queue. The engine's own code still does the work, on the host's
// stack but in the caller's frame, so traces and errors are stock.
#pragma once

#include "ext/zend/compat.h"

namespace async::php {

class Runtime;

namespace user_fibers {

// At module start: room in the engine's Fiber for the host. At post-startup: the hooks. Returns the state for the listing.
void register_slot();
const char* install();

// Nothing can happen any more. When all that is left are Fibers parked in Fiber::suspend(), their hosts end quietly and the
// engine disposes of the Fibers as it always does (C-151, C-176). Returns whether that was so.
bool release_idle(Runtime& runtime) noexcept;

}  // namespace user_fibers
}  // namespace async::php
