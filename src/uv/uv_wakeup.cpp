#include "src/uv/uv_wakeup.h"

namespace async::uv {

int Wakeup::open(uv_loop_t& loop) noexcept {
    int status = 0;
    handle_ = AsyncHandle::open(*this, status, [&](uv_async_t* async) {
        return uv_async_init(&loop, async, [](uv_async_t*) {});
    });
    return status;
}

void Wakeup::close() noexcept {
    if (handle_) handle_->close();
    handle_ = nullptr;
}

}  // namespace async::uv
