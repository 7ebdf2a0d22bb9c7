// A coroutine whose body is a PHP callable, and the PHP object Async\Coroutine in one. Holds the callable and its arguments
// until the body starts, the result from its end on, and what people ask about: where it was spawned, where it is parked.
#pragma once

#include "ext/zend/compat.h"
#include "ext/zend/object.h"
#include "ext/zend/php_scope.h"
#include "src/core/coroutine.h"
#include "src/core/intrusive_list.h"

namespace async::php {

class Runtime;

extern zend_class_entry* ce_coroutine;

// The body of a coroutine: a callable with its arguments, captured by value at spawn time (C-80).
struct Task {
    zval callable;
    zend_fcall_info_cache fcc;  // empty for trampolines, which are resolved again at start (C-81)
    zval* args = nullptr;
    uint32_t argc = 0;
    HashTable* named = nullptr;

    // Takes copies. `fci`/`fcc` as parsed from the caller's arguments.
    void assign(const zend_fcall_info& fci, const zend_fcall_info_cache& cache, zval* positional, uint32_t count,
                HashTable* named_args);
    bool empty() const noexcept { return Z_ISUNDEF(callable); }
    // Calls it with its own arguments, or with these. `result` stays undefined when it throws.
    void call(zval* result) { call(result, args, argc); }
    void call(zval* result, zval* params, uint32_t count);
    void drop() noexcept;
    void collect(zend_get_gc_buffer* buffer);
};

// Somebody who has something to put in order when a coroutine's body is over: in the coroutine, which may still wait, and before
// anybody learns of its end. Not for coroutines whose stack is lost.
class AtEnd : public core::ListNode {
public:
    virtual void coroutine_ends() noexcept = 0;

protected:
    ~AtEnd() = default;
};

class PhpCoroutine : public CountedByObject<core::Coroutine, PhpCoroutine> {
public:
    enum class Kind : uint8_t {
        task,      // the body is a callable
        adopted,   // the main flow; no body of ours
        native,    // the body is a C++ function (finally handlers, Fibers, the collector)
    };
    using NativeBody = void (*)(PhpCoroutine& self, void* argument);
    using NativeDiscard = void (*)(PhpCoroutine& self, void* argument, core::Reason& outcome);

    PhpCoroutine() noexcept;
    ~PhpCoroutine() override;

    // Creates an unstarted coroutine that runs `fci`; remembers the running line as its birth place.
    static PhpCoroutine* make(const zend_fcall_info& fci, const zend_fcall_info_cache& fcc, zval* args, uint32_t argc,
                              HashTable* named);
    static PhpCoroutine* make_native(NativeBody body, void* argument);
    static PhpCoroutine* make_adopted();
    static PhpCoroutine* from(zend_object* object) noexcept { return NativeObject<PhpCoroutine>::from(object); }
    static PhpCoroutine* from(core::Coroutine* coroutine) noexcept { return static_cast<PhpCoroutine*>(coroutine); }

    Kind kind() const noexcept { return kind_; }
    const zval& result() const noexcept { return result_; }
    void set_result(zval* value) noexcept { ZVAL_COPY_VALUE(&result_, value); }
    zend_object* exception() const noexcept;

    // The coroutine hosts a user Fiber that runs `callable`, after which it is named in reports. Borrowed from the Fiber, which
    // must be collectable while its host waits for it; null once the Fiber is gone.
    void set_fiber(zval* callable) noexcept {
        fiber_ = true;
        fiber_callable_ = callable;
    }
    // A native coroutine that runs `callable`, and is named after it; null when that is over.
    void name_after(zval* callable) noexcept { fiber_callable_ = callable; }
    bool is_fiber() const noexcept { return fiber_; }
    void* native_argument() const noexcept { return native_argument_; }

    // Somebody will look at the outcome; an error is not "unhandled" any more (C-45, C-100).
    void mark_used() noexcept override {
        observed_ = true;
        blamed_.reset();
    }
    bool is_observed() const noexcept { return observed_; }

    zend_string* spawn_file() const noexcept { return spawn_file_; }
    uint32_t spawn_line() const noexcept { return spawn_line_; }
    // The frame on top of a parked coroutine's stack; null when it runs, has not started or has ended.
    zend_execute_data* parked_frame() const noexcept { return is_started() && is_suspended() ? parked_frame_ : nullptr; }
    // About to park at this frame. Work that must not wait for us goes on elsewhere (C-72, C-212).
    void leave_at(zend_execute_data* frame) noexcept {
        parked_frame_ = frame;
        if (UNEXPECTED(on_leave_ != nullptr)) std::exchange(on_leave_, nullptr)(*this, native_argument_);
    }
    // Called once, when the coroutine parks for the first time from now on. Native coroutines only.
    void set_on_leave(NativeBody callback) noexcept { on_leave_ = callback; }
    // Called in place of the body when the coroutine is cancelled before it begins. Native coroutines only.
    void set_on_discard(NativeDiscard callback) noexcept { on_discard_ = callback; }
    // Name of the callable, for reports. Owned by the caller.
    zend_string* name() const;
    void describe(core::DescriptionSink& sink) const override;

    // C-72: stores a handler for the end; the coroutine must not be finished.
    void add_finally(zval* callback);

    // What the cycle collector may follow from here (C-214).
    void collect(zend_get_gc_buffer* buffer);

    // Calls on its stack that may wait inside a foreign library. Such a stack holds the library's frames, and perhaps its
    // locks: it is resumed to unwind and never dropped (D-15).
    uint32_t library_calls = 0;
    // What the innermost of them is about; for the replaced calls of that library, read by this coroutine only.
    void* library_frame = nullptr;

    // It leaves the list by itself, at the latest when it has been told.
    void tell_at_end(AtEnd& who) noexcept { at_end_.push_back(who); }

    // C-52: made on demand. Borrowed.
    zend_object* context();

    // The Reason of an error nobody took yet; surfaces when the handle is destroyed (C-45).
    void surface_unobserved() noexcept;

protected:
    core::Ref<core::Reason> run() noexcept override;
    core::Ref<core::Reason> discard_body(core::Reason& outcome) noexcept override;
    void on_finished(bool handled) noexcept override;

private:
    friend class Runtime;

    void call_task();
    void tell_all() noexcept;
    core::Ref<core::Reason> outcome_of_call() noexcept;

    Task task_;
    core::List<AtEnd> at_end_;
    zval result_;
    zval context_;
    core::Ref<PhpScope> blamed_;  // the scope that pays for an error still waiting to be taken (C-45, C-95)
    HashTable* finally_ = nullptr;
    zval* fiber_callable_ = nullptr;
    NativeBody native_ = nullptr;
    NativeBody on_leave_ = nullptr;
    NativeDiscard on_discard_ = nullptr;
    void* native_argument_ = nullptr;
    zend_string* spawn_file_ = nullptr;
    zend_execute_data* parked_frame_ = nullptr;
    uint32_t spawn_line_ = 0;
    Kind kind_ = Kind::task;
    bool observed_ = false;
    bool surfaced_ = false;
    bool exited_ = false;
    bool fiber_ = false;
};

// The innermost frame of PHP code at or below `frame`, or null.
const zend_execute_data* user_frame(const zend_execute_data* frame) noexcept;

// At module start, after the class entry exists.
void init_coroutine_handlers(zend_class_entry* ce);

}  // namespace async::php
