// Runs a list of finally handlers, in order, ahead of everything queued; when one of them suspends the rest goes on in another
// coroutine (C-72). Their failures are combined and go the way of an unhandled error once all have ended (C-74, C-197).
#pragma once

#include "ext/zend/compat.h"
#include "ext/zend/object.h"
#include "src/core/ref.h"

namespace async::php {

class PhpCoroutine;
class PhpScope;

class FinallyRun final : public CountedByObject<core::RefCounted, FinallyRun> {
public:
    // Takes over `handlers` (a list of callables) and starts, in a child of `scope`. `subject` is the argument each handler
    // gets, or null; `failed` the coroutine whose end this is, null when it is a scope's.
    static void start(zend_object* subject, HashTable* handlers, PhpScope& scope, PhpCoroutine* failed) noexcept;
    // The same, but behind everything queued (TG-20).
    static void start_behind(zend_object* subject, HashTable* handlers, PhpScope& scope) noexcept;

    FinallyRun(zend_object* subject, HashTable* handlers, PhpScope& scope, PhpCoroutine* failed) noexcept;
    ~FinallyRun() override;

    static void init();

private:
    void spawn() noexcept;
    void work(PhpCoroutine& worker);
    void call(zval* handler);
    void add_failure(zend_object* exception);
    void end(PhpCoroutine& worker);

    zend_object* subject_;
    HashTable* handlers_;
    core::Ref<PhpScope> scope_;
    core::Ref<PhpScope> inner_;  // where the handlers run
    PhpCoroutine* failed_;       // null, or the subject
    zend_object* failure_ = nullptr;  // what one handler threw, or a CompositeException of several
    uint32_t next_ = 0;
    uint32_t workers_ = 0;
    bool composite_ = false;
    bool behind_ = false;
};

}  // namespace async::php
