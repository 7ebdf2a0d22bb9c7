// What the connection pool has to know about a PDO driver that PDO itself does not ask: whether a connection is in a transaction,
// broken, or dead without having said so, and how to make it as good as new. One record per driver that can be pooled (IO-1201).
#pragma once

#include "ext/zend/compat.h"

extern "C" {
#include "ext/pdo/php_pdo_driver.h"
}

namespace async::hooks::pdo {

struct Driver {
    pdo_driver_t record;                 // what a pooled PDO shows as its driver
    const zend_function_entry* methods;  // those the driver adds to a connection, or null
    bool caches_statements;              // its statements live at a server (IO-1230)
    bool asks_for_id;                    // lastInsertId() asks the session at the server, and fails if it has drawn none (IO-1225)

    // The real state, whoever began it (IO-1220).
    bool (*in_transaction)(pdo_dbh_t*);
    // Known to be unusable, without asking anybody (IO-1222).
    bool (*is_broken)(pdo_dbh_t*);
    // Nothing of an earlier command is still to come: exec() of a query leaves MySQL's rows unread.
    bool (*is_idle)(pdo_dbh_t*);
    // False: the other side is gone, or talks although nothing was asked (IO-1223). No round trip.
    bool (*is_alive)(pdo_dbh_t*);
    // Session state as after connecting (IO-1221). False: it cannot be had.
    bool (*reset)(pdo_dbh_t*, const char* user, const char* password);
    // A failed execution that may be repeated after a fresh prepare (IO-1232).
    bool (*plan_is_stale)(pdo_dbh_t*, pdo_stmt_t*);
    // The server is gone, and freeing a statement must not try to tell it. Null: the driver copes.
    void (*give_up)(pdo_dbh_t*);
};

// By the name in a DSN. Null: not one that can be pooled.
const Driver* find_driver(const char* name, size_t length) noexcept;

// What a statement leaves behind, as far as its text tells.
struct Effects {
    bool touch_session;  // something the next user of the connection would notice (IO-1221)
    bool may_draw_id;    // perhaps a number for a row, which lastInsertId() tells (IO-1225)
};
Effects effects_of(const Driver& driver, const zend_string* sql) noexcept;
// IO-1240: every connection would have a database of its own.
bool is_private_database(const char* sqlite_name) noexcept;

// "mysql", in a file of its own: it needs the header of another extension.
extern const Driver mysql_driver;

// In any case of letters.
inline bool begins_with(const zend_string* text, const char* word) noexcept {
    return strncasecmp(ZSTR_VAL(text), word, std::strlen(word)) == 0;
}

// Whether the other side of an idle connection has neither closed it nor sent something. `is_harmless` judges what has come, as far
// as it fits; null: nothing is.
bool is_quiet(int fd, bool (*is_harmless)(const char* data, size_t size)) noexcept;

}  // namespace async::hooks::pdo
