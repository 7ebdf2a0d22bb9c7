#include "ext/hooks/streams/transport.h"

#include <atomic>
#include <mutex>
#include <utility>

#include "ext/hooks/cooperative.h"
#include "ext/hooks/stream_pin.h"
#include "ext/hooks/streams/socket_ops.h"
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

struct Operations {
    ssize_t (*read)(php_stream*, char*, size_t);
    ssize_t (*write)(php_stream*, const char*, size_t);
    int (*close)(php_stream*, int);
    int (*cast)(php_stream*, int, void**);
    int (*set_option)(php_stream*, int, int, void*);
};

template <size_t... N>
const Operations* operations_of(size_t slot, std::index_sequence<N...>) {
    static const Operations all[] = {
        {Slot<N>::read, Slot<N>::write, Slot<N>::close, Slot<N>::cast, Slot<N>::set_option}...};
    return &all[slot];
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

void learn(const php_stream_ops* ops) {
    if (EXPECTED(is_learned(ops))) return;
    std::lock_guard<std::mutex> lock(tables_mutex);
    SocketTable::Kind kind;
    if (is_learned(ops) || table_count == kTables || !kind_of(ops->label, &kind)) return;
    SocketTable& table = tables[table_count];
    table.original = *ops;
    table.address = ops;
    table.kind = kind;
    const Operations& ours = *operations_of(table_count, std::make_index_sequence<kTables>());
    ++table_count;
    php::HookRegistry& registry = php::hooks();
    auto* slots = const_cast<php_stream_ops*>(ops);
    const char* name = ops->label;
    registry.replace_readonly(&slots->read, ours.read, static_cast<decltype(slots->read)*>(nullptr), name);
    registry.replace_readonly(&slots->write, ours.write, static_cast<decltype(slots->write)*>(nullptr), name);
    registry.replace_readonly(&slots->close, ours.close, static_cast<decltype(slots->close)*>(nullptr), name);
    registry.replace_readonly(&slots->cast, ours.cast, static_cast<decltype(slots->cast)*>(nullptr), name);
    registry.replace_readonly(&slots->set_option, ours.set_option, static_cast<decltype(slots->set_option)*>(nullptr), name);
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
        if (stream) learn(stream->ops);
        return stream;
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

void learn_result(zval* value) {
    if (Z_TYPE_P(value) != IS_RESOURCE) return;
    auto* stream = static_cast<php_stream*>(zend_fetch_resource2(Z_RES_P(value), nullptr, php_file_le_stream(), php_file_le_pstream()));
    if (stream) learn(stream->ops);
}

ZEND_FUNCTION(learning_stream_socket_pair) {
    original_stream_socket_pair(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (Z_TYPE_P(return_value) != IS_ARRAY) return;
    if (zval* first = zend_hash_index_find(Z_ARRVAL_P(return_value), 0)) learn_result(first);
}

ZEND_FUNCTION(learning_socket_export_stream) {
    original_socket_export_stream(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    learn_result(return_value);
}

}  // namespace

bool is_socket_table(const php_stream_ops* ops) noexcept { return is_learned(ops); }

const char* install_transports() {
    learn(&php_stream_socket_ops);
    wrap_factories();
    php::HookRegistry& registry = php::hooks();
    registry.replace_function("stream_socket_pair", ZEND_FN(learning_stream_socket_pair), &original_stream_socket_pair);
    registry.replace_function("socket_export_stream", ZEND_FN(learning_socket_export_stream),
                              &original_socket_export_stream);
    return "cooperative";
}

}  // namespace async::hooks
