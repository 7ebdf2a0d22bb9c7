#include "ext/hooks/streams/file_ops.h"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/vfs.h>
#endif

#include <cerrno>
#include <cstdlib>

#include "ext/hooks/offload.h"

namespace async::hooks {

using core::make_ref;
using core::Ref;

namespace {

// Writes up to this size only copy to the page cache.
constexpr size_t kInlineWrite = 64 * 1024;

class FileWork final : public core::Job {
public:
    enum class Kind : uint8_t { read, write, sync, sync_data };

    // `data` to be written, or null. Not valid() when the descriptor or the memory cannot be had.
    FileWork(Kind kind, int fd, const char* data, size_t size) noexcept
        : kind_(kind), fd_(fcntl(fd, F_DUPFD_CLOEXEC, 0)), size_(size) {
        if (size == 0 || fd_ < 0) return;
        buffer_ = static_cast<char*>(std::malloc(size));
        if (buffer_ && data) memcpy(buffer_, data, size);
    }
    ~FileWork() override {
        if (fd_ >= 0) ::close(fd_);
        std::free(buffer_);
    }

    bool valid() const noexcept { return fd_ >= 0 && (size_ == 0 || buffer_); }
    const char* bytes() const noexcept { return buffer_; }
    ssize_t take() const noexcept {
        errno = error_;
        return result_;
    }

    void work() noexcept override {
        switch (kind_) {
            case Kind::read: transfer([this](size_t at) { return ::read(fd_, buffer_ + at, size_ - at); }); break;
            case Kind::write: transfer([this](size_t at) { return ::write(fd_, buffer_ + at, size_ - at); }); break;
            case Kind::sync: result_ = ::fsync(fd_); break;
            case Kind::sync_data: result_ = ::fdatasync(fd_); break;
        }
        error_ = errno;
    }
    void describe(core::DescriptionSink& sink) const override { sink.format("File(fd=%d)", fd_); }

private:
    // The whole size unless the file ends or the disk is full.
    template <typename Step>
    void transfer(Step step) noexcept {
        size_t done = 0;
        while (done < size_) {
            const ssize_t now = step(done);
            if (now < 0 && errno == EINTR) continue;
            if (now < 0 && done == 0) {
                result_ = now;
                return;
            }
            if (now <= 0) break;
            done += static_cast<size_t>(now);
        }
        result_ = static_cast<ssize_t>(done);
    }

    const Kind kind_;
    const int fd_;
    const size_t size_;
    char* buffer_ = nullptr;
    ssize_t result_ = -1;
    int error_ = 0;
};

enum class Worked : uint8_t { done, inline_please, thrown, closed };

// Runs it on a worker; the pin remembers it, so that whoever comes next waits even if we leave.
Worked run(StreamPin& pin, Ref<FileWork>& work) noexcept {
    if (!work->valid()) return Worked::inline_please;
    pin.file_work = work;
    pin.enter();
    const Offloaded how = offload(work, core::Job::Lane::general);
    const bool open = pin.leave();
    if (how == Offloaded::refused) {
        pin.file_work.reset();
        return Worked::inline_please;
    }
    if (!open) return how == Offloaded::thrown ? Worked::thrown : Worked::closed;
    if (how != Offloaded::done) return Worked::thrown;
    pin.file_work.reset();
    return Worked::done;
}

}  // namespace

bool is_remote_file(int fd) noexcept {
#ifdef __linux__
    struct statfs system;
    if (fstatfs(fd, &system) != 0) return false;
    switch (static_cast<uint32_t>(system.f_type)) {
        case 0x6969:      // NFS
        case 0xff534d42:  // CIFS
        case 0xfe534d42:  // SMB2
        case 0x65735546:  // FUSE
        case 0x01021997:  // 9P
        case 0x00c36400:  // Ceph
            return true;
        default:
            return false;
    }
#else
    static_cast<void>(fd);
    return false;
#endif
}

namespace {

// What can be had without waiting; -1 with EAGAIN: nothing. EOPNOTSUPP: the file system cannot tell.
ssize_t read_cached(StreamPin& pin, char* at, size_t size) noexcept {
#ifdef RWF_NOWAIT
    if (!pin.no_rwf_nowait) {
        const iovec piece = {at, size};
        const ssize_t got = preadv2(pin.fd(), &piece, 1, -1, RWF_NOWAIT);
        if (got >= 0 || (errno != EOPNOTSUPP && errno != ENOSYS && errno != EINVAL)) return got;
        pin.no_rwf_nowait = true;
    }
#endif
    errno = EOPNOTSUPP;
    return -1;
}

}  // namespace

bool settle_file(StreamPin& pin) noexcept {
    while (pin.file_work) {
        if (!pin.file_work->is_pending()) {
            pin.file_work.reset();
            return true;
        }
        pin.enter();
        php::running_coroutine().wait().add(*pin.file_work);
        const Waited waited = wait_until(core::Instant::never());
        if (!pin.leave() || waited == Waited::thrown) return false;
    }
    return true;
}

bool read_file(StreamPin& pin, ReadTarget& target, ssize_t& result) noexcept {
    size_t done = 0;
    while (done < target.size()) {
        const ssize_t now = read_cached(pin, target.at() + done, target.size() - done);
        if (now > 0) {
            done += static_cast<size_t>(now);
            continue;
        }
        if (now < 0 && errno == EINTR) continue;
        const bool waits = now < 0 && (errno == EAGAIN || (errno == EOPNOTSUPP && pin.is_remote));
        if (!waits) break;
        if (done > 0) break;  // as much as there was; the engine asks again
        auto work = make_ref<FileWork>(FileWork::Kind::read, pin.fd(), nullptr, target.size());
        switch (run(pin, work)) {
            case Worked::inline_please:
                return false;
            case Worked::thrown:
            case Worked::closed:
                result = -1;
                return true;
            case Worked::done:
                break;
        }
        result = work->take();
        if (result <= 0) return false;  // the end, or an error: the original runs into it again, and says so
        target.put(work->bytes(), static_cast<size_t>(result));
        return true;
    }
    result = static_cast<ssize_t>(done);
    return done > 0;
}

bool write_file(StreamPin& pin, const char* data, size_t size, ssize_t& result) noexcept {
    if (size <= kInlineWrite && !pin.is_synchronous && !pin.is_remote) return false;
    auto work = make_ref<FileWork>(FileWork::Kind::write, pin.fd(), data, size);
    switch (run(pin, work)) {
        case Worked::inline_please:
            return false;
        case Worked::thrown:
        case Worked::closed:
            result = -1;
            return true;
        case Worked::done:
            break;
    }
    result = work->take();
    return result > 0;
}

bool sync_file(StreamPin& pin, bool data_only, int& result) noexcept {
    auto work = make_ref<FileWork>(data_only ? FileWork::Kind::sync_data : FileWork::Kind::sync, pin.fd(), nullptr, size_t{0});
    const Worked how = run(pin, work);
    if (how == Worked::inline_please) return false;
    result = how == Worked::done ? static_cast<int>(work->take()) : -1;
    return true;
}

}  // namespace async::hooks
