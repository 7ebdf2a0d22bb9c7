// The cycle collector under the scheduler: collections move to a coroutine of their own, where destructors may suspend
// (C-210…C-213). Until the first spawn() of a request the engine collects as it always does (C-173, C-211).
#pragma once

namespace async::php::gc {

// At post-startup. Returns the state for the listing.
const char* install();

}  // namespace async::php::gc
