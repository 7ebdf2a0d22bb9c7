#include "ext/hooks/pdo/driver.h"

#include "ext/hooks/pdo/mysql.h"
#include "ext/zend/runtime.h"

namespace async::hooks::pdo {

namespace {

// Another client library (a build of its own) keeps other things behind the same pointer.
bool is_mysqlnd(pdo_dbh_t*) {
    static const bool loaded = zend_hash_str_exists(&module_registry, ZEND_STRL("mysqlnd"));
    return loaded;
}

bool in_transaction(pdo_dbh_t* connection) {
    return connection->methods->in_transaction ? connection->methods->in_transaction(connection) : connection->in_txn;
}

bool is_broken(pdo_dbh_t* connection) {
    if (is_mysqlnd(connection)) return mysql::is_broken(connection->driver_data);
    return connection->methods->check_liveness && connection->methods->check_liveness(connection) != SUCCESS;
}

bool is_idle(pdo_dbh_t* connection) { return !is_mysqlnd(connection) || mysql::is_idle(connection->driver_data); }

bool is_alive(pdo_dbh_t* connection) {
    if (!is_mysqlnd(connection)) return !is_broken(connection);
    return !is_broken(connection) && is_quiet(mysql::socket_of(connection->driver_data), nullptr);
}

bool reset(pdo_dbh_t* connection, const char* user, const char* password) {
    return is_mysqlnd(connection) && mysql::change_user(connection->driver_data, user, password) && !is_broken(connection);
}

bool plan_is_stale(pdo_dbh_t* connection, pdo_stmt_t* statement) {
    zval info;
    array_init(&info);
    add_next_index_string(&info, statement->error_code);
    connection->methods->fetch_err(connection, statement, &info);
    const zval* code = zend_hash_index_find(Z_ARRVAL(info), 1);
    const zend_long native = code && Z_TYPE_P(code) == IS_LONG ? Z_LVAL_P(code) : 0;
    zval_ptr_dtor(&info);
    return native == 1243 || native == 1615 || native == 2057;
}

void give_up(pdo_dbh_t* connection) {
    if (is_mysqlnd(connection)) mysql::give_up(connection->driver_data);
}

}  // namespace

const Driver mysql_driver = {{PDO_DRIVER_HEADER(mysql), nullptr}, nullptr, true,     false, in_transaction,
                             is_broken,                           is_idle, is_alive, reset, plan_is_stale, give_up};

}  // namespace async::hooks::pdo
