#include "src/uv/uv_poll.h"

#include <cerrno>

#ifndef _WIN32
#include <fcntl.h>
#include <sys/stat.h>
#endif

namespace async::uv {

namespace {

#ifdef _WIN32
bool is_open(int) noexcept { return true; }
void identify(int, uint64_t&, uint64_t&) noexcept {}
#else
bool is_open(int fd) noexcept { return fcntl(fd, F_GETFD) >= 0; }
// The kernel numbers sockets and pipes anew.
void identify(int fd, uint64_t& device, uint64_t& inode) noexcept {
    struct stat file = {};
    fstat(fd, &file);
    device = file.st_dev;
    inode = file.st_ino;
}
#endif

}  // namespace

core::Ref<core::FdWatch> FdTable::watch(int fd, core::FdWatch::Keeping keeping, core::Error& error) noexcept {
    error = {};
    if (fd < 0) {
        error = to_error(UV_EBADF);
        return nullptr;
    }
    const auto slot = static_cast<std::size_t>(fd);
    if (slot < by_fd_.size() && by_fd_[slot]) {
        core::Ref<UvFdWatch> existing(by_fd_[slot]);
        if (ASYNC_LIKELY(existing->is_same_file())) return existing;
        existing->close();  // whoever closed the descriptor has not told us
    }
    auto made = core::make_ref<UvFdWatch>(*this, fd, keeping);
    error = to_error(made->open());
    if (error) return nullptr;
    if (slot >= by_fd_.size()) by_fd_.resize(slot < 64 ? 64 : slot * 2);
    by_fd_[slot] = made.get();
    return made;
}

void FdTable::check_started() noexcept {
    while (UvFdWatch* watch = started_.pop_front()) {
        if (ASYNC_UNLIKELY(!is_open(watch->fd()))) watch->lost();
    }
}

void FdTable::abandon() noexcept {
    for (UvFdWatch* watch : by_fd_) {
        if (!watch) continue;
        watch->forget_waiters();
        watch->set_interest(0);
    }
}

void FdTable::after_fork() noexcept {
    for (UvFdWatch* watch : by_fd_) {
        if (watch && watch->wanted_ == 0) watch->set_interest(0);
    }
}

void FdTable::close_all() noexcept {
    for (UvFdWatch* watch : by_fd_) {
        if (!watch) continue;
        watch->forget_waiters();
        watch->close();
    }
}

UvFdWatch::UvFdWatch(FdTable& table, int fd, Keeping keeping) noexcept : table_(table), fd_(fd), keeping_(keeping) {
    constexpr int kEvents[] = {UV_READABLE, UV_WRITABLE, UV_PRIORITIZED};
    for (int i = 0; i < 3; ++i) {
        ready_[i].watch_ = this;
        ready_[i].event_ = kEvents[i];
    }
}

UvFdWatch::~UvFdWatch() {
    if (!closed_) detach();
}

int UvFdWatch::open() noexcept {
    int status = 0;
#ifdef _WIN32
    handle_ = PollHandle::open(*this, status, [&](uv_poll_t* poll) {
        return uv_poll_init_socket(&table_.loop_, poll, static_cast<uv_os_sock_t>(fd_));
    });
#else
    const int flags = fcntl(fd_, F_GETFL);
    if (flags < 0) return UV_EBADF;
    if (keeping_ == Keeping::borrowed) identify(fd_, device_, inode_);
    handle_ = PollHandle::open(*this, status, [&](uv_poll_t* poll) { return uv_poll_init(&table_.loop_, poll, fd_); });
    // libuv makes the open file description non-blocking. It may be shared with other processes (a terminal), and the stock
    // code that runs on it elsewhere expects what it set.
    if (!(flags & O_NONBLOCK)) fcntl(fd_, F_SETFL, flags);
#endif
    return status;
}

bool UvFdWatch::is_same_file() const noexcept {
    if (keeping_ != Keeping::borrowed) return true;
    uint64_t device = 0, inode = 0;
    identify(fd_, device, inode);
    return device == device_ && inode == inode_;
}

void UvFdWatch::close() noexcept {
    if (closed_) return;
    core::Ref<UvFdWatch> self(this);
    detach();
    for (Ready& ready : ready_) {
        if (ready.has_waiters()) --table_.activity_;
        ready.settle(nullptr);  // IO-50
    }
}

// A new watch for the same number may follow at once: libuv has forgotten the descriptor when uv_close returns (IO-52).
void UvFdWatch::detach() noexcept {
    closed_ = true;
    static_cast<StartedLink*>(this)->unlink();
    if (!handle_) return;  // it was never opened
    table_.by_fd_[static_cast<std::size_t>(fd_)] = nullptr;
    handle_->close();
    handle_ = nullptr;
}

void UvFdWatch::join(int event) noexcept {
    ++table_.activity_;
    wanted_ |= event;
    if (interest_ & event) return;
    // There is room to write most of the time: unwanted, that would only be reported to be given up.
    const int kept = interest_ & (wanted_ | ~UV_WRITABLE);
    set_interest(kept | event | (hung_up_ ? 0 : UV_DISCONNECT));
}

void UvFdWatch::leave(int event) noexcept {
    --table_.activity_;
    wanted_ &= ~event;
    if (wanted_ == 0 && keeping_ == Keeping::transient && !delivering_) set_interest(0);
}

void UvFdWatch::forget_waiters() noexcept {
    for (Ready& ready : ready_) ready.forget_waiters();
}

void UvFdWatch::on_poll(uv_poll_t* poll, int status, int events) {
    PollHandle::owner_of(poll).deliver(status, events);
}

void UvFdWatch::deliver(int status, int events) noexcept {
    core::Ref<UvFdWatch> self(this);
    delivering_ = true;
    const int unwanted = events & ~wanted_ & ~UV_DISCONNECT;
    const bool terminal = status < 0 || (events & UV_DISCONNECT);
    for (Ready& ready : ready_) {
        if (terminal || (events & ready.event_)) ready.pulse();  // IO-231
    }
    delivering_ = false;

    if (status < 0 || (wanted_ == 0 && keeping_ == Keeping::transient)) {
        set_interest(0);
        return;
    }
    if (events & UV_DISCONNECT) hung_up_ = true;
    // Level triggered: what nobody takes would be reported for ever.
    const int given_up = (table_.blocking_ ? unwanted : 0) | (hung_up_ ? UV_DISCONNECT : 0);
    if (interest_ & given_up) set_interest(interest_ & ~given_up);
}

// Each call is a system call or two at once and another in the next poll, hence only on a change.
void UvFdWatch::set_interest(int interest) noexcept {
    if (!(interest & ~UV_DISCONNECT)) interest = 0;
    if (interest == interest_) return;
    interest_ = interest;
    if (interest == 0) {
        static_cast<StartedLink*>(this)->unlink();
        uv_poll_stop(handle_->native());
        return;
    }
    const int status = uv_poll_start(handle_->native(), interest, &on_poll);
    ASYNC_ASSERT(status == 0);
    static_cast<void>(status);
    if (!static_cast<StartedLink*>(this)->linked()) table_.started_.push_back(*this);
}

void UvFdWatch::Ready::describe(core::DescriptionSink& sink) const {
    const char letter = event_ == UV_READABLE ? 'r' : event_ == UV_WRITABLE ? 'w' : 'u';
    sink.format("Poll(fd=%d, events=%c)", watch_->fd_, letter);  // C-155
}

}  // namespace async::uv
