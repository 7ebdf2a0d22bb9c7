// The shape all blocking functions and methods share: look at the token, describe the wait, park, and turn how it ended into
// a value or an exception (X-1…X-4, C-102). Nothing else in ext/api parks.
#pragma once

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
Parked park(php::Runtime& runtime, zend_object* token);
// As park(), but after Parked::source the Wait is left for the caller, who takes what the source reserved and clears it.
Parked park_uncleared(php::Runtime& runtime, zend_object* token, OnToken on_token = OnToken::raise);

// suspend(): to the tail of the queue. False when an exception is pending.
bool yield(php::Runtime& runtime);

// Raises the OperationCanceledException of a token that ended with `error` (may be null), when it has ended.
void raise_token_fired(core::Reason* error);

}  // namespace async::api
