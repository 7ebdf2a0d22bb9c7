#include "src/uv/monotonic_clock.h"

#include <time.h>
#include <uv.h>

namespace async::uv {

namespace {

#ifdef CLOCK_MONOTONIC_COARSE
core::Instant read(clockid_t id) noexcept {
    timespec time;
    clock_gettime(id, &time);
    return {static_cast<int64_t>(time.tv_sec) * 1000000000 + time.tv_nsec};
}
#endif

}  // namespace

core::Instant MonotonicClock::now() noexcept {
#ifdef CLOCK_MONOTONIC_COARSE
    return read(CLOCK_MONOTONIC);
#else
    return {static_cast<int64_t>(uv_hrtime())};
#endif
}

core::Instant MonotonicClock::coarse() noexcept {
#ifdef CLOCK_MONOTONIC_COARSE
    return read(CLOCK_MONOTONIC_COARSE);
#else
    const int64_t ns = now().ns;
    return {ns - ns % 1000000};
#endif
}

}  // namespace async::uv
