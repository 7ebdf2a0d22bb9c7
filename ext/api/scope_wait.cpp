#include "ext/zend/compat.h"

#include "ext/api/scope_wait.h"

#include "ext/api/parked_call.h"
#include "ext/zend/awaitable_object.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

namespace async::api {

namespace {

// Keeps what fails in a scope while somebody is busy with an earlier failure.
class FailureQueue final : public php::CountedByObject<core::Awaitable, FailureQueue>, private core::Waiter {
public:
    explicit FailureQueue(php::PhpScope& scope) noexcept : scope_(&scope) { scope.emptiness().subscribe(*this); }
    ~FailureQueue() override {
        stop();
        while (core::Ref<core::Reason> error = take()) {
        }
    }

    core::Ref<core::Reason> take() noexcept {
        Failure* first = first_;
        if (!first) return nullptr;
        first_ = first->next;
        core::Ref<core::Reason> error = core::Ref<core::Reason>::adopt(first->error);
        efree(first);
        return error;
    }
    bool is_empty() const noexcept { return !first_; }
    // Nothing of the scope is left.
    bool is_over() const noexcept { return over_; }
    void stop() noexcept {
        if (linked()) scope_->emptiness().unsubscribe(*this);
    }
    void describe(core::DescriptionSink& sink) const override { scope_->describe(sink); }
    void visit_holders(core::HolderVisitor& visitor) const override { scope_->emptiness().visit_holders(visitor); }

private:
    struct Failure {
        core::Reason* error;  // counted
        Failure* next;
    };

    bool notify(core::Awaitable& source, core::Reason* error) noexcept override {
        if (error) {
            source.subscribe(*this);
            auto* failure = static_cast<Failure*>(emalloc(sizeof(Failure)));
            *failure = {core::Ref<core::Reason>(error).detach(), nullptr};
            Failure** end = &first_;
            while (*end) end = &(*end)->next;
            *end = failure;
        } else {
            over_ = true;
        }
        pulse();
        return true;
    }

    core::Ref<php::PhpScope> scope_;
    Failure* first_ = nullptr;
    bool over_ = false;
};

bool is_outsider(const php::PhpScope& scope) {
    if (!php::Runtime::get()->current_scope().is_within(scope)) return true;
    php::throw_async(php::ce_async_exception,
                     "Cannot await completion of scope from a coroutine that belongs to the same scope or its children");
    return false;
}

// Parks on one event of a scope and raises what it brings.
void wait_for(core::Awaitable& event, zend_object* token) {
    core::Wait& wait = php::running_coroutine().wait();
    wait.add(event);
    if (park_uncleared(*php::Runtime::get(), token) != Parked::source) return;
    core::Ref<core::Reason> error(wait.error());
    wait.clear();
    if (error) php::raise(*error);
}

// handler(Throwable $error, Scope $scope)
void call_handler(zval* handler, core::Reason& error, zend_object* scope) {
    zval arguments[2];
    zval result;
    ZVAL_OBJ_COPY(&arguments[0], php::ThrowableReason::of(error).throwable());
    ZVAL_OBJ(&arguments[1], scope);
    ZVAL_UNDEF(&result);
    if (call_user_function(nullptr, nullptr, handler, &result, 2, arguments) == FAILURE && !EG(exception)) {
        php::throw_async(php::ce_async_exception, "Failed to call error handler in scope completion");
    }
    zval_ptr_dtor(&result);
    zval_ptr_dtor(&arguments[0]);
}

void wait_with_handler(zend_object* object, zval* handler, zend_object* token) {
    FailureQueue* failures =
        php::NativeObject<FailureQueue>::make_hidden(php::ScopeObject::from(object)->scope());
    core::Wait& wait = php::running_coroutine().wait();
    while (!EG(exception)) {
        if (core::Ref<core::Reason> error = failures->take()) {
            call_handler(handler, *error, object);
        } else if (failures->is_over()) {
            break;
        } else {
            wait.add(*failures);
            park(*php::Runtime::get(), token);
        }
    }
    failures->stop();
    // Who leaves early leaves these unhandled.
    while (core::Ref<core::Reason> error = failures->take()) {
        php::Runtime::get()->uncaught(php::ThrowableReason::of(*error).copy());
    }
    failures->release();
}

}  // namespace

void await_completion(php::ScopeObject& object, zend_object* token) {
    php::awaitable_of(token)->mark_used();
    php::PhpScope& scope = object.scope();
    if (!php::Runtime::get() || object.is_disposed() || scope.is_closed()) return;
    if (!php::Runtime::enter()) return;
    if (scope.is_cancelled()) {
        php::throw_async(php::ce_async_cancellation, "The scope has been cancelled");
        return;
    }
    if (!is_outsider(scope) || scope.is_finished() || !token_allows(token)) return;
    wait_for(scope.completion(), token);
}

void await_after_cancellation(zend_object* object, zval* error_handler, zend_object* token) {
    if (token) php::awaitable_of(token)->mark_used();
    php::ScopeObject& scope_object = *php::ScopeObject::from(object);
    php::PhpScope& scope = scope_object.scope();
    if (!php::Runtime::get() || scope_object.is_disposed() || scope.is_closed()) return;
    if (!php::Runtime::enter()) return;
    if (!scope.is_cancelled()) {
        php::throw_async(php::ce_async_exception, "Attempt to await a Scope that has not been cancelled");
        return;
    }
    if (!is_outsider(scope) || scope.is_empty() || !token_allows(token)) return;
    if (error_handler) {
        wait_with_handler(object, error_handler, token);
    } else {
        wait_for(scope.emptiness(), token);
    }
}

void init_scope_wait() { php::NativeObject<FailureQueue>::init_hidden(); }

}  // namespace async::api
