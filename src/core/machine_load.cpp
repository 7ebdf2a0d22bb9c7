#include "src/core/machine_load.h"

#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#if defined(__linux__)
#include <sched.h>
#endif

namespace async::core {

namespace {

int64_t ns_of(const timeval& time) noexcept { return int64_t{time.tv_sec} * 1000000000 + int64_t{time.tv_usec} * 1000; }

#if defined(__linux__)

// The first line of /proc/stat: user nice system idle iowait irq softirq steal, in clock ticks. (Guest time is in user.)
void read_system_times(CpuTimes& times) noexcept {
    FILE* file = std::fopen("/proc/stat", "re");
    if (!file) return;
    unsigned long long field[8] = {};
    const int read = std::fscanf(file, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &field[0], &field[1], &field[2],
                                 &field[3], &field[4], &field[5], &field[6], &field[7]);
    std::fclose(file);
    const long ticks = sysconf(_SC_CLK_TCK);
    if (read < 4 || ticks <= 0) return;
    const int64_t tick_ns = 1000000000 / ticks;
    times.system_idle_ns = static_cast<int64_t>(field[3] + field[4]) * tick_ns;
    times.system_busy_ns = static_cast<int64_t>(field[0] + field[1] + field[2] + field[5] + field[6] + field[7]) * tick_ns;
}

uint32_t usable_cpus() noexcept {
    // The mask must be as wide as the kernel's: grow until it takes it.
    for (std::size_t cpus = 1024; cpus <= std::size_t{1} << 20; cpus *= 4) {
        cpu_set_t* set = CPU_ALLOC(cpus);
        if (!set) return 0;
        const std::size_t size = CPU_ALLOC_SIZE(cpus);
        CPU_ZERO_S(size, set);
        const bool known = sched_getaffinity(0, size, set) == 0;
        const int count = known ? CPU_COUNT_S(size, set) : 0;
        CPU_FREE(set);
        if (known) return static_cast<uint32_t>(count);
    }
    return 0;
}

// Processors a control group leaves to its members, rounded up; 0 = no limit.
uint32_t quota_at(const char* directory) noexcept {
    char path[4200];
    std::snprintf(path, sizeof path, "/sys/fs/cgroup%s/cpu.max", directory);
    FILE* file = std::fopen(path, "re");
    if (!file) return 0;
    long long quota = 0;
    long long period = 0;
    const int read = std::fscanf(file, "%lld %lld", &quota, &period);  // "max 100000" reads as nothing
    std::fclose(file);
    if (read != 2 || quota <= 0 || period <= 0) return 0;
    return static_cast<uint32_t>((quota + period - 1) / period);
}

// The tightest quota from our group up to the root.
uint32_t group_quota() noexcept {
    FILE* file = std::fopen("/proc/self/cgroup", "re");
    if (!file) return 0;
    char line[4100];
    char group[4100] = "";
    while (std::fgets(line, sizeof line, file)) {
        if (std::strncmp(line, "0::/", 4) != 0) continue;
        line[std::strcspn(line, "\n")] = '\0';
        std::snprintf(group, sizeof group, "%s", line + 3);
    }
    std::fclose(file);
    uint32_t tightest = 0;
    for (char* end = group + std::strlen(group); group[0] != '\0'; end = std::strrchr(group, '/')) {
        if (!end) break;
        *end = '\0';
        const uint32_t quota = quota_at(group);
        if (quota && (!tightest || quota < tightest)) tightest = quota;
    }
    return tightest;
}

#else

void read_system_times(CpuTimes&) noexcept {}
uint32_t usable_cpus() noexcept { return 0; }
uint32_t group_quota() noexcept { return 0; }

#endif

uint32_t online_cpus() noexcept {
    const long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? static_cast<uint32_t>(count) : 1;
}

}  // namespace

CpuTimes CpuTimes::now() noexcept {
    CpuTimes times;
    timespec clock;
    if (clock_gettime(CLOCK_MONOTONIC, &clock) == 0) times.wall_ns = int64_t{clock.tv_sec} * 1000000000 + clock.tv_nsec;
    rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) == 0) {
        times.process_user_ns = ns_of(usage.ru_utime);
        times.process_system_ns = ns_of(usage.ru_stime);
    }
    times.cpu_count = online_cpus();
    read_system_times(times);
    return times;
}

bool read_load_average(double (&load)[3]) noexcept { return getloadavg(load, 3) == 3; }

uint32_t available_parallelism() noexcept {
    uint32_t count = usable_cpus();
    if (count == 0) count = online_cpus();
    const uint32_t quota = group_quota();
    return quota && quota < count ? quota : count;
}

}  // namespace async::core
