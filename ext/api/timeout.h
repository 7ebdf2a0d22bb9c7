// Async\Timeout: a deadline as an awaitable. Counts from the first wait on it, stops when nobody waits (C-88, C-89).
#pragma once

#include "ext/zend/compat.h"

namespace async::api {

// A new Timeout object with one reference. `ms` > 0.
zend_object* make_timeout(zend_long ms);
void register_timeout();

}  // namespace async::api
