// The engine side of a scope: core::Scope plus handlers, context, waiters and a timer. Outlives the PHP object that controls
// it (ScopeObject) as long as anything runs in it; the main scope of a request has no such object (C-21). It is a hidden
// engine object itself, so that cycles through its handlers can be collected (C-214).
#pragma once

#include "ext/zend/compat.h"
#include "ext/zend/object.h"
#include "src/core/scope.h"
#include "src/core/timer_heap.h"

namespace async::php {

class Context;
class PhpCoroutine;
class PhpScope;

// Something that happens to a scope and can be awaited. Shares the life of its scope.
class ScopeEvent final : public core::Awaitable {
public:
    explicit ScopeEvent(PhpScope& scope) noexcept : scope_(scope) {}
    void add_ref() noexcept override;
    void release() noexcept override;
    void describe(core::DescriptionSink& sink) const override;
    void visit_holders(core::HolderVisitor& visitor) const override;
    using Awaitable::pulse;

private:
    PhpScope& scope_;
};

// A callable kept until somebody replaces it.
class StoredCallable {
public:
    StoredCallable() noexcept { ZVAL_UNDEF(&callable_); }
    StoredCallable(const StoredCallable&) = delete;
    StoredCallable& operator=(const StoredCallable&) = delete;
    ~StoredCallable() { zval_ptr_dtor(&callable_); }

    void set(zval* callable) {
        zval old;
        ZVAL_COPY_VALUE(&old, &callable_);
        ZVAL_COPY(&callable_, callable);
        zval_ptr_dtor(&old);
    }
    explicit operator bool() const noexcept { return !Z_ISUNDEF(callable_); }
    zval* get() noexcept { return &callable_; }

private:
    zval callable_;
};

class PhpScope final : public CountedByObject<core::Scope, PhpScope>, private core::TimerNode {
public:
    // A child of `parent`, or a root. The caller owns the reference it comes with.
    static core::Ref<PhpScope> make(PhpScope* parent);
    static PhpScope* from(core::Scope* scope) noexcept { return static_cast<PhpScope*>(scope); }

    explicit PhpScope(PhpScope* parent) noexcept;
    ~PhpScope() override;

    PhpScope* parent() const noexcept { return from(core::Scope::parent()); }

    // The PHP object that controls this scope; null before there is one, and once it is being destroyed.
    zend_object* object() const noexcept { return object_; }
    void set_object(zend_object* object) noexcept { object_ = object; }
    // The object, or a temporary one where there is none (C-96). With a reference for the caller.
    zend_object* object_or_temporary();
    // Where the object that controls it was made, for reports. Once.
    void remember_place() noexcept;

    // C-131: made on demand; and as it is, for those who look upwards.
    Context& context();
    Context* context_if_made() const noexcept { return context_; }
    // The scope of the request a server is handling, for everything below it (C-125). Null unless somebody set it.
    PhpScope* request_scope() const noexcept { return request_.get(); }
    void set_request_scope(PhpScope& scope) noexcept { request_ = core::Ref<PhpScope>(&scope); }

    // C-96.
    StoredCallable& exception_handler() noexcept { return exception_handler_; }
    StoredCallable& child_exception_handler() noexcept { return child_exception_handler_; }
    // Whether this scope has a handler that concerns an error of its own, or one that comes from below.
    bool has_handler(bool from_child) const noexcept { return exception_handler_ || (from_child && child_exception_handler_); }
    // Whether anybody here or above would take an error: a handler or an awaiter.
    bool somebody_takes_errors() const noexcept;

    // C-197: to be run when the scope closes or is released, whichever comes next.
    void add_finally(zval* callback);
    bool has_finally() const noexcept { return finally_ != nullptr; }

    // Pulses when the last active coroutine ends; with the reason when the scope fails or is cancelled (C-195).
    core::Awaitable& completion() noexcept { return completion_; }
    // Pulses when nothing is left of a cancelled scope; with the error when a coroutine of it fails (C-196).
    core::Awaitable& emptiness() noexcept { return emptiness_; }

    // C-190: cancels after that time, unless the scope completes first.
    void cancel_at(core::Instant deadline);
    // The object that controlled it goes (C-191).
    void object_destroyed();

    void collect(zend_get_gc_buffer* buffer);
    void describe(core::DescriptionSink& sink) const;

protected:
    void on_completed() noexcept override;
    void on_released() noexcept override;
    void on_closed() noexcept override;
    void on_cancelled(core::Reason& reason) noexcept override;
    bool on_failed(core::Reason& error) noexcept override;

private:
    void on_deadline() noexcept override;
    void stop_timer() noexcept;
    void run_finally() noexcept;

    ScopeEvent completion_;
    ScopeEvent emptiness_;
    StoredCallable exception_handler_;
    StoredCallable child_exception_handler_;
    HashTable* finally_ = nullptr;
    zend_object* object_ = nullptr;
    Context* context_ = nullptr;
    core::Ref<PhpScope> request_;
    PhpCoroutine* executioner_ = nullptr;  // cancels when the time is up; made in advance, as no timer may allocate
    zend_string* file_ = nullptr;
    uint32_t line_ = 0;
    uint32_t number_ = 0;  // the handle of the object, remembered
};

// The object of class Async\Scope.
class ScopeObject {
public:
    enum class Role : uint8_t {
        control,
        loan,  // to a handler for as long as it lasts: its end is not the scope's
    };

    ScopeObject();  // new Scope(): a root, not safe (C-180)
    ScopeObject(core::Ref<PhpScope> scope, Role role);
    ~ScopeObject();

    static ScopeObject* from(zend_object* object) noexcept { return NativeObject<ScopeObject>::from(object); }
    static zend_object* make(core::Ref<PhpScope> scope, Role role = Role::control);

    PhpScope& scope() noexcept { return *scope_; }
    // C-186: nothing can be done with it any more.
    bool is_disposed() const noexcept { return destroyed_ || scope_->is_released(); }

    // C-191, once.
    void destroy();

private:
    core::Ref<PhpScope> scope_;
    const Role role_;
    bool destroyed_ = false;
};

extern zend_class_entry* ce_scope;

// At module start, after the class entry exists.
void init_scope_handlers(zend_class_entry* ce);

// C-147: after a fatal error objects are freed without a destructor being called. Starts the finally handlers of the Scope
// objects that were still alive then. Returns whether there were any.
bool destroy_scopes_after_fatal_error();

}  // namespace async::php
