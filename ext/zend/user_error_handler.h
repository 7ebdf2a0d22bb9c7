// The user's error handler beside coroutines (C-163). While the handler runs the engine takes it away, so that its own errors
// do not come back to it; a handler that suspends must not leave everybody else without one. The current handler is remembered
// in the module globals each time the script sets or restores one; switch_state.h gives it back to those who run meanwhile.
#pragma once

#include "ext/php_async.h"
#include "ext/zend/compat.h"

namespace async::php::user_error_handler {

// At post-startup. Returns the state for the listing.
const char* install();
// At the end of the request.
void forget() noexcept;

// Whether the running flow is inside the handler.
inline bool is_running() noexcept {
    return Z_TYPE(EG(user_error_handler)) == IS_UNDEF && Z_TYPE(ASYNC_G(error_handler)) != IS_UNDEF;
}
// The flow inside the handler leaves, and comes back. `lent`: which handler that is; the flow's own frames keep it alive.
void lend(zval& lent) noexcept;
void take_back(const zval& lent) noexcept;

}  // namespace async::php::user_error_handler
