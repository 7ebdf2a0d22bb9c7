// The end of a request and everything that leads there: the exact end of the main script, shutdown functions, destructors,
// exit(), uncaught exceptions, fatal errors (C-138…C-149). The engine's callbacks that make it happen are installed here.
#pragma once

#include "ext/zend/compat.h"

namespace async::php::lifecycle {

// First request of the process: hooks the compilers, outside opcache's (C-139, point m).
void request_startup();
// The runtime was made: later drain points are needed.
void runtime_started();
// Point (c): after destructors, while output still works.
void request_shutdown();
// All PHP objects are gone: the runtime itself goes.
void post_deactivate();

}  // namespace async::php::lifecycle
