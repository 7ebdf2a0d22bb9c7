// Waiting for a descriptor: the only place in the hooks that joins a reactor's FdWatch. The caller keeps the watch alive by
// holding it in a heap object, never on its stack; readiness is a hint, so callers retry their own operation and come back
// (IO-40).
#pragma once

#include "ext/hooks/cooperative.h"
#include "src/core/reactor.h"

namespace async::hooks {

enum class FdWaited : uint8_t {
    ready,    // the operation may succeed now; so may an error be waiting for it (IO-231)
    timeout,  // the deadline came first
    closed,   // the descriptor was closed under the waiter (IO-50): touch nothing that belongs to it
    thrown,   // cancelled, or the loop refused; the exception is pending
};

// The watch of a descriptor. Null: with an exception pending it cannot be had (IO-30), without one the descriptor has no
// readiness because it is always ready (a regular file).
core::Ref<core::FdWatch> watch_of(int fd, core::FdWatch::Keeping keeping) noexcept;

FdWaited wait_fd(core::FdWatch& watch, core::FdWatch::Direction direction, core::Instant deadline) noexcept;

// Whether nobody can send there any more. A datagram socket is readable for ever then, and yet has nothing for a call that may not
// wait; one that may finds the end.
bool is_shut_down(int fd) noexcept;

// The limit of one wait as streams keep it: a negative time means none (IO-22).
core::Duration to_duration(const timeval& time) noexcept;
inline core::Duration to_duration(const timeval* time) noexcept {
    return time ? to_duration(*time) : core::Duration::forever();
}

}  // namespace async::hooks
