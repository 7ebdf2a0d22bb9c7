#include "ext/hooks/native/borrowed_watches.h"

#include <unistd.h>

#include <cerrno>
#include <vector>

#include "ext/zend/thread_owned.h"

namespace async::hooks::native {

using core::FdWatch;
using core::Ref;

namespace {
thread_local php::ThreadOwned<std::vector<Ref<FdWatch>>> borrowed;  // by descriptor
}  // namespace

void keep_borrowed(const Ref<FdWatch>& watch) noexcept {
    const auto slot = static_cast<size_t>(watch->fd());
    if (slot >= borrowed->size()) borrowed->resize(slot < 64 ? 64 : slot * 2);
    if ((*borrowed)[slot] != watch) (*borrowed)[slot] = watch;
}

int replaced_close(int fd) {
    const auto slot = static_cast<size_t>(fd);
    if (fd >= 0 && slot < borrowed->size()) {
        const int error = errno;  // the library may still be about to report it
        if (Ref<FdWatch> watch = std::move((*borrowed)[slot])) watch->close();
        errno = error;
    }
    return ::close(fd);
}

}  // namespace async::hooks::native
