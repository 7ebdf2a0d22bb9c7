// Figures about the machine, the process and the runtime: Async\CpuSnapshot and the functions around it.
#pragma once

namespace async::api {

void register_system_info();
// C-92d: the next call of cpu_usage() is a first one again.
void forget_cpu_usage();

}  // namespace async::api
