// Changes of files and directories. Linux tells them per directory, so a watched tree is one inotify instance with a watch for
// each directory; a directory that appears is watched and then looked through, and what is found there is reported, so nothing
// that was made before the watch was in place gets lost (FS-6). Elsewhere libuv watches, and knows trees where the platform does.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

#include "src/core/intrusive_list.h"
#include "src/core/reactor.h"
#include "src/uv/uv_handle.h"

namespace async::uv {

class UvPathWatch;

// The watches of one loop.
class PathTable {
public:
    PathTable(uv_loop_t& loop, uint32_t& activity) noexcept : loop_(loop), activity_(activity) {}
    PathTable(const PathTable&) = delete;
    PathTable& operator=(const PathTable&) = delete;

    core::Ref<core::PathWatch> watch(const char* path, core::Depth depth, core::PathListener& listener,
                                     core::Error& error) noexcept;
    // The child must not read what the parent is told.
    void after_fork() noexcept;
    void close_all() noexcept;

private:
    friend class UvPathWatch;

    uv_loop_t& loop_;
    uint32_t& activity_;
    core::List<UvPathWatch, core::ListNode> watches_;
};

class UvPathWatch final : public core::PathWatch, public core::ListNode {
public:
    static constexpr std::size_t kMostDirectories = 8192;  // FS-6

    UvPathWatch(PathTable& table, const char* path, core::Depth depth, core::PathListener& listener);
    void close() noexcept override;
    bool is_incomplete() const noexcept override { return incomplete_; }

private:
    friend class PathTable;

    ~UvPathWatch() override { close(); }
    int open() noexcept;
    void release_handle() noexcept;
    void fail(int status, const char* text) noexcept;

    PathTable& table_;
    core::PathListener& listener_;
    const std::string path_;
    const core::Depth depth_;
    bool open_ = false;
    bool incomplete_ = false;

#ifdef __linux__
    using PollHandle = Handle<uv_poll_t, UvPathWatch>;

    enum class Look : uint8_t { quiet, telling };

    std::string full(const std::string& directory) const;
    int add(const std::string& directory, Look look) noexcept;
    int look_through(const std::string& directory, Look look) noexcept;
    void drop(const std::string& directory) noexcept;
    void read() noexcept;
    void on_event(int wd, uint32_t mask, const char* name) noexcept;

    int fd_ = -1;
    PollHandle* handle_ = nullptr;
    std::unordered_map<int, std::string> by_wd_;  // relative to the path; the path itself is ""
    std::map<std::string, int> by_name_;          // in order, so that a tree is a range
#else
    using EventHandle = Handle<uv_fs_event_t, UvPathWatch>;
    EventHandle* handle_ = nullptr;
#endif
};

}  // namespace async::uv
