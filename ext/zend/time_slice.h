// Opt-in attention to coroutines that do not let go (D-12): `async.time_slice` takes the thread from one that has computed for so
// long while others can run, `async.warn_blocking` names the function that kept everybody waiting (IO-1304). One thread watches for
// both; with both off there is no thread and no hook in the way. A slice ends only where the engine looks at interrupts (loops,
// calls of PHP functions), never inside an internal function, a destructor, the class loader or a foreign library.
#pragma once

#include <memory>

#include "ext/zend/compat.h"

namespace async::uv {
class Watchdog;
}

namespace async::php {

class Runtime;

namespace time_slice {

// At module start: the JIT builds its stubs after that, and the compiler decides how internal functions are called.
void module_startup();
// The watchdog of a runtime that starts; null when nothing is asked for or it cannot be had, which is said as a warning.
std::unique_ptr<uv::Watchdog> start(Runtime& runtime);

}  // namespace time_slice
}  // namespace async::php
