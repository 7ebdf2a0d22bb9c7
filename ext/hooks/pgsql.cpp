#include "ext/hooks/pgsql.h"

#include "ext/hooks/native/libc_calls.h"
#include "ext/hooks/native/library_call.h"
#include "ext/hooks/native/libpq_calls.h"

namespace async::hooks {

namespace {

// Functions that may wait for the server. The others read what has arrived.
const char* const waiting_functions[] = {
    "pg_connect", "pg_pconnect", "pg_connect_poll", "pg_close", "pg_connection_reset", "pg_ping", "pg_query", "pg_exec",
    "pg_query_params", "pg_prepare", "pg_execute", "pg_send_query", "pg_send_query_params", "pg_send_prepare",
    "pg_send_execute", "pg_get_result", "pg_cancel_query", "pg_connection_busy", "pg_get_notify", "pg_consume_input",
    "pg_flush", "pg_set_client_encoding", "pg_setclientencoding", "pg_copy_to", "pg_copy_from", "pg_put_line", "pg_end_copy",
    "pg_lo_create", "pg_locreate", "pg_lo_unlink", "pg_lounlink", "pg_lo_open", "pg_loopen", "pg_lo_close", "pg_loclose",
    "pg_lo_read", "pg_loread", "pg_lo_write", "pg_lowrite", "pg_lo_read_all", "pg_loreadall", "pg_lo_import", "pg_loimport",
    "pg_lo_export", "pg_loexport", "pg_lo_seek", "pg_lo_tell", "pg_lo_truncate", "pg_meta_data", "pg_convert", "pg_insert",
    "pg_update", "pg_delete", "pg_select", "pg_field_table", "pg_field_type", "pg_untrace", "pg_parameter_status",
    "pg_put_copy_data", "pg_put_copy_end",
};

bool is_loaded(const char* module) { return zend_hash_str_exists(&module_registry, module, std::strlen(module)); }

// Both extensions share the library; patching it twice finds it done.
const char* patch(const char* extension) {
    if (const char* reason = native::why_no_slots()) return reason;
    const native::ImportList list = native::dropping_imports();
    if (native::patch_imports("libpq", list.imports, list.count, "libpq") == 0) return "blocking: no slot in libpq";
    native::patch_imports(extension, list.imports, list.count, extension);
    return native::guard_libpq_of(extension);
}

}  // namespace

const char* install_pgsql() {
    if (!is_loaded("pgsql")) return "not there";
    if (const char* reason = patch("pgsql")) return reason;
    for (const char* name : waiting_functions) native::wrap_function(name);
    return "cooperative";
}

const char* install_pdo_pgsql() {
    if (!is_loaded("pdo_pgsql")) return "not there";
    if (const char* reason = patch("pdo_pgsql")) return reason;
    return "cooperative";
}

}  // namespace async::hooks
