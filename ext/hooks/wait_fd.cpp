#include "ext/hooks/wait_fd.h"

#include <poll.h>

#include <cerrno>

#include "ext/zend/exceptions.h"

#ifndef POLLRDHUP
#define POLLRDHUP 0
#endif

namespace async::hooks {

core::Ref<core::FdWatch> watch_of(int fd, core::FdWatch::Keeping keeping) noexcept {
    core::Reactor* reactor = php::Runtime::get()->scheduler().reactor();
    if (!reactor) {
        php::throw_async(php::ce_async_exception, "Failed to initialize poll handle: %s", "no event loop");
        return nullptr;
    }
    core::Error error;
    core::Ref<core::FdWatch> watch = reactor->watch_fd(fd, keeping, error);
    if (error && error.code != EPERM) {
        php::throw_async(php::ce_async_exception, "Failed to initialize poll handle: %s", error.text);
    }
    return watch;
}

bool is_shut_down(int fd) noexcept {
    pollfd entry = {};
    entry.fd = fd;
    entry.events = POLLRDHUP;
    return ::poll(&entry, 1, 0) > 0 && (entry.revents & (POLLRDHUP | POLLHUP));
}

FdWaited wait_fd(core::FdWatch& watch, core::FdWatch::Direction direction, core::Instant deadline) noexcept {
    php::running_coroutine().wait().add(watch.ready(direction));
    switch (wait_until(deadline)) {
        case Waited::thrown:
            return FdWaited::thrown;
        case Waited::timeout:
            return watch.is_closed() ? FdWaited::closed : FdWaited::timeout;
        default:
            return watch.is_closed() ? FdWaited::closed : FdWaited::ready;
    }
}

core::Duration to_duration(const timeval& time) noexcept {
    if (time.tv_sec < 0) return core::Duration::forever();
    return core::Duration::from_s(time.tv_sec) + core::Duration::from_us(time.tv_usec);
}

}  // namespace async::hooks
