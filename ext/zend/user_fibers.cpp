#include "ext/zend/user_fibers.h"

#include "ext/zend/engine_memory.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

namespace async::php {

namespace {

zif_handler original_start = nullptr;
zif_handler original_resume = nullptr;
zif_handler original_throw = nullptr;
zend_object_dtor_obj_t original_dtor = nullptr;
zend_object_free_obj_t original_free = nullptr;
int slot = -1;

// One side of the conversation between a caller and a host.
class Signal final : public core::Awaitable, public InEngineMemory {
public:
    explicit Signal(const char* text) noexcept : text_(text) {}
    void give() noexcept { pulse(); }
    void describe(core::DescriptionSink& sink) const override { sink.append(text_, strlen(text_)); }

private:
    const char* text_;
};

class FiberHost final : public core::RefCounted, public InEngineMemory {
public:
    explicit FiberHost(zend_fiber* fiber) noexcept
        : fiber_(fiber),
          call_(core::make_ref<Signal>("Fiber::resume()")),
          reply_(core::make_ref<Signal>("Fiber::suspend()")) {}
    ~FiberHost() override {
        if (coroutine_) coroutine_->release();
    }

    static FiberHost* of(zend_object* fiber) noexcept {
        return static_cast<FiberHost*>(reinterpret_cast<zend_fiber*>(fiber)->context.reserved[slot]);
    }

    PhpCoroutine* coroutine() const noexcept { return coroutine_; }
    bool is_live() const noexcept { return coroutine_ && !coroutine_->is_finished() && !released_; }
    // Parked in Fiber::suspend(), with nobody's call in progress.
    bool is_idle() const noexcept { return idle_; }

    void spawn(PhpScope& scope) noexcept;
    // From the caller: runs `handler` on the host and waits for its end. The outcome is in return_value or pending.
    void call(zif_handler handler, zend_execute_data* frame, zval* return_value) noexcept;
    void forget_fiber() noexcept {
        fiber_ = nullptr;
        if (coroutine_) coroutine_->set_fiber(nullptr);
    }
    // The Fiber is gone, or nobody can ever resume it: the host has nothing left to do.
    void let_go() noexcept;

private:
    void work() noexcept;
    bool wait_for_call() noexcept;
    void perform() noexcept;
    void deliver_cancellation(core::Ref<core::Reason> reason) noexcept;

    zend_fiber* fiber_;
    PhpCoroutine* coroutine_ = nullptr;
    core::Ref<Signal> call_;
    core::Ref<Signal> reply_;
    zif_handler handler_ = nullptr;
    zend_execute_data* frame_ = nullptr;
    zval* return_value_ = nullptr;
    zend_object* exception_ = nullptr;
    bool idle_ = false;
    bool released_ = false;
};

void FiberHost::spawn(PhpScope& scope) noexcept {
    coroutine_ = PhpCoroutine::make_native(
        [](PhpCoroutine&, void* host) { core::Ref<FiberHost>(static_cast<FiberHost*>(host))->work(); }, this);
    coroutine_->mark_used();  // its failure goes to whoever resumed it
    coroutine_->set_fiber(&fiber_->fci.function_name);
    Runtime::get()->scheduler().spawn(*coroutine_, scope);
}

// Ours is the reference that make_native() gave; the scheduler has its own.
void FiberHost::call(zif_handler handler, zend_execute_data* frame, zval* return_value) noexcept {
    Runtime& runtime = *Runtime::get();
    PhpCoroutine& self = *runtime.current();
    handler_ = handler;
    frame_ = frame;
    return_value_ = return_value;
    exception_ = nullptr;
    idle_ = false;
    call_->give();
    core::Ref<core::Reason> interrupted;
    while (handler_ && !coroutine_->is_finished()) {
        self.wait().add(*reply_);
        self.wait().add(*coroutine_);  // cancelled before it ever ran, it ends without a reply
        if (runtime.park() == core::Wait::Outcome::interrupted) {
            // The flow of this coroutine stands inside the Fiber: that is where a cancellation has to arrive. The frame the
            // host works in is ours, so we stay until it is done.
            interrupted = self.take_interrupt();
            if (interrupted && coroutine_) coroutine_->cancel(interrupted);
        }
        self.wait().clear();
    }
    if (handler_) {
        handler_ = nullptr;
        if (core::Reason* reason = coroutine_->error()) raise(*reason);
    } else if (exception_) {
        raise(std::exchange(exception_, nullptr));
    } else if (interrupted) {
        raise(*interrupted);
    }
}

void FiberHost::let_go() noexcept {
    released_ = true;
    call_->give();
}

void FiberHost::work() noexcept {
    do {
        perform();
        idle_ = !released_ && fiber_ && fiber_->context.status == ZEND_FIBER_STATUS_SUSPENDED;
    } while (idle_ && wait_for_call());
    idle_ = false;
}

bool FiberHost::wait_for_call() noexcept {
    while (!handler_ && !released_) {
        coroutine_->wait().add(*call_);
        const auto outcome = Runtime::get()->park();
        coroutine_->wait().clear();
        if (outcome != core::Wait::Outcome::interrupted || released_) continue;
        core::Ref<core::Reason> reason = coroutine_->take_interrupt();
        if (!reason) continue;
        deliver_cancellation(std::move(reason));
        // Whoever wants to resume it meanwhile still gets the engine's answer.
        if (!fiber_ || fiber_->context.status != ZEND_FIBER_STATUS_SUSPENDED) return handler_ != nullptr;
    }
    return !released_;
}

// The engine's method, in the caller's frame.
void FiberHost::perform() noexcept {
    zend_execute_data* base = EG(current_execute_data);
    zend_object* fiber = &fiber_->std;
    GC_ADDREF(fiber);
    EG(current_execute_data) = frame_;
    handler_(frame_, return_value_);
    exception_ = take_exception();
    EG(current_execute_data) = base;
    handler_ = nullptr;
    reply_->give();
    OBJ_RELEASE(fiber);
}

// C-174: a suspended Fiber whose coroutine is cancelled is unwound with the cancellation. Another error that comes out goes to
// whoever is resuming it, or else is nobody's (C-45).
void FiberHost::deliver_cancellation(core::Ref<core::Reason> reason) noexcept {
    zval fiber;
    zval argument;
    zval result;
    ZVAL_OBJ_COPY(&fiber, &fiber_->std);
    ZVAL_OBJ(&argument, ThrowableReason::of(*reason).copy());
    ZVAL_UNDEF(&result);
    zend_fcall_info fci;
    memset(&fci, 0, sizeof fci);
    fci.size = sizeof fci;
    fci.object = Z_OBJ(fiber);
    fci.retval = &result;
    fci.params = &argument;
    fci.param_count = 1;
    zend_internal_function method =
        static_cast<zend_function*>(zend_hash_str_find_ptr(&zend_ce_fiber->function_table, "throw", 5))->internal_function;
    method.handler = original_throw;
    zend_fcall_info_cache fcc = empty_fcall_info_cache;
    fcc.function_handler = reinterpret_cast<zend_function*>(&method);
    fcc.object = Z_OBJ(fiber);
    fcc.called_scope = zend_ce_fiber;
    idle_ = false;
    zend_call_function(&fci, &fcc);
    idle_ = true;
    if (zend_object* exception = take_exception()) {
        if (is_cancellation(exception) || is_engine_exit(exception)) {
            if (is_engine_exit(exception)) Runtime::get()->exit_called();
            OBJ_RELEASE(exception);
        } else if (handler_) {
            exception_ = exception;
            handler_ = nullptr;
            reply_->give();
        } else {
            Runtime::get()->uncaught(exception);
        }
    }
    zval_ptr_dtor(&result);
    zval_ptr_dtor(&argument);
    zval_ptr_dtor(&fiber);
}

zend_class_entry* fiber_error_class() {
    return static_cast<zend_class_entry*>(zend_hash_str_find_ptr(CG(class_table), "fibererror", sizeof "fibererror" - 1));
}

// --- Hooks -----------------------------------------------------------------------------------------------------------

// Whether this call can take its turn in the queue; otherwise the engine does what it always does, errors included.
bool can_host() noexcept {
    if (zend_fiber_switch_blocked()) return false;
    Runtime* runtime = Runtime::get();
    if (runtime) return runtime->can_suspend();
    return !(EG(flags) & EG_FLAGS_IN_SHUTDOWN) && EG(current_fiber_context) == EG(main_fiber_context);
}

void dtor_fiber(zend_object* object) {
    FiberHost* host = FiberHost::of(object);
    original_dtor(object);
    if (host && host->is_idle() && Runtime::get() && !Runtime::get()->is_closed()) host->let_go();
}

void free_fiber(zend_object* object) {
    if (FiberHost* host = FiberHost::of(object)) {
        host->forget_fiber();
        host->release();
    }
    original_free(object);
}

// The engine's handler table is private; the first Fiber shows it.
void hook_handlers(zend_object* fiber) {
    if (original_dtor) return;
    auto* handlers = const_cast<zend_object_handlers*>(fiber->handlers);
    hooks().replace(&handlers->dtor_obj, &dtor_fiber, &original_dtor, "Fiber");
    hooks().replace(&handlers->free_obj, &free_fiber, &original_free, "Fiber");
}

ZEND_METHOD(Fiber, hosted_start) {
    auto* fiber = reinterpret_cast<zend_fiber*>(Z_OBJ_P(ZEND_THIS));
    if (fiber->context.status != ZEND_FIBER_STATUS_INIT || Z_TYPE(fiber->fci.function_name) == IS_UNDEF ||
        fiber->context.reserved[slot] || !can_host() || !Runtime::enter()) {
        original_start(INTERNAL_FUNCTION_PARAM_PASSTHRU);
        return;
    }
    hook_handlers(&fiber->std);
    auto* host = core::make_ref<FiberHost>(fiber).detach();  // released by free_fiber()
    fiber->context.reserved[slot] = host;
    host->spawn(Runtime::get()->current_scope());
    host->call(original_start, execute_data, return_value);
}

void continue_fiber(zif_handler original, INTERNAL_FUNCTION_PARAMETERS) {
    FiberHost* host = FiberHost::of(Z_OBJ_P(ZEND_THIS));
    if (!host || !host->is_live() || !can_host() || !Runtime::enter()) {
        original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
        return;
    }
    if (!host->is_idle()) {
        // C-172: it waits for the scheduler, not for a resumer.
        if (host->coroutine()->is_started() && host->coroutine()->is_suspended() && EG(active_fiber) == nullptr) {
            zend_throw_error(fiber_error_class(), "Cannot resume a not yielded fiber");
            return;
        }
        original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
        return;
    }
    host->call(original, execute_data, return_value);
}

ZEND_METHOD(Fiber, hosted_resume) { continue_fiber(original_resume, INTERNAL_FUNCTION_PARAM_PASSTHRU); }
ZEND_METHOD(Fiber, hosted_throw) { continue_fiber(original_throw, INTERNAL_FUNCTION_PARAM_PASSTHRU); }

ZEND_METHOD(Fiber, getCoroutine) {
    ZEND_PARSE_PARAMETERS_NONE();
    FiberHost* host = FiberHost::of(Z_OBJ_P(ZEND_THIS));
    if (host && host->coroutine()) RETURN_OBJ_COPY(host->coroutine()->std_object());
}

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_get_coroutine, 0, 0, Async\\Coroutine, 1)
ZEND_END_ARG_INFO()

const zend_function_entry added_methods[] = {
    ZEND_ME(Fiber, getCoroutine, arginfo_get_coroutine, ZEND_ACC_PUBLIC)
    ZEND_FE_END
};

}  // namespace

namespace user_fibers {

void register_slot() { slot = zend_get_resource_handle("async"); }

const char* install() {
    hooks().replace_method(zend_ce_fiber, "start", ZEND_MN(Fiber_hosted_start), &original_start);
    hooks().replace_method(zend_ce_fiber, "resume", ZEND_MN(Fiber_hosted_resume), &original_resume);
    hooks().replace_method(zend_ce_fiber, "throw", ZEND_MN(Fiber_hosted_throw), &original_throw);
    hooks().add_methods(zend_ce_fiber, added_methods);
    return "coroutines of their own";
}

bool release_idle(Runtime& runtime) noexcept {
    bool all_idle = runtime.scheduler().alive_count() > 0;
    const auto host_of = [](core::Coroutine& coroutine) -> FiberHost* {
        PhpCoroutine* fiber = PhpCoroutine::from(&coroutine);
        return fiber->is_fiber() ? static_cast<FiberHost*>(fiber->native_argument()) : nullptr;
    };
    runtime.scheduler().for_each_alive([&](core::Coroutine& coroutine) {
        FiberHost* host = host_of(coroutine);
        all_idle = all_idle && host && host->is_idle();
    });
    if (!all_idle) return false;
    runtime.scheduler().for_each_alive([&](core::Coroutine& coroutine) { host_of(coroutine)->let_go(); });
    return true;
}

}  // namespace user_fibers
}  // namespace async::php
