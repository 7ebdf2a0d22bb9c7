#include "src/uv/uv_path.h"

#include <cerrno>
#include <cstring>

#ifdef __linux__
#include <dirent.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>
#endif

namespace async::uv {

core::Ref<core::PathWatch> PathTable::watch(const char* path, core::Depth depth, core::PathListener& listener,
                                            core::Error& error) noexcept {
    auto made = core::make_ref<UvPathWatch>(*this, path, depth, listener);
    error = to_error(made->open());
    if (error) return nullptr;
    made->open_ = true;
    ++activity_;
    watches_.push_back(*made);
    return made;
}

void PathTable::close_all() noexcept {
    while (UvPathWatch* watch = watches_.front()) watch->close();
}

UvPathWatch::UvPathWatch(PathTable& table, const char* path, core::Depth depth, core::PathListener& listener)
    : table_(table), listener_(listener), path_(path), depth_(depth) {}

void UvPathWatch::close() noexcept {
    release_handle();
    if (!std::exchange(open_, false)) return;
    --table_.activity_;
    unlink();
}

void UvPathWatch::fail(int status, const char* text) noexcept {
    core::Ref<UvPathWatch> self(this);
    close();
    listener_.on_failure({status, text});
}

#ifdef __linux__

namespace {

constexpr uint32_t kChanged = IN_ATTRIB | IN_MODIFY;
constexpr uint32_t kRenamed = IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF | IN_MOVED_FROM | IN_MOVED_TO;
constexpr int kMostReads = 64;  // before the loop gets its turn again

// What is not there any more, or is none of our business, is nothing to watch.
bool is_harmless(int error) noexcept { return error == ENOENT || error == ENOTDIR || error == EACCES || error == ELOOP; }

bool is_directory(const std::string& path, unsigned char type) noexcept {
    if (type != DT_UNKNOWN) return type == DT_DIR;
    struct stat info;
    return lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

}  // namespace

std::string UvPathWatch::full(const std::string& directory) const {
    return directory.empty() ? path_ : path_ + '/' + directory;
}

int UvPathWatch::open() noexcept {
    fd_ = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (fd_ < 0) return -errno;
    int status = add({}, Look::quiet);
    if (status < 0) return status;
    handle_ = PollHandle::open(*this, status, [&](uv_poll_t* poll) { return uv_poll_init(&table_.loop_, poll, fd_); });
    if (!handle_) return status;
    return uv_poll_start(handle_->native(), UV_READABLE,
                         [](uv_poll_t* poll, int, int) { PollHandle::owner_of(poll).read(); });
}

void UvPathWatch::release_handle() noexcept {
    if (handle_) handle_->close();
    handle_ = nullptr;
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
    by_wd_.clear();
    by_name_.clear();
}

// Watch first, look afterwards: what is made in between is seen twice, never not at all.
int UvPathWatch::add(const std::string& directory, Look look) noexcept {
    const bool root = directory.empty();
    if (by_wd_.size() >= kMostDirectories && by_name_.count(directory) == 0) {
        incomplete_ = true;
        return 0;
    }
    const uint32_t mask = kChanged | kRenamed | (root ? 0 : IN_ONLYDIR | IN_DONT_FOLLOW);
    const int wd = inotify_add_watch(fd_, full(directory).c_str(), mask);
    if (wd < 0) return !root && is_harmless(errno) ? 0 : -errno;
    const auto known = by_wd_.find(wd);
    if (known != by_wd_.end()) {
        if (known->second == directory) return 0;
        by_name_.erase(known->second);  // it has come here from elsewhere in the tree
    }
    by_wd_[wd] = directory;
    by_name_[directory] = wd;
    return depth_ == core::Depth::recursive ? look_through(directory, look) : 0;
}

int UvPathWatch::look_through(const std::string& directory, Look look) noexcept {
    DIR* entries = opendir(full(directory).c_str());
    if (!entries) return errno == ENOTDIR || (!directory.empty() && is_harmless(errno)) ? 0 : -errno;
    int status = 0;
    while (status == 0) {
        const dirent* entry = readdir(entries);
        if (!entry) break;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        const std::string name = directory.empty() ? entry->d_name : directory + '/' + entry->d_name;
        if (look == Look::telling) listener_.on_change(name.data(), name.size(), true, false);
        if (is_directory(full(name), entry->d_type)) status = add(name, look);
    }
    closedir(entries);
    return status;
}

// It and all that was below it.
void UvPathWatch::drop(const std::string& directory) noexcept {
    const auto forget = [this](std::map<std::string, int>::iterator position) {
        inotify_rm_watch(fd_, position->second);  // refused when the directory is gone
        by_wd_.erase(position->second);
        return by_name_.erase(position);
    };
    const auto itself = by_name_.find(directory);
    if (itself != by_name_.end()) forget(itself);
    const std::string below = directory + '/';
    auto position = by_name_.lower_bound(below);
    while (position != by_name_.end() && position->first.compare(0, below.size(), below) == 0) position = forget(position);
}

void UvPathWatch::read() noexcept {
    core::Ref<UvPathWatch> self(this);
    alignas(inotify_event) char buffer[16384];
    for (int reads = 0; reads < kMostReads && handle_; ++reads) {
        ssize_t length;
        do {
            length = ::read(fd_, buffer, sizeof buffer);
        } while (length < 0 && errno == EINTR);
        if (length <= 0) {
            if (length < 0 && errno != EAGAIN) fail(errno, strerror(errno));
            return;
        }
        for (const char* at = buffer; at < buffer + length && handle_;) {
            const auto* event = reinterpret_cast<const inotify_event*>(at);
            on_event(event->wd, event->mask, event->len > 0 ? event->name : "");
            at += sizeof(inotify_event) + event->len;
        }
    }
}

void UvPathWatch::on_event(int wd, uint32_t mask, const char* name) noexcept {
    if (mask & IN_Q_OVERFLOW) return fail(EOVERFLOW, "events were lost, the queue of the kernel is full");
    const auto found = by_wd_.find(wd);
    if (found == by_wd_.end()) return;  // of a directory that was dropped
    const std::string directory = found->second;
    if (mask & IN_IGNORED) {
        const auto named = by_name_.find(directory);
        if (named != by_name_.end() && named->second == wd) by_name_.erase(named);
        by_wd_.erase(found);
        return;
    }
    const bool renamed = mask & kRenamed;
    const bool changed = mask & kChanged;
    if (!renamed && !changed) return;
    if (!*name) {
        // A directory below is told of by the one above it as well.
        if (directory.empty()) listener_.on_change(nullptr, 0, renamed, changed);
        return;
    }
    const std::string path = directory.empty() ? name : directory + '/' + name;
    listener_.on_change(path.data(), path.size(), renamed, changed);
    if (!(mask & IN_ISDIR) || depth_ != core::Depth::recursive) return;
    if (mask & (IN_DELETE | IN_MOVED_FROM)) drop(path);
    if (!(mask & (IN_CREATE | IN_MOVED_TO))) return;
    if (const int status = add(path, Look::telling); status < 0) fail(-status, uv_strerror(status));
}

// A new instance: the old one's queue belongs to both processes.
void PathTable::after_fork() noexcept {
    core::List<UvPathWatch, core::ListNode> all;
    all.splice(watches_);
    while (UvPathWatch* watch = all.pop_front()) {
        watches_.push_back(*watch);
        watch->release_handle();
        if (const int status = watch->open(); status < 0) watch->fail(-status, uv_strerror(status));
    }
}

#else

int UvPathWatch::open() noexcept {
    int status = 0;
    handle_ = EventHandle::open(*this, status,
                                [&](uv_fs_event_t* event) { return uv_fs_event_init(&table_.loop_, event); });
    if (!handle_) return status;
    const auto on_event = [](uv_fs_event_t* event, const char* name, int events, int error) {
        UvPathWatch& self = EventHandle::owner_of(event);
        if (error < 0) return self.fail(-error, uv_strerror(error));
        self.listener_.on_change(name, name ? strlen(name) : 0, events & UV_RENAME, events & UV_CHANGE);
    };
    return uv_fs_event_start(handle_->native(), on_event, path_.c_str(),
                             depth_ == core::Depth::recursive ? UV_FS_EVENT_RECURSIVE : 0);
}

void UvPathWatch::release_handle() noexcept {
    if (handle_) handle_->close();
    handle_ = nullptr;
}

void PathTable::after_fork() noexcept {}

#endif

}  // namespace async::uv
