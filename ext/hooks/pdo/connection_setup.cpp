// What every connection of a pool is given beside its constructor's options: attributes set later (IO-1225), and the functions and
// collations of SQLite (IO-1241).
#include "ext/hooks/pdo/connection_pool.h"

namespace async::hooks::pdo {

void ConnectionPool::spread_modes(const pdo_dbh_t& like) {
    for (const auto& [object, slot] : slots_) {
        if (slot->is_in_use()) slot->take_modes(like);
    }
}

void ConnectionPool::record_attribute(zend_long attribute, zval* value) {
    zval entry;
    array_init_size(&entry, 2);
    add_next_index_long(&entry, attribute);
    Z_TRY_ADDREF_P(value);
    add_next_index_zval(&entry, value);
    add_next_index_zval(&attributes_, &entry);
}

void ConnectionPool::apply_attributes(Slot& slot) {
    const uint32_t count = zend_hash_num_elements(Z_ARRVAL(attributes_));
    for (; slot.attributes < count; ++slot.attributes) {
        zval* entry = zend_hash_index_find(Z_ARRVAL(attributes_), slot.attributes);
        if (!slot.handle->methods->set_attribute) continue;
        slot.handle->methods->set_attribute(slot.handle, Z_LVAL_P(zend_hash_index_find(Z_ARRVAL_P(entry), 0)),
                                            zend_hash_index_find(Z_ARRVAL_P(entry), 1));
    }
}

bool ConnectionPool::record_function(const char* method, zval* arguments, uint32_t count) {
    const bool has_arity = !std::strstr(method, "Collation");
    const uint32_t arity_at = std::strstr(method, "Aggregate") ? 3 : 2;
    const zend_long arity = has_arity && count > arity_at ? zval_get_long(&arguments[arity_at]) : -1;
    zend_class_entry* ce_exception = static_cast<zend_class_entry*>(zend_hash_str_find_ptr(CG(class_table), ZEND_STRL("pdoexception")));
    if (frozen_) {
        zend_throw_exception_ex(ce_exception, 0, "%s() must be called before the pool opens its first connection", method);
        return false;
    }
    const uint32_t most = has_arity ? 4 : 2;
    if (count < arity_at || count > most) {
        zend_wrong_parameters_count_error(arity_at, most);
        return false;
    }
    if (Z_TYPE(arguments[0]) != IS_STRING) {
        zend_argument_type_error(1, "must be of type string, %s given", zend_zval_type_name(&arguments[0]));
        return false;
    }
    for (uint32_t i = 1; i < count && i < arity_at; ++i) {
        char* error = nullptr;
        const bool callable = zend_is_callable_ex(&arguments[i], nullptr, 0, nullptr, nullptr, &error);
        if (!callable) zend_argument_type_error(i + 1, "must be a valid callback, %s", error ? error : "no array or string given");
        if (error) efree(error);
        if (!callable) return false;
    }
    zend_string* key = zend_strpprintf(0, "%s/%s/" ZEND_LONG_FMT, has_arity ? "f" : "c", Z_STRVAL(arguments[0]), arity);
    zend_string* lower = zend_string_tolower(key);
    zend_string_release(key);
    zval entry;
    array_init(&entry);
    add_next_index_string(&entry, method);
    for (uint32_t i = 0; i < count; ++i) {
        Z_TRY_ADDREF(arguments[i]);
        add_next_index_zval(&entry, &arguments[i]);
    }
    const bool is_new = zend_hash_add(Z_ARRVAL(functions_), lower, &entry) != nullptr;
    zend_string_release(lower);
    if (is_new) {
        for (const auto& known : slots_) {  // those of ATTR_POOL_MIN
            if (!repeat_function(known.second->object, &entry)) return false;
        }
        return true;
    }
    zval_ptr_dtor(&entry);
    zend_throw_exception_ex(ce_exception, 0, "%s(): %s with this number of arguments is registered already", method,
                            Z_STRVAL(arguments[0]));
    return false;
}

bool ConnectionPool::repeat_function(zend_object* object, zval* entry) {
    zval arguments[8];
    uint32_t count = 0;
    zval* method = nullptr;
    zval* value;
    ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(entry), value) {
        if (!method) {
            method = value;
        } else if (count < 8) {
            ZVAL_COPY_VALUE(&arguments[count++], value);
        }
    }
    ZEND_HASH_FOREACH_END();
    zend_object* target = object;
    zend_function* function = object->handlers->get_method(&target, Z_STR_P(method), nullptr);
    zval answer;
    ZVAL_UNDEF(&answer);
    if (function) zend_call_known_function(function, target, target->ce, &answer, count, arguments, nullptr);
    zval_ptr_dtor(&answer);
    return !EG(exception);
}

bool ConnectionPool::repeat_functions(zend_object* object) {
    zval* entry;
    ZEND_HASH_FOREACH_VAL(Z_ARRVAL(functions_), entry) {
        if (!repeat_function(object, entry)) return false;
    }
    ZEND_HASH_FOREACH_END();
    return true;
}

// What the PDO alone holds: with a binding alive the connections are not garbage, whoever else is. Each of them has the functions too.
void ConnectionPool::collect(zend_get_gc_buffer* buffer) {
    if (bindings_ > 0) return;
    zend_get_gc_buffer_add_obj(buffer, object_);
    zend_get_gc_buffer_add_zval(buffer, &functions_);
    zend_get_gc_buffer_add_zval(buffer, &attributes_);
}

}  // namespace async::hooks::pdo
