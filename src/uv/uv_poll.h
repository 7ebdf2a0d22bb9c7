// Descriptors: one uv_poll_t per (fd, generation) with the merged interest of all who wait on it (IO-41). A watch belongs to
// whoever holds a Ref; the table only finds it by number and lets it go when it is closed or dropped. A kept watch stays
// registered between waits, so that waiting again costs no system call.
#pragma once

#include <cstdint>
#include <vector>

#include "src/core/intrusive_list.h"
#include "src/core/reactor.h"
#include "src/uv/uv_handle.h"

namespace async::uv {

class UvFdWatch;
struct StartedLink : core::ListNode {};

class FdTable {
public:
    FdTable(uv_loop_t& loop, uint32_t& activity) noexcept : loop_(loop), activity_(activity) {}
    FdTable(const FdTable&) = delete;
    FdTable& operator=(const FdTable&) = delete;

    core::Ref<core::FdWatch> watch(int fd, core::FdWatch::Keeping keeping, core::Error& error) noexcept;
    // Before libuv tells the kernel about new interest: it aborts the process when a descriptor has been closed meanwhile.
    void check_started() noexcept;
    // Whether the poll to come may wait. If not, an event nobody waits for makes nothing spin, and who was woken for it may just
    // not have run yet: giving up the interest would cost three system calls for each of them.
    void set_blocking(bool blocking) noexcept { blocking_ = blocking; }
    // C-147: nobody is told; kept watches stay usable.
    void abandon() noexcept;
    // The child of a fork may close descriptors without us: nothing stays registered that nobody waits for.
    void after_fork() noexcept;
    // Closes every watch; those who still hold one hold a closed one.
    void close_all() noexcept;

private:
    friend class UvFdWatch;

    uv_loop_t& loop_;
    uint32_t& activity_;
    std::vector<UvFdWatch*> by_fd_;
    core::List<UvFdWatch, StartedLink> started_;
    bool blocking_ = true;
};

class UvFdWatch final : public core::FdWatch, public StartedLink {
public:
    UvFdWatch(FdTable& table, int fd, Keeping keeping) noexcept;

    core::Awaitable& ready(Direction direction) noexcept override { return ready_[static_cast<int>(direction)]; }
    int fd() const noexcept override { return fd_; }
    bool is_closed() const noexcept override { return closed_; }
    void close() noexcept override;

private:
    friend class FdTable;
    using PollHandle = Handle<uv_poll_t, UvFdWatch>;

    // One direction. Part of the watch: the count is the watch's.
    class Ready final : public core::Awaitable {
    public:
        void add_ref() noexcept override { watch_->add_ref(); }
        void release() noexcept override { watch_->release(); }
        void describe(core::DescriptionSink& sink) const override;

    private:
        friend class UvFdWatch;
        void arm() noexcept override { watch_->join(event_); }
        void disarm() noexcept override { watch_->leave(event_); }

        UvFdWatch* watch_ = nullptr;
        int event_ = 0;
    };

    ~UvFdWatch() override;

    static void on_poll(uv_poll_t* poll, int status, int events);
    int open() noexcept;
    bool is_same_file() const noexcept;
    void join(int event) noexcept;
    void leave(int event) noexcept;
    void deliver(int status, int events) noexcept;
    void forget_waiters() noexcept;
    void lost() noexcept { deliver(UV_EBADF, 0); }
    void set_interest(int interest) noexcept;
    void detach() noexcept;

    FdTable& table_;
    PollHandle* handle_ = nullptr;
    Ready ready_[3];
    const int fd_;
    int interest_ = 0;  // what libuv watches for
    int wanted_ = 0;    // what somebody waits for
    const Keeping keeping_;
    uint64_t device_ = 0;  // which file a borrowed descriptor was when it came
    uint64_t inode_ = 0;
    bool closed_ = false;
    bool delivering_ = false;
    bool hung_up_ = false;  // the peer's end was reported; asking again would report it for ever
};

}  // namespace async::uv
