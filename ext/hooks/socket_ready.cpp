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

enum class Selected : uint8_t { look, expired, failed };

Selected fail(int error) noexcept {
    errno = error;
    return Selected::failed;
}

// `failed`: with errno.
Selected wait_for_sets(const FdSets& sets, Instant deadline) noexcept {
    SocketsWaitedOn waiting;
    bool watched;
    {
        const std::vector<pollfd> fds = sets.as_pollfds();
        for (const pollfd& each : fds) {
            if (!waiting.add(each.fd) && EG(exception)) break;
        }
        watched = !EG(exception) && native::watch_all(fds.data(), fds.size());
    }
    if (!watched) return fail(EG(exception) ? ECANCELED : EINVAL);
    const Waited waited = wait_until(deadline);
    if (waited == Waited::thrown) return fail(ECANCELED);
    if (waiting.is_any_closed()) return fail(EBADF);
    return waited == Waited::timeout ? Selected::expired : Selected::look;
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
    php::PhpCoroutine* caller = FdSets::waits(timeout) ? native::library_caller() : nullptr;
    if (!caller) return ::select(count, read, write, except, timeout);
    if (native::must_give_up(*caller)) return fail_socket_call(ECANCELED);
    const Instant deadline = deadline_after(FdSets::limit(timeout));
    FdSets sets(count, read, write, except);
    for (;;) {
        const int ready = sets.look();
        if (ready != 0) return ready;
        switch (wait_for_sets(sets, deadline)) {
            case Selected::failed:
                return -1;
            case Selected::expired:
                if (timeout) *timeout = timeval{};
                return sets.look();
            case Selected::look:
                break;
        }
    }
}

}  // namespace async::hooks
