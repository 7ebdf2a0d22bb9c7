#include "ext/hooks/socket_ready.h"

#include <fcntl.h>

#include "ext/hooks/native/fd_sets.h"
#include "ext/hooks/native/library_call.h"
#include "ext/hooks/native/poll_wait.h"
#include "ext/hooks/socket_wait.h"

namespace async::hooks {

using core::Instant;
using native::FdSets;

namespace {

// --- connect ---------------------------------------------------------------------------------------------------------

// A unix listener whose queue is full: no event tells when there is room.
int connect_when_there_is_room(int fd, const sockaddr* address, socklen_t size, Instant deadline) noexcept {
    SocketsWaitedOn waiting;
    if (!waiting.add(fd)) return fail_socket_call(EG(exception) ? ECANCELED : EAGAIN);
    for (RetryPauses pauses;;) {
        const bool goes_on = pauses.wait(deadline);
        if (waiting.is_any_closed()) return fail_socket_call(EBADF);
        if (!goes_on) return -1;
        const int answer = ::connect(fd, address, size);
        if (answer == 0 || errno != EAGAIN) return answer;
    }
}

int finish_connect(int fd, Instant deadline) noexcept {
    if (!wait_for_socket(fd, core::FdWatch::Direction::write, deadline)) {
        return fail_socket_call(errno == EAGAIN ? EINPROGRESS : errno);  // as the kernel reports the socket's own limit
    }
    int error = 0;
    socklen_t size = sizeof error;
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return -1;
    return error ? fail_socket_call(error) : 0;
}

// --- select ----------------------------------------------------------------------------------------------------------

// With errno when it is Waited::thrown.
Waited wait_for_sets(const FdSets& sets, Instant deadline) noexcept {
    SocketsWaitedOn waiting;
    bool watched;
    {
        const std::vector<pollfd> fds = sets.as_pollfds();
        for (const pollfd& each : fds) {
            if (!waiting.add(each.fd) && EG(exception)) break;
        }
        watched = !EG(exception) && native::watch_all(fds.data(), fds.size());
    }
    if (!watched) {
        errno = EG(exception) ? ECANCELED : EINVAL;
        return Waited::thrown;
    }
    const Waited waited = wait_until(deadline);
    if (waited == Waited::thrown) {
        errno = ECANCELED;
    } else if (waiting.is_any_closed()) {
        errno = EBADF;
        return Waited::thrown;
    }
    return waited;
}

}  // namespace

int connect_socket(int fd, const sockaddr* address, socklen_t size) {
    php::PhpCoroutine* caller = native::library_caller();
    if (!caller) return ::connect(fd, address, size);
    if (native::must_give_up(*caller)) return fail_socket_call(ECANCELED);
    const int flags = fcntl(fd, F_GETFL);
    if (flags < 0 || (flags & O_NONBLOCK) || fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0) return ::connect(fd, address, size);
    const Instant deadline = socket_deadline(fd, SO_SNDTIMEO);
    int answer = ::connect(fd, address, size);
    if (answer != 0 && errno == EAGAIN) answer = connect_when_there_is_room(fd, address, size, deadline);
    if (answer != 0 && errno == EINPROGRESS) answer = finish_connect(fd, deadline);
    if (answer == 0) {
        fcntl(fd, F_SETFL, flags);
    } else if (const int error = errno; error != EBADF) {  // closed: the number may be somebody else's
        fcntl(fd, F_SETFL, flags);
        errno = error;
    }
    return answer;
}

int select_sockets(int count, fd_set* read, fd_set* write, fd_set* except, timeval* timeout) {
    return native::select_until_ready(count, read, write, except, timeout, wait_for_sets);
}

}  // namespace async::hooks
