#include "ext/hooks/flock.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <vector>

#include "ext/zend/thread_owned.h"

namespace async::hooks {

using core::Ref;

namespace {

// Those of this thread who wait for one file. Pulses when one of us has let go; other processes are asked again and again.
class LockQueue final : public core::Awaitable {
public:
    LockQueue(dev_t device, ino_t inode) noexcept : device_(device), inode_(inode) {}

    bool is_of(const struct stat& file) const noexcept { return file.st_dev == device_ && file.st_ino == inode_; }
    void look_again() noexcept { pulse(); }
    void describe(core::DescriptionSink& sink) const override { sink.format("FileLock"); }

private:
    const dev_t device_;
    const ino_t inode_;
};

thread_local php::ThreadOwned<std::vector<Ref<LockQueue>>> queues;

LockQueue* find(const struct stat& file) noexcept {
    for (const Ref<LockQueue>& queue : *queues) {
        if (queue->is_of(file)) return queue.get();
    }
    return nullptr;
}

LockQueue& queue_of(const struct stat& file) noexcept {
    if (LockQueue* known = find(file)) return *known;
    queues->push_back(core::make_ref<LockQueue>(file.st_dev, file.st_ino));
    return *queues->back();
}

void drop_unused() noexcept {
    for (size_t i = queues->size(); i-- > 0;) {
        if (!(*queues)[i]->has_waiters()) queues->erase(queues->begin() + static_cast<ptrdiff_t>(i));
    }
}

int try_lock(int fd, int operation) noexcept {
    int answer;
    do {
        answer = ::flock(fd, operation | LOCK_NB);
    } while (answer != 0 && errno == EINTR);
    return answer;
}

}  // namespace

namespace {

int wait_for_lock(int fd, const StreamPin* pin, int operation) noexcept {
    constexpr int64_t kShortest = 1000, kLongest = 32000;  // microseconds
    if (yield() == Waited::thrown) {  // IO-4, before the effect
        errno = ECANCELED;
        return -1;
    }
    for (int64_t pause = kShortest; try_lock(fd, operation) != 0; pause = pause < kLongest ? pause * 2 : kLongest) {
        struct stat file;
        if (errno != EWOULDBLOCK || fstat(fd, &file) != 0) return -1;
        php::running_coroutine().wait().add(queue_of(file));
        const Waited waited = wait_until(deadline_after(core::Duration::from_us(pause)));
        drop_unused();
        if (pin && pin->is_dead()) {
            errno = EBADF;
            return -1;
        }
        if (waited != Waited::thrown) continue;
        errno = ECANCELED;
        return -1;
    }
    return 0;
}

}  // namespace

int flock_parked(const StreamPin& pin, int operation) noexcept { return wait_for_lock(pin.fd(), &pin, operation); }
int flock_parked(int fd, int operation) noexcept { return wait_for_lock(fd, nullptr, operation); }

void flock_released(int fd) noexcept {
    struct stat file;
    if (queues->empty() || fstat(fd, &file) != 0) return;
    if (LockQueue* queue = find(file)) queue->look_again();
}

}  // namespace async::hooks
