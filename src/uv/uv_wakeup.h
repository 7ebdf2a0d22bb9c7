// Ends a blocking poll from another thread. Hidden: never an activity. It also keeps libuv from declaring the loop dead, which
// would make uv_run return without looking at anything.
#pragma once

#include "src/uv/uv_handle.h"

namespace async::uv {

class Wakeup {
public:
    int open(uv_loop_t& loop) noexcept;
    // Any thread.
    void send() noexcept { uv_async_send(handle_->native()); }
    void close() noexcept;

private:
    using AsyncHandle = Handle<uv_async_t, Wakeup>;

    AsyncHandle* handle_ = nullptr;
};

}  // namespace async::uv
