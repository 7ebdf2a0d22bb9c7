#include "ext/hooks/pdo/driver.h"

#include <dlfcn.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <initializer_list>
#include <iterator>

#include "ext/hooks/pdo/pooled_pdo.h"

namespace async::hooks::pdo {

namespace {

#ifdef POLLRDHUP
constexpr short kHungUp = POLLRDHUP;
#else
constexpr short kHungUp = 0;
#endif

// The driver's private part begins with the library's handle, in every version.
void* library_handle(pdo_dbh_t* connection) noexcept {
    return connection->driver_data ? *static_cast<void**>(connection->driver_data) : nullptr;
}

// A function of a library that only the driver is linked with.
template <typename Function>
Function find_symbol(const char* symbol) noexcept {
    return reinterpret_cast<Function>(dlsym(RTLD_DEFAULT, symbol));
}

bool own_transaction_state(pdo_dbh_t* connection) {
    return connection->methods->in_transaction ? connection->methods->in_transaction(connection) : connection->in_txn;
}

// --- pgsql -----------------------------------------------------------------------------------------------------------

bool pgsql_is_broken(pdo_dbh_t* connection) {
    static const auto status = find_symbol<int (*)(const void*)>("PQstatus");
    void* handle = library_handle(connection);
    return !handle || (status && status(handle) != 0);
}

bool pgsql_is_idle(pdo_dbh_t* connection) {
    static const auto status = find_symbol<int (*)(const void*)>("PQtransactionStatus");
    return !status || status(library_handle(connection)) != 1;  // PQTRANS_ACTIVE
}

// Of what a server says unasked, notifications, changed parameters and notices do not mean its end; but for the notice of a backend
// that is told to die with another one (57P02).
bool is_pgsql_aside(const char* data, size_t size) {
    if (*data == 'A' || *data == 'S') return true;
    if (*data != 'N') return false;
    const char* const end = data + size;
    const char dying[] = {'C', '5', '7', 'P', '0'};  // the field with the SQLSTATE
    return std::search(data, end, std::begin(dying), std::end(dying)) == end;
}

bool pgsql_is_alive(pdo_dbh_t* connection) {
    static const auto socket = find_symbol<int (*)(const void*)>("PQsocket");
    return !pgsql_is_broken(connection) && (!socket || is_quiet(socket(library_handle(connection)), is_pgsql_aside));
}

bool run(pdo_dbh_t* connection, const char* sql) {
    zend_string* statement = zend_string_init(sql, std::strlen(sql), 0);
    const bool ok = connection->methods->doer(connection, statement) != -1;
    zend_string_release(statement);
    return ok;
}

bool pgsql_reset(pdo_dbh_t* connection, const char*, const char*) { return run(connection, "DISCARD ALL"); }

bool pgsql_plan_is_stale(pdo_dbh_t* connection, pdo_stmt_t* statement) {
    if (std::strcmp(statement->error_code, "0A000") != 0 && std::strcmp(statement->error_code, "26000") != 0) return false;
    return !own_transaction_state(connection);  // inside one, the failure has ended it
}

// --- sqlite ----------------------------------------------------------------------------------------------------------

bool sqlite_in_transaction(pdo_dbh_t* connection) {
    static const auto autocommit = find_symbol<int (*)(void*)>("sqlite3_get_autocommit");
    void* handle = library_handle(connection);
    return autocommit && handle ? !autocommit(handle) : own_transaction_state(connection);
}

bool never(pdo_dbh_t*) { return false; }
bool always(pdo_dbh_t*) { return true; }
bool cannot_reset(pdo_dbh_t*, const char*, const char*) { return false; }
bool never_stale(pdo_dbh_t*, pdo_stmt_t*) { return false; }

// The drivers' own methods with their arguments, which a script may name and the engine counts. The types are checked where the
// call arrives.
ZEND_BEGIN_ARG_INFO_EX(arginfo_copy_from_array, 0, 0, 2)
    ZEND_ARG_INFO(0, tableName)
    ZEND_ARG_INFO(0, rows)
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, separator, "\"\\t\"")
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, nullAs, "\"\\\\\\\\N\"")
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, fields, "null")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_INFO_EX(arginfo_copy_file, 0, 0, 2)
    ZEND_ARG_INFO(0, tableName)
    ZEND_ARG_INFO(0, filename)
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, separator, "\"\\t\"")
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, nullAs, "\"\\\\\\\\N\"")
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, fields, "null")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_INFO_EX(arginfo_copy_to_array, 0, 0, 1)
    ZEND_ARG_INFO(0, tableName)
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, separator, "\"\\t\"")
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, nullAs, "\"\\\\\\\\N\"")
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, fields, "null")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_INFO_EX(arginfo_no_arguments, 0, 0, 0)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_INFO_EX(arginfo_lob_open, 0, 0, 1)
    ZEND_ARG_INFO(0, oid)
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, mode, "\"rb\"")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_INFO_EX(arginfo_lob_unlink, 0, 0, 1)
    ZEND_ARG_INFO(0, oid)
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_INFO_EX(arginfo_get_notify, 0, 0, 0)
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, fetchMode, "PDO::FETCH_DEFAULT")
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, timeoutMilliseconds, "0")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_INFO_EX(arginfo_create_function, 0, 0, 2)
    ZEND_ARG_INFO(0, name)
    ZEND_ARG_INFO(0, callback)
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, numArgs, "-1")
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, flags, "0")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_INFO_EX(arginfo_create_aggregate, 0, 0, 3)
    ZEND_ARG_INFO(0, name)
    ZEND_ARG_INFO(0, step)
    ZEND_ARG_INFO(0, finalize)
    ZEND_ARG_INFO_WITH_DEFAULT_VALUE(0, numArgs, "-1")
ZEND_END_ARG_INFO()
ZEND_BEGIN_ARG_INFO_EX(arginfo_create_collation, 0, 0, 2)
    ZEND_ARG_INFO(0, name)
    ZEND_ARG_INFO(0, callback)
ZEND_END_ARG_INFO()

const zend_function_entry pgsql_methods[] = {
    ZEND_NAMED_ME(pgsqlCopyFromArray, forward_method, arginfo_copy_from_array, ZEND_ACC_PUBLIC)
    ZEND_NAMED_ME(pgsqlCopyFromFile, forward_method, arginfo_copy_file, ZEND_ACC_PUBLIC)
    ZEND_NAMED_ME(pgsqlCopyToArray, forward_method, arginfo_copy_to_array, ZEND_ACC_PUBLIC)
    ZEND_NAMED_ME(pgsqlCopyToFile, forward_method, arginfo_copy_file, ZEND_ACC_PUBLIC)
    ZEND_NAMED_ME(pgsqlLOBCreate, forward_method, arginfo_no_arguments, ZEND_ACC_PUBLIC)
    ZEND_NAMED_ME(pgsqlLOBOpen, forward_method, arginfo_lob_open, ZEND_ACC_PUBLIC)
    ZEND_NAMED_ME(pgsqlLOBUnlink, forward_method, arginfo_lob_unlink, ZEND_ACC_PUBLIC)
    ZEND_NAMED_ME(pgsqlGetNotify, forward_method, arginfo_get_notify, ZEND_ACC_PUBLIC)
    ZEND_NAMED_ME(pgsqlGetPid, forward_method, arginfo_no_arguments, ZEND_ACC_PUBLIC)
    ZEND_FE_END
};
const zend_function_entry sqlite_methods[] = {
    ZEND_NAMED_ME(sqliteCreateFunction, forward_method, arginfo_create_function, ZEND_ACC_PUBLIC)
    ZEND_NAMED_ME(sqliteCreateAggregate, forward_method, arginfo_create_aggregate, ZEND_ACC_PUBLIC)
    ZEND_NAMED_ME(sqliteCreateCollation, forward_method, arginfo_create_collation, ZEND_ACC_PUBLIC)
    ZEND_FE_END
};

const Driver pgsql_driver = {{PDO_DRIVER_HEADER(pgsql), nullptr}, pgsql_methods,  true,           true,        own_transaction_state,
                             pgsql_is_broken,                     pgsql_is_idle, pgsql_is_alive, pgsql_reset, pgsql_plan_is_stale,   nullptr};
const Driver sqlite_driver = {{PDO_DRIVER_HEADER(sqlite), nullptr}, sqlite_methods, false,  false,        sqlite_in_transaction,
                              never,                                always,         always, cannot_reset, never_stale, nullptr};

// --- What a statement does -------------------------------------------------------------------------------------------

// The end of the comment that begins here; `at` itself when none does.
const char* behind_comment(const char* at) noexcept {
    if (at[0] == '-' && at[1] == '-') return at + std::strcspn(at, "\n");
    if (at[0] != '/' || at[1] != '*') return at;
    const char* const end = std::strstr(at + 2, "*/");
    return end ? end + 2 : at + std::strlen(at);
}

const char* skip_blanks(const char* at) noexcept {
    for (;;) {
        if (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r' || *at == ';' || *at == '(') {
            ++at;
        } else if (std::strncmp(at, "/*!", 3) == 0) {  // MySQL runs what is in it
            for (at += 3; isdigit(static_cast<unsigned char>(*at)); ++at) {
            }
        } else if (const char* const behind = behind_comment(at); behind != at) {
            at = behind;
        } else {
            return at;
        }
    }
}

// Behind the next semicolon that is not in quotes or a comment. Null: there is none.
const char* next_statement(const Driver& driver, const char* at) noexcept {
    const bool has_escapes = &driver == &mysql_driver;
    char quote = '\0';
    for (; *at; ++at) {
        if (quote != '\0') {
            if (*at == quote) quote = '\0';
            if (*at == '\\' && has_escapes && at[1] != '\0') ++at;
        } else if (*at == ';') {
            return at + 1;
        } else if (*at == '\'' || *at == '"' || *at == '`') {
            quote = *at;
        } else if (const char* const behind = behind_comment(at); behind != at) {
            at = behind - 1;
        }
    }
    return nullptr;
}

// The word at `at`, in any case; moves behind it and what separates it from the next.
bool take_word(const char*& at, const char* word) noexcept {
    const size_t length = std::strlen(word);
    if (strncasecmp(at, word, length) != 0 || isalnum(static_cast<unsigned char>(at[length])) || at[length] == '_') return false;
    at = skip_blanks(at + length);
    return true;
}

bool begins_like_state(const Driver& driver, const char* at) noexcept {
    const bool is_mysql = &driver == &mysql_driver;
    at = skip_blanks(at);
    if (take_word(at, "SET")) {
        if (is_mysql) return true;  // LOCAL is the session there, and TRANSACTION the next one
        for (const char* word : {"TRANSACTION", "LOCAL", "CONSTRAINTS"}) {  // end with the transaction
            if (take_word(at, word)) return false;
        }
        return true;
    }
    if (take_word(at, "CREATE")) {
        if (take_word(at, "OR") && !take_word(at, "REPLACE")) return false;
        for (const char* scope : {"GLOBAL", "LOCAL"}) take_word(at, scope);
        return take_word(at, "TEMPORARY") || take_word(at, "TEMP");
    }
    for (const char* word : {"LOCK", "UNLOCK", "FLUSH"}) {  // PostgreSQL's LOCK ends with the transaction
        if (take_word(at, word)) return is_mysql;
    }
    for (const char* word : {"USE", "LISTEN", "PREPARE", "ATTACH", "DETACH", "PRAGMA", "LOAD", "HANDLER"}) {
        if (take_word(at, word)) return true;
    }
    return take_word(at, "DECLARE");
}

// `word` in small letters.
bool mentions(const zend_string* sql, const char* word) noexcept {
    const size_t length = std::strlen(word);
    for (const char* at = ZSTR_VAL(sql); ZSTR_LEN(sql) >= length && at <= ZSTR_VAL(sql) + ZSTR_LEN(sql) - length; ++at) {
        if (tolower(static_cast<unsigned char>(*at)) == *word && strncasecmp(at, word, length) == 0) return true;
    }
    return false;
}

bool touches_session(const Driver& driver, const zend_string* sql) noexcept {
    for (const char* at = ZSTR_VAL(sql); at; at = next_statement(driver, at)) {
        if (begins_like_state(driver, at)) return true;
    }
    for (const char* function : {"set_config", "get_lock", "pg_advisory_lock", "pg_try_advisory_lock", "load_extension"}) {
        if (mentions(sql, function)) return true;
    }
    // Variables and tables that a query sets or makes.
    if (&driver == &mysql_driver) return mentions(sql, ":=") || mentions(sql, "into @");
    const char* at = skip_blanks(ZSTR_VAL(sql));
    return &driver == &pgsql_driver && (take_word(at, "SELECT") || take_word(at, "WITH")) && mentions(sql, "into temp");
}

bool may_draw_id(const Driver& driver, const zend_string* sql) noexcept {
    for (const char* at = ZSTR_VAL(sql); at; at = next_statement(driver, at)) {
        const char* first = skip_blanks(at);
        for (const char* word : {"INSERT", "REPLACE", "WITH", "MERGE", "CALL", "DO", "COPY", "EXECUTE", "LOAD"}) {
            if (take_word(first, word)) return true;
        }
    }
    return mentions(sql, "nextval") || mentions(sql, "last_insert_id");
}

}  // namespace

const Driver* find_driver(const char* name, size_t length) noexcept {
    for (const Driver* driver : {&pgsql_driver, &mysql_driver, &sqlite_driver}) {
        if (driver->record.driver_name_len == length && std::memcmp(driver->record.driver_name, name, length) == 0) return driver;
    }
    return nullptr;
}

Effects effects_of(const Driver& driver, const zend_string* sql) noexcept {
    return {touches_session(driver, sql), may_draw_id(driver, sql)};
}

bool is_private_database(const char* name) noexcept {
    if (*name == '\0' || std::strcmp(name, ":memory:") == 0) return true;
    if (strncasecmp(name, "file:", 5) != 0) return false;
    const bool in_memory = std::strstr(name, ":memory:") || std::strstr(name, "mode=memory") || name[5] == '\0' || name[5] == '?';
    return in_memory && !std::strstr(name, "cache=shared");
}

bool is_quiet(int fd, bool (*is_harmless)(const char*, size_t)) noexcept {
    if (fd < 0) return false;
    // What was said before the connection was closed hides its end from recv().
    pollfd state = {fd, POLLIN | kHungUp, 0};
    const int ready = ::poll(&state, 1, 0);
    if (ready == 0) return true;
    if (ready > 0 && (state.revents & (kHungUp | POLLHUP | POLLERR | POLLNVAL))) return false;
    char data[512];
    const ssize_t got = recv(fd, data, sizeof data, MSG_PEEK | MSG_DONTWAIT);
    if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    return got > 0 && is_harmless && is_harmless(data, static_cast<size_t>(got));
}

}  // namespace async::hooks::pdo
