#include "ext/hooks/pdo/statement_cache.h"

#include <dlfcn.h>

namespace async::hooks::pdo {

StatementCache::~StatementCache() {
    for (Parked& parked : parked_) zend_string_release(parked.key);  // the connection is gone, and they with it
}

zend_string* StatementCache::key_of(const zend_string* sql, zval* options) {
    smart_str key = {};
    smart_str_appendl(&key, ZSTR_VAL(sql), ZSTR_LEN(sql));
    if (!options) {
        smart_str_0(&key);
        return key.s;
    }
    zend_ulong attribute;
    zval* value;
    bool usable = true;
    ZEND_HASH_FOREACH_NUM_KEY_VAL(Z_ARRVAL_P(options), attribute, value) {
        ZVAL_DEREF(value);
        if (attribute == PDO_ATTR_STATEMENT_CLASS) continue;
        if (Z_TYPE_P(value) > IS_STRING) usable = false;
        if (attribute == PDO_ATTR_CURSOR && zval_get_long(value) != PDO_CURSOR_FWDONLY) usable = false;
        if (!usable) break;
        zend_string* text = zval_get_string(value);
        smart_str_appendc(&key, '\0');
        smart_str_append_long(&key, static_cast<zend_long>(attribute));
        smart_str_appendc(&key, '=');
        smart_str_append(&key, text);
        zend_string_release(text);
    }
    ZEND_HASH_FOREACH_END();
    smart_str_0(&key);
    if (usable) return key.s;
    smart_str_free(&key);
    return nullptr;
}

bool StatementCache::take(const zend_string* key, zend_string* sql, pdo_stmt_t* statement, Effects& effects) {
    using Parse = int (*)(pdo_stmt_t*, zend_string*, zend_string**);
    static const auto parse = reinterpret_cast<Parse>(dlsym(RTLD_DEFAULT, "pdo_parse_params"));
    if (!parse) return false;
    for (auto at = parked_.begin(); at != parked_.end(); ++at) {
        if (!zend_string_equals(at->key, key)) continue;
        effects = at->effects;
        statement->methods = at->methods;
        statement->driver_data = at->driver_data;
        statement->supports_placeholders = at->placeholders;
        statement->named_rewrite_template = at->rewrite_template;
        zend_string_release(at->key);
        parked_.erase(at);
        zend_string* rewritten = nullptr;
        parse(statement, sql, &rewritten);  // for which parameter is which; the server knows the text
        if (rewritten) zend_string_release(rewritten);
        return true;
    }
    return false;
}

void StatementCache::park(zend_string* key, Effects effects, pdo_stmt_t* statement, const pdo_stmt_methods* methods,
                          zend_object* object, pdo_dbh_t* handle) {
    parked_.push_front({zend_string_copy(key), effects, methods, statement->driver_data, statement->supports_placeholders,
                        statement->named_rewrite_template});
    statement->driver_data = nullptr;
    while (parked_.size() > capacity_) {
        Parked last = parked_.back();
        parked_.pop_back();
        deallocate(last, object, handle);
    }
}

void StatementCache::clear(zend_object* object, pdo_dbh_t* handle) {
    while (!parked_.empty()) {
        Parked last = parked_.back();
        parked_.pop_back();
        deallocate(last, object, handle);
    }
}

void StatementCache::deallocate(Parked& parked, zend_object* object, pdo_dbh_t* handle) {
    pdo_stmt_t statement = {};  // as much of one as a driver's destructor looks at
    statement.methods = parked.methods;
    statement.driver_data = parked.driver_data;
    statement.dbh = handle;
    if (object) ZVAL_OBJ(&statement.database_object_handle, object);  // without it, drivers do not talk to the server any more
    parked.methods->dtor(&statement);
    zend_string_release(parked.key);
}

}  // namespace async::hooks::pdo
