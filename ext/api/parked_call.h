// The shape all blocking functions and methods share: look at the token, describe the wait, park, and turn how it ended into
// a value or an exception (X-1…X-4, C-102). Nothing else in ext/api parks.
#pragma once

#include "ext/zend/awaitable_object.h"
#include "ext/zend/compat.h"
#include "ext/zend/runtime.h"

namespace async::api {

enum class Parked : uint8_t {
    source,    // a source ended or the wait was granted
    deadline,  // time is up
    thrown,    // an exception is pending: return at once
    token,     // the token has fired; only for who has asked not to have that raised
};

enum class OnToken : uint8_t { raise, tell };

// marks the token used; throws and answers false when it has fired already. `token` may be null.
bool token_allows(zend_object* token);

// Parks the running coroutine on its Wait, to which the caller has added its sources, plus `token` if given. Interruptions and
// a fired token are raised here. The Wait is cleared, so whatever the caller needs from its sources it must hold itself.
inline Parked park(php::Runtime& runtime, zend_object* token);
// As park(), but after Parked::source the Wait is left for the caller, who takes what the source reserved and clears it.
inline Parked park_uncleared(php::Runtime& runtime, zend_object* token, OnToken on_token = OnToken::raise);

// suspend(): to the tail of the queue. False when an exception is pending.
inline bool yield(php::Runtime& runtime);

// Raises the OperationCanceledException of a token that ended with `error` (may be null), when it has ended.
void raise_token_fired(core::Reason* error);

// --- What is between a switch and its caller is inline (see Scheduler::switch_away()) ----------------------------------

// A wait that did not end with a source, and what that means for the caller.
Parked end_without_source(php::PhpCoroutine& self, core::Wait::Outcome outcome, OnToken on_token);
bool end_interrupted_yield(php::PhpCoroutine& self);

inline Parked park_uncleared(php::Runtime& runtime, zend_object* token, OnToken on_token) {
    php::PhpCoroutine& self = *runtime.current();
    if (token) self.wait().set_token(*php::awaitable_of(token));
    const core::Wait::Outcome outcome = runtime.park();
    if (EXPECTED(outcome == core::Wait::Outcome::source || outcome == core::Wait::Outcome::none)) return Parked::source;
    return end_without_source(self, outcome, on_token);
}

inline Parked park(php::Runtime& runtime, zend_object* token) {
    const Parked answer = park_uncleared(runtime, token);
    if (EXPECTED(answer == Parked::source)) runtime.current()->wait().clear();
    return answer;
}

inline bool yield(php::Runtime& runtime) {
    return EXPECTED(runtime.yield() != core::Wait::Outcome::interrupted) || end_interrupted_yield(*runtime.current());
}

}  // namespace async::api
