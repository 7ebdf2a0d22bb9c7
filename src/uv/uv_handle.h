// Base of every libuv handle. libuv keeps pointers to a handle until its close callback has run, so the memory of a handle is
// its own: made here, closed by its owner, freed in the close callback and nowhere else. The owner may be gone by then.
#pragma once

#include <uv.h>

#include <new>

#include "src/core/assert.h"
#include "src/core/reactor.h"

namespace async::uv {

// libuv's code as the core knows errors: positive, with libuv's text (IO-30).
inline core::Error to_error(int status) noexcept {
    if (status >= 0) return {};
    return {-status, uv_strerror(status)};
}

template <typename Native, typename Owner>
class Handle {
public:
    // `init` calls uv_..._init on the native handle. Null, with `status` set, when that failed.
    template <typename Init>
    static Handle* open(Owner& owner, int& status, Init&& init) noexcept {
        auto* handle = new (std::nothrow) Handle(owner);
        if (!handle) {
            status = UV_ENOMEM;
            return nullptr;
        }
        status = init(&handle->native_);
        if (status < 0) {
            delete handle;  // libuv has never seen it
            return nullptr;
        }
        handle->native_.data = handle;
        return handle;
    }

    Native* native() noexcept { return &native_; }

    // Stops at once; no callback reaches the owner any more. The memory returns when libuv lets go of it.
    void close() noexcept {
        ASYNC_ASSERT(owner_);
        owner_ = nullptr;
        uv_close(reinterpret_cast<uv_handle_t*>(&native_),
                 [](uv_handle_t* handle) { delete static_cast<Handle*>(handle->data); });
    }

    // For callbacks.
    static Owner& owner_of(Native* native) noexcept { return *static_cast<Handle*>(native->data)->owner_; }

private:
    explicit Handle(Owner& owner) noexcept : owner_(&owner) {}
    ~Handle() = default;

    Native native_;
    Owner* owner_;
};

}  // namespace async::uv
