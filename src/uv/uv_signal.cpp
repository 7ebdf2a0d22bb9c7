#include "src/uv/uv_signal.h"

#ifndef _WIN32
#include <signal.h>
#endif

#include <atomic>
#include <cerrno>

namespace async::uv {

#ifndef _WIN32

namespace {

using PlainHandler = void (*)(int);
using InfoHandler = void (*)(int, siginfo_t*, void*);

// Which handlers a signal goes to. A process has one disposition per signal, whatever its number of loops: this is the only
// table of src/ that belongs to nobody. The handler reads it without locks; it is written with `guard` held.
struct Disposition {
    std::atomic<PlainHandler> libuv{nullptr};
    std::atomic<PlainHandler> next{SIG_DFL};
    std::atomic<InfoHandler> next_info{nullptr};
    struct sigaction previous;  // as the kernel gave it, for restoring
    uint32_t listeners;
};

#ifndef NSIG
constexpr int NSIG = 65;
#endif
Disposition dispositions[NSIG];
std::atomic<MayForward> may_forward{nullptr};
uv_mutex_t guard;
uv_once_t guard_once = UV_ONCE_INIT;

class Guard {
public:
    Guard() noexcept {
        uv_once(&guard_once, [] { uv_mutex_init(&guard); });
        uv_mutex_lock(&guard);
    }
    ~Guard() { uv_mutex_unlock(&guard); }
};

void on_arrival(int signum, siginfo_t* info, void* context) {
    const int saved = errno;
    Disposition& disposition = dispositions[signum];
    if (PlainHandler libuv = disposition.libuv.load()) libuv(signum);
    if (InfoHandler next = disposition.next_info.load()) {
        const MayForward allowed = may_forward.load();
        if (!allowed || allowed(signum, next)) next(signum, info, context);
    } else if (PlainHandler plain = disposition.next.load(); plain != SIG_DFL && plain != SIG_IGN) {
        plain(signum);
    }
    errno = saved;
}

bool is_ours(const struct sigaction& action) noexcept {
    return (action.sa_flags & SA_SIGINFO) && action.sa_sigaction == &on_arrival;
}

void put_on_top(int signum, const struct sigaction& below) noexcept {
    Disposition& disposition = dispositions[signum];
    disposition.previous = below;
    const bool with_info = below.sa_flags & SA_SIGINFO;
    disposition.next_info.store(with_info ? below.sa_sigaction : nullptr);
    disposition.next.store(with_info ? SIG_DFL : below.sa_handler);
    struct sigaction ours = {};
    sigfillset(&ours.sa_mask);
    ours.sa_sigaction = &on_arrival;
    ours.sa_flags = SA_SIGINFO | SA_RESTART | (below.sa_flags & SA_ONSTACK);
    sigaction(signum, &ours, nullptr);
}

}  // namespace

void set_signal_forwarding(MayForward filter) noexcept { may_forward.store(filter); }

#endif

int SignalSource::start(uv_loop_t& loop, int signum) noexcept {
#ifndef _WIN32
    if (signum <= 0 || signum >= NSIG) return UV_EINVAL;
    const Guard lock;
    struct sigaction before = {};
    if (sigaction(signum, nullptr, &before) != 0) return -errno;
#endif
    int status = 0;
    handle_ = SignalHandle::open(*this, status, [&](uv_signal_t* signal) { return uv_signal_init(&loop, signal); });
    if (!handle_) return status;
    signum_ = signum;
    status = uv_signal_start(
        handle_->native(), [](uv_signal_t* signal, int) { SignalHandle::owner_of(signal).on_signal(); }, signum);
    if (status < 0) {
        handle_->close();
        handle_ = nullptr;
        return status;
    }
#ifndef _WIN32
    if (dispositions[signum].listeners++ == 0) {
        struct sigaction libuv = {};
        sigaction(signum, nullptr, &libuv);
        dispositions[signum].libuv.store(libuv.sa_handler);
        put_on_top(signum, before);
    }
#endif
    return 0;
}

void SignalSource::stop() noexcept {
    if (!handle_) return;
#ifndef _WIN32
    const Guard lock;
    // libuv resets the disposition when its last listener leaves, whoever has put a handler there meanwhile.
    struct sigaction top = {};
    sigaction(signum_, nullptr, &top);
#endif
    handle_->close();
    handle_ = nullptr;
#ifndef _WIN32
    Disposition& disposition = dispositions[signum_];
    if (--disposition.listeners > 0) return;
    disposition.libuv.store(nullptr);
    sigaction(signum_, is_ours(top) ? &disposition.previous : &top, nullptr);
#endif
}

void SignalSource::recheck() noexcept {
#ifndef _WIN32
    if (!handle_) return;
    const Guard lock;
    struct sigaction top = {};
    sigaction(signum_, nullptr, &top);
    if (!is_ours(top)) put_on_top(signum_, top);
#endif
}

void UvSignalWatch::describe(core::DescriptionSink& sink) const { sink.format("Signal(signum=%d)", signum()); }

void UvSignalWatch::count_in() noexcept {
    if (!is_started()) return;
    ++activity_;
    ++counted_;
}

void UvSignalWatch::count_out() noexcept {
    if (counted_ == 0) return;  // all were forgotten
    --activity_;
    --counted_;
}

void UvSignalWatch::forget() noexcept {
    forget_waiters();
    while (counted_ > 0) count_out();
}

core::Ref<core::SignalWatch> SignalTable::watch(int signum, core::Error& error) noexcept {
    UvSignalWatch* existing = nullptr;
    watches_.for_each([&](UvSignalWatch& watch) {
        if (watch.signum() == signum) existing = &watch;
    });
    error = {};
    if (existing) return existing;
    auto made = core::make_ref<UvSignalWatch>(activity_);
    error = to_error(made->start(loop_, signum));
    if (error) return nullptr;
    watches_.push_back(*made);
    return made;
}

void SignalTable::recheck() noexcept {
    watches_.for_each([](UvSignalWatch& watch) { watch.recheck(); });
}

void SignalTable::abandon() noexcept {
    watches_.for_each([](UvSignalWatch& watch) { watch.forget(); });
}

void SignalTable::close_all() noexcept {
    while (UvSignalWatch* watch = watches_.pop_front()) {
        watch->forget();
        watch->stop();
        watch->settle(nullptr);
    }
}

}  // namespace async::uv
