// A thread's own T, made at first use and destroyed with the thread's module globals. Not a `thread_local T`: where the C library
// has no memory to note that T is to be destroyed it ends the process, and that may be a script that merely closes a socket.
#pragma once

#include "ext/zend/compat.h"

#include <new>
#include <utility>

namespace async::php {

class ThreadOwnedBase {
public:
    // When the thread has run its last PHP code.
    static void destroy_all() noexcept {
        while (ThreadOwnedBase* one = std::exchange(made_, nullptr)) {
            made_ = one->next_;
            one->destroy_(one);
        }
    }

protected:
    using Destroy = void (*)(ThreadOwnedBase*) noexcept;
    constexpr explicit ThreadOwnedBase(Destroy destroy) noexcept : destroy_(destroy) {}
    void note() noexcept { next_ = std::exchange(made_, this); }

private:
    static inline ASYNC_PHP_THREAD_LOCAL ThreadOwnedBase* made_ = nullptr;

    Destroy destroy_;
    ThreadOwnedBase* next_ = nullptr;
};

template <typename T>
class ThreadOwned final : public ThreadOwnedBase {
public:
    constexpr ThreadOwned() noexcept : ThreadOwnedBase(destroy) {}

    T& operator*() noexcept {
        if (!there_) {
            new (storage_) T();
            there_ = true;
            note();
        }
        return *std::launder(reinterpret_cast<T*>(storage_));
    }
    T* operator->() noexcept { return &**this; }

private:
    static void destroy(ThreadOwnedBase* base) noexcept {
        auto* self = static_cast<ThreadOwned*>(base);
        (**self).~T();
        self->there_ = false;
    }

    alignas(T) unsigned char storage_[sizeof(T)] = {};
    bool there_ = false;
};

}  // namespace async::php
