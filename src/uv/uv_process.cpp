#include "src/uv/uv_process.h"

#include <cerrno>
#include <utility>

#ifndef _WIN32
#include <sys/wait.h>
#include <unistd.h>
#endif
#ifdef __linux__
#include <sys/syscall.h>
#endif

namespace async::uv {

#ifndef _WIN32

namespace {

// A descriptor of the process, or -1 where the kernel or a sandbox refuses.
int open_pidfd(int pid) noexcept {
#if defined(__linux__) && defined(SYS_pidfd_open)
    return static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
#else
    static_cast<void>(pid);
    errno = ENOSYS;
    return -1;
#endif
}

int wait_without_reaping(idtype_t type, int id, siginfo_t& info) noexcept {
    int rc;
    do {
        info = {};
        rc = waitid(type, static_cast<id_t>(id), &info, WEXITED | WNOHANG | WNOWAIT);
    } while (rc < 0 && errno == EINTR);
    return rc;
}

int to_wait_status(const siginfo_t& info) noexcept {
    switch (info.si_code) {
        case CLD_EXITED: return (info.si_status & 0xff) << 8;
        case CLD_DUMPED: return info.si_status | 0x80;
        default: return info.si_status;
    }
}

}  // namespace

bool UvChildWatch::look() noexcept {
    siginfo_t info;
    int rc = -1;
#ifdef __linux__
    // The descriptor is this very process; the number may be another one's by now when somebody else has reaped it.
    constexpr auto kPidfd = static_cast<idtype_t>(3);
    rc = pidfd_ >= 0 ? wait_without_reaping(kPidfd, pidfd_, info) : -1;
    const bool by_pid = pidfd_ < 0 || (rc < 0 && errno == EINVAL);  // Linux 5.3 has pidfds but cannot wait by them
#else
    const bool by_pid = true;
#endif
    if (by_pid) rc = wait_without_reaping(P_PID, pid_, info);
    if (rc == 0 && info.si_pid == 0) return false;
    status_ = rc == 0 ? to_wait_status(info) : -1;
    return true;
}

int UvChildWatch::open() noexcept {
    if (table_.by_descriptor_) pidfd_ = open_pidfd(pid_);
    if (look()) {
        end();
        return 0;
    }
    int status = 0;
    if (pidfd_ >= 0) {
        handle_ = PollHandle::open(*this, status,
                                   [&](uv_poll_t* poll) { return uv_poll_init(&table_.loop_, poll, pidfd_); });
        if (!handle_) return status;
        // Readable when the process has ended, so whatever look() finds it is over.
        return uv_poll_start(handle_->native(), UV_READABLE, [](uv_poll_t* poll, int, int) {
            UvChildWatch& self = PollHandle::owner_of(poll);
            self.look();
            self.end();
        });
    }
    if (!table_.signal_.is_started()) status = table_.signal_.start(table_.loop_, SIGCHLD);
    if (status < 0) return status;
    by_signal_ = true;
    ++table_.by_signal_count_;
    if (look()) end();  // it may have ended before the handler was there
    return 0;
}

void UvChildWatch::end() noexcept {
    core::Ref<UvChildWatch> self(this);
    detach();
    if (has_waiters()) --table_.activity_;
    settle(nullptr);
    if (!std::exchange(reaps_, false)) return;
    waitpid(pid_, nullptr, WNOHANG);
    release();
}

void UvChildWatch::detach() noexcept {
    unlink();
    if (handle_) handle_->close();
    handle_ = nullptr;
    if (pidfd_ >= 0) ::close(pidfd_);
    pidfd_ = -1;
    if (by_signal_ && --table_.by_signal_count_ == 0) table_.signal_.stop();
    by_signal_ = false;
}

#else  // Windows: nobody asks yet, proc_close stays blocking there

bool UvChildWatch::look() noexcept { return false; }
int UvChildWatch::open() noexcept { return UV_ENOTSUP; }
void UvChildWatch::end() noexcept {}
void UvChildWatch::detach() noexcept { unlink(); }

#endif

ChildTable::ChildTable(uv_loop_t& loop, uint32_t& activity, ChildWatching watching) noexcept
    : loop_(loop), activity_(activity), signal_(*this), by_descriptor_(watching == ChildWatching::by_descriptor) {}

core::Ref<core::ChildWatch> ChildTable::watch(int pid, core::Error& error) noexcept {
    auto made = core::make_ref<UvChildWatch>(*this, pid);
    watches_.push_back(*made);
    error = to_error(made->open());
    if (error) return nullptr;
    return made;
}

void ChildTable::reap(int pid) noexcept {
    auto made = core::make_ref<UvChildWatch>(*this, pid);
    watches_.push_back(*made);
    made->reaps_ = true;
    made->add_ref();
    if (made->open() < 0) made->end();  // ended or not: whoever cannot watch can only look once
}

void ChildTable::look_at_all() noexcept {
    watches_.for_each([](UvChildWatch& watch) {
        if (watch.by_signal_ && watch.look()) watch.end();
    });
}

void ChildTable::abandon() noexcept {
    watches_.for_each([](UvChildWatch& watch) { watch.forget_waiters(); });
}

void ChildTable::close_all() noexcept {
    while (UvChildWatch* watch = watches_.front()) {
        watch->forget_waiters();
        watch->end();
    }
}

}  // namespace async::uv
