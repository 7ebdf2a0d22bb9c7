// Autoloading beside coroutines (C-163). The engine's guard against a class that needs itself is one table for the whole request
// and answers "no such class"; a loader that suspends must not make it say so to others. Here the guard is per coroutine: who
// needs a class that another one is loading waits for it, and loads it himself if that failed.
#pragma once

#include <vector>

#include "ext/zend/compat.h"
#include "src/core/awaitable.h"

namespace async::php {

class PhpCoroutine;

// The classes being loaded by coroutines of one Runtime.
class ClassLoading {
public:
    class Load;

    // At post-startup. Returns the state for the listing.
    static const char* install();

    ClassLoading();
    ~ClassLoading();
    bool is_loading(const PhpCoroutine& coroutine) const noexcept;
    // The stacks of all loaders are lost.
    void forget_all() noexcept;

private:
    struct Waiting {
        PhpCoroutine* waiter;
        Load* load;
    };

    static zend_class_entry* hook(zend_string* name, zend_string* lc_name);
    zend_class_entry* load(PhpCoroutine& self, zend_string* name, zend_string* lc_name);
    Load* find(zend_string* lc_name) const noexcept;
    // Whether the loader waits, over however many others, for something `self` is loading.
    bool needs(const Load& load, const PhpCoroutine& self) const noexcept;
    // False: an exception is pending.
    bool wait_for(PhpCoroutine& self, Load& load);
    void begin(PhpCoroutine& self, zend_string* lc_name);
    void end(const PhpCoroutine& self, zend_string* lc_name) noexcept;

    std::vector<core::Ref<Load>> loads_;
    std::vector<Waiting> waiting_;
};

}  // namespace async::php
