#include "ext/hooks/native/kept_watches.h"

#include <unistd.h>

#include <vector>

namespace async::hooks::native {

using core::FdWatch;
using core::Ref;

void* real_close = nullptr;

namespace {
thread_local std::vector<Ref<FdWatch>> kept;  // by descriptor
}  // namespace

Ref<FdWatch> kept_watch(core::Reactor& reactor, int fd, core::Error& error) noexcept {
    const auto slot = static_cast<size_t>(fd);
    if (slot < kept.size() && kept[slot] && !kept[slot]->is_closed()) return kept[slot];
    Ref<FdWatch> watch = reactor.watch_fd(fd, FdWatch::Keeping::kept, error);
    if (!watch) return nullptr;
    if (slot >= kept.size()) kept.resize(slot < 64 ? 64 : slot * 2);
    kept[slot] = watch;
    return watch;
}

int replaced_close(int fd) {
    const auto slot = static_cast<size_t>(fd);
    if (fd >= 0 && slot < kept.size()) {
        if (Ref<FdWatch> watch = std::move(kept[slot])) watch->close();
    }
    return ::close(fd);
}

}  // namespace async::hooks::native
