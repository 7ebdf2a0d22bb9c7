#include "ext/zend/gc.h"

#include "ext/zend/compat.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/runtime.h"

namespace async::php::gc {

namespace {

using Collect = int (*)(void);
Collect original = nullptr;

// C-213: what automatic callers hear while the outcome is not known. Enough for the engine to leave its threshold alone.
constexpr int kUnknownButProductive = 100;
// From here on garbage is collected on the spot: a coroutine that never suspends must not let it grow without bound.
constexpr uint32_t kTooManyRoots = 100000;

bool is_explicit_call() {
    const zend_execute_data* frame = EG(current_execute_data);
    return frame && frame->func && frame->func->type == ZEND_INTERNAL_FUNCTION && frame->func->common.function_name &&
           zend_string_equals_literal(frame->func->common.function_name, "gc_collect_cycles");
}

uint32_t buffered_roots() {
    zend_gc_status status;
    zend_gc_get_status(&status);
    return status.num_roots;
}

void run(PhpCoroutine& /*self*/, void* /*argument*/) {
    Runtime::get()->gc_pass = nullptr;
    const int collected = original();
    if (Runtime* runtime = Runtime::get()) runtime->gc_last_collected = collected;
}

int collect() {
    Runtime* runtime = Runtime::get();
    if (!runtime || runtime->is_closed() || !runtime->has_spawned() || !runtime->current() || runtime->no_suspend_depth > 0 ||
        runtime->current()->is_finished() || (EG(flags) & EG_FLAGS_IN_SHUTDOWN)) {
        return original();
    }
    const bool asked_for = is_explicit_call();
    if (!asked_for && buffered_roots() >= kTooManyRoots) return original();
    if (!runtime->gc_pass) {
        PhpCoroutine* pass = PhpCoroutine::make_native(run, nullptr);
        pass->set_internal();
        runtime->gc_pass = pass;
        runtime->scheduler().spawn_front(*pass, runtime->main_scope());
        OBJ_RELEASE(pass->std_object());
    }
    if (asked_for) return 0;  // C-212
    return runtime->gc_last_collected >= 0 ? runtime->gc_last_collected : kUnknownButProductive;
}

}  // namespace

const char* install() {
    hooks().replace(&gc_collect_cycles, &collect, &original, "cycle collector");
    return "in a coroutine";
}

}  // namespace async::php::gc
