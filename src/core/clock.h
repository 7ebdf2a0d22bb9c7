// Time on the monotonic clock, in nanoseconds. All arithmetic saturates: an absurd duration means "never", not a wrapped
// instant (IO-22). Durations from PHP are rounded up to what was asked, never down to zero (IO-21).
#pragma once

#include <cstdint>
#include <limits>

namespace async::core {

struct Duration {
    int64_t ns = 0;

    static constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

    static constexpr Duration from_ns(int64_t ns) { return {ns}; }
    static constexpr Duration from_us(int64_t us) { return {scale(us, 1000)}; }
    static constexpr Duration from_ms(int64_t ms) { return {scale(ms, 1000 * 1000)}; }
    static constexpr Duration from_s(int64_t s) { return {scale(s, 1000 * 1000 * 1000)}; }
    static constexpr Duration forever() { return {kMax}; }

    constexpr bool is_forever() const { return ns == kMax; }
    // Milliseconds, rounded up.
    constexpr int64_t ceil_ms() const { return is_forever() ? kMax : ns / 1000000 + (ns % 1000000 > 0 ? 1 : 0); }

    constexpr Duration operator+(Duration other) const {
        if (other.ns > 0 && ns > kMax - other.ns) return forever();
        if (other.ns < 0 && ns < -kMax - other.ns) return {-kMax};
        return {ns + other.ns};
    }

private:
    static constexpr int64_t scale(int64_t value, int64_t factor) {
        if (value <= 0) return value < -kMax / factor ? -kMax : value * factor;
        return value > kMax / factor ? kMax : value * factor;
    }
};

struct Instant {
    int64_t ns = 0;

    static constexpr Instant never() { return {Duration::kMax}; }
    constexpr bool is_never() const { return ns == Duration::kMax; }

    constexpr Instant operator+(Duration d) const {
        if (d.ns <= 0) return *this;
        return {ns > Duration::kMax - d.ns ? Duration::kMax : ns + d.ns};
    }
    // Time left until `later`; zero when it has passed.
    constexpr Duration until(Instant later) const {
        if (later.is_never()) return Duration::forever();
        return {later.ns > ns ? later.ns - ns : 0};
    }
    constexpr bool operator<(Instant other) const { return ns < other.ns; }
    constexpr bool operator<=(Instant other) const { return ns <= other.ns; }
    constexpr bool operator==(Instant other) const { return ns == other.ns; }
};

// The two clocks a scheduler reads. `coarse` may lag by a few milliseconds and costs a few nanoseconds (D-14).
class Clock {
public:
    virtual Instant now() noexcept = 0;
    virtual Instant coarse() noexcept = 0;

protected:
    ~Clock() = default;
};

}  // namespace async::core
