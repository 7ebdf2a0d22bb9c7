#include "ext/hooks/multisort.h"

#include "ext/hooks/stream_pin.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/thread_owned.h"

namespace async::hooks {

namespace {

zif_handler original_multisort = nullptr;

// Whose turn it is, on this thread.
class Sorting final : public core::RefCounted {
public:
    Turn turn{*this};
    const php::PhpCoroutine* inside = nullptr;
};
thread_local php::ThreadOwned<core::Ref<Sorting>> sorting;

ZEND_FUNCTION(multisort_in_turn) {
    if (!cooperative() || EG(exception)) return original_multisort(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (!*sorting) *sorting = core::make_ref<Sorting>();
    const php::PhpCoroutine* self = &php::running_coroutine();
    if ((*sorting)->inside == self) return original_multisort(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if ((*sorting)->turn.enter(core::Instant::never()) != Waited::done) return;
    (*sorting)->inside = self;
    original_multisort(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    (*sorting)->inside = nullptr;
    (*sorting)->turn.leave();
}

}  // namespace

void multisort_dropped() noexcept { sorting->reset(); }

const char* install_multisort() {
    return php::hooks().replace_function("array_multisort", ZEND_FN(multisort_in_turn), &original_multisort) ? "in turns" : "not there";
}

}  // namespace async::hooks
