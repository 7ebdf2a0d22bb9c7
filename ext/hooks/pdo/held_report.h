// async.warn_held_connections: a connection of a pooled PDO that somebody has kept for that many milliseconds is named in the
// error log, once, with who keeps it, what by, and the line that took it: what a pool that runs dry makes one look for. Part of the
// Binding; without the setting it notes nothing and arms no timer.
#pragma once

#include "ext/zend/compat.h"
#include "src/core/timer_heap.h"

namespace async::hooks::pdo {

struct Binding;

class HeldReport final : private core::TimerNode {
public:
    explicit HeldReport(const Binding& binding) noexcept : binding_(binding) {}
    ~HeldReport();

    // The connection has just been taken, by the line that is being executed.
    void start() noexcept;
    // It has gone back.
    void stop() noexcept;

private:
    void on_deadline() noexcept override;

    const Binding& binding_;
    core::Instant since_;
    zend_string* file_ = nullptr;
    uint32_t line_ = 0;
};

}  // namespace async::hooks::pdo
