#include "ext/zend/lifecycle.h"

#include <mutex>
#include <utility>

#include "ext/php_async.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/output_layers.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"
#include "ext/zend/time_slice.h"
#include "ext/zend/user_error_handler.h"

namespace async::php {

// --- How the application ends ----------------------------------------------------------------------------------------

namespace {

void cancel_for_shutdown(core::Coroutine& coroutine, const core::Ref<core::Reason>& reason) noexcept {
    if (coroutine.is_finished()) return;
    if (coroutine.is_internal() && !coroutine.is_started()) return;  // C-77
    coroutine.cancel_unprotected(reason);
}

}  // namespace

void Runtime::uncaught(zend_object* exception) noexcept {
    if (exit_exception_) {  // C-141: the new one first, the old one as its cause; everybody is told again
        set_previous(exception, exit_exception_);
        exit_exception_ = exception;
        shutting_down_ = false;
    } else {
        exit_exception_ = exception;
    }
    graceful_shutdown(nullptr);
}

void Runtime::exit_called() noexcept {
    exit_called_ = true;
    graceful_shutdown(nullptr);
}

void Runtime::exit_called(core::Coroutine& by) noexcept {
    exit_called_ = true;
    if (shutting_down_) return;
    const auto woken_by_exit = [&](core::Coroutine& coroutine) {
        bool awaited = false;
        if (coroutine.wait().outcome() == core::Wait::Outcome::source) {
            coroutine.wait().for_each_source([&](const core::Awaitable& source) { awaited |= &source == &by; });
        }
        return awaited;
    };
    core::Ref<core::Reason> reason = ThrowableReason::own(make_throwable(ce_async_cancellation, "Graceful shutdown"));
    shutting_down_ = true;
    scheduler_.for_each_alive([&](core::Coroutine& coroutine) {
        if (woken_by_exit(coroutine)) {
            cancel_later(coroutine, reason);
        } else {
            cancel_for_shutdown(coroutine, reason);
        }
    });
}

// From an internal coroutine behind everything that is queued now.
void Runtime::cancel_later(core::Coroutine& coroutine, core::Ref<core::Reason> reason) noexcept {
    struct Later {
        core::Ref<core::Coroutine> coroutine;
        core::Ref<core::Reason> reason;
    };
    PhpCoroutine* messenger = PhpCoroutine::make_native(
        [](PhpCoroutine&, void* argument) {
            auto* later = static_cast<Later*>(argument);
            later->coroutine->cancel_unprotected(std::move(later->reason));
            delete later;
        },
        new Later{core::Ref<core::Coroutine>(&coroutine), std::move(reason)});
    messenger->set_internal();
    scheduler_.spawn(*messenger, *main_scope_);
    OBJ_RELEASE(messenger->std_object());
}

void Runtime::graceful_shutdown(zend_object* cancellation) noexcept {
    if (std::exchange(shutting_down_, true)) {
        if (cancellation) OBJ_RELEASE(cancellation);
        return;
    }
    if (!cancellation) cancellation = make_throwable(ce_async_cancellation, "Graceful shutdown");
    cancel_everybody(ThrowableReason::own(cancellation));
}

void Runtime::cancel_everybody(const core::Ref<core::Reason>& reason) noexcept {
    scheduler_.for_each_alive([&](core::Coroutine& coroutine) { cancel_for_shutdown(coroutine, reason); });
}

void Runtime::end_main_flow(zend_object* exception) noexcept {
    if (core::Coroutine* flow = scheduler_.adopted()) {
        scheduler_.end_adopted(*flow, exception ? ThrowableReason::own(exception) : nullptr);
    } else if (exception) {
        uncaught(exception);
    }
}

void Runtime::drain() noexcept {
    if (!scheduler_.current()) scheduler_.run_until_idle();
}

// --- Fatal errors ----------------------------------------------------------------------------------------------------

// On the base frame of the stack that died. Nothing of this stack is touched any more; the process's own stack goes on with
// the same bailout (C-149).
void Runtime::on_bailout(void* runtime) { static_cast<Runtime*>(runtime)->die(); }

void Runtime::die() noexcept {
    auto* main = static_cast<PhpCoroutine*>(scheduler_.base_coroutine());
    if (main && main == scheduler_.current()) {  // main itself wants to wait while it leaves a library
        unwinding_ = false;
        zend_bailout();
    }
    // D-15 holds for main too: instead of the jump over its frames it leaves the library by itself, and ends with exit.
    if (!unwinding_ && main && main->library_calls > 0) {
        unwinding_ = true;
        main->unwind(ThrowableReason::own(zend_create_unwind_exit()));
        switcher_.leave_for(scheduler_.base_flow());
    }
    switcher_.bail_out_at(scheduler_.base_flow());
}

namespace {

// In a function of its own: nothing but its arguments is alive when the jump comes.
[[gnu::noinline]] void leave_stack(core::Scheduler& scheduler, core::Coroutine& coroutine) noexcept {
    zend_try { scheduler.unwind(coroutine); }
    zend_end_try();
}

PhpCoroutine* find_library_caller(core::Scheduler& scheduler) noexcept {
    PhpCoroutine* found = nullptr;
    scheduler.for_each_alive([&](core::Coroutine& coroutine) {
        PhpCoroutine* one = PhpCoroutine::from(&coroutine);
        if (!found && one->library_calls > 0 && one->is_started() && one->is_suspended()) found = one;
    });
    return found;
}

}  // namespace

// D-15. A library that is abandoned in the middle of a call may hold a lock, or a handle that nobody could use again: each such
// stack goes on once, with its wait failing and the engine's exit pending, which skips catch and finally. A stack that dies
// again, or wants to wait again, ends here all the same.
void Runtime::unwind_library_calls() noexcept {
    unwinding_ = true;
    while (PhpCoroutine* coroutine = find_library_caller(scheduler_)) {
        if (coroutine == scheduler_.adopted()) {  // main's own stack is where we stand
            coroutine->library_calls = 0;
            continue;
        }
        coroutine->unwind(ThrowableReason::own(zend_create_unwind_exit()));
        leave_stack(scheduler_, *coroutine);
        coroutine->library_calls = 0;  // once
        if (EG(exception)) OBJ_RELEASE(std::exchange(EG(exception), nullptr));
    }
    unwinding_ = false;
}

void Runtime::abandon() noexcept {
    zend_object* pending = std::exchange(EG(exception), nullptr);
    unwind_library_calls();
    EG(exception) = pending;
    shutting_down_ = false;
    exit_called_ = false;
    if (exit_exception_) OBJ_RELEASE(std::exchange(exit_exception_, nullptr));
    if (reactor_) reactor_->abandon();
    scheduler_.abandon([](core::Coroutine& coroutine) { coroutine.release(); });
    switcher_.drop_all();
    if (stacks_dropped) stacks_dropped();
    handles_in_use.forget_all();
    class_loading.forget_all();
    no_suspend_depth = 0;
    gc_pass = nullptr;
}

void Runtime::close() noexcept {
    if (std::exchange(closed_, true)) return;
    ASYNC_G(active) = false;
    watchdog_.reset();
    report_.reset();
    if (scheduler_.alive_count() > 0) abandon();
    scheduler_.contexts().clear();
    switcher_.drop_all();
    reactor_.reset();
    scheduler_.forget_reactor();
    main_scope_.reset();  // the engine frees its objects before the runtime goes
}

void Runtime::forked() noexcept {
    if (reactor_) reactor_->after_fork();
    if (watchdog_) {
        watchdog_->leak_thread();
        watchdog_ = time_slice::start(*this);
    }
    report_ = ReportOnSignal::start(*this);
}

// --- The engine's callbacks ------------------------------------------------------------------------------------------

namespace lifecycle {
namespace {

using CompileFile = zend_op_array* (*)(zend_file_handle*, int);
using CompileString = decltype(zend_compile_string);
using ExecuteEx = void (*)(zend_execute_data*);

CompileFile original_compile_file = nullptr;
CompileString original_compile_string = nullptr;
ExecuteEx original_execute_ex = nullptr;
std::once_flag compilers_hooked;

// The engine has one such pointer for all threads: it is ours as long as any of them is about to execute what it has compiled.
std::mutex redirecting;
uint32_t threads_redirected = 0;

// Shown in no trace: it has no name.
zend_internal_function tail_function;

// A frame below which there is no PHP code, while C code of ours calls out or switches without any frame of the script: the
// switch observers of profilers want one.
class BaseFrame {
public:
    BaseFrame() noexcept {
        memset(&frame_, 0, sizeof frame_);
        memset(&function_, 0, sizeof function_);
        function_.type = ZEND_INTERNAL_FUNCTION;
        frame_.func = &function_;
        frame_.prev_execute_data = EG(current_execute_data);
        EG(current_execute_data) = &frame_;
    }
    ~BaseFrame() { EG(current_execute_data) = frame_.prev_execute_data; }

private:
    zend_execute_data frame_;
    zend_function function_;
};

// Ends the main flow with whatever is pending and runs the others. What remains pending afterwards is what the engine is to
// report (C-142), or the exit it has to go on with.
void finish_main_flow() {
    BaseFrame frame;
    Runtime& runtime = *Runtime::get();
    zend_object* pending = take_exception();
    zend_object* exit = nullptr;
    if (pending && is_engine_exit(pending)) {
        exit = std::exchange(pending, nullptr);
        if (is_fatal_exit()) {  // C-147: nobody else runs any more; the engine goes on with its exit
            runtime.abandon();
            EG(exception) = exit;
            return;
        }
        runtime.end_main_flow(nullptr);
        runtime.exit_called();
    } else {
        runtime.end_main_flow(pending);  // C-143: an ordinary one starts the graceful shutdown
    }
    runtime.drain();
    if (zend_object* exception = runtime.take_exit_exception()) {
        if (exit) OBJ_RELEASE(exit);
        EG(exit_status) = 255;  // C-142: also if the user's handler takes it
        EG(exception) = exception;
    } else if (exit || runtime.exit_was_called()) {
        EG(exception) = exit ? exit : zend_create_unwind_exit();
    }
}

// As finish_main_flow(), where the engine will not look at a pending exception any more: reports it the way it would have.
void finish_late_flow() {
    finish_main_flow();
    if (!EG(exception)) return;
    if (is_engine_exit(EG(exception))) {
        OBJ_RELEASE(EG(exception));
        EG(exception) = nullptr;
        return;
    }
    if (Z_TYPE(EG(user_exception_handler)) != IS_UNDEF) zend_user_exception_handler();
    if (EG(exception)) {
        zend_exception_error(EG(exception), E_ERROR);  // releases it; bails out for E_ERROR only in later versions
        EG(exception) = nullptr;
    }
    EG(exit_status) = 255;
}

[[noreturn]] void rebail() {
    _zend_bailout(const_cast<char*>(__FILE__), __LINE__);
    abort();
}

void execute_top_level(zend_execute_data* execute_data);

void redirect() {
    ASYNC_G(is_redirected) = true;
    const std::lock_guard<std::mutex> lock(redirecting);
    if (threads_redirected++ > 0) return;
    original_execute_ex = zend_execute_ex;  // before another thread can come our way
    HookRegistry::exchange(&zend_execute_ex, execute_top_level);
}

// False: it is another thread that waits for its script.
bool end_redirection() {
    if (!std::exchange(ASYNC_G(is_redirected), false)) return false;
    const std::lock_guard<std::mutex> lock(redirecting);
    if (--threads_redirected == 0) HookRegistry::exchange(&zend_execute_ex, original_execute_ex);
    return true;
}

// C-139 (m): runs the top-level script and regains control exactly at its end.
void execute_top_level(zend_execute_data* execute_data) {
    if (!end_redirection()) return original_execute_ex(execute_data);
    output_layers::note_shared();
    volatile bool bailed_out = false;
    zend_try { original_execute_ex(execute_data); }
    zend_catch { bailed_out = true; }
    zend_end_try();
    if (Runtime::get() && !bailed_out) {
        zend_try { finish_main_flow(); }
        zend_catch { bailed_out = true; }
        zend_end_try();
    }
    if (!bailed_out) return;
    if (Runtime* runtime = Runtime::get()) runtime->abandon();
    rebail();
}

// The very next execution is the script that was just compiled with nothing running: redirect that one.
void redirect_next_execution() {
    if (EG(current_execute_data) || (EG(flags) & EG_FLAGS_IN_SHUTDOWN) || ASYNC_G(is_redirected)) return;
    redirect();
}

// C-166: neither the compiler nor the class table is re-entrant; nothing suspends while it works.
zend_op_array* compile_file(zend_file_handle* handle, int type) {
    Runtime* runtime = Runtime::get();
    if (runtime) ++runtime->no_suspend_depth;
    zend_op_array* code = original_compile_file(handle, type);
    if (runtime) --runtime->no_suspend_depth;
    if (code) redirect_next_execution();
    return code;
}

zend_op_array* compile_string(zend_string* source, const char* filename, zend_compile_position position) {
    zend_op_array* code = original_compile_string(source, filename, position);
    if (code) redirect_next_execution();
    return code;
}

// append_user_shutdown_function() makes the place before the memory of what belongs there, and reaching memory_limit may come between
// them: the engine would then call what is not there.
void drop_empty_place() {
    HashTable* functions = BG(user_shutdown_function_names);
    if (!functions || functions->nNumUsed == 0) return;
    const zend_ulong last = static_cast<zend_ulong>(functions->nNextFreeElement) - 1;
    const zval* place = zend_hash_index_find(functions, last);
    if (!place || Z_PTR_P(place)) return;
    const dtor_func_t destroy = std::exchange(functions->pDestructor, nullptr);
    zend_hash_index_del(functions, last);
    functions->pDestructor = destroy;
}

// C-139 (b): after the user's shutdown functions. The list is walked while it grows, so being last means appending again
// until nobody came after us.
void append_tail() {
    php_shutdown_function_entry entry;
    memset(&entry, 0, sizeof entry);
    entry.fci.size = sizeof entry.fci;
    ZVAL_UNDEF(&entry.fci.function_name);
    entry.fci_cache.function_handler = reinterpret_cast<zend_function*>(&tail_function);
    bool refused = false;
    zend_try { append_user_shutdown_function(&entry); }
    zend_catch { refused = true; }
    zend_end_try();
    if (refused) {
        drop_empty_place();
        zend_bailout();
    }
    ASYNC_G(tail_position) = BG(user_shutdown_function_names)->nNumUsed;
}

bool is_tail() { return BG(user_shutdown_function_names)->nNumUsed == ASYNC_G(tail_position); }

void run_tail(INTERNAL_FUNCTION_PARAMETERS) {
    (void)execute_data;
    ZVAL_NULL(return_value);
    if (!Runtime::get() || Runtime::get()->is_closed()) return;
    if (is_tail()) {
        finish_late_flow();
        if (is_tail()) return;
    }
    append_tail();
}

}  // namespace

void request_startup() {
    std::call_once(compilers_hooked, [] {
        tail_function.type = ZEND_INTERNAL_FUNCTION;
        tail_function.handler = run_tail;
        hooks().replace(&zend_compile_file, &compile_file, &original_compile_file, "end of script");
        hooks().replace(&zend_compile_string, &compile_string, &original_compile_string, "end of script");
    });
}

void runtime_started() { append_tail(); }

void request_shutdown() {
    end_redirection();  // what was compiled was not executed
    if (CG(unclean_shutdown) && Runtime::get()) Runtime::get()->abandon();
    zend_try {
        // C-147: objects get no destructors any more, but Scope objects still have handlers to run.
        if (CG(unclean_shutdown) ? destroy_scopes_after_fatal_error() : Runtime::get() != nullptr) finish_late_flow();
    }
    zend_catch {
        if (Runtime::get()) Runtime::get()->abandon();
    }
    zend_end_try();
    if (Runtime::get()) {
        zend_try { Runtime::get()->close(); }
        zend_end_try();
    }
    user_error_handler::forget();
    output_layers::forget();
}

void post_deactivate() {
    delete std::exchange(ASYNC_G(runtime), nullptr);
    ASYNC_G(active) = false;
}

}  // namespace lifecycle
}  // namespace async::php
