// select(2) for coroutines: what was asked for, kept while the answer overwrites it. Small enough for a stack; the list of
// descriptors is not, and is rebuilt for each wait so that none is alive while the coroutine is parked.
#pragma once

#include <poll.h>
#include <sys/select.h>

#include <cerrno>
#include <vector>

#include "ext/hooks/native/library_call.h"

namespace async::hooks::native {

class FdSets {
public:
    FdSets(int count, fd_set* read, fd_set* write, fd_set* except) noexcept : count_(count), target_{read, write, except} {
        for (int i = 0; i < 3; ++i) {
            if (target_[i]) wanted_[i] = *target_[i];
        }
    }

    // As select() with no time.
    int look() noexcept {
        for (int i = 0; i < 3; ++i) {
            if (target_[i]) *target_[i] = wanted_[i];
        }
        timeval none{};
        return ::select(count_, target_[0], target_[1], target_[2], &none);
    }
    std::vector<pollfd> as_pollfds() const {
        std::vector<pollfd> fds;
        for (int fd = 0; fd < count_; ++fd) {
            constexpr short kEvents[] = {POLLIN, POLLOUT, POLLPRI};
            short events = 0;
            for (int i = 0; i < 3; ++i) {
                if (target_[i] && FD_ISSET(fd, &wanted_[i])) events |= kEvents[i];
            }
            if (events) fds.push_back(pollfd{fd, events, 0});
        }
        return fds;
    }

    // Whether select() with this time waits at all. A negative one is an error, and the kernel says which.
    static bool waits(const timeval* time) noexcept {
        return !time || (time->tv_sec >= 0 && time->tv_usec >= 0 && (time->tv_sec > 0 || time->tv_usec > 0));
    }
    static core::Duration limit(const timeval* time) noexcept {
        if (!time) return core::Duration::forever();
        return core::Duration::from_s(time->tv_sec) + core::Duration::from_us(time->tv_usec);
    }

private:
    int count_;
    fd_set* target_[3];
    fd_set wanted_[3];
};

// select(2) for a coroutine. `wait(sets, deadline)` waits until it is worth looking again; it answers Waited::thrown with errno.
template <typename Wait>
int select_until_ready(int count, fd_set* read, fd_set* write, fd_set* except, timeval* timeout, Wait wait) {
    php::PhpCoroutine* caller = FdSets::waits(timeout) ? library_caller() : nullptr;
    if (!caller) return ::select(count, read, write, except, timeout);
    if (must_give_up(*caller)) {
        errno = ECANCELED;
        return -1;
    }
    const core::Instant deadline = deadline_after(FdSets::limit(timeout));
    FdSets sets(count, read, write, except);
    for (;;) {
        const int ready = sets.look();
        if (ready != 0) return ready;
        switch (wait(sets, deadline)) {
            case Waited::thrown:
                return -1;
            case Waited::timeout:
                if (timeout) *timeout = timeval{};
                return sets.look();
            case Waited::done:
                break;
        }
    }
}

}  // namespace async::hooks::native
