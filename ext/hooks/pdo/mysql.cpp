#include "ext/hooks/pdo/mysql.h"

#include <cctype>

#include "ext/zend/compat.h"

extern "C" {
#include "ext/mysqlnd/mysqlnd.h"
}

namespace async::hooks::pdo::mysql {

namespace {

MYSQLND_CONN_DATA* connection_of(void* driver_data) noexcept {
    auto* handle = driver_data ? *static_cast<MYSQLND**>(driver_data) : nullptr;
    return handle ? handle->data : nullptr;
}

bool means_the_end(unsigned error) noexcept {
    switch (error) {
        case 1053:  // server shutdown in progress
        case 1927:  // connection was killed
        case 2006:  // server has gone away
        case 2013:  // lost connection during query
        case 2027:  // malformed packet
        case 2055:  // lost connection at
        case 4031:  // disconnected because of inactivity
            return true;
        default:
            return false;
    }
}

}  // namespace

bool is_broken(void* driver_data) {
    MYSQLND_CONN_DATA* connection = connection_of(driver_data);
    if (!connection) return true;
    const auto state = connection->state.state;
    return state == CONN_QUIT_SENT || state == CONN_ALLOCED || means_the_end(connection->error_info->error_no);
}

bool is_idle(void* driver_data) {
    MYSQLND_CONN_DATA* connection = connection_of(driver_data);
    while (connection) {
        switch (connection->state.state) {
            case CONN_READY:
                return true;
            case CONN_FETCHING_DATA: {
                MYSQLND_RES* rows = connection->m->store_result(connection);
                if (!rows) return connection->state.state == CONN_READY;
                rows->m.free_result(rows, true);
                break;
            }
            case CONN_NEXT_RESULT_PENDING:
                if (connection->m->next_result(connection) != PASS) return false;
                break;
            default:
                return false;
        }
    }
    return false;
}

int socket_of(void* driver_data) {
    MYSQLND_CONN_DATA* connection = connection_of(driver_data);
    php_stream* stream = connection && connection->vio ? connection->vio->data->stream : nullptr;
    php_socket_t fd = -1;
    if (!stream || php_stream_cast(stream, PHP_STREAM_AS_FD_FOR_SELECT | PHP_STREAM_CAST_INTERNAL, reinterpret_cast<void**>(&fd), 0) != SUCCESS) {
        return -1;
    }
    return static_cast<int>(fd);
}

void give_up(void* driver_data) {
    if (MYSQLND_CONN_DATA* connection = connection_of(driver_data)) connection->state.m->set(&connection->state, CONN_QUIT_SENT);
}

bool change_user(void* driver_data, const char* user, const char* password) {
    MYSQLND_CONN_DATA* connection = connection_of(driver_data);
    if (!connection) return false;
    // The database has to outlive its own replacement.
    zend_string* database = zend_string_init(connection->connect_or_select_db.s ? connection->connect_or_select_db.s : "",
                                             connection->connect_or_select_db.l, 0);
    const bool ok = connection->m->change_user(connection, user ? user : "", password ? password : "", ZSTR_VAL(database), true,
                                               password ? std::strlen(password) : 0) == PASS;
    zend_string_release(database);
    return ok;
}

}  // namespace async::hooks::pdo::mysql
