// The connections behind one pooled PDO (spec 18), and who uses which. Physical connections are hidden PDO objects ("slots") in an
// Async\Pool; a coroutine's first call that needs a server binds one of them to it, and it stays bound while a transaction is open,
// a statement made from it lives, or the session differs from a new one (IO-1210, IO-1211). Owned by the pooled PDO and by every
// binding, so that statements may outlive it. Forwarding of calls is in pooled_pdo.cpp, statements in statement.cpp.
#pragma once

#include <unordered_map>

#include "ext/hooks/pdo/driver.h"
#include "ext/hooks/pdo/held_report.h"
#include "ext/hooks/pdo/statement_cache.h"
#include "ext/zend/php_coroutine.h"
#include "ext/zend/pool_door.h"

namespace async::hooks::pdo {

class ConnectionPool;

// One physical connection. Belongs to the pool's table until it is destroyed, and to the binding that has it.
struct Slot : core::RefCounted {
    zend_object* object = nullptr;  // the hidden PDO; whoever has the resource holds it
    pdo_dbh_t* handle = nullptr;
    uint64_t last_holder = 0;
    uint32_t attributes = 0;  // how many of the recorded ones it has
    uint64_t ids_of = 0;      // the holder to whom the session's last inserted id may belong (IO-1225)
    bool touched = false;     // IO-1221
    bool broken = false;      // IO-1222
    StatementCache cache;

    bool is_in_use() const noexcept;  // false once the engine has freed the object
    void take_modes(const pdo_dbh_t& like) noexcept;
};

class Holder;

// A slot that is out. Kept by its holder and by every statement made from it.
struct Binding final : core::RefCounted {
    core::Ref<ConnectionPool> pool;
    core::Ref<Slot> slot;
    Holder* holder = nullptr;  // null: its coroutine has ended, or has a fresh one
    zval resource{};
    uint32_t statements = 0;
    uint32_t calls = 0;  // under way on it: it cannot go, whoever drops its last statement meanwhile
    bool returned = false;
    HeldReport report{*this};

    ~Binding() override;
};

// IO-1224: belongs to a coroutine, not to a connection.
struct ErrorState {
    char code[6] = PDO_ERR_NONE;
    zval info;  // native code and message, or undefined

    ErrorState() noexcept { ZVAL_UNDEF(&info); }
    ~ErrorState() { zval_ptr_dtor(&info); }
    void clear() noexcept;
    void take(pdo_dbh_t* handle, pdo_stmt_t* statement, const char* code);
};

// A coroutine, or the main flow, as a user of one pooled PDO. From its first call until it ends.
class Holder final : public core::RefCounted, public php::AtEnd {
public:
    Holder(ConnectionPool& pool, php::PhpCoroutine* who, uint64_t number) noexcept : coroutine(who), id(number), pool_(pool) {}
    ~Holder() override { unlink(); }

    php::PhpCoroutine* const coroutine;  // null: the main flow
    const uint64_t id;                   // never used again, unlike an address
    core::Ref<Binding> binding;
    ErrorState error;
    zend_string* last_id = nullptr;  // of an INSERT whose connection has gone back (IO-1225)

private:
    void coroutine_ends() noexcept override;

    ConnectionPool& pool_;
};

struct Settings {
    zend_string* dsn;
    zend_string* user;      // or null
    zend_string* password;  // or null
    HashTable* options;     // for the constructor of each connection
    zend_long min = 0;
    zend_long max = 10;
    zend_long check_ms = 0;
    zend_long cache_size = 0;
};

class ConnectionPool final : public core::RefCounted, public php::PoolSource {
public:
    // Takes over what the settings point at.
    ConnectionPool(const Driver& driver, zend_class_entry* ce, const Settings& settings) noexcept;
    ~ConnectionPool() override;

    // IO-1203. False: an exception is pending.
    bool open();
    // The pooled PDO goes: what is not pinned by a statement goes with it (IO-1215).
    void close();

    const Driver& driver() const noexcept { return driver_; }
    const Settings& settings() const noexcept { return settings_; }
    zend_object* object() const noexcept { return object_; }

    // The running coroutine as a holder; `find` does not make one.
    Holder& holder();
    Holder* find_holder();
    // Its connection, made as `like` says in what PDO keeps per connection. Null: an exception is pending.
    Binding* bind(const pdo_dbh_t& like);
    Binding* bound();
    // After each call, when it is not counted any more: a connection that nothing keeps goes back (IO-1211), a broken one at once
    // (IO-1222).
    void settle(Binding& binding);
    // A call failed on it.
    void check_broken(Binding& binding);
    void give_back(Binding& binding);
    // What a statement may leave in the session, before it runs (IO-1221), and its id, when it has (IO-1225).
    void note_effects(Binding& binding, Effects effects);
    void keep_last_id(Binding& binding, Effects effects);
    void forget(Holder& holder);

    // IO-1225. What PDO itself keeps per connection, for all that are there: statements ask the connection they are made from.
    void spread_modes(const pdo_dbh_t& like);
    void record_attribute(zend_long attribute, zval* value);
    // IO-1241: a call to be repeated on every new connection. False: an exception is pending.
    bool record_function(const char* method, zval* arguments, uint32_t count);
    void collect(zend_get_gc_buffer* buffer);

    bool make(zval* resource) override;
    void destroy(zval* resource) override;
    bool is_healthy(zval* resource) override;
    bool may_be_lent(zval* resource) override;
    bool may_be_kept(zval* resource) override;
    void describe(core::DescriptionSink& sink) const override;

private:
    Slot* slot_of(zend_object* object) const;
    php::PhpCoroutine* user() const noexcept;
    bool construct(zval* object);
    static bool repeat_function(zend_object* object, zval* entry);
    bool repeat_functions(zend_object* object);
    void apply_attributes(Slot& slot);
    bool clean(Slot& slot);
    void free_statements(Slot& slot, zend_object* object);

    const Driver& driver_;
    zend_class_entry* const ce_;
    Settings settings_;
    zend_object* object_ = nullptr;  // the Async\Pool
    std::unordered_map<const zend_object*, core::Ref<Slot>> slots_;
    std::unordered_map<const php::PhpCoroutine*, Holder*> holders_;
    uint64_t next_id_ = 1;
    zval attributes_;  // list of [attribute, value]
    zval functions_;   // list of [method, arguments]
    bool frozen_ = false;

    friend struct Binding;
    uint32_t bindings_ = 0;  // those alive: they hold the pool as well
};

// An exception on its way is not the business of what is put in order meanwhile, and survives it (IO-1217).
class ExceptionAside {
public:
    ExceptionAside() noexcept;
    void restore() noexcept;

private:
    zend_object* exception_;
    const zend_op* opline_;
};

}  // namespace async::hooks::pdo
