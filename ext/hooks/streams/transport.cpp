#include "ext/hooks/streams/transport.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <utility>

#include "ext/hooks/cooperative.h"
#include "ext/hooks/stream_pin.h"
#include "ext/hooks/streams/socket_ops.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/hook_registry.h"

namespace async::hooks {

namespace {

// --- Tables ----------------------------------------------------------------------------------------------------------

constexpr size_t kTables = 8;
SocketTable tables[kTables];
std::atomic<size_t> table_count{0};
std::mutex tables_mutex;  // threads may meet a new table at the same time

template <size_t N>
struct Slot {
    static ssize_t read(php_stream* stream, char* buffer, size_t size) {
        return socket_read(tables[N], stream, buffer, size);
    }
    static ssize_t write(php_stream* stream, const char* data, size_t size) {
        return socket_write(tables[N], stream, data, size);
    }
    static int close(php_stream* stream, int close_handle) { return socket_close(tables[N], stream, close_handle); }
    static int cast(php_stream* stream, int as, void** result) { return socket_cast(tables[N], stream, as, result); }
    static int set_option(php_stream* stream, int option, int value, void* parameter) {
        return socket_set_option(tables[N], stream, option, value, parameter);
    }
};

template <size_t N>
void take_slot(php_stream_ops& ops) {
    ops.read = Slot<N>::read;
    ops.write = Slot<N>::write;
    ops.close = Slot<N>::close;
    ops.cast = Slot<N>::cast;
    ops.set_option = Slot<N>::set_option;
}

template <size_t... N>
void take_slot(php_stream_ops& ops, size_t slot, std::index_sequence<N...>) {
    static constexpr void (*all[])(php_stream_ops&) = {take_slot<N>...};
    all[slot](ops);
}

// The private part of any other table is not known to begin with php_netstream_data_t.
bool kind_of(const char* label, SocketTable::Kind* kind) {
    static const struct {
        const char* label;
        SocketTable::Kind kind;
    } known[] = {
        {"tcp_socket", SocketTable::Kind::tcp},         {"tcp_socket/ssl", SocketTable::Kind::secure},
        {"udp_socket", SocketTable::Kind::udp},         {"unix_socket", SocketTable::Kind::local},
        {"udg_socket", SocketTable::Kind::local_datagram}, {"generic_socket", SocketTable::Kind::unnamed},
    };
    for (const auto& entry : known) {
        if (strcmp(label, entry.label) != 0) continue;
        *kind = entry.kind;
        return true;
    }
    return false;
}

bool is_learned(const php_stream_ops* ops) {
    for (size_t i = 0; i < table_count; ++i) {
        if (tables[i].address == ops) return true;
    }
    return false;
}

// False with errno: it is one of these, and the system does not let it be written to.
bool learn(const php_stream_ops* ops) {
    if (EXPECTED(is_learned(ops))) return true;
    std::lock_guard<std::mutex> lock(tables_mutex);
    SocketTable::Kind kind;
    if (is_learned(ops) || table_count == kTables || !kind_of(ops->label, &kind)) return true;
    SocketTable& table = tables[table_count];
    table.original = *ops;
    table.address = ops;
    table.kind = kind;
    php_stream_ops ours = *ops;
    take_slot(ours, table_count, std::make_index_sequence<kTables>());
    if (!php::hooks().replace_table(const_cast<php_stream_ops*>(ops), ours, ops->label)) return false;
    ++table_count;
    return true;
}

// A table that was met before anything could wait, and could not be written to. The scheduler does not start without it.
std::atomic<const php_stream_ops*> missing[kTables];

void note_missing(const php_stream_ops* ops) {
    for (auto& slot : missing) {
        const php_stream_ops* found = nullptr;
        if (slot.compare_exchange_strong(found, ops) || found == ops) return;
    }
}

bool learn_missing() {
    for (auto& slot : missing) {
        const php_stream_ops* ops = slot;
        if (!ops) break;
        if (learn(ops)) continue;
        php::throw_async(php::ce_async_exception, "The scheduler cannot be started: the functions of %s streams cannot be replaced: %s",
                         ops->label, strerror(errno));
        return false;
    }
    return true;
}

// Whether a stream of this table may be used. Where coroutines wait for each other, one that stops the whole thread may not.
bool admit(const php_stream_ops* ops) {
    if (EXPECTED(learn(ops))) return true;
    if (!ASYNC_G(active)) {
        note_missing(ops);
        return true;
    }
    php_error_docref(nullptr, E_WARNING, "The functions of %s streams cannot be replaced: %s", ops->label, strerror(errno));
    return false;
}

// --- Factories -------------------------------------------------------------------------------------------------------

constexpr size_t kFactories = 24;
struct Factory {
    const char* protocol;
    size_t length;
    php_stream_transport_factory original;
};
Factory factories[kFactories];
size_t factory_count = 0;

php_stream* make_transport(const char* protocol, size_t length, const char* name, size_t name_length,
                           const char* persistent_id, int options, int flags, timeval* timeout,
                           php_stream_context* context STREAMS_DC) {
    for (size_t i = 0; i < factory_count; ++i) {
        const Factory& factory = factories[i];
        if (factory.length != length || strncmp(factory.protocol, protocol, length) != 0) continue;
        php_stream* stream = factory.original(protocol, length, name, name_length, persistent_id, options, flags, timeout,
                                              context STREAMS_REL_CC);
        if (!stream || admit(stream->ops)) return stream;
        php_stream_close(stream);
        return nullptr;
    }
    return nullptr;
}

void wrap_factories() {
    zend_string* protocol;
    void* factory;
    ZEND_HASH_FOREACH_STR_KEY_PTR(php_stream_xport_get_hash(), protocol, factory) {
        if (!protocol || factory_count == kFactories) continue;
        Factory& known = factories[factory_count++];
        known.protocol = pestrdup(ZSTR_VAL(protocol), 1);
        known.length = ZSTR_LEN(protocol);
        known.original = reinterpret_cast<php_stream_transport_factory>(factory);
    }
    ZEND_HASH_FOREACH_END();
    for (size_t i = 0; i < factory_count; ++i) php_stream_xport_register(factories[i].protocol, &make_transport);
}

// --- Streams that come from no factory -------------------------------------------------------------------------------

zif_handler original_stream_socket_pair = nullptr;
zif_handler original_socket_export_stream = nullptr;

bool admit(zval* value) {
    if (Z_TYPE_P(value) != IS_RESOURCE) return true;
    auto* stream = static_cast<php_stream*>(zend_fetch_resource2(Z_RES_P(value), nullptr, php_file_le_stream(), php_file_le_pstream()));
    return !stream || admit(stream->ops);
}

ZEND_FUNCTION(learning_stream_socket_pair) {
    original_stream_socket_pair(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (Z_TYPE_P(return_value) != IS_ARRAY) return;
    zval* first = zend_hash_index_find(Z_ARRVAL_P(return_value), 0);
    if (!first || admit(first)) return;
    zval_ptr_dtor(return_value);
    RETVAL_FALSE;
}

ZEND_FUNCTION(learning_socket_export_stream) {
    original_socket_export_stream(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (admit(return_value)) return;
    zval_ptr_dtor(return_value);
    RETVAL_FALSE;
}

}  // namespace

bool is_socket_table(const php_stream_ops* ops) noexcept { return is_learned(ops); }

const char* install_transports() {
    // Where no such table can ever be written to, streams block as they do without this extension.
    if (!learn(&php_stream_socket_ops)) return "blocking: the tables of functions cannot be written to";
    php::Runtime::before_start = &learn_missing;
    wrap_factories();
    php::HookRegistry& registry = php::hooks();
    registry.replace_function("stream_socket_pair", ZEND_FN(learning_stream_socket_pair), &original_stream_socket_pair);
    registry.replace_function("socket_export_stream", ZEND_FN(learning_socket_export_stream),
                              &original_socket_export_stream);
    return "cooperative";
}

}  // namespace async::hooks
