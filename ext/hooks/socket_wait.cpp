#include "ext/hooks/socket_wait.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <vector>

#include "ext/hooks/native/library_call.h"
#include "ext/zend/thread_owned.h"

namespace async::hooks {

using core::Duration;
using core::FdWatch;
using core::Instant;
using core::Ref;

namespace {

struct Entry {
    Ref<FdWatch> watch;
    const php::PhpCoroutine* caller;
};

// Of this thread. A coroutine waits in one call at a time.
thread_local php::ThreadOwned<std::vector<Entry>> waited_on;

bool fail(int error) noexcept {
    errno = error;
    return false;
}

bool is_ready(int fd, FdWatch::Direction direction) noexcept {
    pollfd one = {fd, static_cast<short>(direction == FdWatch::Direction::read ? POLLIN : POLLOUT), 0};
    return ::poll(&one, 1, 0) != 0;
}

}  // namespace

bool is_blocking_socket(int fd) noexcept {
    const int flags = fcntl(fd, F_GETFL);
    return flags >= 0 && !(flags & O_NONBLOCK);
}

Instant socket_deadline(int fd, int option) noexcept {
    timeval limit{};
    socklen_t size = sizeof limit;
    if (getsockopt(fd, SOL_SOCKET, option, &limit, &size) != 0 || (limit.tv_sec == 0 && limit.tv_usec == 0)) {
        return Instant::never();
    }
    return deadline_after(Duration::from_s(limit.tv_sec) + Duration::from_us(limit.tv_usec));
}

SocketsWaitedOn::SocketsWaitedOn() noexcept : caller_(&php::running_coroutine()) {}

SocketsWaitedOn::~SocketsWaitedOn() {
    const int error = errno;
    const auto rest = std::remove_if(waited_on->begin(), waited_on->end(), [&](const Entry& entry) { return entry.caller == caller_; });
    waited_on->erase(rest, waited_on->end());
    errno = error;
}

FdWatch* SocketsWaitedOn::add(int fd) noexcept {
    Ref<FdWatch> watch = watch_of(fd, FdWatch::Keeping::transient);
    if (!watch) return nullptr;
    waited_on->push_back({std::move(watch), caller_});
    return waited_on->back().watch.get();
}

bool SocketsWaitedOn::is_any_closed() const noexcept {
    return std::any_of(waited_on->begin(), waited_on->end(),
                       [&](const Entry& entry) { return entry.caller == caller_ && entry.watch->is_closed(); });
}

bool wait_for_socket(int fd, FdWatch::Direction direction, Instant deadline) noexcept {
    while (!is_ready(fd, direction)) {
        if (native::must_give_up(php::running_coroutine())) return fail(ECANCELED);
        SocketsWaitedOn waiting;
        FdWatch* const watch = waiting.add(fd);
        if (!watch) return !EG(exception) || fail(ECANCELED);
        switch (wait_fd(*watch, direction, deadline)) {
            case FdWaited::thrown:
                return fail(ECANCELED);
            case FdWaited::closed:
                return fail(EBADF);
            case FdWaited::timeout:
                return is_ready(fd, direction) || fail(EAGAIN);
            case FdWaited::ready:
                break;
        }
    }
    return true;
}

void wake_socket_waiters(int fd) noexcept {
    for (size_t i = 0; i < waited_on->size(); ++i) {
        FdWatch& watch = *(*waited_on)[i].watch;
        if (watch.fd() == fd && !watch.is_closed()) watch.close();
    }
}

void socket_waiters_dropped() noexcept { waited_on->clear(); }

}  // namespace async::hooks
