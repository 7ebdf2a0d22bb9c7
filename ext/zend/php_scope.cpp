#include "ext/zend/php_scope.h"

#include "ext/zend/context.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/finally_run.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

namespace async::php {

zend_class_entry* ce_scope = nullptr;

namespace {

void visit_members(const core::Scope& scope, core::HolderVisitor& visitor) {
    scope.for_each_coroutine([&](const core::Coroutine& member) { visitor.visit(member); });
    scope.for_each_child([&](const core::Scope& child) { visit_members(child, visitor); });
}

}  // namespace

// --- ScopeEvent ------------------------------------------------------------------------------------------------------

void ScopeEvent::add_ref() noexcept { scope_.add_ref(); }
void ScopeEvent::release() noexcept { scope_.release(); }
void ScopeEvent::describe(core::DescriptionSink& sink) const { scope_.describe(sink); }

void ScopeEvent::visit_holders(core::HolderVisitor& visitor) const { visit_members(scope_, visitor); }

// --- PhpScope --------------------------------------------------------------------------------------------------------

core::Ref<PhpScope> PhpScope::make(PhpScope* parent) {
    return core::Ref<PhpScope>::adopt(NativeObject<PhpScope>::make_hidden(parent));
}

PhpScope::PhpScope(PhpScope* parent) noexcept
    : CountedByObject<core::Scope, PhpScope>(parent), completion_(*this), emptiness_(*this) {
    if (parent) request_ = parent->request_;
}

PhpScope::~PhpScope() {
    stop_timer();
    if (context_) {
        context_->forget_scope();
        OBJ_RELEASE(NativeObject<Context>::object(context_));
    }
    if (executioner_) OBJ_RELEASE(executioner_->std_object());
    if (finally_) zend_array_release(finally_);
    if (file_) zend_string_release(file_);
}

zend_object* PhpScope::object_or_temporary() {
    if (object_) {
        GC_ADDREF(object_);
        return object_;
    }
    return ScopeObject::make(core::Ref<PhpScope>(this), ScopeObject::Role::loan);
}

void PhpScope::remember_place() noexcept {
    number_ = object_->handle;
    if (const zend_execute_data* frame = user_frame(EG(current_execute_data))) {
        file_ = zend_string_copy(frame->func->op_array.filename);
        line_ = frame->opline->lineno;
    }
}

Context& PhpScope::context() {
    if (!context_) context_ = Context::make(this);
    return *context_;
}

bool PhpScope::somebody_takes_errors() const noexcept {
    for (const PhpScope* scope = this; scope; scope = scope->parent()) {
        if (scope->has_handler(scope != this) || scope->completion_.has_waiters() || scope->emptiness_.has_waiters()) {
            return true;
        }
    }
    return false;
}

void PhpScope::add_finally(zval* callback) {
    if (!finally_) finally_ = zend_new_array(4);
    Z_TRY_ADDREF_P(callback);
    zend_hash_next_index_insert_new(finally_, callback);
}

void PhpScope::run_finally() noexcept {
    if (!finally_) return;
    HashTable* handlers = std::exchange(finally_, nullptr);
    if (Runtime::get() ? Runtime::get()->is_closed() : !Runtime::start()) {
        zend_array_release(handlers);
        return;
    }
    FinallyRun::start(object_, handlers, *this, nullptr);
}

// --- What core::Scope tells ------------------------------------------------------------------------------------------

void PhpScope::on_completed() noexcept {
    stop_timer();
    completion_.pulse();
}

void PhpScope::on_released() noexcept {
    emptiness_.pulse();
    run_finally();
}

void PhpScope::on_closed() noexcept {
    stop_timer();
    run_finally();
}

void PhpScope::on_cancelled(core::Reason& reason) noexcept {
    stop_timer();
    completion_.pulse(&reason);
}

bool PhpScope::on_failed(core::Reason& error) noexcept {
    stop_timer();
    const bool taken = completion_.pulse(&error);
    return emptiness_.pulse(&error) || taken;
}

// --- disposeAfterTimeout() -------------------------------------------------------------------------------------------

void PhpScope::cancel_at(core::Instant deadline) {
    if (!executioner_) {
        executioner_ = PhpCoroutine::make_native(
            [](PhpCoroutine&, void* argument) {
                core::Ref<PhpScope> scope = core::Ref<PhpScope>::adopt(static_cast<PhpScope*>(argument));
                if (scope->is_closed()) return;
                scope->cancel(ThrowableReason::own(
                    make_throwable(ce_async_cancellation, "Scope has been disposed due to timeout")));
            },
            this);
        executioner_->set_internal();
    }
    core::TimerHeap& timers = Runtime::get()->scheduler().timers();
    timers.disarm(*this);
    timers.arm(*this, deadline);
}

void PhpScope::on_deadline() noexcept {
    PhpCoroutine* executioner = std::exchange(executioner_, nullptr);
    add_ref();  // for its body
    Runtime::get()->scheduler().spawn(*executioner, Runtime::get()->main_scope());
    GC_DELREF(executioner->std_object());  // the scheduler's own remains; no cycle to look for in the middle of a poll
}

void PhpScope::stop_timer() noexcept {
    if (armed()) Runtime::get()->scheduler().timers().disarm(*this);
}

// --- The object's end ------------------------------------------------------------------------------------------------

void PhpScope::object_destroyed() {
    if (Runtime::get() && Runtime::get()->is_closed()) return;
    core::Ref<PhpScope> self(this);
    if (!is_closed() && !is_empty()) {
        close_to_outsiders();
        cancel(ThrowableReason::own(
            make_throwable(ce_async_cancellation, "Scope is being disposed due to object destruction")));
        return;
    }
    close();
    release_closed();
}

// --- Looking ---------------------------------------------------------------------------------------------------------

void PhpScope::describe(core::DescriptionSink& sink) const {
    const auto number = static_cast<int>(number_ ? number_ : std_object()->handle);
    if (file_) {
        sink.format("Scope #%d created at %s:%d", number, ZSTR_VAL(file_), static_cast<int>(line_));
    } else {
        sink.format("Scope #%d", number);
    }
}

void PhpScope::collect(zend_get_gc_buffer* buffer) {
    if (parent()) zend_get_gc_buffer_add_obj(buffer, parent()->std_object());
    if (request_) zend_get_gc_buffer_add_obj(buffer, request_->std_object());
    if (context_) zend_get_gc_buffer_add_obj(buffer, NativeObject<Context>::object(context_));
    if (executioner_) zend_get_gc_buffer_add_obj(buffer, executioner_->std_object());
    zend_get_gc_buffer_add_zval(buffer, exception_handler_.get());
    zend_get_gc_buffer_add_zval(buffer, child_exception_handler_.get());
    if (!finally_) return;
    zval* value;
    ZEND_HASH_FOREACH_VAL(finally_, value) { zend_get_gc_buffer_add_zval(buffer, value); }
    ZEND_HASH_FOREACH_END();
}

// --- ScopeObject -----------------------------------------------------------------------------------------------------

ScopeObject::ScopeObject() : ScopeObject(PhpScope::make(nullptr), Role::control) { scope_->set_safe(false); }

ScopeObject::ScopeObject(core::Ref<PhpScope> scope, Role role) : scope_(std::move(scope)), role_(role) {
    scope_->set_object(NativeObject<ScopeObject>::object(this));
    if (role == Role::control) scope_->remember_place();
}

ScopeObject::~ScopeObject() {
    if (scope_->object() == NativeObject<ScopeObject>::object(this)) scope_->set_object(nullptr);
    // C-147: freed without having been destroyed. Its handlers are yet to run, so the scope has to be there then.
    if (!destroyed_ && CG(unclean_shutdown) && scope_->has_finally()) scope_.detach();
}

zend_object* ScopeObject::make(core::Ref<PhpScope> scope, Role role) {
    return NativeObject<ScopeObject>::object(NativeObject<ScopeObject>::make(ce_scope, std::move(scope), role));
}

void ScopeObject::destroy() {
    if (std::exchange(destroyed_, true)) return;
    scope_->set_object(nullptr);
    if (role_ == Role::control) scope_->object_destroyed();
}

namespace {

template <typename T>
HashTable* collect_native(zend_object* object, zval** table, int* count) {
    zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
    NativeObject<T>::from(object)->collect(buffer);
    zend_get_gc_buffer_use(buffer, table, count);
    return nullptr;
}

HashTable* scope_object_gc(zend_object* object, zval** table, int* count) {
    zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
    zend_get_gc_buffer_add_obj(buffer, ScopeObject::from(object)->scope().std_object());
    zend_get_gc_buffer_use(buffer, table, count);
    return nullptr;
}

}  // namespace

void init_scope_handlers(zend_class_entry* ce) {
    ce_scope = ce;
    NativeObject<PhpScope>::init_hidden();
    NativeObject<PhpScope>::handlers().get_gc = collect_native<PhpScope>;
    NativeObject<ScopeObject>::init_handlers(ce);
    zend_object_handlers& handlers = NativeObject<ScopeObject>::handlers();
    handlers.get_gc = scope_object_gc;
    handlers.dtor_obj = [](zend_object* object) { ScopeObject::from(object)->destroy(); };
}

bool destroy_scopes_after_fatal_error() {
    bool any = false;
    const uint32_t top = EG(objects_store).top;  // those made meanwhile are not concerned
    for (uint32_t i = 1; i < top; ++i) {
        zend_object* object = EG(objects_store).object_buckets[i];
        if (!IS_OBJ_VALID(object) || object->handlers != &NativeObject<PhpScope>::handlers()) continue;
        PhpScope& scope = *NativeObject<PhpScope>::from(object);
        if (!scope.has_finally()) continue;
        any = true;
        if (scope.object()) {
            ScopeObject::from(scope.object())->destroy();
        } else {
            scope.object_destroyed();
        }
    }
    return any;
}

}  // namespace async::php
