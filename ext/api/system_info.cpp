#include "ext/zend/compat.h"

#include "ext/api/system_info.h"

#include "ext/zend/ini.h"
#include "ext/zend/runtime.h"
#include "src/core/machine_load.h"

#include <mutex>

#include "ext/api/arginfo/system_info_arginfo.h"

using namespace async;

namespace async::api {

namespace {

zend_class_entry* ce_cpu_snapshot = nullptr;

// Of the process, not of a thread: the times are the process's (C-92d).
std::mutex usage_mutex;
core::CpuTimes last_usage;
bool has_last_usage = false;

void set(zend_object* object, const char* name, int64_t value) {
    zend_update_property_long(ce_cpu_snapshot, object, name, strlen(name), static_cast<zend_long>(value));
}

double share(int64_t part, int64_t whole) { return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0; }

void add_load(zval* array) {
    double load[3];
    zval list;
    if (!core::read_load_average(load)) {
        add_assoc_null(array, "loadavg");
        return;
    }
    array_init_size(&list, 3);
    for (double value : load) add_next_index_double(&list, value);
    add_assoc_zval(array, "loadavg", &list);
}

}  // namespace

void register_system_info() { ce_cpu_snapshot = register_class_Async_CpuSnapshot(); }

void forget_cpu_usage() {
    const std::lock_guard<std::mutex> lock(usage_mutex);
    has_last_usage = false;
}

}  // namespace async::api

ZEND_METHOD(Async_CpuSnapshot, __construct) { ZEND_PARSE_PARAMETERS_NONE(); }

ZEND_METHOD(Async_CpuSnapshot, now) {
    ZEND_PARSE_PARAMETERS_NONE();
    const core::CpuTimes times = core::CpuTimes::now();
    object_init_ex(return_value, api::ce_cpu_snapshot);
    zend_object* object = Z_OBJ_P(return_value);
    api::set(object, "wallNs", times.wall_ns);
    api::set(object, "processUserNs", times.process_user_ns);
    api::set(object, "processSystemNs", times.process_system_ns);
    api::set(object, "systemIdleNs", times.system_idle_ns);
    api::set(object, "systemBusyNs", times.system_busy_ns);
    api::set(object, "cpuCount", times.cpu_count);
}

ZEND_FUNCTION(Async_cpu_usage) {
    ZEND_PARSE_PARAMETERS_NONE();
    const core::CpuTimes now = core::CpuTimes::now();
    core::CpuTimes before = now;
    {
        const std::lock_guard<std::mutex> lock(api::usage_mutex);
        if (api::has_last_usage) before = api::last_usage;
        api::last_usage = now;
        api::has_last_usage = true;
    }
    const int64_t interval = now.wall_ns - before.wall_ns;
    const int64_t used = (now.process_user_ns - before.process_user_ns) + (now.process_system_ns - before.process_system_ns);
    const int64_t busy = now.system_busy_ns - before.system_busy_ns;
    const int64_t idle = now.system_idle_ns - before.system_idle_ns;
    const double cores = api::share(used, interval);
    array_init_size(return_value, 6);
    add_assoc_double(return_value, "process_cores", cores);
    add_assoc_double(return_value, "process_percent", cores / static_cast<double>(now.cpu_count) * 100.0);
    add_assoc_double(return_value, "system_percent", api::share(busy, busy + idle) * 100.0);
    add_assoc_long(return_value, "cpu_count", static_cast<zend_long>(now.cpu_count));
    add_assoc_double(return_value, "interval_sec", static_cast<double>(interval) / 1e9);
    api::add_load(return_value);
}

ZEND_FUNCTION(Async_loadavg) {
    ZEND_PARSE_PARAMETERS_NONE();
    double load[3];
    if (!core::read_load_average(load)) return;
    array_init_size(return_value, 3);
    for (double value : load) add_next_index_double(return_value, value);
}

ZEND_FUNCTION(Async_available_parallelism) {
    ZEND_PARSE_PARAMETERS_NONE();
    static const uint32_t count = core::available_parallelism();  // C-92a: the same throughout a run
    RETURN_LONG(count);
}

ZEND_FUNCTION(Async_runtime_stats) {
    ZEND_PARSE_PARAMETERS_NONE();
    zend_long total = 0;
    zend_long zombies = 0;
    zend_long microtasks = 0;
    zend_long queued = 0;
    zend_long resumed = 0;
    zend_long idle_stacks = 0;
    zend_long stacks = 0;
    zend_long stack_size = ASYNC_G(stack_size);
    if (php::Runtime* runtime = php::Runtime::get(); runtime && !runtime->is_closed()) {
        core::Scheduler& scheduler = runtime->scheduler();
        total = scheduler.alive_count();
        scheduler.for_each_alive([&](const core::Coroutine& coroutine) {
            zombies += coroutine.is_zombie();
            resumed += coroutine.is_queued() && coroutine.is_started();
        });
        microtasks = scheduler.microtasks().size();
        queued = scheduler.run_queue().size();
        idle_stacks = scheduler.contexts().idle();
        stacks = scheduler.contexts().total();
    }
    array_init_size(return_value, 10);
    add_assoc_long(return_value, "coroutines_total", total);
    add_assoc_long(return_value, "coroutines_active", total - zombies);
    add_assoc_long(return_value, "microtasks_queue", microtasks);
    add_assoc_long(return_value, "coroutine_queue", queued);
    add_assoc_long(return_value, "resumed_queue", resumed);
    add_assoc_long(return_value, "fiber_pool_count", idle_stacks);
    add_assoc_long(return_value, "fiber_pool_capacity", stacks);
    add_assoc_long(return_value, "fiber_pool_min", php::ini::kMinWarmStacks);
    add_assoc_long(return_value, "fiber_stack_size", stack_size);
    add_assoc_long(return_value, "fiber_pool_virtual_bytes", idle_stacks * stack_size);
}
