#include "ext/hooks/native/library_call.h"

#include <atomic>
#include <utility>

#ifndef ZTS
#include <pthread.h>
#endif

#include "ext/hooks/numbered_handlers.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/throwable_reason.h"

namespace async::hooks::native {

using php::PhpCoroutine;
using php::Runtime;

namespace {

#ifndef ZTS
pthread_t php_thread;
#endif

constexpr int kFatal =
    E_ERROR | E_CORE_ERROR | E_COMPILE_ERROR | E_PARSE | E_RECOVERABLE_ERROR | E_USER_ERROR;

void (*original_error_cb)(int, zend_string*, uint32_t, zend_string*) = nullptr;

// IO-12. With a cancellation pending no PHP code runs, so whoever complains is C code on its way out of the cancelled call.
bool caused_by_cancellation(int type) noexcept {
    if ((type & kFatal) || !ASYNC_G(active)) return false;
    if (EG(exception)) return php::is_cancellation(EG(exception));
    const PhpCoroutine* self = library_caller();
    return self && self->has_interrupt();
}

// Who put itself in front of us after we were installed, as Xdebug does at the start of each request, and may call us back.
std::atomic<void (*)(int, zend_string*, uint32_t, zend_string*)> in_front{nullptr};
thread_local bool calling_in_front = false;

void report_error(int type, zend_string* file, uint32_t line, zend_string* message) {
    if (caused_by_cancellation(type)) return;
    const auto next = in_front.load(std::memory_order_relaxed);
    if (EXPECTED(!next || calling_in_front)) return original_error_cb(type, file, line, message);
    calling_in_front = true;
    next(type, file, line, message);
    calling_in_front = false;
}

// --- Wrapped functions -----------------------------------------------------------------------------------------------

constexpr size_t kMostFunctions = 768;
zif_handler originals[kMostFunctions];
AfterError after_errors[kMostFunctions];
size_t wrapped = 0;

zend_never_inline void run(INTERNAL_FUNCTION_PARAMETERS, size_t number) {
    in_library_call([=] { originals[number](INTERNAL_FUNCTION_PARAM_PASSTHRU); });
    if (UNEXPECTED(EG(exception) && after_errors[number])) after_errors[number](execute_data);
}

constexpr NumberedHandlers<run, kMostFunctions> wrappers;

// --- One coroutine at a time -----------------------------------------------------------------------------------------

zif_handler exclusive_originals[kMostFunctions];
AfterError exclusive_after_errors[kMostFunctions];
size_t exclusively_wrapped = 0;

// Where PHP code has called what a coroutine is in the middle of. Null: nowhere.
const zend_execute_data* place_of(const zend_execute_data* frame) noexcept { return frame ? php::user_frame(frame) : nullptr; }

void refuse(const zend_object* object, const PhpCoroutine& user) {
    php::throw_async(php::ce_async_exception, "%s is already in use by another coroutine, %s", ZSTR_VAL(object->ce->name),
                     both_places(user));
}

void run_exclusively(zif_handler original, INTERNAL_FUNCTION_PARAMETERS) {
    if (!cooperative() || Z_TYPE(EX(This)) != IS_OBJECT) return original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    zend_object* object = Z_OBJ(EX(This));
    PhpCoroutine& self = php::running_coroutine();
    php::HandlesInUse& in_use = Runtime::get()->handles_in_use;
    const PhpCoroutine* user = in_use.user_of(object);
    if (UNEXPECTED(user && user != &self)) return refuse(object, *user);
    const bool outermost = !user;
    if (outermost) in_use.take(object, self);
    LibraryCall call;
    call.enter();
    original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (outermost) Runtime::get()->handles_in_use.drop(object);
    call.leave();
}

zend_never_inline void run_exclusive(INTERNAL_FUNCTION_PARAMETERS, size_t number) {
    run_exclusively(exclusive_originals[number], INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (UNEXPECTED(EG(exception) && exclusive_after_errors[number])) exclusive_after_errors[number](execute_data);
}

constexpr NumberedHandlers<run_exclusive, kMostFunctions> exclusive_wrappers;

}  // namespace

#ifdef ZTS
bool on_php_thread() noexcept { return tsrm_get_ls_cache() != nullptr; }
#else
bool on_php_thread() noexcept { return pthread_equal(pthread_self(), php_thread); }
#endif

PhpCoroutine* library_caller() noexcept {
    if (!on_php_thread() || !ASYNC_G(active)) return nullptr;
    Runtime& runtime = *Runtime::get();
    PhpCoroutine* self = runtime.current();
    return self && self->library_calls > 0 && runtime.can_suspend() ? self : nullptr;
}

void LibraryCall::enter() noexcept {
    error_handling_ = EG(error_handling);
    exception_class_ = EG(exception_class);
    PhpCoroutine& self = php::running_coroutine();
    ++self.library_calls;
    outer_frame_ = std::exchange(self.library_frame, nullptr);
}

void LibraryCall::leave() noexcept {
    PhpCoroutine& self = php::running_coroutine();
    --self.library_calls;
    self.library_frame = outer_frame_;
    // Not when a callback's own call returns: further out the library still uses them.
    if (UNEXPECTED(Runtime::get()->handles_in_use.has_orphans()) && self.library_calls == 0) {
        Runtime::get()->handles_in_use.free_orphans_of(self);
    }
    if (EXPECTED(!self.has_interrupt())) return;
    EG(error_handling) = error_handling_;
    EG(exception_class) = exception_class_;
    core::Ref<core::Reason> reason = self.take_interrupt();
    php::raise(*reason);
}

const char* both_places(const PhpCoroutine& user) {
    static ASYNC_PHP_THREAD_LOCAL char text[2 * MAXPATHLEN + 64];
    const zend_execute_data* theirs = place_of(user.parked_frame());
    const zend_execute_data* ours = place_of(EG(current_execute_data));
    snprintf(text, sizeof text, "at %s:%d; this call is at %s:%d", theirs ? ZSTR_VAL(theirs->func->op_array.filename) : "Unknown",
             theirs ? static_cast<int>(theirs->opline->lineno) : 0, ours ? ZSTR_VAL(ours->func->op_array.filename) : "Unknown",
             ours ? static_cast<int>(ours->opline->lineno) : 0);
    return text;
}

void silence_errors() noexcept {
    calling_in_front = false;  // a fatal error may have left it
    if (!original_error_cb) return;
    if (auto other = php::hooks().put_in_front(&zend_error_cb, &report_error)) in_front.store(other, std::memory_order_relaxed);
}

// Outside the normal mode the engine hands errors to report_error() and leaves the user's handler alone.
void hold_interrupt() noexcept {
    EG(error_handling) = EH_THROW;
    EG(exception_class) = nullptr;
}

bool wrap_function(const char* name) {
    if (wrapped == kMostFunctions) return false;
    if (!php::hooks().replace_function(name, wrappers[wrapped], &originals[wrapped])) return false;
    ++wrapped;
    return true;
}

bool wrap_method(zend_class_entry* ce, const char* name, AfterError after_error) {
    if (wrapped == kMostFunctions) return false;
    if (!php::hooks().replace_method(ce, name, wrappers[wrapped], &originals[wrapped])) return false;
    after_errors[wrapped++] = after_error;
    return true;
}

void wrap_own_methods(zend_class_entry* ce) {
    ASYNC_HASH_FOREACH_PTR(&ce->function_table, zend_function, function) {
        if (function->common.scope != ce || function->type != ZEND_INTERNAL_FUNCTION) continue;
        zend_string* lower = zend_string_tolower(function->common.function_name);
        wrap_method(ce, ZSTR_VAL(zend_new_interned_string(zend_string_dup(lower, 1))));
        zend_string_release(lower);
    }
    ZEND_HASH_FOREACH_END();
}

bool wrap_method_exclusively(zend_class_entry* ce, const char* name, AfterError after_error) {
    if (exclusively_wrapped == kMostFunctions) return false;
    if (!php::hooks().replace_method(ce, name, exclusive_wrappers[exclusively_wrapped], &exclusive_originals[exclusively_wrapped])) {
        return false;
    }
    exclusive_after_errors[exclusively_wrapped++] = after_error;
    return true;
}

void wrap_own_methods_exclusively(zend_class_entry* ce, bool (*is_exempt)(const char*)) {
    ASYNC_HASH_FOREACH_PTR(&ce->function_table, zend_function, function) {
        if (function->common.scope != ce || function->type != ZEND_INTERNAL_FUNCTION) continue;
        zend_string* lower = zend_string_tolower(function->common.function_name);
        if (!is_exempt || !is_exempt(ZSTR_VAL(lower))) {
            wrap_method_exclusively(ce, ZSTR_VAL(zend_new_interned_string(zend_string_dup(lower, 1))));
        }
        zend_string_release(lower);
    }
    ZEND_HASH_FOREACH_END();
}

void wrap_entries(const zend_function_entry* entries, const char* facility) {
    for (; entries->fname && wrapped < kMostFunctions; ++entries) {
        auto* slot = const_cast<zif_handler*>(&entries->handler);
        if (php::hooks().replace_readonly(slot, wrappers[wrapped], &originals[wrapped], facility)) ++wrapped;
    }
}

const char* install_library_calls() {
#ifndef ZTS
    php_thread = pthread_self();
#endif
    php::hooks().replace(&zend_error_cb, &report_error, &original_error_cb, "warnings of cancelled calls");
    return "silent";
}

}  // namespace async::hooks::native
