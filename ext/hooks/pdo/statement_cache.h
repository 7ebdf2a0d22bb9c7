// Server-side prepared statements of one connection whose PDOStatement is gone, for the next one with the same text and options
// (IO-1230). Least recently used goes first. Owned by a Slot; cleared before its connection goes.
#pragma once

#include <list>

#include "ext/hooks/pdo/driver.h"

namespace async::hooks::pdo {

class StatementCache {
public:
    ~StatementCache();

    void set_capacity(uint32_t capacity) noexcept { capacity_ = capacity; }
    uint32_t capacity() const noexcept { return capacity_; }

    // What tells apart statements that may stand for each other. Null: this one is not to be cached (IO-1231).
    static zend_string* key_of(const zend_string* sql, zval* options);

    // Gives a statement that is only begun what its predecessor left. False: there is none.
    bool take(const zend_string* key, zend_string* sql, pdo_stmt_t* statement, Effects& effects);
    // Takes what the statement has at the server. The statement is left with nothing.
    void park(zend_string* key, Effects effects, pdo_stmt_t* statement, const pdo_stmt_methods* methods, zend_object* object,
              pdo_dbh_t* handle);
    // Deallocates all; with a null object only here, not at the server.
    void clear(zend_object* object, pdo_dbh_t* handle);

private:
    struct Parked {
        zend_string* key;
        Effects effects;
        const pdo_stmt_methods* methods;
        void* driver_data;
        unsigned placeholders;
        const char* rewrite_template;
    };

    static void deallocate(Parked& parked, zend_object* object, pdo_dbh_t* handle);

    std::list<Parked> parked_;  // the latest used in front
    uint32_t capacity_ = 0;
};

}  // namespace async::hooks::pdo
