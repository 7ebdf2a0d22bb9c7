// Two processes cannot both own what a parked coroutine waits for, so only a process whose one coroutine is the main flow may
// fork; the child then gets a loop of its own before anything waits in it.
#include "ext/hooks/fork.h"

#include "ext/php_async.h"
#include "ext/zend/compat.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/runtime.h"

namespace async::hooks {

namespace {

zif_handler original_fork = nullptr;
zif_handler original_rfork = nullptr;
zif_handler original_forkx = nullptr;

// A collection that was asked for and has not begun is nobody's coroutine: both processes may have it.
bool others_alive(php::Runtime& runtime) noexcept {
    bool others = false;
    runtime.scheduler().for_each_alive([&](core::Coroutine& coroutine) {
        others |= &coroutine != runtime.scheduler().adopted() && &coroutine != runtime.gc_pass;
    });
    return others;
}

void fork_with(zif_handler original, INTERNAL_FUNCTION_PARAMETERS) {
    php::Runtime* runtime = php::Runtime::get();
    if (!runtime || runtime->is_closed()) {
        original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
        return;
    }
    if (others_alive(*runtime)) {  // D-16
        zend_throw_error(nullptr,
                         "Cannot fork() while coroutines other than the main one are running. fork() is only allowed when "
                         "just the main coroutine is active.");
        RETURN_THROWS();
    }
    original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (Z_TYPE_P(return_value) == IS_LONG && Z_LVAL_P(return_value) == 0) runtime->forked();
}

ZEND_FUNCTION(guarded_fork) { fork_with(original_fork, INTERNAL_FUNCTION_PARAM_PASSTHRU); }
ZEND_FUNCTION(guarded_rfork) { fork_with(original_rfork, INTERNAL_FUNCTION_PARAM_PASSTHRU); }
ZEND_FUNCTION(guarded_forkx) { fork_with(original_forkx, INTERNAL_FUNCTION_PARAM_PASSTHRU); }

}  // namespace

const char* install_fork() {
    php::HookRegistry& registry = php::hooks();
    const bool here = registry.replace_function("pcntl_fork", ZEND_FN(guarded_fork), &original_fork);
    registry.replace_function("pcntl_rfork", ZEND_FN(guarded_rfork), &original_rfork);
    registry.replace_function("pcntl_forkx", ZEND_FN(guarded_forkx), &original_forkx);
    return here ? "refused beside other coroutines" : "pcntl is not loaded";
}

}  // namespace async::hooks
