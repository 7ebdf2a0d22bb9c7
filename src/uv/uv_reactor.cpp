#include "src/uv/uv_reactor.h"

#include <cerrno>
#include <cstdlib>
#include <new>

#ifndef _WIN32
#include <unistd.h>
#endif
#ifdef __linux__
#include <sys/epoll.h>
#endif

#include "src/core/out_of_memory.h"

namespace async::uv {

namespace {

constexpr uint64_t kDrainMs = 250;  // how long the end may wait for worker threads (IO-61)

// D-2: libuv 1.45 to 1.48 crash in their io_uring path under load.
void refuse_io_uring() noexcept {
    const unsigned version = uv_version();
    if (version < 0x012d00 || version >= 0x013100) return;
#ifndef _WIN32
    setenv("UV_USE_IO_URING", "0", 1);
#endif
}

// libuv aborts where some of its own tables cannot grow. Before any other call of it: what its users in this process have
// from malloc() stays what it is.
void use_allocator() noexcept {
    static const int status = uv_replace_allocator(
        [](size_t size) { return core::allocated(std::malloc(size > 0 ? size : 1)); },
        [](void* block, size_t size) { return core::allocated(std::realloc(block, size > 0 ? size : 1)); },
        [](size_t count, size_t size) { return core::allocated(std::calloc(count > 0 ? count : 1, size > 0 ? size : 1)); },
        [](void* block) { std::free(block); });
    static_cast<void>(status);
}

// libuv opens the descriptors of its first loop where it cannot say that there are none left, and aborts. Three pipes are as many.
int can_open_descriptors() noexcept {
#ifndef _WIN32
    int ends[6], count = 0, error = 0;
    while (count < 6 && error == 0) {
        if (pipe(ends + count) == 0) {
            count += 2;
        } else {
            error = errno;
        }
    }
    while (count > 0) close(ends[--count]);
    return -error;
#else
    return 0;
#endif
}

// libuv registers the loop's own two descriptors in its first poll and aborts the process where the kernel refuses. Registered
// here, a refusal is an error; libuv then finds them there. Of other descriptors uv_poll_init() asks the kernel itself.
int register_own([[maybe_unused]] uv_loop_t& loop) noexcept {
#ifdef __linux__
    for (const int fd : {loop.signal_io_watcher.fd, loop.async_io_watcher.fd}) {
        epoll_event event = {};
        event.events = EPOLLIN;
        event.data.fd = fd;
        if (fd >= 0 && epoll_ctl(uv_backend_fd(&loop), EPOLL_CTL_ADD, fd, &event) != 0 && errno != EEXIST) return -errno;
    }
#endif
    return 0;
}

}  // namespace

std::unique_ptr<core::Reactor> UvReactor::make(core::Error& error, ChildWatching watching) noexcept {
    refuse_io_uring();
    use_allocator();
    std::unique_ptr<Loop> loop(new (std::nothrow) Loop);
    int status = loop ? can_open_descriptors() : static_cast<int>(UV_ENOMEM);
    if (status == 0) status = uv_loop_init(&loop->native);
    if (status == 0 && (status = register_own(loop->native)) < 0) uv_loop_close(&loop->native);
    error = to_error(status);
    if (error) return nullptr;
    std::unique_ptr<UvReactor> reactor(new UvReactor(std::move(loop), watching));
    status = reactor->wakeup_.open(reactor->loop_->native);
    if (status == 0) status = reactor->alarm_.open(reactor->loop_->native);
    error = to_error(status);
    if (error) return nullptr;
    return reactor;
}

UvReactor::UvReactor(std::unique_ptr<Loop> loop, ChildWatching watching) noexcept
    : loop_(std::move(loop)),
      fds_(loop_->native, activity_),
      work_(loop_->native, activity_),
      signals_(loop_->native, activity_),
      paths_(loop_->native, activity_),
      children_(loop_->native, activity_, watching) {}

const char* UvReactor::library_version() noexcept { return uv_version_string(); }

UvReactor::~UvReactor() {
    fds_.close_all();
    children_.close_all();
    signals_.close_all();
    paths_.close_all();
    work_.cancel_all();
    drain();
    alarm_.close();
    wakeup_.close();
    const bool threads_are_done = work_.close();
    uv_run(&loop_->native, UV_RUN_NOWAIT);  // the close callbacks
    if (!threads_are_done || uv_loop_close(&loop_->native) != 0) static_cast<void>(loop_.release());
}

// One look, then one wait with a limit.
void UvReactor::drain() noexcept {
    if (!work_.is_idle()) uv_run(&loop_->native, UV_RUN_NOWAIT);
    if (work_.is_idle()) return;
    alarm_.set_after_ms(kDrainMs);
    while (!work_.is_idle() && !alarm_.rang()) uv_run(&loop_->native, UV_RUN_ONCE);
}

void UvReactor::poll(core::Instant until) noexcept {
    fds_.check_started();
    signals_.recheck();
    const bool timed = !until.is_never();
    const bool blocking = !timed || (until.ns != 0 && alarm_.set(until));
    fds_.set_blocking(blocking);
    if (!blocking) {
        uv_run(&loop_->native, UV_RUN_NOWAIT);
        return;
    }
    uv_run(&loop_->native, UV_RUN_ONCE);
    if (timed) alarm_.stop();
}

core::Ref<core::FdWatch> UvReactor::watch_fd(int fd, core::FdWatch::Keeping keeping, core::Error& error) noexcept {
    return fds_.watch(fd, keeping, error);
}

core::Error UvReactor::submit(core::Ref<core::Job> job, core::Job::Lane lane) noexcept {
    return work_.submit(std::move(job), lane);
}

core::Ref<core::ChildWatch> UvReactor::watch_child(int pid, core::Error& error) noexcept {
    return children_.watch(pid, error);
}

core::Ref<core::SignalWatch> UvReactor::watch_signal(int signum, core::Error& error) noexcept {
    return signals_.watch(signum, error);
}

core::Ref<core::PathWatch> UvReactor::watch_path(const char* path, core::Depth depth, core::PathListener& listener,
                                                 core::Error& error) noexcept {
    return paths_.watch(path, depth, listener, error);
}

// First of all libuv's own call: until then the loop's kernel side is the parent's as well (IO-63).
void UvReactor::after_fork() noexcept {
    uv_loop_fork(&loop_->native);
    fds_.after_fork();
    work_.after_fork();
    paths_.after_fork();
}

void UvReactor::abandon() noexcept {
    fds_.abandon();
    work_.abandon();
    signals_.abandon();
    paths_.close_all();
    children_.abandon();
}

void UvReactor::interrupt() noexcept { wakeup_.send(); }

}  // namespace async::uv
