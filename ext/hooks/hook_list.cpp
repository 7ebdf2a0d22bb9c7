// The one table: facility, layer, ini switch, install function. To know what is replaced in the engine, read this. Installed
// once, from a chained post-startup callback, when every module has registered what it brings (IO-71); never toggled: the
// guard in cooperative.h decides per call.
#include "ext/hooks/hook_list.h"

#include "ext/php_async.h"
#include "ext/hooks/clients.h"
#include "ext/hooks/commands.h"
#include "ext/hooks/curl.h"
#include "ext/hooks/dns.h"
#include "ext/hooks/fork.h"
#include "ext/hooks/fs_calls.h"
#include "ext/hooks/multisort.h"
#include "ext/hooks/mysqli.h"
#include "ext/hooks/native/library_call.h"
#include "ext/hooks/native/tls_wait.h"
#include "ext/hooks/pcntl_signal.h"
#include "ext/hooks/pdo_calls.h"
#include "ext/hooks/pgsql.h"
#include "ext/hooks/preg_callbacks.h"
#include "ext/hooks/proc_close.h"
#include "ext/hooks/sessions.h"
#include "ext/hooks/sleep.h"
#include "ext/hooks/socket_wait.h"
#include "ext/hooks/sockets.h"
#include "ext/hooks/sqlite.h"
#include "ext/hooks/stream_pin.h"
#include "ext/hooks/streams/held_streams.h"
#include "ext/hooks/streams/records.h"
#include "ext/hooks/streams/select.h"
#include "ext/hooks/streams/stdio_ops.h"
#include "ext/hooks/streams/transport.h"
#include "ext/hooks/streams/user_filters.h"
#include "ext/hooks/streams/user_wrappers.h"
#include "ext/zend/class_loading.h"
#include "ext/zend/gc.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/user_error_handler.h"
#include "ext/zend/user_fibers.h"

namespace async::hooks {

namespace {

struct Hook {
    const char* facility;
    const char* layer;           // L1 handlers, L2 stream tables, L3 import slots, L4 workers (D-9)
    bool (*enabled)();
    // Returns what became of it, for the listing: "cooperative", or why it stays blocking.
    const char* (*install)();
};

bool always() { return true; }
bool functions_enabled() { return ASYNC_G(hook_functions); }
bool files_enabled() { return ASYNC_G(hook_files) && ASYNC_G(hook_streams); }
// The ini parser turns a bare "off" into nothing.
bool native_enabled() {
    const char* mode = ASYNC_G(hook_native);
    return mode && *mode && strcmp(mode, "off") != 0 && strcmp(mode, "0") != 0;
}
bool paths_enabled() { return files_enabled() && native_enabled(); }
bool streams_enabled() { return ASYNC_G(hook_streams); }

const Hook table[] = {
    {"cycle collector", "engine slot", functions_enabled, php::gc::install},
    {"class loading", "engine slot", functions_enabled, php::ClassLoading::install},
    {"set_error_handler restore_error_handler", "L1", functions_enabled, php::user_error_handler::install},
    {"Fiber", "L1", functions_enabled, php::user_fibers::install},
    {"sleep usleep time_nanosleep time_sleep_until", "L1", functions_enabled, install_sleep},
    {"pcntl_fork pcntl_rfork pcntl_forkx", "L1", functions_enabled, install_fork},
    {"pcntl_signal", "L1", functions_enabled, install_pcntl_signal},
    {"warnings of cancelled calls", "engine slot", always, native::install_library_calls},
    {"gethostbyname gethostbynamel gethostbyaddr", "L4", functions_enabled, install_dns},
    {"dns_get_record checkdnsrr getmxrr", "L3+L4", native_enabled, install_dns_records},
    {"exec shell_exec system passthru popen mail", "L2+L3", native_enabled, install_commands},
    {"pclose proc_close", "L1", functions_enabled, install_proc_close},
    {"curl", "L3", native_enabled, install_curl},
    {"PDO", "L1", always, install_pdo_calls},  // off by ini: its constants remain, and a clear refusal
    {"pgsql", "L3", native_enabled, install_pgsql},
    {"pdo_pgsql", "L3", native_enabled, install_pdo_pgsql},
    {"mysqlnd", "L2+L3", native_enabled, install_mysqlnd},
    {"mysqli", "L1", functions_enabled, install_mysqli},
    {"pdo_sqlite", "L3", native_enabled, install_pdo_sqlite},
    {"sqlite3", "L3", native_enabled, install_sqlite3},
    {"redis", "L1+L2", functions_enabled, install_redis},
    {"memcached", "L3", native_enabled, install_memcached},
    {"async.native_libraries", "L3", native_enabled, install_named_libraries},
    {"socket streams (tcp unix udp udg pairs)", "L2", streams_enabled, install_transports},
    {"pipes, terminals, STDIN STDOUT STDERR", "L2", streams_enabled, install_pipes},
    {"files: read write sync, flock", "L2+L4", files_enabled, install_files},
    {"paths: stat rename unlink mkdir opendir fopen", "L3+L4", paths_enabled, install_fs_calls},
    {"session_start", "L1+L3", paths_enabled, install_sessions},
    {"stream_copy_to_stream file_put_contents fprintf fpassthru", "L1", functions_enabled, install_held_streams},
    {"filters written in PHP", "L1", functions_enabled, install_user_filters},
    {"wrappers written in PHP", "L2", streams_enabled, install_user_wrappers},
    {"array_multisort", "L1", functions_enabled, install_multisort},
    {"preg_replace_callback", "L1", functions_enabled, install_preg_callbacks},
    {"stream_get_line", "L1", functions_enabled, install_records},
    {"stream_select", "L1", functions_enabled, install_stream_select},
    {"readline", "L1", functions_enabled, install_readline},
    {"sockets", "L3", native_enabled, install_sockets},
    {"TLS of stream transports", "L3", native_enabled, native::install_tls},
};

zend_result (*previous_post_startup)(void) = nullptr;

void stacks_dropped() noexcept {
    StreamPin::stacks_dropped();
    Child::stacks_dropped();
    commands_dropped();
    sessions_dropped();
    multisort_dropped();
    preg_callbacks_dropped();
    records_dropped();
    socket_waiters_dropped();
}

zend_result install_all() {
    php::Runtime::stacks_dropped = &stacks_dropped;
    for (const Hook& hook : table) {
        php::hooks().note(hook.facility, hook.layer, hook.enabled() ? hook.install() : "off by ini");
    }
    return previous_post_startup ? previous_post_startup() : SUCCESS;
}

}  // namespace

void install_at_post_startup() {
    php::hooks().replace(&zend_post_startup_cb, &install_all, &previous_post_startup, "post-startup");
}

void request_startup() noexcept { Child::request_startup(); }

}  // namespace async::hooks
