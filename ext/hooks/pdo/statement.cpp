#include "ext/hooks/pdo/statement.h"


#include <initializer_list>

namespace async::hooks::pdo {

namespace {

constexpr zend_long kDisablePrepares = PDO_ATTR_DRIVER_SPECIFIC;  // PDO::PGSQL_ATTR_DISABLE_PREPARES

// Stands where the driver's table of methods stood, with that table's content but for three entries.
struct Hooked final : core::RefCounted, pdo_stmt_methods {
    Hooked(const pdo_stmt_methods* table, Binding& owner, zend_string* cache_key, Effects of_text, bool taken_over)
        : pdo_stmt_methods(*table), real(table), binding(&owner), key(cache_key), effects(of_text), reused(taken_over) {
        ZVAL_UNDEF(&options);
    }

    const pdo_stmt_methods* real;
    core::Ref<Binding> binding;
    zend_string* key;  // null: not to be cached
    zval options;
    const Effects effects;
    bool reused;
    zend_object* last_reference = nullptr;  // the connection's object, see execute()
};

Hooked& hooked(pdo_stmt_t* statement) {
    return *static_cast<Hooked*>(const_cast<pdo_stmt_methods*>(statement->methods));
}

// The next execution describes them anew: the new plan may have others, and PDO looks only when the number differs, if at all.
void forget_columns(pdo_stmt_t* statement) {
    for (int i = 0; statement->columns && i < statement->column_count; ++i) {
        if (statement->columns[i].name) zend_string_release(statement->columns[i].name);
    }
    if (statement->columns) efree(std::exchange(statement->columns, nullptr));
    statement->column_count = 0;
    statement->executed = 0;
}

// A new statement at the server for this one, with the parameters it has (IO-1232).
bool prepare_again(pdo_stmt_t* statement, Hooked& hook) {
    pdo_dbh_t* handle = statement->dbh;
    hook.real->dtor(statement);
    if (HashTable* map = std::exchange(statement->bound_param_map, nullptr)) zend_array_destroy(map);
    forget_columns(statement);
    const bool prepared = handle->methods->preparer(handle, statement->query_string, statement,
                                                    Z_ISUNDEF(hook.options) ? nullptr : &hook.options);
    hook.real = statement->methods;
    statement->methods = &hook;
    hook.reused = false;
    if (!prepared) {
        std::memcpy(statement->error_code, handle->error_code, sizeof statement->error_code);
        return false;
    }
    if (!statement->bound_params || !hook.real->param_hook) return true;
    ASYNC_HASH_FOREACH_PTR(statement->bound_params, pdo_bound_param_data, parameter) {
        for (const auto event : {PDO_PARAM_EVT_ALLOC, PDO_PARAM_EVT_EXEC_PRE}) {
            if (!hook.real->param_hook(statement, parameter, event)) return false;
        }
    }
    ZEND_HASH_FOREACH_END();
    return true;
}

uint32_t count_of(const HashTable* table) { return table ? zend_hash_num_elements(table) : 0; }

// The map has them by position and, if they have names, by name as well.
uint32_t parameters_of(const pdo_stmt_t* statement) {
    uint32_t count = 0;
    if (!statement->bound_param_map) return 0;
    zend_string* name;
    ZEND_HASH_FOREACH_STR_KEY(statement->bound_param_map, name) {
        if (!name) ++count;
    }
    ZEND_HASH_FOREACH_END();
    return count;
}

int execute(pdo_stmt_t* statement) {
    Hooked& hook = hooked(statement);
    Binding& binding = *hook.binding;
    binding.pool->note_effects(binding, hook.effects);
    // The driver would send what its last user has bound.
    if (hook.reused && count_of(statement->bound_params) < parameters_of(statement) &&
        !prepare_again(statement, hook)) {
        return 0;
    }
    int done = hook.real->executer(statement);
    if (!done && hook.key && !EG(exception) && binding.pool->driver().plan_is_stale(statement->dbh, statement)) {
        std::memcpy(statement->error_code, PDO_ERR_NONE, sizeof statement->error_code);
        done = prepare_again(statement, hook) && hook.real->executer(statement);
    }
    if (done) {
        binding.pool->keep_last_id(binding, hook.effects);
    } else {
        binding.pool->check_broken(binding);
        if (binding.slot->broken && !binding.returned && binding.calls == 0) {
            // PDO::query() takes the statement's reference away without looking whether it was the last one.
            if (!hook.last_reference) GC_ADDREF(hook.last_reference = binding.slot->object);
            binding.pool->give_back(binding);
        }
    }
    return done;
}

// The statement stays at the server for the next one with this text. False: it does not.
bool park(pdo_stmt_t* statement, Hooked& hook) {
    Slot& slot = *hook.binding->slot;
    if (!hook.key || !statement->driver_data || !statement->executed || slot.broken || hook.binding->returned) return false;
    if (std::strcmp(statement->error_code, PDO_ERR_NONE) != 0 || !slot.is_in_use()) return false;
    if (hook.real->cursor_closer && !hook.real->cursor_closer(statement)) return false;
    slot.cache.park(hook.key, hook.effects, statement, hook.real, slot.object, slot.handle);
    return true;
}

int destroy(pdo_stmt_t* statement) {
    Hooked& hook = hooked(statement);
    const core::Ref<Binding> binding = hook.binding;
    ExceptionAside aside;
    binding->pool->check_broken(*binding);
    const int done = park(statement, hook) ? 1 : hook.real->dtor(statement);
    if (hook.key) zend_string_release(hook.key);
    zval_ptr_dtor(&hook.options);
    statement->methods = nullptr;
    zend_object* const last_reference = hook.last_reference;
    hook.release();
    --binding->statements;
    if (binding->statements == 0 || binding->slot->broken) binding->pool->settle(*binding);
    if (last_reference) OBJ_RELEASE(last_reference);
    aside.restore();
    return done;
}

bool prepares_are_off(pdo_dbh_t* handle, zval* options) {
    if (std::strcmp(handle->driver->driver_name, "pgsql") != 0) return false;
    if (options && pdo_attr_lval(options, kDisablePrepares, 0)) return true;
    zval off;
    ZVAL_UNDEF(&off);
    handle->methods->get_attribute(handle, kDisablePrepares, &off);
    const bool yes = Z_TYPE(off) == IS_TRUE;
    zval_ptr_dtor(&off);
    return yes;
}

zend_string* key_for(Slot& slot, zend_string* sql, zval* options) {
    if (slot.cache.capacity() == 0 || prepares_are_off(slot.handle, options)) return nullptr;
    if (begins_with(sql, "call")) return nullptr;  // may leave more results behind
    return StatementCache::key_of(sql, options);
}

}  // namespace

bool prepare_on(Binding& binding, zend_string* sql, pdo_stmt_t* statement, zval* options) {
    Slot& slot = *binding.slot;
    zval_ptr_dtor(&statement->database_object_handle);
    ZVAL_OBJ_COPY(&statement->database_object_handle, slot.object);
    statement->dbh = slot.handle;
    zend_string* key = key_for(slot, sql, options);
    Effects effects;
    const bool reused = key && slot.cache.take(key, sql, statement, effects);
    if (!reused && !slot.handle->methods->preparer(slot.handle, sql, statement, options)) {
        if (key) zend_string_release(key);
        return false;
    }
    if (!reused) effects = effects_of(binding.pool->driver(), sql);
    if (key && statement->supports_placeholders == PDO_PLACEHOLDER_NONE) {  // emulated: nothing is at the server
        zend_string_release(key);
        key = nullptr;
    }
    Hooked* hook = core::make_ref<Hooked>(statement->methods, binding, key, effects, reused).detach();
    if (options) ZVAL_COPY(&hook->options, options);
    hook->dtor = destroy;
    hook->executer = execute;
    statement->methods = hook;
    ++binding.statements;
    return true;
}

}  // namespace async::hooks::pdo
