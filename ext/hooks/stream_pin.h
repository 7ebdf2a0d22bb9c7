// What we know about an open stream beside the engine: the kept watch of its descriptor, who is parked in it, whose turn it is
// to write. One per (stream, descriptor), made when the stream first needs it, found by the descriptor's number, gone when the
// stream closes. The engine's structures have no room that is ours on every version, hence the table beside them; a
// descriptor indexes it, so the hot path hashes nothing.
//
// While somebody is parked in a stream, its memory must stay although another coroutine may close it (IO-51). The engine lets a
// stream that was cast to a FILE* live on until that FILE* closes: a stream with parked callers is lent such a FILE* of ours.
// Closing it then ends in us instead of in free(): we mark the pin dead, wake everybody, and free the stream after the last
// caller has left. Closing therefore never suspends (IO-4).
#pragma once

#include <cstdio>

#include "ext/hooks/wait_fd.h"
#include "src/core/reactor.h"
#include "src/sync/wait_queue.h"

namespace async::hooks {

// One at a time, in the order of arrival (IO-42). Whoever leaves hands over to the oldest who waits.
class Turn final : public sync::WaitQueue {
public:
    using WaitQueue::WaitQueue;

    bool try_enter() noexcept { return !std::exchange(taken_, true); }
    bool is_taken() const noexcept { return taken_; }
    Waited enter(core::Instant deadline) noexcept;
    void leave() noexcept {
        if (!grant()) taken_ = false;
    }
    void reset() noexcept {
        abandon();
        taken_ = false;
    }
    void describe(core::DescriptionSink& sink) const override { sink.format("StreamTurn"); }

private:
    void on_surplus() noexcept override { taken_ = false; }

    bool taken_ = false;
};

enum class StdioKind : uint8_t { unknown, waitable, file, plain };

class StreamPin;
class CloseTrap;

// The pins of one thread. Slot 0 is for those without a descriptor, slot n + 1 for descriptor n.
struct PinTable {
    StreamPin** slots = nullptr;
    uint32_t size = 0;
    uint32_t drained_at = 0;  // the runtime's count of parks
    int64_t drained_tick = 0;
    StreamPin* drained = nullptr;
    StreamPin* dead = nullptr;  // closed, with callers that have not left yet
    CloseTrap* spare_traps = nullptr;
};
inline ASYNC_PHP_THREAD_LOCAL PinTable pin_table;

class StreamPin final : public core::RefCounted {
public:
    using Direction = core::FdWatch::Direction;
    enum class Tls : uint8_t { unknown, inactive, active };

    StreamPin(php_stream* stream, int fd) noexcept : stream_(stream), fd_(fd), writers_(*this), takers_(*this), filters_(*this) {}

    // `fd` may be -1: a stream without a descriptor, or whose closing nobody tells us.
    static StreamPin* find(const php_stream* stream, int fd) noexcept {
        const auto slot = static_cast<uint32_t>(fd + 1);
        if (slot >= pin_table.size) return nullptr;
        StreamPin* pin = pin_table.slots[slot];
        while (pin && pin->stream_ != stream) pin = pin->next_;
        return pin;
    }
    static StreamPin& of(php_stream* stream, int fd) noexcept {
        StreamPin* pin = find(stream, fd);
        return EXPECTED(pin != nullptr) ? *pin : make(stream, fd);
    }

    php_stream* stream() const noexcept { return stream_; }
    int fd() const noexcept { return fd_; }

    // The watch; null as from watch_of().
    core::Ref<core::FdWatch> watch() noexcept;
    // Parks until the descriptor is ready. After `closed` neither the stream's private part nor this may be touched.
    FdWaited wait(Direction direction, core::Instant deadline) noexcept;
    // Parks while another coroutine is inside a filter of the stream, whose bytes come first. False: nobody is.
    bool wait_for_filter(core::Instant deadline, FdWaited& answer) noexcept;
    // Ready now? Asks the kernel, never parks.
    bool is_ready(Direction direction) const noexcept;
    // Parks until the turn is ours; after `ready` the caller leaves it.
    FdWaited wait_for(Turn& turn, core::Instant deadline) noexcept;

    // Around engine calls that may run user code while the caller still needs the stream. leave() says whether the stream is
    // still open.
    void enter() noexcept;
    bool leave() noexcept;

    // The stream closes and nobody is parked in it: forgets it. After this the descriptor may be closed.
    void close() noexcept;

    Turn& writers() noexcept { return writers_; }
    // Those who want a whole something out of it: a connection, a TLS record.
    Turn& takers() noexcept { return takers_; }
    // Those whose bytes go through filters written in PHP (IO-651).
    Turn& filters() noexcept { return filters_; }
    bool is_dead() const noexcept { return dead_; }

    // The last read emptied the descriptor a moment ago, nobody has run since, and nothing but a write to it has happened: trying
    // to read again would be a wasted system call. Not when the caller has computed meanwhile: then bytes may have come (IO-4).
    void set_drained() noexcept {
        pin_table.drained = this;
        pin_table.drained_at = php::Runtime::get()->parks();
        pin_table.drained_tick = php::Runtime::get()->clock().coarse().ns;
    }
    bool is_drained() const noexcept {
        return pin_table.drained == this && pin_table.drained_at == php::Runtime::get()->parks() &&
               pin_table.drained_tick == php::Runtime::get()->clock().coarse().ns;
    }
    // To be called by everything that may make some descriptor readable.
    static void forget_drained() noexcept { pin_table.drained = nullptr; }
    static void forget_drained_unless(const php_stream* stream) noexcept {
        if (pin_table.drained && pin_table.drained->stream_ != stream) pin_table.drained = nullptr;
    }

    // What ended a write that had sent something before; the engine comes back for it with the rest.
    int write_error = 0;
    Tls tls = Tls::unknown;
    // Callers inside the TLS transport, which has turned the blocking mode off for them; what it really is.
    uint8_t tls_inside = 0;
    bool tls_blocking = true;
    // Pipes and terminals (stdio_ops): what the engine has no place for.
    StdioKind stdio = StdioKind::unknown;
    bool nonblocking = false;
    bool no_rwf_nowait = false;
    bool timed_out = false;
    core::Duration timeout = core::Duration::forever();
    // Regular files (file_ops): the request on its way, and whether each write waits for a disk or a server.
    core::Ref<core::Job> file_work;
    bool is_synchronous = false;
    bool is_remote = false;
    // The coroutine inside a user filter of the stream (user_filters).
    const void* filtering = nullptr;
    const php_stream_filter* removing = nullptr;  // whose last bytes are being flushed
    uint32_t filter_removers = 0;  // who waits to free one of them
    // We made a listening descriptor non-blocking, so that losing a race for a connection cannot block the process.
    bool nonblocking_listener = false;
    // Frees the descriptor, or makes those leave who are inside a library, when the stream closes under its waiters.
    void (*on_closed_under_waiters)(StreamPin& pin) = nullptr;

    // All stacks are gone: nobody is parked anywhere.
    static void stacks_dropped() noexcept;

private:
    friend class CloseTrap;

    static StreamPin& make(php_stream* stream, int fd) noexcept;
    void closed_under_waiters() noexcept;
    void forget() noexcept;
    void stack_dropped() noexcept;
    void bury() noexcept;

    php_stream* const stream_;
    const int fd_;
    StreamPin* next_ = nullptr;  // with the same descriptor, or dead as well
    core::Ref<core::FdWatch> watch_;
    Turn writers_;
    Turn takers_;
    Turn filters_;
    CloseTrap* trap_ = nullptr;
    uint32_t inside_ = 0;  // parked callers
    bool dead_ = false;
};

}  // namespace async::hooks
