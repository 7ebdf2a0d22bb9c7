#include "ext/zend/compat.h"

#include "ext/hooks/pcntl_signal.h"

#include "ext/zend/hook_registry.h"
#include "ext/zend/runtime.h"

namespace async::hooks {

namespace {

zif_handler original_pcntl_signal = nullptr;

// The handler that was just installed lies over ours, which goes back on top and calls it from there.
ZEND_FUNCTION(shared_pcntl_signal) {
    original_pcntl_signal(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    php::Runtime* runtime = php::Runtime::get();
    core::Reactor* reactor = runtime ? runtime->scheduler().reactor_if_made() : nullptr;
    if (reactor) reactor->recheck_signals();
}

}  // namespace

const char* install_pcntl_signal() {
    const bool here = php::hooks().replace_function("pcntl_signal", ZEND_FN(shared_pcntl_signal), &original_pcntl_signal);
    return here ? "shared with Async\\signal()" : "pcntl is not loaded";
}

}  // namespace async::hooks
