// Exits of children, each by its own pid (IO-816). A pidfd tells exactly one process's end (Linux 5.3); elsewhere SIGCHLD makes
// us look at our pids. Looking never reaps: collecting the status is the business of whoever started the child, unless he has
// handed the child over for good.
#pragma once

#include <cstdint>

#include "src/core/intrusive_list.h"
#include "src/core/reactor.h"
#include "src/uv/uv_handle.h"
#include "src/uv/uv_signal.h"

namespace async::uv {

class UvChildWatch;

enum class ChildWatching : uint8_t {
    by_descriptor,  // pidfd where the kernel has it
    by_signal,      // SIGCHLD only
};

// The watches of one loop.
class ChildTable {
public:
    ChildTable(uv_loop_t& loop, uint32_t& activity, ChildWatching watching) noexcept;
    ChildTable(const ChildTable&) = delete;
    ChildTable& operator=(const ChildTable&) = delete;

    core::Ref<core::ChildWatch> watch(int pid, core::Error& error) noexcept;
    // Takes the child over: collected when it ends, nobody told.
    void reap(int pid) noexcept;
    void abandon() noexcept;
    void close_all() noexcept;

private:
    friend class UvChildWatch;

    class ChildSignal final : public SignalSource {
    public:
        explicit ChildSignal(ChildTable& table) noexcept : table_(table) {}

    private:
        void on_signal() noexcept override { table_.look_at_all(); }
        ChildTable& table_;
    };

    void look_at_all() noexcept;

    uv_loop_t& loop_;
    uint32_t& activity_;
    core::List<UvChildWatch, core::ListNode> watches_;  // those that have not ended
    ChildSignal signal_;
    uint32_t by_signal_count_ = 0;
    bool by_descriptor_;
};

class UvChildWatch final : public core::ChildWatch, public core::ListNode {
public:
    UvChildWatch(ChildTable& table, int pid) noexcept : table_(table), pid_(pid) {}

    int status() const noexcept override { return status_; }
    void describe(core::DescriptionSink& sink) const override { sink.format("Process(pid=%d)", pid_); }

private:
    friend class ChildTable;
    using PollHandle = Handle<uv_poll_t, UvChildWatch>;

    ~UvChildWatch() override { detach(); }
    void arm() noexcept override { ++table_.activity_; }
    void disarm() noexcept override { --table_.activity_; }

    int open() noexcept;
    // Whether the child has ended; then status_ is known.
    bool look() noexcept;
    void end() noexcept;
    void detach() noexcept;

    ChildTable& table_;
    PollHandle* handle_ = nullptr;
    const int pid_;
    int pidfd_ = -1;
    int status_ = -1;
    bool by_signal_ = false;
    bool reaps_ = false;  // holds a reference to itself until the child's end
};

}  // namespace async::uv
