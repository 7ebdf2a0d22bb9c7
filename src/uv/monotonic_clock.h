// The clock of a real process. Agrees with libuv's clock, since the reactor turns its instants into libuv timeouts.
#pragma once

#include "src/core/clock.h"

namespace async::uv {

class MonotonicClock final : public core::Clock {
public:
    core::Instant now() noexcept override;
    // Ticks every 1 to 4 ms where the kernel has a coarse clock, every millisecond elsewhere (D-14).
    core::Instant coarse() noexcept override;
};

}  // namespace async::uv
