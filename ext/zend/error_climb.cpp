#include "ext/zend/error_climb.h"

#include "ext/zend/exceptions.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

namespace async::php {

namespace {

// C-95, third step. Not for the main scope: there the application ends, and that cancels everybody (C-140).
bool fail_scope(PhpScope& scope, core::Reason& error) noexcept {
    if (Runtime::get()->is_main_scope(scope)) return false;
    return scope.fail(error, ThrowableReason::own(make_throwable(ce_async_cancellation, "Scope was cancelled")));
}

}  // namespace

void ErrorClimb::init() { NativeObject<ErrorClimb>::init_hidden(); }

ErrorClimb::ErrorClimb(PhpCoroutine& failed, PhpScope& scope, core::Ref<core::Reason> error) noexcept
    : failed_(failed), scope_(&scope), error_(std::move(error)) {
    failed_.add_ref();
}

ErrorClimb::~ErrorClimb() { failed_.release(); }

void ErrorClimb::start(PhpCoroutine& failed, PhpScope& scope, core::Ref<core::Reason> error) noexcept {
    ErrorClimb* climb = NativeObject<ErrorClimb>::make_hidden(failed, scope, std::move(error));
    if (climb->climb() == At::handler) climb->spawn();
    climb->release();
}

void ErrorClimb::run(PhpCoroutine& failed, PhpScope& scope, core::Ref<core::Reason> error) noexcept {
    ErrorClimb* climb = NativeObject<ErrorClimb>::make_hidden(failed, scope, std::move(error));
    climb->go_on();
    climb->release();
}

bool ErrorClimb::give_up(PhpScope& from, core::Reason& error) noexcept {
    for (core::Ref<PhpScope> scope(&from); scope; scope = core::Ref<PhpScope>(scope->parent())) {
        if (fail_scope(*scope, error)) return true;
    }
    return false;
}

ErrorClimb::At ErrorClimb::climb() noexcept {
    while (scope_) {
        if (scope_->has_handler(from_child_)) return At::handler;
        if (fail_scope(*scope_, *error_)) return At::end;
        scope_ = core::Ref<PhpScope>(scope_->parent());
        from_child_ = true;
    }
    Runtime::get()->uncaught(ThrowableReason::of(*error_).copy());
    return At::end;
}

void ErrorClimb::go_on() {
    while (climb() == At::handler) {
        if (ask() || fail_scope(*scope_, *error_)) return;
        scope_ = core::Ref<PhpScope>(scope_->parent());
        from_child_ = true;
    }
}

// In a child of the scope whose handler it is: that scope is not complete before its handler is.
void ErrorClimb::spawn() noexcept {
    add_ref();  // for the body; a fatal error leaves it to the engine
    PhpCoroutine* worker = PhpCoroutine::make_native(
        [](PhpCoroutine&, void* argument) {
            auto* climb = static_cast<ErrorClimb*>(argument);
            climb->go_on();
            climb->release();
        },
        this);
    worker->set_internal();
    core::Ref<PhpScope> scope = PhpScope::make(scope_.get());
    Runtime::get()->scheduler().spawn_front(*worker, *scope);
    worker->release();
}

bool ErrorClimb::ask() {
    if (from_child_ && scope_->child_exception_handler() && call(scope_->child_exception_handler().get())) return true;
    return scope_->exception_handler() && call(scope_->exception_handler().get());
}

// What the handler throws goes on in place of what it was given.
bool ErrorClimb::call(zval* handler) {
    zval callable;  // it may replace itself
    zval arguments[3];
    zval result;
    ZVAL_COPY(&callable, handler);
    ZVAL_OBJ(&arguments[0], scope_->object_or_temporary());
    ZVAL_OBJ_COPY(&arguments[1], failed_.std_object());
    ZVAL_OBJ_COPY(&arguments[2], ThrowableReason::of(*error_).throwable());
    ZVAL_UNDEF(&result);
    call_user_function(nullptr, nullptr, &callable, &result, 3, arguments);
    zend_object* thrown = take_exception();
    zval_ptr_dtor(&result);
    for (zval& argument : arguments) zval_ptr_dtor(&argument);
    zval_ptr_dtor(&callable);
    if (!thrown) return true;
    if (is_engine_exit(thrown)) {  // C-146
        OBJ_RELEASE(thrown);
        Runtime::get()->exit_called();
        return true;
    }
    if (is_cancellation(thrown)) {  // the handler was stopped, the error is still there (C-43)
        OBJ_RELEASE(thrown);
        return false;
    }
    set_previous(thrown, ThrowableReason::of(*error_).copy());
    error_ = ThrowableReason::own(thrown);
    return false;
}

}  // namespace async::php
