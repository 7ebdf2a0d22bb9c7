#include "ext/zend/php_coroutine.h"

#include "ext/zend/context.h"
#include "ext/zend/error_climb.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/output_layers.h"
#include "ext/zend/runtime.h"
#include "ext/zend/switch_state.h"
#include "ext/zend/throwable_reason.h"

namespace async::php {

zend_class_entry* ce_coroutine = nullptr;

// --- Task ------------------------------------------------------------------------------------------------------------

void Task::assign(const zend_fcall_info& fci, const zend_fcall_info_cache& cache, zval* positional, uint32_t count,
                  HashTable* named_args) {
    ZVAL_COPY(&callable, &fci.function_name);
    fcc = cache;
    if (UNEXPECTED(!fcc.function_handler || (fcc.function_handler->common.fn_flags & ZEND_ACC_CALL_VIA_TRAMPOLINE))) {
        zend_release_fcall_info_cache(&fcc);
        fcc = empty_fcall_info_cache;
    } else if (fcc.object && Z_TYPE(callable) != IS_OBJECT) {
        GC_ADDREF(fcc.object);  // ['parent::m'] and the like: the callable alone does not hold it
    }
    if (count > 0) {
        args = static_cast<zval*>(safe_emalloc(count, sizeof(zval), 0));
        argc = count;
        for (uint32_t i = 0; i < count; ++i) ZVAL_COPY(&args[i], &positional[i]);
    }
    if (named_args) named = zend_array_dup(named_args);
}

void Task::call(zval* result, zval* params, uint32_t count) {
    zend_fcall_info fci;
    fci.size = sizeof fci;
    fci.retval = result;
    fci.params = params;
    fci.param_count = count;
    fci.named_params = named;
    ZVAL_COPY_VALUE(&fci.function_name, &callable);
    fci.object = fcc.object;
    zend_fcall_info_cache cache = fcc;
    zend_call_function(&fci, cache.function_handler ? &cache : nullptr);
}

void Task::drop() noexcept {
    if (empty()) return;
    Task dead = *this;
    ZVAL_UNDEF(&callable);
    args = nullptr;
    argc = 0;
    named = nullptr;
    for (uint32_t i = 0; i < dead.argc; ++i) zval_ptr_dtor(&dead.args[i]);
    if (dead.args) efree(dead.args);
    if (dead.named) zend_array_release(dead.named);
    if (dead.fcc.function_handler && dead.fcc.object && Z_TYPE(dead.callable) != IS_OBJECT) OBJ_RELEASE(dead.fcc.object);
    zval_ptr_dtor(&dead.callable);
}

void Task::collect(zend_get_gc_buffer* buffer) {
    if (empty()) return;
    zend_get_gc_buffer_add_zval(buffer, &callable);
    for (uint32_t i = 0; i < argc; ++i) zend_get_gc_buffer_add_zval(buffer, &args[i]);
    if (!named) return;
    zval* value;
    ZEND_HASH_FOREACH_VAL(named, value) { zend_get_gc_buffer_add_zval(buffer, value); }
    ZEND_HASH_FOREACH_END();
}

// --- Making ----------------------------------------------------------------------------------------------------------

PhpCoroutine::PhpCoroutine() noexcept {
    ZVAL_UNDEF(&task_.callable);
    ZVAL_NULL(&result_);
    ZVAL_UNDEF(&context_);
    if (const zend_execute_data* frame = user_frame(EG(current_execute_data))) {
        spawn_file_ = zend_string_copy(frame->func->op_array.filename);
        spawn_line_ = frame->opline->lineno;
    }
}

PhpCoroutine::~PhpCoroutine() {
    while (at_end_.pop_front()) {  // never told: its stack is lost
    }
    task_.drop();
    zval_ptr_dtor(&result_);
    zval_ptr_dtor(&context_);
    if (finally_) zend_array_release(finally_);
    if (spawn_file_) zend_string_release(spawn_file_);
}

PhpCoroutine* PhpCoroutine::make(const zend_fcall_info& fci, const zend_fcall_info_cache& fcc, zval* args, uint32_t argc,
                                 HashTable* named) {
    PhpCoroutine* coroutine = NativeObject<PhpCoroutine>::make(ce_coroutine);
    coroutine->task_.assign(fci, fcc, args, argc, named);
    Runtime::get()->note_spawn();
    return coroutine;
}

PhpCoroutine* PhpCoroutine::make_native(NativeBody body, void* argument) {
    PhpCoroutine* coroutine = NativeObject<PhpCoroutine>::make(ce_coroutine);
    coroutine->kind_ = Kind::native;
    coroutine->native_ = body;
    coroutine->native_argument_ = argument;
    return coroutine;
}

PhpCoroutine* PhpCoroutine::make_adopted() {
    PhpCoroutine* coroutine = NativeObject<PhpCoroutine>::make(ce_coroutine);
    coroutine->kind_ = Kind::adopted;
    return coroutine;
}

// --- Running ---------------------------------------------------------------------------------------------------------

core::Ref<core::Reason> PhpCoroutine::run() noexcept {
    Runtime::get()->switcher().make_fresh();
    if (kind_ == Kind::native) {
        native_(*this, native_argument_);
    } else {
        call_task();
    }
    if (UNEXPECTED(Runtime::get()->is_unwinding())) Runtime::get()->die();
    if (UNEXPECTED(!at_end_.empty())) tell_all();
    if (UNEXPECTED(!output_layers::only_shared())) output_layers::end_own();
    SwitchState::settle();
    return outcome_of_call();
}

core::Ref<core::Reason> PhpCoroutine::discard_body(core::Reason& outcome) noexcept {
    Runtime::get()->switcher().make_fresh();
    task_.drop();
    if (on_discard_) on_discard_(*this, native_argument_, outcome);
    if (UNEXPECTED(!output_layers::only_shared())) output_layers::end_own();
    SwitchState::settle();
    return outcome_of_call();
}

void PhpCoroutine::call_task() {
    task_.call(&result_);
    if (Z_ISUNDEF(result_)) ZVAL_NULL(&result_);
    task_.drop();
    // Nobody can ask for the result: let its destructors run while there is still a coroutine to run them in (C-210).
    if (GC_REFCOUNT(std_object()) == 1 && !has_waiters() && !finally_ && Z_REFCOUNTED(result_)) {
        zval result;
        ZVAL_COPY_VALUE(&result, &result_);
        ZVAL_NULL(&result_);
        zval_ptr_dtor(&result);
    }
}

// What the body threw is put aside meanwhile, and what this throws is nobody's.
void PhpCoroutine::tell_all() noexcept {
    zend_object* outcome = EG(exception) ? take_exception() : nullptr;
    while (AtEnd* who = at_end_.pop_front()) {
        who->coroutine_ends();
        if (zend_object* thrown = EG(exception) ? take_exception() : nullptr) OBJ_RELEASE(thrown);
    }
    if (outcome) raise(outcome);
}

core::Ref<core::Reason> PhpCoroutine::outcome_of_call() noexcept {
    if (EXPECTED(!EG(exception))) return nullptr;
    zend_object* exception = take_exception();
    if (is_engine_exit(exception)) {
        OBJ_RELEASE(exception);
        if (is_fatal_exit()) Runtime::get()->die();  // C-147
        exited_ = true;  // C-146: exit() in a coroutine ends the application, once its awaiters have been told
        return nullptr;
    }
    zval_ptr_dtor(&result_);
    ZVAL_NULL(&result_);
    return ThrowableReason::own(exception);
}

// --- Ending ----------------------------------------------------------------------------------------------------------

void PhpCoroutine::on_finished(bool handled) noexcept {
    const bool only_ours = GC_REFCOUNT(std_object()) == 1;
    Runtime& runtime = *Runtime::get();
    if (exited_) runtime.exit_called(*this);
    if (finally_) runtime.run_finally(*this, std::exchange(finally_, nullptr));  // C-42
    core::Reason* reason = error();
    if (!reason || reason->is_cancellation() || handled || observed_) {
        if (handled) observed_ = true;
        return;  // C-43, C-97
    }
    PhpScope& home = *PhpScope::from(scope());
    if (!only_ours && kind_ == Kind::task && !home.somebody_takes_errors()) {  // C-45: somebody may still await it
        blamed_ = core::Ref<PhpScope>(&home);
        return;
    }
    surfaced_ = true;
    ErrorClimb::start(*this, home, core::Ref<core::Reason>(reason));  // C-44
}

void PhpCoroutine::surface_unobserved() noexcept {
    core::Reason* reason = error();
    if (!reason || reason->is_cancellation() || observed_ || surfaced_) return;
    surfaced_ = true;
    if (core::Ref<PhpScope> blamed = std::move(blamed_); blamed && Runtime::get() && !Runtime::get()->is_closed()) {
        if (ErrorClimb::give_up(*blamed, *reason)) return;
    }
    zend_object* exception = ThrowableReason::of(*reason).copy();
    if (EG(current_execute_data) && Runtime::get() && !Runtime::get()->is_closed()) {
        raise(exception);
    } else if (Runtime::get()) {
        Runtime::get()->uncaught(exception);
    } else {
        OBJ_RELEASE(exception);
    }
}

zend_object* PhpCoroutine::exception() const noexcept {
    core::Reason* reason = error();
    return reason ? ThrowableReason::of(*reason).throwable() : nullptr;
}

zend_object* PhpCoroutine::context() {
    if (Z_ISUNDEF(context_)) ZVAL_OBJ(&context_, NativeObject<Context>::object(Context::make(nullptr)));
    return Z_OBJ(context_);
}

void PhpCoroutine::add_finally(zval* callback) {
    if (!finally_) finally_ = zend_new_array(4);
    Z_TRY_ADDREF_P(callback);
    zend_hash_next_index_insert_new(finally_, callback);
}

// --- Looking ---------------------------------------------------------------------------------------------------------

const zend_execute_data* user_frame(const zend_execute_data* frame) noexcept {
    while (frame && (!frame->func || !ZEND_USER_CODE(frame->func->type))) frame = frame->prev_execute_data;
    return frame;
}

zend_string* PhpCoroutine::name() const {
    if (kind_ == Kind::adopted) return zend_string_init("main", 4, 0);
    if (fiber_callable_ && !Z_ISUNDEF_P(fiber_callable_)) return zend_get_callable_name(fiber_callable_);
    if (!task_.empty()) return zend_get_callable_name(const_cast<zval*>(&task_.callable));
    if (kind_ == Kind::native) return zend_string_init("internal", 8, 0);
    return zend_string_init("finished", 8, 0);
}

// C-154, C-155: the line of a deadlock report.
void PhpCoroutine::describe(core::DescriptionSink& sink) const {
    sink.format("Coroutine %d spawned at %s:%d", static_cast<int>(std_object()->handle),
                spawn_file_ ? ZSTR_VAL(spawn_file_) : "Unknown", static_cast<int>(spawn_line_));
    if (const zend_execute_data* frame = user_frame(parked_frame())) {
        sink.format(", suspended at %s:%d", ZSTR_VAL(frame->func->op_array.filename),
                    static_cast<int>(frame->opline->lineno));
    }
    zend_string* callable = name();
    sink.format(" (%s)", ZSTR_VAL(callable));
    zend_string_release(callable);
}

void PhpCoroutine::collect(zend_get_gc_buffer* buffer) {
    zend_get_gc_buffer_add_zval(buffer, &result_);
    zend_get_gc_buffer_add_zval(buffer, &context_);
    if (zend_object* object = exception()) zend_get_gc_buffer_add_obj(buffer, object);
    if (blamed_) zend_get_gc_buffer_add_obj(buffer, blamed_->std_object());
    task_.collect(buffer);
    if (finally_) {
        zval* value;
        ZEND_HASH_FOREACH_VAL(finally_, value) { zend_get_gc_buffer_add_zval(buffer, value); }
        ZEND_HASH_FOREACH_END();
    }
}

namespace {

HashTable* get_gc(zend_object* object, zval** table, int* count) {
    zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
    PhpCoroutine::from(object)->collect(buffer);
    zend_get_gc_buffer_use(buffer, table, count);
    return nullptr;
}

// C-45: an error nobody asked for surfaces where the last handle goes.
void dtor(zend_object* object) { PhpCoroutine::from(object)->surface_unobserved(); }


zend_function* no_constructor(zend_object* /*object*/) {
    zend_throw_error(nullptr, "Cannot directly construct Async\\Coroutine, use Async\\spawn() instead");  // C-7
    return nullptr;
}

}  // namespace

void init_coroutine_handlers(zend_class_entry* ce) {
    ce_coroutine = ce;
    NativeObject<PhpCoroutine>::init_handlers(ce);
    zend_object_handlers& handlers = NativeObject<PhpCoroutine>::handlers();
    handlers.get_gc = get_gc;
    handlers.dtor_obj = dtor;
    handlers.get_constructor = no_constructor;
}

}  // namespace async::php
