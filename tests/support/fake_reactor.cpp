#include "tests/support/fake_reactor.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>

namespace async::test {

using core::Error;
using core::Ref;

class FakeFdWatch final : public core::FdWatch {
public:
    FakeFdWatch(FakeReactor& reactor, int fd) noexcept : reactor_(&reactor), fd_(fd) {
        for (int i = 0; i < 3; ++i) {
            ready_[i].watch = this;
            ready_[i].letter = "rwu"[i];
        }
    }

    core::Awaitable& ready(Direction direction) noexcept override { return ready_[static_cast<int>(direction)]; }
    int fd() const noexcept override { return fd_; }
    bool is_closed() const noexcept override { return reactor_ == nullptr; }
    void close() noexcept override {
        if (!reactor_) return;
        Ref<FakeFdWatch> self(this);
        FakeReactor* reactor = detach();
        for (Ready& ready : ready_) {
            if (ready.has_waiters()) --reactor->activity_;
            ready.end();
        }
    }

    bool deliver(const bool (&is_ready)[3], bool everybody) {
        bool delivered = false;
        for (int i = 0; i < 3; ++i) {
            if ((!is_ready[i] && !everybody) || !ready_[i].has_waiters()) continue;
            ready_[i].pulse();
            delivered = true;
        }
        return delivered;
    }
    void forget_waiters() {
        for (Ready& ready : ready_) ready.forget_waiters();
    }
    uint32_t borrowed_file = 0;

private:
    friend class FakeReactor;
    struct Ready final : core::Awaitable {
        void add_ref() noexcept override { watch->add_ref(); }
        void release() noexcept override { watch->release(); }
        void describe(core::DescriptionSink& sink) const override {
            sink.format("Poll(fd=%d, events=%c)", watch->fd_, letter);
        }
        void arm() noexcept override { ++watch->reactor_->activity_; }
        void disarm() noexcept override { --watch->reactor_->activity_; }
        void end() noexcept { settle(nullptr); }
        using Awaitable::forget_waiters;
        using Awaitable::pulse;
        FakeFdWatch* watch = nullptr;
        char letter = 'r';
    };

    ~FakeFdWatch() override { detach(); }
    FakeReactor* detach() {
        if (reactor_) reactor_->watches_.erase(fd_);
        return std::exchange(reactor_, nullptr);
    }

    FakeReactor* reactor_;
    const int fd_;
    Ready ready_[3];
};

class FakeChildWatch final : public core::ChildWatch {
public:
    FakeChildWatch(FakeReactor& reactor, int pid) noexcept : reactor_(&reactor), pid_(pid) {
        reactor.child_watches_.push_back(this);
    }
    int status() const noexcept override { return status_; }
    void describe(core::DescriptionSink& sink) const override { sink.format("Process(pid=%d)", pid_); }

private:
    friend class FakeReactor;
    ~FakeChildWatch() override { detach(); }
    void arm() noexcept override { ++reactor_->activity_; }
    void disarm() noexcept override { --reactor_->activity_; }
    void detach() {
        if (!reactor_) return;
        auto& all = reactor_->child_watches_;
        all.erase(std::remove(all.begin(), all.end(), this), all.end());
        reactor_ = nullptr;
    }
    void end(int status) {
        Ref<FakeChildWatch> self(this);
        if (has_waiters()) --reactor_->activity_;
        detach();
        status_ = status;
        settle(nullptr);
    }

    FakeReactor* reactor_;
    const int pid_;
    int status_ = -1;
};

class FakeSignalWatch final : public core::SignalWatch {
public:
    FakeSignalWatch(FakeReactor& reactor, int signum) noexcept : reactor_(&reactor), signum_(signum) {
        reactor.signal_watches_.push_back(this);
    }
    void describe(core::DescriptionSink& sink) const override { sink.format("Signal(signum=%d)", signum_); }

private:
    friend class FakeReactor;
    ~FakeSignalWatch() override {
        if (!reactor_) return;
        auto& all = reactor_->signal_watches_;
        all.erase(std::remove(all.begin(), all.end(), this), all.end());
    }
    void count_in() noexcept override {
        if (!reactor_) return;
        ++reactor_->activity_;
        ++counted_;
    }
    void count_out() noexcept override {
        if (counted_ == 0) return;
        --reactor_->activity_;
        --counted_;
    }
    void forget() noexcept {
        forget_waiters();
        while (counted_ > 0) count_out();
    }

    FakeReactor* reactor_;
    const int signum_;
    uint32_t counted_ = 0;
};

FakeReactor::~FakeReactor() {
    abandon();
    while (!watches_.empty()) watches_.begin()->second->close();
    while (!child_watches_.empty()) child_watches_.back()->end(-1);
    for (FakeSignalWatch* watch : signal_watches_) {
        watch->reactor_ = nullptr;
        watch->settle(nullptr);
    }
    for (auto& job : jobs_) end(*job);
}

void FakeReactor::after(core::Duration delay, std::function<void()> event) {
    events_.emplace((clock_.now() + delay).ns, std::move(event));
}

// The lowest free number, as the kernel gives them.
int FakeReactor::open_fd() {
    int fd = 3;
    while (descriptors_.count(fd)) ++fd;
    descriptors_[fd] = {};
    descriptors_[fd].file_number = ++files_;
    return fd;
}

int FakeReactor::open_file() {
    const int fd = open_fd();
    descriptors_[fd].file = true;
    return fd;
}

void FakeReactor::close_fd(int fd) {
    const auto found = watches_.find(fd);
    if (found != watches_.end()) found->second->close();
    drop_fd(fd);
}

void FakeReactor::drop_fd(int fd) { descriptors_.erase(fd); }

void FakeReactor::set_ready(int fd, Direction direction, bool ready) {
    descriptors_[fd].ready[static_cast<int>(direction)] = ready;
}

void FakeReactor::hang_up(int fd) {
    descriptors_[fd].hung_up = true;
    set_ready(fd, Direction::read, true);
}

int FakeReactor::start_child() {
    children_[next_pid_] = {};
    return next_pid_++;
}

void FakeReactor::end_child(int pid, int wait_status) {
    children_[pid].ended = true;
    children_[pid].status = wait_status;
}

void FakeReactor::raise(int signum) {
    for (FakeSignalWatch* watch : std::vector<FakeSignalWatch*>(signal_watches_)) {
        if (watch->signum_ != signum || !watch->has_waiters()) continue;
        watch->pulse();
        happened_ = true;
    }
}

void FakeReactor::poll(core::Instant until) noexcept {
    ++polls_;
    if (until.ns > 0) ++blocking_polls_;
    if (deliver() || until.ns == 0) return;
    int64_t next = until.ns;
    if (!events_.empty()) next = std::min(next, events_.begin()->first);
    if (core::Instant{next}.is_never()) {
        std::fprintf(stderr, "fake reactor: a poll that would never end\n");
        std::abort();
    }
    clock_.jump({next});
    deliver();
}

bool FakeReactor::deliver() {
    happened_ = std::exchange(interrupted_, false);
    happened_ |= deliver_events();
    happened_ |= deliver_descriptors();
    happened_ |= deliver_children();
    happened_ |= deliver_jobs();
    return happened_;
}

bool FakeReactor::deliver_events() {
    bool delivered = false;
    while (!events_.empty() && events_.begin()->first <= clock_.now().ns) {
        auto event = std::move(events_.begin()->second);
        events_.erase(events_.begin());
        event();
        delivered = true;
    }
    return delivered;
}

bool FakeReactor::deliver_descriptors() {
    bool delivered = false;
    for (auto& [fd, descriptor] : descriptors_) {
        const auto found = watches_.find(fd);
        if (found == watches_.end()) continue;
        const bool everybody = std::exchange(descriptor.hung_up, false);
        delivered |= found->second->deliver(descriptor.ready, everybody);
    }
    return delivered;
}

bool FakeReactor::deliver_children() {
    bool delivered = false;
    for (FakeChildWatch* watch : std::vector<FakeChildWatch*>(child_watches_)) {
        const Child& child = children_[watch->pid_];
        if (!child.ended && !child.reaped) continue;
        watch->end(child.reaped ? -1 : child.status);
        delivered = true;
    }
    return delivered;
}

bool FakeReactor::deliver_jobs() {
    if (hold_jobs_ || jobs_.empty()) return false;
    auto batch = std::move(jobs_);
    jobs_.clear();
    for (auto& job : batch) {
        job->work();
        finish(*job);
    }
    return true;
}

Ref<core::FdWatch> FakeReactor::watch_fd(int fd, core::FdWatch::Keeping keeping, Error& error) noexcept {
    error = {};
    const auto found = descriptors_.find(fd);
    if (found == descriptors_.end()) {
        error = {EBADF, "bad file descriptor"};
        return nullptr;
    }
    if (found->second.file) {
        error = {EPERM, "operation not permitted"};
        return nullptr;
    }
    if (const auto open = watches_.find(fd); open != watches_.end()) {
        Ref<FakeFdWatch> existing(open->second);
        if (existing->borrowed_file == 0 || existing->borrowed_file == found->second.file_number) return existing;
        existing->close();
    }
    auto made = core::make_ref<FakeFdWatch>(*this, fd);
    if (keeping == core::FdWatch::Keeping::borrowed) made->borrowed_file = found->second.file_number;
    watches_[fd] = made.get();
    return made;
}

Error FakeReactor::submit(Ref<core::Job> job, core::Job::Lane) noexcept {
    begin(*job, activity_);
    jobs_.push_back(std::move(job));
    return {};
}

Ref<core::ChildWatch> FakeReactor::watch_child(int pid, Error& error) noexcept {
    error = {};
    auto made = core::make_ref<FakeChildWatch>(*this, pid);
    const auto found = children_.find(pid);
    if (found == children_.end() || found->second.reaped) {
        made->end(-1);
    } else if (found->second.ended) {
        made->end(found->second.status);
    }
    return made;
}

Ref<core::SignalWatch> FakeReactor::watch_signal(int signum, Error& error) noexcept {
    error = {};
    if (signum <= 0 || signum > 64) {
        error = {EINVAL, "invalid argument"};
        return nullptr;
    }
    for (FakeSignalWatch* watch : signal_watches_) {
        if (watch->signum_ == signum) return watch;
    }
    return core::make_ref<FakeSignalWatch>(*this, signum);
}

void FakeReactor::abandon() noexcept {
    for (auto& [fd, watch] : watches_) watch->forget_waiters();
    for (FakeChildWatch* watch : child_watches_) watch->forget_waiters();
    for (FakeSignalWatch* watch : signal_watches_) watch->forget();
    for (auto& job : jobs_) forget(*job);
}

}  // namespace async::test
