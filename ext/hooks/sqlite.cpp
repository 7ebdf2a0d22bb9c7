#include "ext/hooks/sqlite.h"

#include <dlfcn.h>
#include <unistd.h>

#include <ctime>
#include <initializer_list>
#include <unordered_set>
#include <utility>

#include "ext/hooks/native/libc_calls.h"
#include "ext/hooks/native/library_call.h"
#include "ext/php_async.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/thread_owned.h"

// SQLite's own declarations, as far as needed: the library comes with the PHP extensions, its headers need not.
struct sqlite3;
struct sqlite3_stmt;

namespace async::hooks {

using native::Import;
using native::library_caller;
using php::PhpCoroutine;
using php::Runtime;

namespace {

constexpr int kBusy = 5;  // SQLITE_BUSY

const char* busy_text(const PhpCoroutine& user) {
    static ASYNC_PHP_THREAD_LOCAL char text[2 * MAXPATHLEN + 128];
    snprintf(text, sizeof text, "database connection is in use by another coroutine, %s", native::both_places(user));
    return text;
}

using Text = const char*;

sqlite3* (*connection_of)(sqlite3_stmt*) = nullptr;

PhpCoroutine* user_of(sqlite3* connection) noexcept {
    if (!native::on_php_thread() || !ASYNC_G(active)) return nullptr;
    PhpCoroutine* user = Runtime::get()->handles_in_use.user_of(connection);
    return user == Runtime::get()->current() ? nullptr : user;
}

// Connections with functions, aggregates or collations in PHP code: that code may suspend in the middle of any step.
static thread_local php::ThreadOwned<std::unordered_set<const sqlite3*>> with_callbacks;

enum class Callbacks : bool { of_this_connection, possible };  // an authorizer is asked while a statement is prepared

// A call that may wait: for a lock, knowing its connection by the caller's frame (below), or in PHP code that it calls. Whoever comes
// meanwhile is turned away (IO-1152): the library's own mutex would let the same thread in.
template <typename Call>
int guarded(sqlite3* connection, Callbacks callbacks, Call call) {
    if (UNEXPECTED(user_of(connection) != nullptr)) return kBusy;
    PhpCoroutine* caller = library_caller();
    if (!caller) return call();
    php::HandlesInUse& in_use = Runtime::get()->handles_in_use;
    const bool may_leave = callbacks == Callbacks::possible || (!with_callbacks->empty() && with_callbacks->count(connection));
    const bool mark = may_leave && !in_use.user_of(connection);
    if (mark) in_use.take(connection, *caller);
    void* const outer = std::exchange(caller->library_frame, connection);
    const int answer = call();
    caller->library_frame = outer;
    if (mark) in_use.drop(connection);
    return answer;
}

template <int kNumber, typename... A>
struct OnConnection {
    static inline int (*real)(sqlite3*, A...) = nullptr;
    static int call(sqlite3* connection, A... arguments) {
        return guarded(connection, Callbacks::possible, [&] { return real(connection, arguments...); });
    }
    static Import import(const char* symbol) {
        return {symbol, reinterpret_cast<void*>(&call), reinterpret_cast<void**>(&real)};
    }
};

using Callback = int (*)(void*, int, char**, char**);
int (*real_exec)(sqlite3*, const char*, Callback, void*, char**) = nullptr;
char* (*print)(const char*, ...) = nullptr;  // SQLite's own memory, which its caller gives back to SQLite

int execute(sqlite3* connection, const char* sql, Callback callback, void* argument, char** error) {
    const PhpCoroutine* user = error && print ? user_of(connection) : nullptr;
    if (user) *error = print("%s", busy_text(*user));
    return guarded(connection, Callbacks::possible, [=] { return real_exec(connection, sql, callback, argument, error); });
}

template <int kNumber>
struct OnStatement {
    static inline int (*real)(sqlite3_stmt*) = nullptr;
    static int call(sqlite3_stmt* statement) {
        return guarded(connection_of(statement), Callbacks::of_this_connection, [&] { return real(statement); });
    }
    static Import import(const char* symbol) {
        return {symbol, reinterpret_cast<void*>(&call), reinterpret_cast<void**>(&real)};
    }
};

// --- Copies ------------------------------------------------------------------------------------------------------------

struct Backup;
Backup* (*real_backup_init)(sqlite3*, Text, sqlite3*, Text) = nullptr;

// Neither end may be in the middle of something. The extension asks the source alone how it went.
thread_local const sqlite3* refused_backup = nullptr;

Backup* backup_init(sqlite3* destination, Text to, sqlite3* source, Text from) {
    if (user_of(destination) || user_of(source)) {
        refused_backup = source;
        return nullptr;
    }
    return real_backup_init(destination, to, source, from);
}

// --- PHP code in the library -----------------------------------------------------------------------------------------

using Invoke = void (*)(void*, int, void**);
using Finish = void (*)(void*);
using Compare = int (*)(void*, int, const void*, int, const void*);
int (*real_create_function)(sqlite3*, const char*, int, int, void*, Invoke, Invoke, Finish) = nullptr;
int (*real_create_collation)(sqlite3*, const char*, int, void*, Compare) = nullptr;

int create_function(sqlite3* connection, const char* name, int count, int flags, void* data, Invoke call, Invoke step, Finish finish) {
    with_callbacks->insert(connection);
    return real_create_function(connection, name, count, flags, data, call, step, finish);
}

int create_collation(sqlite3* connection, const char* name, int encoding, void* data, Compare compare) {
    with_callbacks->insert(connection);
    return real_create_collation(connection, name, encoding, data, compare);
}

// --- Ends: later, when its user has left the library -----------------------------------------------------------------

int (*real_finalize)(sqlite3_stmt*) = nullptr;

int finalize(sqlite3_stmt* statement) {
    PhpCoroutine* user = statement ? user_of(connection_of(statement)) : nullptr;
    if (!user) return real_finalize(statement);
    Runtime::get()->handles_in_use.free_later(
        statement, [](void* handle) { real_finalize(static_cast<sqlite3_stmt*>(handle)); }, *user);
    return 0;
}

template <int kNumber>
struct Close {
    static inline int (*real)(sqlite3*) = nullptr;
    static int call(sqlite3* connection) {
        PhpCoroutine* user = connection ? user_of(connection) : nullptr;
        with_callbacks->erase(connection);  // another one may get its address; what is in the middle has its mark already
        if (!user) return real(connection);
        Runtime::get()->handles_in_use.free_later(connection, [](void* handle) { real(static_cast<sqlite3*>(handle)); }, *user);
        return 0;
    }
    static Import import(const char* symbol) {
        return {symbol, reinterpret_cast<void*>(&call), reinterpret_cast<void**>(&real)};
    }
};

// --- What the extensions ask after a refusal -------------------------------------------------------------------------

template <int kNumber>
struct Code {
    static inline int (*real)(sqlite3*) = nullptr;
    static int call(sqlite3* connection) {
        if (std::exchange(refused_backup, nullptr) == connection && connection) return kBusy;
        return user_of(connection) ? kBusy : real(connection);
    }
    static Import import(const char* symbol) {
        return {symbol, reinterpret_cast<void*>(&call), reinterpret_cast<void**>(&real)};
    }
};

const char* (*real_message)(sqlite3*) = nullptr;
const char* message(sqlite3* connection) {
    const PhpCoroutine* user = user_of(connection);
    return user ? busy_text(*user) : real_message(connection);
}

// --- Waiting for a lock ----------------------------------------------------------------------------------------------

// False: the coroutine is to end; the library's back-off runs out without waiting any more.
bool pause(core::Duration duration) noexcept {
    PhpCoroutine& self = php::running_coroutine();
    void* const connection = self.library_frame;
    if (native::must_give_up(self)) return false;
    php::HandlesInUse& in_use = Runtime::get()->handles_in_use;
    const bool mark = connection && !in_use.user_of(connection);
    if (mark) in_use.take(connection, self);
    const Waited how = wait_until(deadline_after(duration));
    if (mark) in_use.drop(connection);
    return how != Waited::thrown;
}

int replaced_usleep(useconds_t microseconds) {
    if (!library_caller()) return ::usleep(microseconds);
    pause(core::Duration::from_us(microseconds));
    return 0;
}

unsigned replaced_sleep(unsigned seconds) {
    if (!library_caller()) return ::sleep(seconds);
    pause(core::Duration::from_s(seconds));
    return 0;
}

int replaced_nanosleep(const timespec* wanted, timespec* left) {
    if (!library_caller()) return ::nanosleep(wanted, left);
    pause(core::Duration::from_s(wanted->tv_sec) + core::Duration::from_ns(wanted->tv_nsec));
    return 0;
}

const Import sleeping[] = {
    {"usleep", reinterpret_cast<void*>(replaced_usleep)},
    {"sleep", reinterpret_cast<void*>(replaced_sleep)},
    {"nanosleep", reinterpret_cast<void*>(replaced_nanosleep)},
};

const char* patch(const char* extension) {
    if (const char* reason = native::why_no_slots()) return reason;
    connection_of = reinterpret_cast<sqlite3* (*)(sqlite3_stmt*)>(dlsym(RTLD_DEFAULT, "sqlite3_db_handle"));
    print = reinterpret_cast<char* (*)(const char*, ...)>(dlsym(RTLD_DEFAULT, "sqlite3_mprintf"));
    if (!connection_of) return "blocking: SQLite is not shared";
    if (native::patch_imports("libsqlite3", sleeping, sizeof sleeping / sizeof *sleeping, "libsqlite3") == 0) {
        return "blocking: no slot in libsqlite3";
    }
    static const Import guards[] = {
        OnConnection<0, Text, int, sqlite3_stmt**, Text*>::import("sqlite3_prepare_v2"),
        OnConnection<1, Text, int, sqlite3_stmt**, Text*>::import("sqlite3_prepare"),
        Import{"sqlite3_exec", reinterpret_cast<void*>(execute), reinterpret_cast<void**>(&real_exec)},
        OnConnection<3, int>::import("sqlite3_busy_timeout"),
        OnConnection<4, Text, Text, Text, int64_t, int, void**>::import("sqlite3_blob_open"),
        Import{"sqlite3_backup_init", reinterpret_cast<void*>(backup_init), reinterpret_cast<void**>(&real_backup_init)},
        OnStatement<0>::import("sqlite3_step"),
        OnStatement<1>::import("sqlite3_reset"),
        OnStatement<2>::import("sqlite3_clear_bindings"),
        Import{"sqlite3_create_function", reinterpret_cast<void*>(create_function), reinterpret_cast<void**>(&real_create_function)},
        Import{"sqlite3_create_collation", reinterpret_cast<void*>(create_collation), reinterpret_cast<void**>(&real_create_collation)},
        Close<0>::import("sqlite3_close"),
        Close<1>::import("sqlite3_close_v2"),
        Code<0>::import("sqlite3_errcode"),
        Code<1>::import("sqlite3_extended_errcode"),
        Import{"sqlite3_errmsg", reinterpret_cast<void*>(message), reinterpret_cast<void**>(&real_message)},
        Import{"sqlite3_finalize", reinterpret_cast<void*>(finalize), reinterpret_cast<void**>(&real_finalize)},
    };
    native::patch_imports(extension, guards, sizeof guards / sizeof *guards, extension);
    return nullptr;
}

// IO-11: PHP code in the library was cancelled, and the class says, once or twice on top, that its call has failed.
void uncover_cancellation(zend_execute_data*) {
    zend_object* cover = EG(exception);
    zend_object* inner = cover;
    while (inner && inner->ce == cover->ce && !php::is_cancellation(inner)) inner = php::previous_of(inner);
    if (inner == cover || !inner || !php::is_cancellation(inner)) return;
    GC_ADDREF(EG(exception) = inner);
    OBJ_RELEASE(cover);
}

bool is_loaded(const char* module) { return zend_hash_str_exists(&module_registry, module, std::strlen(module)); }

}  // namespace

const char* install_pdo_sqlite() {
    if (!is_loaded("pdo_sqlite")) return "not there";
    if (const char* reason = patch("pdo_sqlite")) return reason;
    return "lock waits cooperative, statements on the calling thread";
}

const char* install_sqlite3() {
    if (!is_loaded("sqlite3")) return "not there";
    if (const char* reason = patch("sqlite3")) return reason;
    const struct {
        const char* ce;
        std::initializer_list<const char*> methods;
    } classes[] = {
        {"sqlite3", {"exec", "query", "querysingle", "prepare", "close", "backup", "openblob", "open", "__construct"}},
        {"sqlite3stmt", {"execute", "reset"}},
        {"sqlite3result", {"fetcharray", "reset"}},
    };
    for (const auto& each : classes) {
        auto* ce = static_cast<zend_class_entry*>(zend_hash_str_find_ptr(CG(class_table), each.ce, std::strlen(each.ce)));
        if (!ce) continue;
        for (const char* name : each.methods) native::wrap_method(ce, name, uncover_cancellation);
    }
    return "lock waits cooperative, statements on the calling thread";
}

}  // namespace async::hooks
