#include "ext/zend/finally_run.h"

#include "ext/zend/exceptions.h"
#include "ext/zend/runtime.h"

namespace async::php {

void FinallyRun::start(zend_object* subject, HashTable* handlers, PhpScope& parent) noexcept {
    auto* scope = core::make_ref<PhpScope>(&parent).detach();
    (new FinallyRun(subject, handlers, *scope))->spawn();
}

FinallyRun::FinallyRun(zend_object* subject, HashTable* handlers, PhpScope& scope) noexcept
    : subject_(subject), handlers_(handlers), scope_(&scope) {
    if (subject_) GC_ADDREF(subject_);
}

FinallyRun::~FinallyRun() {
    zend_array_release(handlers_);
    if (subject_) OBJ_RELEASE(subject_);
    scope_->release();
}

void FinallyRun::spawn() noexcept {
    ++workers_;
    PhpCoroutine* worker = PhpCoroutine::make_native(
        [](PhpCoroutine& self, void* run) { static_cast<FinallyRun*>(run)->work(self); }, this);
    worker->set_internal();
    Runtime::get()->scheduler().spawn_front(*worker, *scope_);
    OBJ_RELEASE(worker->std_object());
}

void FinallyRun::work(PhpCoroutine& worker) {
    worker.set_on_leave([](PhpCoroutine&, void* argument) {
        auto* run = static_cast<FinallyRun*>(argument);
        if (run->next_ < run->handlers_->nNumUsed) run->spawn();
    });
    while (next_ < handlers_->nNumUsed && !Runtime::get()->exit_was_called()) call(zend_hash_index_find(handlers_, next_++));
    if (--workers_ == 0) end();
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
    if (!EG(exception)) return;
    if (is_engine_exit(EG(exception))) {  // C-76: the remaining handlers do not run
        next_ = handlers_->nNumUsed;
        OBJ_RELEASE(take_exception());
        Runtime::get()->exit_called();
        return;
    }
    zend_object* exception = take_exception();
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

void FinallyRun::end() noexcept {
    if (zend_object* failure = std::exchange(failure_, nullptr)) {
        if (is_cancellation(failure)) {
            OBJ_RELEASE(failure);
        } else {
            Runtime::get()->uncaught(failure);
        }
    }
    delete this;
}

void Runtime::run_finally(PhpCoroutine& coroutine, HashTable* handlers) noexcept {
    FinallyRun::start(coroutine.std_object(), handlers, *PhpScope::from(coroutine.scope()));
}

}  // namespace async::php
