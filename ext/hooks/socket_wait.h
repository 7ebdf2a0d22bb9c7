// How calls of ext/sockets wait, and how socket_close() finds who does (IO-856). The list of waiters belongs to the thread; an
// entry lives as long as its caller is parked.
#pragma once

#include <cerrno>

#include "ext/hooks/wait_fd.h"

namespace async::hooks {

inline int fail_socket_call(int error) noexcept {
    errno = error;
    return -1;
}

bool is_blocking_socket(int fd) noexcept;
// SO_RCVTIMEO or SO_SNDTIMEO, from now (IO-852).
core::Instant socket_deadline(int fd, int option) noexcept;

// False with errno: cancelled (ECANCELED), closed (EBADF), or the time is up (EAGAIN).
bool wait_for_socket(int fd, core::FdWatch::Direction direction, core::Instant deadline) noexcept;

// The descriptors one call of the running coroutine waits on, beside whatever its Wait holds.
class SocketsWaitedOn {
public:
    SocketsWaitedOn() noexcept;
    ~SocketsWaitedOn();
    SocketsWaitedOn(const SocketsWaitedOn&) = delete;
    SocketsWaitedOn& operator=(const SocketsWaitedOn&) = delete;

    // Null as from watch_of().
    core::FdWatch* add(int fd) noexcept;
    bool is_any_closed() const noexcept;

private:
    const php::PhpCoroutine* caller_;
};

// The descriptor is about to be closed.
void wake_socket_waiters(int fd) noexcept;
// A fatal error has dropped the stacks of all who waited.
void socket_waiters_dropped() noexcept;

}  // namespace async::hooks
