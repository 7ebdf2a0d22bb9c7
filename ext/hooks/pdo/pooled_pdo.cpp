#include "ext/hooks/pdo/pooled_pdo.h"

#include <dlfcn.h>

#include <initializer_list>

#include "ext/hooks/pdo/statement.h"
#include "ext/zend/exceptions.h"

namespace async::hooks::pdo {

namespace {

ConnectionPool& pool_of(const pdo_dbh_t* pdo) { return *static_cast<ConnectionPool*>(pdo->driver_data); }

// The caller's connection, for one call that ends with finish(). Null: an exception is pending.
core::Ref<Binding> begin(pdo_dbh_t* pdo) {
    core::Ref<Binding> binding(pool_of(pdo).bind(*pdo));
    if (binding) ++binding->calls;
    return binding;
}

// The outcome of a call on `binding`, for the PDO object that PDO asks about it next.
void finish(pdo_dbh_t* pdo, Binding& binding, bool failed) {
    --binding.calls;
    ConnectionPool& pool = pool_of(pdo);
    Slot& slot = *binding.slot;
    ErrorState& error = pool.holder().error;
    const bool has_code = std::strcmp(slot.handle->error_code, PDO_ERR_NONE) != 0;
    if (failed && (has_code || !EG(exception))) {
        error.take(slot.handle, nullptr, has_code ? slot.handle->error_code : "HY000");
        // A driver's own method has thrown already.
        if (has_code && !EG(exception)) std::memcpy(pdo->error_code, error.code, sizeof error.code);
    } else {
        error.clear();
    }
    pool.settle(binding);
}

// --- The driver's methods --------------------------------------------------------------------------------------------

void close(pdo_dbh_t* pdo) {
    if (!pdo->driver_data) return;
    ConnectionPool* pool = &pool_of(pdo);
    pool->close();
    pdo->driver_data = nullptr;
    pool->release();
}

bool prepare(pdo_dbh_t* pdo, zend_string* sql, pdo_stmt_t* statement, zval* options) {
    const core::Ref<Binding> binding = begin(pdo);
    if (!binding) return false;
    const bool ok = prepare_on(*binding, sql, statement, options);
    finish(pdo, *binding, !ok);
    return ok;
}

zend_long execute(pdo_dbh_t* pdo, const zend_string* sql) {
    ConnectionPool& pool = pool_of(pdo);
    const core::Ref<Binding> binding = begin(pdo);
    if (!binding) return -1;
    pdo_dbh_t* handle = binding->slot->handle;
    const Effects effects = effects_of(pool.driver(), sql);
    pool.note_effects(*binding, effects);
    const zend_long rows = handle->methods->doer(handle, sql);
    if (rows != -1) pool.keep_last_id(*binding, effects);
    finish(pdo, *binding, rows == -1);
    return rows;
}

zend_string* quote(pdo_dbh_t* pdo, const zend_string* text, enum pdo_param_type type) {
    const core::Ref<Binding> binding = begin(pdo);
    if (!binding) return nullptr;
    pdo_dbh_t* handle = binding->slot->handle;
    zend_string* quoted = handle->methods->quoter ? handle->methods->quoter(handle, text, type) : nullptr;
    finish(pdo, *binding, !quoted);
    return quoted;
}

template <pdo_dbh_txn_func pdo_dbh_methods::*step, bool open>
bool transaction(pdo_dbh_t* pdo) {
    const core::Ref<Binding> binding = begin(pdo);
    if (!binding) return false;
    pdo_dbh_t* handle = binding->slot->handle;
    const bool ok = (handle->methods->*step)(handle);
    if (ok) handle->in_txn = open;
    finish(pdo, *binding, !ok);
    return ok;
}

// IO-1212.
bool in_transaction(pdo_dbh_t* pdo) {
    ConnectionPool& pool = pool_of(pdo);
    Binding* binding = pool.bound();
    if (!binding || !binding->slot->is_in_use()) return false;
    pool.check_broken(*binding);
    return !binding->slot->broken && pool.driver().in_transaction(binding->slot->handle);
}

// IO-1225: for the caller's connection now, for the others when they are bound next.
bool set_attribute(pdo_dbh_t* pdo, zend_long attribute, zval* value) {
    ConnectionPool& pool = pool_of(pdo);
    if (attribute >= kPoolEnabled && attribute <= kPoolCacheSize) return false;
    if (!pool.bound()) {
        pool.record_attribute(attribute, value);
        return true;
    }
    const core::Ref<Binding> binding = begin(pdo);
    if (!binding) return false;
    pdo_dbh_t* handle = binding->slot->handle;
    const bool ok = handle->methods->set_attribute && handle->methods->set_attribute(handle, attribute, value);
    if (ok) {
        pool.record_attribute(attribute, value);
        ++binding->slot->attributes;
    }
    finish(pdo, *binding, !ok);
    return ok;
}

zend_string* last_id(pdo_dbh_t* pdo, const zend_string* name) {
    ConnectionPool& pool = pool_of(pdo);
    Holder& holder = pool.holder();
    if (!holder.binding && holder.last_id) return zend_string_copy(holder.last_id);
    const core::Ref<Binding> binding = begin(pdo);
    if (!binding) return nullptr;
    pdo_dbh_t* handle = binding->slot->handle;
    if (binding->slot->ids_of != holder.id) {  // another's, or nobody's: as in a new session
        const bool fails = pool.driver().asks_for_id;
        if (fails) std::memcpy(handle->error_code, "55000", sizeof handle->error_code);
        finish(pdo, *binding, fails);
        return fails ? nullptr : ZSTR_CHAR('0');
    }
    zend_string* id = handle->methods->last_id ? handle->methods->last_id(handle, name) : nullptr;
    finish(pdo, *binding, !id);
    return id;
}

void fetch_error(pdo_dbh_t* pdo, pdo_stmt_t*, zval* info) {
    const Holder* holder = pool_of(pdo).find_holder();
    if (!holder || Z_ISUNDEF(holder->error.info)) return;
    for (zend_ulong i = 1;; ++i) {
        zval* item = zend_hash_index_find(Z_ARRVAL(holder->error.info), i);
        if (!item) return;
        Z_TRY_ADDREF_P(item);
        add_next_index_zval(info, item);
    }
}

void complain(pdo_dbh_t* pdo, const char* text) {
    using Raise = void (*)(pdo_dbh_t*, pdo_stmt_t*, pdo_error_type, const char*);
    static const auto raise = reinterpret_cast<Raise>(dlsym(RTLD_DEFAULT, "pdo_raise_impl_error"));
    char state[6] = "IM001";
    if (raise) raise(pdo, nullptr, state, text);
}

// IO-1204.
int get_attribute(pdo_dbh_t* pdo, zend_long attribute, zval* value) {
    ConnectionPool& pool = pool_of(pdo);
    switch (attribute) {
        case kPoolEnabled:
            ZVAL_TRUE(value);
            return 1;
        case kPoolMin:
            ZVAL_LONG(value, pool.settings().min);
            return 1;
        case kPoolMax:
            ZVAL_LONG(value, pool.settings().max);
            return 1;
        case kPoolCacheSize:
            ZVAL_LONG(value, pool.settings().cache_size);
            return 1;
        case kPoolCheckInterval:
            ZVAL_FALSE(value);
            complain(pdo,
                     "PDO::ATTR_POOL_HEALTHCHECK_INTERVAL is a construction-only attribute and cannot be read at runtime");
            return 1;
        default:
            break;
    }
    const core::Ref<Binding> binding = begin(pdo);
    if (!binding) return -1;
    pdo_dbh_t* handle = binding->slot->handle;
    const int answer = handle->methods->get_attribute ? handle->methods->get_attribute(handle, attribute, value) : 0;
    finish(pdo, *binding, answer < 0);
    return answer;
}

// --- Methods a driver adds to a connection ---------------------------------------------------------------------------

bool is_for_every_connection(const zend_string* name) noexcept {
    return begins_with(name, "sqliteCreate") || zend_string_equals_literal_ci(name, "createFunction") ||
           zend_string_equals_literal_ci(name, "createAggregate") || zend_string_equals_literal_ci(name, "createCollation");
}

// IO-1242: they concern one connection, for longer than a call.
bool is_refused(const zend_string* name) noexcept {
    return zend_string_equals_literal_ci(name, "setAuthorizer") || zend_string_equals_literal_ci(name, "openBlob") ||
           zend_string_equals_literal_ci(name, "loadExtension");
}

const zend_function_entry* driver_methods(pdo_dbh_t* pdo, int kind) {
    return kind == PDO_DBH_DRIVER_METHOD_KIND_DBH ? pool_of(pdo).driver().methods : nullptr;
}

void collect(pdo_dbh_t* pdo, zend_get_gc_buffer* buffer) { pool_of(pdo).collect(buffer); }

constexpr pdo_dbh_methods make_methods() {
    pdo_dbh_methods table{};
    table.closer = close;
    table.preparer = prepare;
    table.doer = execute;
    table.quoter = quote;
    table.begin = transaction<&pdo_dbh_methods::begin, true>;
    table.commit = transaction<&pdo_dbh_methods::commit, false>;
    table.rollback = transaction<&pdo_dbh_methods::rollback, false>;
    table.set_attribute = set_attribute;
    table.last_id = last_id;
    table.fetch_err = fetch_error;
    table.get_attribute = get_attribute;
    table.get_driver_methods = driver_methods;
    table.in_transaction = in_transaction;
    table.get_gc = collect;
    return table;
}

constexpr pdo_dbh_methods methods = make_methods();

char* copy(const zend_string* text) { return text ? estrndup(ZSTR_VAL(text), ZSTR_LEN(text)) : nullptr; }

// What PDO keeps itself, it sets by its own method; the rest goes to the connections.
void set_own_attributes(zend_object* object, HashTable* options) {
    for (const zend_long attribute : {PDO_ATTR_CASE, PDO_ATTR_ORACLE_NULLS, PDO_ATTR_DEFAULT_FETCH_MODE, PDO_ATTR_STRINGIFY_FETCHES,
                                      PDO_ATTR_STATEMENT_CLASS}) {
        zval* value = zend_hash_index_find_deref(options, static_cast<zend_ulong>(attribute));
        if (!value) continue;
        zval arguments[2];
        ZVAL_LONG(&arguments[0], attribute);
        ZVAL_COPY(&arguments[1], value);
        zval name;
        ZVAL_STRING(&name, "setAttribute");
        zval self;
        zval answer;
        ZVAL_OBJ(&self, object);
        ZVAL_UNDEF(&answer);
        call_user_function(nullptr, &self, &name, &answer, 2, arguments);
        zval_ptr_dtor(&answer);
        zval_ptr_dtor(&name);
        zval_ptr_dtor(&arguments[1]);
        if (EG(exception)) return;
    }
}

}  // namespace

ConnectionPool* pool_of(zend_object* object) {
    const pdo_dbh_t* pdo = php_pdo_dbh_fetch_inner(object);
    return pdo && pdo->methods == &methods && pdo->driver_data ? &pool_of(pdo) : nullptr;
}

void become_pooled(zend_object* object, const Driver& driver, zend_class_entry* connection_class, const Settings& settings,
                   HashTable* options) {
    core::Ref<ConnectionPool> pool = core::make_ref<ConnectionPool>(driver, connection_class, settings);
    if (!pool->open()) return;
    pdo_dbh_t* pdo = php_pdo_dbh_fetch_inner(object);
    const char* colon = std::strchr(ZSTR_VAL(settings.dsn), ':');
    pdo->data_source_len = std::strlen(colon + 1);
    pdo->data_source = estrndup(colon + 1, pdo->data_source_len);
    pdo->username = copy(settings.user);
    pdo->password = copy(settings.password);
    pdo->default_fetch_type = PDO_FETCH_BOTH;
    pdo->auto_commit = true;
    pdo->error_mode = PDO_ERRMODE_EXCEPTION;
    pdo->max_escaped_char_length = 2;
    std::memcpy(pdo->error_code, PDO_ERR_NONE, sizeof pdo->error_code);
    if (zval* mode = zend_hash_index_find_deref(options, PDO_ATTR_ERRMODE)) {
        pdo->error_mode = static_cast<enum pdo_error_mode>(zval_get_long(mode));
    }
    pdo->methods = &methods;
    pdo->driver_data = pool.detach();
    pdo->driver = const_cast<pdo_driver_t*>(&driver.record);
    set_own_attributes(object, options);
}

void forward_method(INTERNAL_FUNCTION_PARAMETERS) {
    zend_string* name = EX(func)->common.function_name;
    pdo_dbh_t* pdo = Z_PDO_DBH_P(ZEND_THIS);
    ConnectionPool& pool = pool_of(pdo);
    if (is_for_every_connection(name)) {
        RETURN_BOOL(pool.record_function(ZSTR_VAL(name), ZEND_CALL_ARG(execute_data, 1), ZEND_NUM_ARGS()));
    }
    if (is_refused(name)) {
        auto* ce = static_cast<zend_class_entry*>(zend_hash_str_find_ptr(CG(class_table), ZEND_STRL("pdoexception")));
        zend_throw_exception_ex(ce, 0, "%s() cannot be used with a connection pool", ZSTR_VAL(name));
        return;
    }
    const core::Ref<Binding> binding = begin(pdo);
    if (!binding) return;
    zend_object* target = binding->slot->object;
    zend_function* function = target->handlers->get_method(&target, name, nullptr);
    if (function) {
        zend_call_known_function(function, target, target->ce, return_value, ZEND_NUM_ARGS(), ZEND_CALL_ARG(execute_data, 1), nullptr);
    }
    finish(pdo, *binding, std::strcmp(binding->slot->handle->error_code, PDO_ERR_NONE) != 0);
}

void take_failed_query(zend_object* object) {
    pdo_dbh_t* pdo = php_pdo_dbh_fetch_inner(object);
    pdo_stmt_t* statement = pdo->query_stmt;
    if (!statement) return;
    pool_of(pdo).holder().error.take(statement->dbh, statement, statement->error_code);
    zval value;
    ZVAL_COPY_VALUE(&value, &pdo->query_stmt_zval);
    pdo->query_stmt = nullptr;
    ZVAL_UNDEF(&pdo->query_stmt_zval);
    zval_ptr_dtor(&value);
}

const char* error_code(zend_object* object) {
    const Holder* holder = pool_of(php_pdo_dbh_fetch_inner(object)).find_holder();
    return holder ? holder->error.code : PDO_ERR_NONE;
}

void fill_error_info(zend_object* object, zval* return_value) {
    array_init(return_value);
    add_next_index_string(return_value, error_code(object));
    fetch_error(php_pdo_dbh_fetch_inner(object), nullptr, return_value);
    while (zend_hash_num_elements(Z_ARRVAL_P(return_value)) < 3) add_next_index_null(return_value);
}

}  // namespace async::hooks::pdo
