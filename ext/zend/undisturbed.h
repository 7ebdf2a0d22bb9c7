// Work that the caller has to finish before it goes on, whatever is on its way to it: a pending exception is put aside, a
// cancellation waits. Both are the caller's again afterwards; what the work itself threw is added to them.
#pragma once

#include "ext/zend/exceptions.h"
#include "ext/zend/php_coroutine.h"
#include "ext/zend/throwable_reason.h"

namespace async::php {

// False: an unwinding exit is pending, no code of this stack runs any more and nothing was done.
template <typename Work>
bool undisturbed(PhpCoroutine& caller, Work&& work) {
    zend_object* pending = take_exception();
    if (pending && is_engine_exit(pending)) {
        raise(pending);
        return false;
    }
    caller.protect();
    work();
    core::Ref<core::Reason> deferred = caller.unprotect();
    if (pending) {
        zend_object* thrown = take_exception();
        raise(pending);
        if (thrown) raise(thrown);
    }
    if (deferred) raise(*deferred);
    return true;
}

}  // namespace async::php
