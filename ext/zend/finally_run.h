// Runs a list of finally handlers, in order, ahead of everything queued; when one of them suspends the rest goes on in another
// coroutine (C-72). Their failures are combined and surface once all have ended (C-74).
#pragma once

#include "ext/zend/compat.h"

namespace async::php {

class PhpCoroutine;
class PhpScope;

class FinallyRun {
public:
    // Takes over `handlers` (a list of callables) and starts. `subject` is the argument each handler gets, or null.
    static void start(zend_object* subject, HashTable* handlers, PhpScope& parent) noexcept;

private:
    FinallyRun(zend_object* subject, HashTable* handlers, PhpScope& scope) noexcept;
    ~FinallyRun();

    void spawn() noexcept;
    void work(PhpCoroutine& worker);
    void call(zval* handler);
    void end() noexcept;

    zend_object* subject_;
    HashTable* handlers_;
    PhpScope* scope_;
    zend_object* failure_ = nullptr;  // what one handler threw, or a CompositeException of several
    uint32_t next_ = 0;
    uint32_t workers_ = 0;
    bool composite_ = false;
};

}  // namespace async::php
