#include "ext/hooks/fifo_open.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "ext/hooks/cooperative.h"
#include "ext/hooks/fs_calls.h"

namespace async::hooks::fs {

#ifdef __linux__

namespace {

// Our end, before anybody is at the other one. The Wait owns it: a fatal error may drop the stack.
class FifoEnd final : public core::Awaitable {
public:
    FifoEnd(const char* path, int flags) noexcept : path_(path), flags_(flags) {}
    ~FifoEnd() override {
        if (fd_ >= 0) ::close(fd_);
        for (int end : spare_) {
            if (end >= 0) ::close(end);
        }
    }
    // True: it is settled, connected or failed with errno.
    bool try_open() noexcept {
        if (fd_ < 0) fd_ = ::open(path_.c_str(), flags_ | O_NONBLOCK | O_CLOEXEC);
        if (fd_ < 0) return errno != ENXIO && errno != EINTR;
        return (flags_ & O_ACCMODE) == O_WRONLY || has_writer();
    }
    int take() noexcept {
        if (fd_ < 0) return -1;
        fcntl(fd_, F_SETFL, fcntl(fd_, F_GETFL) & ~O_NONBLOCK);
        if (!(flags_ & O_CLOEXEC)) fcntl(fd_, F_SETFD, 0);
        return std::exchange(fd_, -1);
    }
    void describe(core::DescriptionSink& sink) const override { sink.format("Fifo"); }

private:
    // Data, or a writer that came and went, is seen by poll(); one that has not written yet only by an attempt to copy
    // without consuming: "try again" instead of "the end".
    bool has_writer() noexcept {
        pollfd entry = {fd_, POLLIN, 0};
        if (::poll(&entry, 1, 0) != 0) return true;
        if (spare_[0] < 0 && ::pipe2(spare_, O_CLOEXEC | O_NONBLOCK) != 0) return true;
        return ::tee(fd_, spare_[1], 1, SPLICE_F_NONBLOCK) != 0;
    }

    const Path path_;
    const int flags_;
    int fd_ = -1;
    int spare_[2] = {-1, -1};
};

}  // namespace

bool is_fifo_to_wait_for(const char* path, int flags) noexcept {
    if ((flags & (O_NONBLOCK | O_DIRECTORY)) || (flags & O_ACCMODE) == O_RDWR || !may_wait()) return false;
    struct stat file;
    return ::stat(path, &file) == 0 && S_ISFIFO(file.st_mode);
}

int open_fifo(const char* path, int flags) noexcept {
    constexpr int64_t kShortest = 500, kLongest = 32000;  // microseconds
    auto end = core::make_ref<FifoEnd>(path, flags);
    for (int64_t pause = kShortest; !end->try_open(); pause = pause < kLongest ? pause * 2 : kLongest) {
        core::Wait& wait = php::running_coroutine().wait();
        FifoEnd* const waiting = end.get();
        wait.add(*waiting);
        end.reset();
        const Waited waited = park_until(deadline_after(core::Duration::from_us(pause)));
        if (waited != Waited::thrown) end = core::Ref<FifoEnd>(waiting);
        php::running_coroutine().wait().clear();
        if (waited == Waited::thrown) {
            errno = ECANCELED;
            return -1;
        }
    }
    const int error = errno;
    const int fd = end->take();
    errno = error;
    return fd;
}

#else

bool is_fifo_to_wait_for(const char*, int) noexcept { return false; }
int open_fifo(const char* path, int flags) noexcept { return ::open(path, flags); }

#endif

}  // namespace async::hooks::fs
