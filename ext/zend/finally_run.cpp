#include "ext/zend/finally_run.h"

#include "ext/zend/error_climb.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

namespace async::php {

void FinallyRun::init() { NativeObject<FinallyRun>::init_hidden(); }

void FinallyRun::start(zend_object* subject, HashTable* handlers, PhpScope& scope, PhpCoroutine* failed) noexcept {
    FinallyRun* run = NativeObject<FinallyRun>::make_hidden(subject, handlers, scope, failed);
    run->spawn();
    run->release();
}

void FinallyRun::start_behind(zend_object* subject, HashTable* handlers, PhpScope& scope) noexcept {
    FinallyRun* run = NativeObject<FinallyRun>::make_hidden(subject, handlers, scope, nullptr);
    run->behind_ = true;
    run->spawn();
    run->release();
}

FinallyRun::FinallyRun(zend_object* subject, HashTable* handlers, PhpScope& scope, PhpCoroutine* failed) noexcept
    : subject_(subject), handlers_(handlers), scope_(&scope), inner_(PhpScope::make(&scope)), failed_(failed) {
    if (subject_) GC_ADDREF(subject_);
}

FinallyRun::~FinallyRun() {
    zend_array_release(handlers_);
    if (failure_) OBJ_RELEASE(failure_);
    if (subject_) OBJ_RELEASE(subject_);
}

// Each worker holds the run; after a fatal error the engine frees it.
void FinallyRun::spawn() noexcept {
    ++workers_;
    add_ref();
    PhpCoroutine* worker = PhpCoroutine::make_native(
        [](PhpCoroutine& self, void* argument) {
            auto* run = static_cast<FinallyRun*>(argument);
            run->work(self);
            run->release();
        },
        this);
    worker->set_internal();
    if (behind_) {
        Runtime::get()->scheduler().spawn(*worker, *inner_);
    } else {
        Runtime::get()->scheduler().spawn_front(*worker, *inner_);
    }
    worker->release();
}

void FinallyRun::work(PhpCoroutine& worker) {
    worker.set_on_leave([](PhpCoroutine&, void* argument) {
        auto* run = static_cast<FinallyRun*>(argument);
        if (run->next_ < run->handlers_->nNumUsed) run->spawn();
    });
    while (next_ < handlers_->nNumUsed) call(zend_hash_index_find(handlers_, next_++));
    if (--workers_ == 0) end(worker);
}

void FinallyRun::call(zval* handler) {
    zval argument;
    zval result;
    if (subject_) {
        ZVAL_OBJ(&argument, subject_);
    } else {
        ZVAL_NULL(&argument);
    }
    ZVAL_UNDEF(&result);
    call_user_function(nullptr, nullptr, handler, &result, 1, &argument);
    zval_ptr_dtor(&result);
    zend_object* exception = take_exception();
    if (!exception) return;
    if (is_engine_exit(exception)) {  // C-76: the remaining handlers do not run
        next_ = handlers_->nNumUsed;
        OBJ_RELEASE(exception);
        Runtime::get()->exit_called();
        return;
    }
    add_failure(exception);
}

void FinallyRun::add_failure(zend_object* exception) {
    if (!failure_) {
        failure_ = exception;
        return;
    }
    if (!composite_) {
        zend_object* both = make_composite();
        add_to_composite(both, failure_);
        OBJ_RELEASE(failure_);
        failure_ = both;
        composite_ = true;
    }
    add_to_composite(failure_, exception);
    OBJ_RELEASE(exception);
}

void FinallyRun::end(PhpCoroutine& worker) {
    if (!failure_ || is_cancellation(failure_)) return;
    ErrorClimb::run(failed_ ? *failed_ : worker, *scope_, ThrowableReason::own(std::exchange(failure_, nullptr)));
}

void Runtime::run_finally(PhpCoroutine& coroutine, HashTable* handlers) noexcept {
    FinallyRun::start(coroutine.std_object(), handlers, *PhpScope::from(coroutine.scope()), &coroutine);
}

}  // namespace async::php
