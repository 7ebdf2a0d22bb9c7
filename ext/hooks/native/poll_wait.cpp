#include "ext/hooks/native/poll_wait.h"

#include <vector>

#include "ext/hooks/native/borrowed_watches.h"

namespace async::hooks::native {

using core::Awaitable;
using core::FdWatch;
using core::Ref;
using Direction = core::FdWatch::Direction;

namespace {

// Any of several descriptors: settles when the first of them reports. For more sources than a Wait holds.
class AnyReady final : public Awaitable {
public:
    explicit AnyReady(size_t count) : members_(count) {}
    ~AnyReady() override { leave(); }

    void add(Awaitable& source) noexcept {
        Member& member = members_[used_++];
        member.group = this;
        member.source = Ref<Awaitable>(&source);
    }
    void describe(core::DescriptionSink& sink) const override {
        const char* separator = "";
        for (const Member& member : members_) {
            sink.format("%s", separator);
            member.source->describe(sink);
            separator = ", ";
        }
    }

private:
    struct Member final : core::Waiter {
        bool notify(Awaitable&, core::Reason*) noexcept override {
            if (group->is_pending()) group->settle(nullptr);
            return true;
        }
        AnyReady* group = nullptr;
        Ref<Awaitable> source;
    };

    void arm() noexcept override {
        for (Member& member : members_) {
            if (member.source->is_pending()) {
                member.source->subscribe(member);
            } else {  // a closed watch: whoever polls it again will see
                settle(nullptr);
            }
            if (!is_pending()) return;
        }
    }
    void disarm() noexcept override { leave(); }
    void leave() noexcept {
        for (Member& member : members_) {
            if (member.source) member.source->unsubscribe(member);
        }
    }

    std::vector<Member> members_;  // never grows: waiters do not move
    size_t used_ = 0;
};

// Which readiness answers these events. Errors and hang-ups reach every waiter; who asks for nothing else waits for the
// rarest kind.
template <typename Visit>
void for_each_direction(short events, Visit visit) {
    constexpr short kRead = POLLIN | POLLRDNORM | POLLRDBAND;
    constexpr short kWrite = POLLOUT | POLLWRNORM | POLLWRBAND;
    if (events & kRead) visit(Direction::read);
    if (events & kWrite) visit(Direction::write);
    if (!(events & (kRead | kWrite)) || ((events & POLLPRI) && !(events & kRead))) visit(Direction::urgent);
}

// False when one of the descriptors cannot be watched; something may have been added then.
bool add_sources(core::Reactor& reactor, core::Wait& wait, const pollfd* fds, nfds_t count, FdWatch::Keeping keeping) noexcept {
    size_t sources = 0;
    for (nfds_t i = 0; i < count; ++i) {
        if (fds[i].fd >= 0) for_each_direction(fds[i].events, [&](Direction) { ++sources; });
    }
    Ref<AnyReady> group = sources > 2 ? core::make_ref<AnyReady>(sources) : nullptr;
    for (nfds_t i = 0; i < count; ++i) {
        if (fds[i].fd < 0) continue;
        core::Error error;
        Ref<FdWatch> watch = reactor.watch_fd(fds[i].fd, keeping, error);
        if (!watch) return false;
        if (keeping == FdWatch::Keeping::borrowed) keep_borrowed(watch);
        for_each_direction(fds[i].events, [&](Direction direction) {
            Awaitable& source = watch->ready(direction);
            group ? group->add(source) : wait.add(source);
        });
    }
    if (group) wait.add(*group);
    return true;
}

}  // namespace

core::Instant deadline_of_poll(int timeout) noexcept {
    return timeout < 0 ? core::Instant::never() : deadline_after(core::Duration::from_ms(timeout));
}

bool watch_all(const pollfd* fds, nfds_t count, FdWatch::Keeping keeping) noexcept {
    core::Wait& wait = php::running_coroutine().wait();
    core::Reactor* reactor = php::Runtime::get()->scheduler().reactor();
    if (reactor && add_sources(*reactor, wait, fds, count, keeping)) return true;
    wait.clear();
    return false;
}

int poll_until(pollfd* fds, nfds_t count, core::Instant deadline, FdWatch::Keeping keeping) noexcept {
    php::Runtime& runtime = *php::Runtime::get();
    for (;;) {
        const int ready = ::poll(fds, count, 0);
        if (ready != 0) return ready;  // IO-4
        if (count > 0 && !watch_all(fds, count, keeping)) {
            const core::Duration left = runtime.clock().now().until(deadline);
            const int64_t ms = left.ceil_ms();
            return ::poll(fds, count, left.is_forever() ? -1 : static_cast<int>(ms < INT_MAX ? ms : INT_MAX));
        }
        switch (wait_until(deadline)) {
            case Waited::thrown:
                errno = ECANCELED;
                return -1;
            case Waited::timeout:
                return ::poll(fds, count, 0);
            case Waited::done:
                break;
        }
    }
}

}  // namespace async::hooks::native
