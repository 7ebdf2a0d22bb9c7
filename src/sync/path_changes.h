// What has changed below a path and nobody has taken yet: coalesced, or held back until a burst is over, or just kept (FS-3,
// FS-7), for those names that matter (FS-8). Iterators stand in one line and get one change each. Waiting for the
// object itself is a hint only: it pulses with every change and settles when the watcher is closed (FS-10). The PHP object owns
// it and the watch that feeds it.
#pragma once

#include <deque>
#include <string>
#include <unordered_map>
#include <vector>

#include "src/core/clock.h"
#include "src/core/reactor.h"
#include "src/core/timer_heap.h"
#include "src/sync/wait_queue.h"

namespace async::sync {

struct PathChange {
    std::string name;
    bool named = false;  // otherwise the path itself, or several
    bool renamed = false;
    bool changed = false;
};

class PathChanges : public core::Awaitable, public core::PathListener, public core::TimerNode {
public:
    struct Settings {
        bool coalesce = true;
        core::Duration debounce{0};
        core::Duration max_hold{0};
        std::vector<std::string> extensions;  // lower case, without the dot; none: every name matters
    };
    enum class Answer : uint8_t {
        taken,
        queue,   // wait in line(): woken without an error, resume(); with one, ask again
        closed,  // and nothing is left, or error() says why
    };

    // Once, before anything else.
    void configure(Settings settings, core::TimerHeap& timers, core::Clock& clock) noexcept;

    Answer take(PathChange& change) noexcept;
    void resume(core::Waiter& ticket, PathChange& change) noexcept;
    // A burst that is not over is lost (FS-7).
    void close() noexcept;

    WaitQueue& line() noexcept { return line_; }
    bool is_closed() const noexcept { return closed_; }
    const core::Error& error() const noexcept { return error_; }

    void on_change(const char* name, std::size_t length, bool renamed, bool changed) noexcept override;
    void on_failure(core::Error error) noexcept override;
    void on_deadline() noexcept override;

protected:
    PathChanges() noexcept : line_(*this) {}
    ~PathChanges() override;

private:
    struct Line final : WaitQueue {
        explicit Line(PathChanges& owner) noexcept : WaitQueue(owner), changes(owner) {}
        void describe(core::DescriptionSink& sink) const override { changes.describe(sink); }
        PathChanges& changes;
    };

    bool matters(const char* name, std::size_t length) const;
    void collect(bool renamed, bool changed) noexcept;
    void push(const char* name, std::size_t length, bool renamed, bool changed) noexcept;
    void pop(PathChange& change) noexcept;
    PathChange*& known(const PathChange& change) { return change.named ? by_name_[change.name] : unnamed_; }

    Settings settings_;
    core::TimerHeap* timers_ = nullptr;
    core::Clock* clock_ = nullptr;
    Line line_;
    std::deque<PathChange> changes_;
    std::unordered_map<std::string, PathChange*> by_name_;  // of those in changes_, when they are coalesced
    PathChange* unnamed_ = nullptr;
    PathChange burst_;  // what is held back while the timer is armed
    core::Instant burst_began_{0};
    core::Error error_;
    bool closed_ = false;
};

}  // namespace async::sync
