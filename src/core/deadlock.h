// Before "nothing can ever happen" is called a deadlock, those who can give way do (C-150, CH-36): a soft resolver is part of
// an object with waiters that it may fail by itself, and is listed in the scheduler only while it has some.
#pragma once

#include "src/core/intrusive_list.h"

namespace async::core {

class SoftResolver : public ListNode {
public:
    // Has been taken off the list. Wakes its waiters; returns whether there was one. Same duties as Waiter::notify.
    virtual bool resolve() noexcept = 0;

protected:
    ~SoftResolver() = default;
};

// Lets all of them give way, in the order they joined. One that joins meanwhile waits for the next time.
inline bool resolve_softly(List<SoftResolver>& resolvers) noexcept {
    List<SoftResolver> batch;
    batch.splice(resolvers);
    bool woken = false;
    while (SoftResolver* resolver = batch.pop_front()) woken |= resolver->resolve();
    return woken;
}

}  // namespace async::core
