#include "ext/hooks/pdo/surface.h"

#include <initializer_list>
#include <utility>

#include "ext/hooks/numbered_handlers.h"
#include "ext/hooks/pdo/pooled_pdo.h"
#include "ext/zend/hook_registry.h"

namespace async::hooks::pdo {

namespace {

zend_class_entry* ce_pdo = nullptr;
zif_handler original_query = nullptr;
zif_handler original_error_code = nullptr;
zif_handler original_error_info = nullptr;
zif_handler original_get_attribute = nullptr;
zif_handler original_set_attribute = nullptr;
zif_handler original_connect = nullptr;

zend_class_entry* find_class(const char* name) {
    return static_cast<zend_class_entry*>(zend_hash_str_find_ptr(CG(class_table), name, std::strlen(name)));
}

void fail(const char* format, const char* detail = "") {
    zend_throw_exception_ex(find_class("pdoexception"), 0, format, detail);
}

zend_long option(HashTable* options, zend_long attribute, zend_long otherwise) {
    zval* value = zend_hash_index_find_deref(options, static_cast<zend_ulong>(attribute));
    return value ? zval_get_long(value) : otherwise;
}

bool is_persistent(HashTable* options) {
    zval* value = zend_hash_index_find_deref(options, PDO_ATTR_PERSISTENT);
    return value && zend_is_true(value);
}

void drop_pool_attributes(HashTable* options) {
    for (zend_long attribute = kPoolEnabled; attribute <= kPoolCacheSize; ++attribute) {
        zend_hash_index_del(options, static_cast<zend_ulong>(attribute));
    }
}

bool has_pool_attributes(HashTable* options) {
    for (zend_long attribute = kPoolEnabled; attribute <= kPoolCacheSize; ++attribute) {
        if (zend_hash_index_exists(options, static_cast<zend_ulong>(attribute))) return true;
    }
    return false;
}

// "pdo.dsn.NAME" of php.ini stands for a DSN. Owned by the caller; null: an exception is pending, or PDO shall complain itself.
zend_string* resolve_dsn(zend_string* given) {
    if (std::strchr(ZSTR_VAL(given), ':')) return zend_string_copy(given);
    zend_string* key = zend_strpprintf(0, "pdo.dsn.%s", ZSTR_VAL(given));
    char* meant = nullptr;
    const bool found = cfg_get_string(ZSTR_VAL(key), &meant) == SUCCESS && meant && std::strchr(meant, ':');
    zend_string_release(key);
    return found ? zend_string_init(meant, std::strlen(meant), 0) : nullptr;
}

bool is_available(const char* driver, size_t length) {
    zval name;
    zval drivers;
    zval self;
    ZVAL_STRING(&name, "getAvailableDrivers");
    ZVAL_UNDEF(&drivers);
    ZVAL_UNDEF(&self);
    zend_call_method(nullptr, ce_pdo, nullptr, ZEND_STRL("getavailabledrivers"), &drivers, 0, nullptr, nullptr);
    zval_ptr_dtor(&name);
    bool found = false;
    if (Z_TYPE(drivers) == IS_ARRAY) {
        zval* entry;
        ZEND_HASH_FOREACH_VAL(Z_ARRVAL(drivers), entry) {
            if (Z_STRLEN_P(entry) == length && std::memcmp(Z_STRVAL_P(entry), driver, length) == 0) found = true;
        }
        ZEND_HASH_FOREACH_END();
    }
    zval_ptr_dtor(&drivers);
    return found;
}

bool check(HashTable* options, const Settings& settings, const Driver* driver, const char* name) {
    if (is_persistent(options)) {  // IO-1202
        fail("PDO::ATTR_POOL_ENABLED cannot be used with PDO::ATTR_PERSISTENT");
    } else if (!driver) {  // IO-1201
        fail("PDO::ATTR_POOL_ENABLED is not supported by the driver of %s", name);
    } else if (std::strcmp(driver->record.driver_name, "sqlite") == 0 && is_private_database(std::strchr(name, ':') + 1)) {
        fail("PDO::ATTR_POOL_ENABLED cannot be used with an in-memory database: each connection would have its own");
    } else if (settings.min < 0 || settings.max < 1 || settings.max > INT32_MAX || settings.min > settings.max) {
        zend_value_error("PDO::ATTR_POOL_MIN and PDO::ATTR_POOL_MAX must be such that 0 <= min <= max and max >= 1");
    } else if (settings.check_ms < 0 || settings.cache_size < 0 || settings.cache_size > INT32_MAX) {
        zend_value_error("PDO::ATTR_POOL_HEALTHCHECK_INTERVAL and PDO::ATTR_POOL_STMT_CACHE_SIZE must be >= 0");
    } else {
        return true;
    }
    return false;
}

Settings settings_from(HashTable* options) {
    Settings settings{};
    settings.min = option(options, kPoolMin, 0);
    settings.max = option(options, kPoolMax, 10);
    settings.check_ms = option(options, kPoolCheckInterval, 0);
    settings.cache_size = option(options, kPoolCacheSize, 0);
    return settings;
}

zend_class_entry* class_of_connections(const Driver& driver) {
    zend_string* name = zend_strpprintf(0, "pdo\\%s", driver.record.driver_name);
    zend_class_entry* own = find_class(ZSTR_VAL(name));  // [8.4+]
    zend_string_release(name);
    return own ? own : ce_pdo;
}

struct Arguments {
    zend_string* dsn;
    zend_string* user = nullptr;
    zend_string* password = nullptr;
    zval* options = nullptr;
};

bool parse(zend_execute_data* execute_data, Arguments& to) {
    return zend_parse_parameters(ZEND_NUM_ARGS(), "S|S!S!a!", &to.dsn, &to.user, &to.password, &to.options) == SUCCESS;
}

zval* options_argument(zend_execute_data* execute_data) {
    if (ZEND_NUM_ARGS() < 4) return nullptr;
    zval* options = ZEND_CALL_ARG(execute_data, 4);
    ZVAL_DEREF(options);
    return Z_TYPE_P(options) == IS_ARRAY && has_pool_attributes(Z_ARRVAL_P(options)) ? options : nullptr;
}

// What the script asks for. `object` is undefined when its class depends on the driver. False: PDO itself shall answer.
bool make_pooled(zend_execute_data* execute_data, zval* object, zend_class_entry* called) {
    Arguments given{};
    if (!parse(execute_data, given)) return true;
    zend_string* dsn = resolve_dsn(given.dsn);
    if (!dsn) return false;
    const char* colon = std::strchr(ZSTR_VAL(dsn), ':');
    const auto length = static_cast<size_t>(colon - ZSTR_VAL(dsn));
    const Driver* driver = find_driver(ZSTR_VAL(dsn), length);
    Settings settings = settings_from(Z_ARRVAL_P(given.options));
    if (!is_available(ZSTR_VAL(dsn), length) && (driver || length != 3 || std::strncmp(ZSTR_VAL(dsn), "uri", 3) != 0)) {
        zend_string_release(dsn);
        return false;
    }
    if (!check(Z_ARRVAL_P(given.options), settings, driver, ZSTR_VAL(dsn))) {
        zend_string_release(dsn);
        return true;
    }
    settings.dsn = dsn;
    settings.user = given.user ? zend_string_copy(given.user) : nullptr;
    settings.password = given.password ? zend_string_copy(given.password) : nullptr;
    settings.options = zend_array_dup(Z_ARRVAL_P(given.options));
    drop_pool_attributes(settings.options);
    for (const zend_long own : {PDO_ATTR_PERSISTENT, PDO_ATTR_STATEMENT_CLASS, PDO_ATTR_DEFAULT_FETCH_MODE}) {
        zend_hash_index_del(settings.options, static_cast<zend_ulong>(own));
    }
    zend_class_entry* connections = class_of_connections(*driver);
    if (Z_ISUNDEF_P(object) && object_init_ex(object, called == ce_pdo ? connections : called) != SUCCESS) return true;
    become_pooled(Z_OBJ_P(object), *driver, connections, settings, Z_ARRVAL_P(given.options));
    return true;
}

bool wants_pool(zval* options) { return options && option(Z_ARRVAL_P(options), kPoolEnabled, 0) != 0; }

void strip(zval* options) {
    SEPARATE_ARRAY(options);
    drop_pool_attributes(Z_ARRVAL_P(options));
}

// --- Methods ---------------------------------------------------------------------------------------------------------

ZEND_FUNCTION(pdo_query) {
    original_query(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (pool_of(Z_OBJ_P(ZEND_THIS))) take_failed_query(Z_OBJ_P(ZEND_THIS));
}

ZEND_FUNCTION(pdo_error_code) {
    if (!pool_of(Z_OBJ_P(ZEND_THIS))) return original_error_code(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_STRING(error_code(Z_OBJ_P(ZEND_THIS)));
}

ZEND_FUNCTION(pdo_error_info) {
    if (!pool_of(Z_OBJ_P(ZEND_THIS))) return original_error_info(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    ZEND_PARSE_PARAMETERS_NONE();
    fill_error_info(Z_OBJ_P(ZEND_THIS), return_value);
}

ZEND_FUNCTION(pdo_get_attribute) {
    zval* attribute = ZEND_NUM_ARGS() == 1 ? ZEND_CALL_ARG(execute_data, 1) : nullptr;
    const bool ours = attribute && Z_TYPE_P(attribute) == IS_LONG && Z_LVAL_P(attribute) >= kPoolEnabled &&
                      Z_LVAL_P(attribute) <= kPoolCacheSize && Z_LVAL_P(attribute) != kPoolCheckInterval;
    if (ours && !pool_of(Z_OBJ_P(ZEND_THIS)) && php_pdo_dbh_fetch_inner(Z_OBJ_P(ZEND_THIS))->driver) RETURN_FALSE;
    original_get_attribute(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

ZEND_FUNCTION(pdo_set_attribute) {
    original_set_attribute(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (ConnectionPool* pool = pool_of(Z_OBJ_P(ZEND_THIS))) pool->spread_modes(*php_pdo_dbh_fetch_inner(Z_OBJ_P(ZEND_THIS)));
}

ZEND_FUNCTION(pdo_connect) {
    zval* options = options_argument(execute_data);
    if (wants_pool(options)) {
        ZVAL_UNDEF(return_value);
        zend_class_entry* called = zend_get_called_scope(execute_data);
        if (make_pooled(execute_data, return_value, called ? called : ce_pdo)) {
            if (EG(exception)) {
                zval_ptr_dtor(return_value);
                ZVAL_NULL(return_value);
            }
            return;
        }
        ZVAL_NULL(return_value);
    }
    if (options) strip(options);
    original_connect(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

ZEND_FUNCTION(pdo_get_pool) {
    ZEND_PARSE_PARAMETERS_NONE();
    if (ConnectionPool* pool = pool_of(Z_OBJ_P(ZEND_THIS))) RETURN_OBJ_COPY(pool->object());
    RETURN_NULL();
}

// --- Methods of the drivers' own classes [8.4+] ----------------------------------------------------------------------

constexpr size_t kMostMethods = 64;
zif_handler originals[kMostMethods];
size_t wrapped = 0;

zend_never_inline void forward(INTERNAL_FUNCTION_PARAMETERS, size_t number) {
    const bool pooled = Z_TYPE(EX(This)) == IS_OBJECT && pool_of(Z_OBJ(EX(This)));
    (pooled ? forward_method : originals[number])(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

constexpr NumberedHandlers<forward, kMostMethods> forwarding_handlers;

void forward_own_methods(zend_class_entry* ce) {
    ASYNC_HASH_FOREACH_PTR(&ce->function_table, zend_function, function) {
        if (function->common.scope != ce || function->type != ZEND_INTERNAL_FUNCTION || wrapped == kMostMethods) continue;
        if (zend_string_equals_literal_ci(function->common.function_name, "getPool")) continue;
        zend_string* lower = zend_string_tolower(function->common.function_name);
        zend_string* lasting = zend_new_interned_string(zend_string_dup(lower, 1));
        zend_string_release(lower);
        if (php::hooks().replace_method(ce, ZSTR_VAL(lasting), forwarding_handlers[wrapped], &originals[wrapped])) ++wrapped;
    }
    ZEND_HASH_FOREACH_END();
}

ZEND_BEGIN_ARG_WITH_RETURN_OBJ_INFO_EX(arginfo_get_pool, 0, 0, Async\\Pool, 1)
ZEND_END_ARG_INFO()

const zend_function_entry added[] = {
    ZEND_NAMED_ME(getPool, ZEND_FN(pdo_get_pool), arginfo_get_pool, ZEND_ACC_PUBLIC)
    ZEND_FE_END
};

void declare_on(zend_class_entry* ce) {
    const struct {
        const char* name;
        zend_long value;
    } constants[] = {
        {"ATTR_POOL_ENABLED", kPoolEnabled},
        {"ATTR_POOL_MIN", kPoolMin},
        {"ATTR_POOL_MAX", kPoolMax},
        {"ATTR_POOL_HEALTHCHECK_INTERVAL", kPoolCheckInterval},
        {"ATTR_POOL_STMT_CACHE_SIZE", kPoolCacheSize},
    };
    for (const auto& constant : constants) {
        zend_declare_class_constant_long(ce, constant.name, std::strlen(constant.name), constant.value);
    }
    php::hooks().add_methods(ce, added);
}

// Every class of the engine that is a PDO.
void declare_on_all() {
    ASYNC_HASH_FOREACH_PTR(CG(class_table), zend_class_entry, ce) {
        if (ce->type == ZEND_INTERNAL_CLASS && instanceof_function(ce, ce_pdo)) declare_on(ce);
    }
    ZEND_HASH_FOREACH_END();
}

// --- Switched off ----------------------------------------------------------------------------------------------------

zif_handler original_construct = nullptr;

template <zif_handler* original>
void without_pool(INTERNAL_FUNCTION_PARAMETERS) {
    zval* options = options_argument(execute_data);
    if (wants_pool(options)) return fail("PDO::ATTR_POOL_ENABLED needs async.hook_functions=1");
    if (options) strip(options);
    (*original)(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

// PDO keeps the methods of an object's driver when it is constructed a second time, and would hand them the data of another driver.
// The table is lost then, with the rest of what the first constructor made: a call of it may be under way.
void forget_driver_methods(pdo_dbh_t* pdo) {
    for (HashTable*& table : pdo->cls_methods) table = nullptr;
}

}  // namespace

void install_refusal(zend_class_entry* pdo) {
    ce_pdo = pdo;
    php::hooks().replace_method(pdo, "__construct", without_pool<&original_construct>, &original_construct);
    php::hooks().replace_method(pdo, "connect", without_pool<&original_connect>, &original_connect);  // [8.4+]
    php::hooks().replace_method(pdo, "getattribute", ZEND_FN(pdo_get_attribute), &original_get_attribute);
    declare_on_all();
}

bool construct_pooled(INTERNAL_FUNCTION_PARAMETERS) {
    (void)return_value;
    zval* options = options_argument(execute_data);
    if (UNEXPECTED(wants_pool(options) || pool_of(Z_OBJ_P(ZEND_THIS)))) {
        forget_driver_methods(php_pdo_dbh_fetch_inner(Z_OBJ_P(ZEND_THIS)));
    }
    if (EXPECTED(!options)) return false;
    if (wants_pool(options) && make_pooled(execute_data, ZEND_THIS, Z_OBJCE_P(ZEND_THIS))) return true;
    strip(options);
    return false;
}

void install_surface(zend_class_entry* pdo) {
    ce_pdo = pdo;
    php::HookRegistry& registry = php::hooks();
    registry.replace_method(pdo, "query", ZEND_FN(pdo_query), &original_query);
    registry.replace_method(pdo, "errorcode", ZEND_FN(pdo_error_code), &original_error_code);
    registry.replace_method(pdo, "errorinfo", ZEND_FN(pdo_error_info), &original_error_info);
    registry.replace_method(pdo, "getattribute", ZEND_FN(pdo_get_attribute), &original_get_attribute);
    registry.replace_method(pdo, "setattribute", ZEND_FN(pdo_set_attribute), &original_set_attribute);
    registry.replace_method(pdo, "connect", ZEND_FN(pdo_connect), &original_connect);  // [8.4+]
    for (const char* name : {"pdo\\pgsql", "pdo\\mysql", "pdo\\sqlite"}) {
        if (zend_class_entry* own = find_class(name)) forward_own_methods(own);
    }
    declare_on_all();
}

}  // namespace async::hooks::pdo
