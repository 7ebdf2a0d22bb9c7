// What the machine and this process have used so far and may use: processor times, load, processors. Plain readings of the
// operating system; what it does not tell reads as zero or false.
#pragma once

#include <cstdint>

namespace async::core {

struct CpuTimes {
    int64_t wall_ns = 0;  // monotonic
    int64_t process_user_ns = 0;
    int64_t process_system_ns = 0;
    int64_t system_idle_ns = 0;  // idle and waiting for disks, all processors together
    int64_t system_busy_ns = 0;
    int64_t cpu_count = 1;  // online

    static CpuTimes now() noexcept;
};

// Over 1, 5 and 15 minutes.
bool read_load_average(double (&load)[3]) noexcept;

// Threads that can run at once: the processors this process may use, within the quota of its control group. At least 1.
uint32_t available_parallelism() noexcept;

}  // namespace async::core
