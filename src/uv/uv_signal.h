// Signals of the process. libuv carries a signal to every loop that listens; our own handler sits above libuv's and also calls
// whatever handler was there before or is installed later, so a program's own handlers go on working (SI-7). With the last
// listener gone the old disposition is back (SI-5); without listeners nothing is installed (SI-6).
#pragma once

#include <csignal>
#include <cstdint>

#include "src/core/intrusive_list.h"
#include "src/core/reactor.h"
#include "src/uv/uv_handle.h"

namespace async::uv {

#ifndef _WIN32
// Asked in the signal handler, on whatever thread that runs, before the handler below ours is called: null = always call it.
// A host may know that `handler`, which it has installed itself, would only do what the system does by default (SI-7).
using MayForward = bool (*)(int signum, void (*handler)(int, siginfo_t*, void*));
void set_signal_forwarding(MayForward may_forward) noexcept;
#endif

// One listener to one signal. `on_signal` runs inside the loop.
class SignalSource : public core::ListNode {
public:
    int start(uv_loop_t& loop, int signum) noexcept;
    void stop() noexcept;
    bool is_started() const noexcept { return handle_ != nullptr; }
    int signum() const noexcept { return signum_; }
    // Somebody may have installed a handler over ours: it becomes the one we call.
    void recheck() noexcept;

protected:
    ~SignalSource() {
        stop();
        unlink();
    }
    virtual void on_signal() noexcept = 0;

private:
    using SignalHandle = Handle<uv_signal_t, SignalSource>;

    SignalHandle* handle_ = nullptr;
    int signum_ = 0;
};

class SignalTable;

class UvSignalWatch final : public core::SignalWatch, public SignalSource {
public:
    explicit UvSignalWatch(uint32_t& activity) noexcept : activity_(activity) {}
    void describe(core::DescriptionSink& sink) const override;
    void count_in() noexcept override;
    void count_out() noexcept override;

private:
    friend class SignalTable;
    ~UvSignalWatch() override = default;
    void on_signal() noexcept override { pulse(); }
    // Nobody will be told any more, and nobody counts.
    void forget() noexcept;

    uint32_t& activity_;
    uint32_t counted_ = 0;
};

// The watches of one loop.
class SignalTable {
public:
    SignalTable(uv_loop_t& loop, uint32_t& activity) noexcept : loop_(loop), activity_(activity) {}
    SignalTable(const SignalTable&) = delete;
    SignalTable& operator=(const SignalTable&) = delete;

    core::Ref<core::SignalWatch> watch(int signum, core::Error& error) noexcept;
    // Before each poll (SI-7c).
    void recheck() noexcept;
    void abandon() noexcept;
    void close_all() noexcept;

private:
    uv_loop_t& loop_;
    uint32_t& activity_;
    core::List<UvSignalWatch, core::ListNode> watches_;
};

}  // namespace async::uv
