#include "ext/zend/time_slice.h"

#include "ext/php_async.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

namespace async::php::time_slice {

namespace {

constexpr char kFacility[] = "time slices, blocking calls";

using Interrupt = void (*)(zend_execute_data*);
using ExecuteInternal = void (*)(zend_execute_data*, zval*);

Interrupt original_interrupt = nullptr;
ExecuteInternal original_execute_internal = nullptr;

// --- Who is told what --------------------------------------------------------------------------------------------------

// `frame` is the function that kept the loop.
void report_blocked(core::Duration duration, const zend_execute_data* frame) {
    const zend_function* function = frame->func;
    const char* class_name = function->common.scope ? ZSTR_VAL(function->common.scope->name) : "";
    const char* name = function->common.function_name ? ZSTR_VAL(function->common.function_name) : "{main}";
    zend_error(E_WARNING, "%s%s%s%s blocked the event loop for " ZEND_LONG_FMT " ms", class_name, *class_name ? "::" : "", name,
               function->common.function_name ? "()" : "", static_cast<zend_long>(duration.ceil_ms()));
}

// `least`: how long it was for sure; the watchdog sees a turn a little after it has begun.
void report_if_blocked(Runtime& runtime, const zend_execute_data* frame, core::Duration least) {
    core::Duration duration = runtime.watchdog()->take_blocked();
    if (duration.ns <= 0) return;
    if (duration.ns < least.ns) duration = least;
    if (runtime.scheduler().current() && runtime.scheduler().alive_count() > 1 && !EG(exception)) {
        report_blocked(duration, frame);
    }
}

bool in_destructor() noexcept {
    for (const zend_execute_data* frame = EG(current_execute_data); frame; frame = frame->prev_execute_data) {
        const zend_class_entry* scope = frame->func ? frame->func->common.scope : nullptr;
        if (scope && scope->destructor == frame->func) return true;
    }
    return false;
}

// A destructor, a class being loaded and a library in the middle of a call hold what others may need.
bool may_preempt(Runtime& runtime) noexcept {
    return runtime.scheduler().current() && runtime.can_suspend() && !zend_fiber_switch_blocked() &&
           !in_destructor() && runtime.current()->library_calls == 0 && !runtime.class_loading.is_loading(*runtime.current());
}

// --- The engine's two callbacks ----------------------------------------------------------------------------------------

void on_interrupt(zend_execute_data* frame) {
    if (original_interrupt) original_interrupt(frame);
    Runtime* runtime = Runtime::get();
    if (!runtime || !runtime->watchdog()) return;
    // 8.4 also looks when an internal function has ended: that one was seen to by execute_watched().
    if (const zend_execute_data* user = user_frame(frame)) report_if_blocked(*runtime, user, {});
    if (!runtime->watchdog()->take_slice_end() || EG(exception) || !may_preempt(*runtime)) return;
    if (runtime->preempt() != core::Wait::Outcome::interrupted) return;
    if (core::Ref<core::Reason> reason = runtime->current()->take_interrupt()) raise(*reason);
}

// A short call that happens to end when the loop has been kept for long is not to blame: that is the function around it.
void execute_watched(zend_execute_data* frame, zval* return_value) {
    const auto call = original_execute_internal ? original_execute_internal : execute_internal;
    Runtime* runtime = Runtime::get();
    if (!runtime || !runtime->watchdog()) return call(frame, return_value);
    const core::Instant begun = runtime->clock().now();
    call(frame, return_value);
    if (EXPECTED(!runtime->watchdog()->has_blocked())) return;
    const core::Duration lasted = begun.until(runtime->clock().now());
    if (lasted.ns >= core::Duration::from_ms(ASYNC_G(warn_blocking)).ns / 2) report_if_blocked(*runtime, frame, lasted);
}

// --- What the JIT allows -----------------------------------------------------------------------------------------------

const char* setting(const char* name, size_t length) {
    bool exists = false;
    const char* value = zend_ini_string_ex(const_cast<char*>(name), length, 0, &exists);
    return exists && value ? value : "";
}

bool is_on(const char* value) {
    return strcasecmp(value, "on") == 0 || strcasecmp(value, "yes") == 0 || strcasecmp(value, "true") == 0 || atoi(value) != 0;
}

// PHP's JIT, but for the tracing one, keeps variables of a loop in registers and loses them when an interrupt comes. Everything
// else about opcache.jit is in its digits: the hundreds say whether registers are used.
bool jit_allows_interrupts() {
    const char* enabled = strcmp(sapi_module.name, "cli") == 0 ? setting(ZEND_STRL("opcache.enable_cli")) : "1";
    if (!is_on(enabled) || !is_on(setting(ZEND_STRL("opcache.enable")))) return true;
    if (zend_ini_long(const_cast<char*>("opcache.jit_buffer_size"), sizeof "opcache.jit_buffer_size" - 1, 0) <= 0) return true;
    const char* kind = setting(ZEND_STRL("opcache.jit"));
    if (strcasecmp(kind, "function") == 0) return false;
    if (*kind < '0' || *kind > '9') return true;  // tracing, on, off, disable
    const long digits = strtol(kind, nullptr, 10);
    return digits == 0 || digits == 1 || digits == 1254 || digits / 100 % 10 == 0;
}

void poke(void* vm_interrupt) { zend_atomic_bool_store_ex(static_cast<zend_atomic_bool*>(vm_interrupt), true); }

}  // namespace

void module_startup() {
    const bool watch = ASYNC_G(warn_blocking) > 0;
    if (!watch && ASYNC_G(time_slice) <= 0) {
        hooks().note(kFacility, "thread", "off by ini");
        return;
    }
    hooks().replace(&zend_interrupt_function, on_interrupt, &original_interrupt, kFacility);
    if (watch) hooks().replace(&zend_execute_internal, execute_watched, &original_execute_internal, kFacility);
    hooks().note(kFacility, "thread", watch ? ASYNC_G(time_slice) > 0 ? "both on" : "blocking calls" : "time slices");
}

std::unique_ptr<uv::Watchdog> start(Runtime& runtime) {
    uv::Watchdog::Settings settings{core::Duration::from_ms(ASYNC_G(time_slice)), core::Duration::from_ms(ASYNC_G(warn_blocking)),
                                    &poke, &EG(vm_interrupt)};
    if (!jit_allows_interrupts()) {
        if (settings.slice.ns > 0) {
            zend_error(E_CORE_WARNING,
                       "async.time_slice is off: with opcache.jit=%s PHP miscomputes loops after an interrupt (use tracing or 0)",
                       setting(ZEND_STRL("opcache.jit")));
        }
        settings.slice = {};
        settings.poke = nullptr;
    }
    if (settings.slice.ns <= 0 && settings.limit.ns <= 0) return nullptr;
    core::Error error;
    std::unique_ptr<uv::Watchdog> watchdog = uv::Watchdog::start(runtime.scheduler().turns(), settings, error);
    if (!watchdog) {
        zend_error(E_CORE_WARNING, "async.time_slice and async.warn_blocking are off: no thread to watch (%s)", error.text);
    }
    return watchdog;
}

}  // namespace async::php::time_slice
