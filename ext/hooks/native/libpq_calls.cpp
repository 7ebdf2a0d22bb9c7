#include "ext/hooks/native/libpq_calls.h"

#include <dlfcn.h>
#include <sys/socket.h>

#include "ext/hooks/native/library_call.h"
#include "ext/hooks/native/symbol_slots.h"
#include "ext/php_async.h"
#include "ext/zend/exceptions.h"
#include "src/core/reactor.h"

// libpq's own declarations, as far as needed: the library comes with the PHP extensions, its headers need not.
struct PGconn;
struct PGresult;
struct PGcancel;
using Oid = unsigned int;

namespace async::hooks::native {

using php::PhpCoroutine;
using php::Runtime;

namespace {

constexpr int kTransactionActive = 1;  // PQTRANS_ACTIVE: a command is under way

// What we call ourselves.
struct {
    int (*send_query)(PGconn*, const char*);
    int (*transaction_status)(const PGconn*);
    const char* (*error_message)(const PGconn*);
    int (*socket)(const PGconn*);
    PGcancel* (*get_cancel)(PGconn*);
    int (*cancel)(PGcancel*, char*, int);
    void (*free_cancel)(PGcancel*);
} pq;

bool find_libpq() {
    const auto find = [](auto*& function, const char* symbol) {
        function = reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(RTLD_DEFAULT, symbol));
        return function != nullptr;
    };
    return find(pq.send_query, "PQsendQuery") && find(pq.transaction_status, "PQtransactionStatus") &&
           find(pq.error_message, "PQerrorMessage") && find(pq.socket, "PQsocket") && find(pq.get_cancel, "PQgetCancel") && find(pq.cancel, "PQcancel") &&
           find(pq.free_cancel, "PQfreeCancel");
}

PhpCoroutine* user_of(PGconn* connection) noexcept {
    if (!on_php_thread() || !ASYNC_G(active)) return nullptr;
    return Runtime::get()->handles_in_use.user_of(connection);
}

// libpq notices a second command by itself only where it starts one; let it say so. Where no command is under way that it
// would notice, it would really begin: then the words are ours.
void complain(PGconn* connection) {
    if (pq.transaction_status(connection) == kTransactionActive) {
        // It appends; an extension that tries twice wants to read it once.
        if (!std::strstr(pq.error_message(connection), "another command")) pq.send_query(connection, "");
    } else if (!EG(exception)) {
        php::throw_async(php::ce_async_exception, "PostgreSQL connection is already in use by another coroutine, %s",
                         both_places(*user_of(connection)));
    }
}

// What the extensions read after such a refusal: libpq's words (IO-1104), and where the other one is (IO-44).
char* (*real_message)(const PGconn*) = nullptr;

char* message(const PGconn* connection) {
    const PhpCoroutine* user = connection ? user_of(const_cast<PGconn*>(connection)) : nullptr;
    char* const said = real_message(connection);
    if (!user || user == Runtime::get()->current() || !std::strstr(said, "another command")) return said;
    static ASYNC_PHP_THREAD_LOCAL char text[2 * MAXPATHLEN + 256];
    snprintf(text, sizeof text, "%.*s, %s\n", static_cast<int>(std::strcspn(said, "\n")), said, both_places(*user));
    return text;
}

// One function of libpq that talks to the server. `kNumber` only tells those of one signature apart.
template <int kNumber, long kRefused, typename R, typename... A>
struct Guarded {
    static inline R (*real)(PGconn*, A...) = nullptr;

    static R call(PGconn* connection, A... arguments) {
        if (UNEXPECTED(user_of(connection) != nullptr)) {
            complain(connection);
            return (R)kRefused;
        }
        PhpCoroutine* caller = library_caller();
        if (!caller) return real(connection, arguments...);
        void* const outer = std::exchange(caller->library_frame, connection);
        const R answer = real(connection, arguments...);
        caller->library_frame = outer;
        return answer;
    }

    static Import import(const char* symbol) {
        return {symbol, reinterpret_cast<void*>(&call), reinterpret_cast<void**>(&real)};
    }
};

void (*real_reset)(PGconn*) = nullptr;
void (*real_finish)(PGconn*) = nullptr;

void reset(PGconn* connection) {
    if (user_of(connection)) return complain(connection);
    PhpCoroutine* caller = library_caller();
    if (!caller) return real_reset(connection);
    void* const outer = std::exchange(caller->library_frame, connection);
    real_reset(connection);
    caller->library_frame = outer;
}

// Closing a connection that another coroutine waits on ends that wait (matrix of §21: broken); the memory goes when its
// user has left libpq and read the error.
void finish(PGconn* connection) {
    PhpCoroutine* user = connection ? user_of(connection) : nullptr;
    if (!user) return real_finish(connection);
    ::shutdown(pq.socket(connection), SHUT_RDWR);
    Runtime::get()->handles_in_use.free_later(
        connection, [](void* handle) { real_finish(static_cast<PGconn*>(handle)); }, *user);
}

using Text = const char*;
using Texts = const char* const*;
using Ints = const int*;

const Import* guarded_imports(size_t& count) {
    static const Import imports[] = {
        Guarded<0, 0, PGresult*, Text>::import("PQexec"),
        Guarded<1, 0, PGresult*, Text, int, const Oid*, Texts, Ints, Ints, int>::import("PQexecParams"),
        Guarded<2, 0, PGresult*, Text, int, Texts, Ints, Ints, int>::import("PQexecPrepared"),
        Guarded<3, 0, PGresult*, Text, Text, int, const Oid*>::import("PQprepare"),
        Guarded<4, 0, PGresult*, Text>::import("PQdescribePrepared"),
        Guarded<5, 0, PGresult*, Text>::import("PQclosePrepared"),
        Guarded<6, 0, PGresult*>::import("PQgetResult"),
        Guarded<7, 0, int, Text>::import("PQsendQuery"),
        Guarded<8, 0, int, Text, int, const Oid*, Texts, Ints, Ints, int>::import("PQsendQueryParams"),
        Guarded<9, 0, int, Text, Text, int, const Oid*>::import("PQsendPrepare"),
        Guarded<10, 0, int, Text, int, Texts, Ints, Ints, int>::import("PQsendQueryPrepared"),
        Guarded<11, -1, int, Text, int>::import("PQputCopyData"),
        Guarded<12, -1, int, Text>::import("PQputCopyEnd"),
        Guarded<13, -2, int, char**, int>::import("PQgetCopyData"),
        Guarded<14, -1, int, Text>::import("PQputline"),
        Guarded<15, 1, int>::import("PQendcopy"),
        Guarded<16, 0, int>::import("PQconsumeInput"),
        Guarded<17, -1, int>::import("PQflush"),
        Guarded<18, -1, int, Text>::import("PQsetClientEncoding"),
        Guarded<19, -1, int, Oid, int>::import("lo_open"),
        Guarded<20, -1, int, int>::import("lo_close"),
        Guarded<21, -1, int, int, char*, size_t>::import("lo_read"),
        Guarded<22, -1, int, int, Text, size_t>::import("lo_write"),
        Guarded<23, -1, int, int, int, int>::import("lo_lseek"),
        Guarded<24, -1, int64_t, int, int64_t, int>::import("lo_lseek64"),
        Guarded<25, 0, Oid, int>::import("lo_creat"),
        Guarded<26, 0, Oid, Oid>::import("lo_create"),
        Guarded<27, -1, int, int>::import("lo_tell"),
        Guarded<28, -1, int64_t, int>::import("lo_tell64"),
        Guarded<29, -1, int, int, size_t>::import("lo_truncate"),
        Guarded<30, -1, int, int, int64_t>::import("lo_truncate64"),
        Guarded<31, -1, int, Oid>::import("lo_unlink"),
        Guarded<32, 0, Oid, Text>::import("lo_import"),
        Guarded<33, 0, Oid, Text, Oid>::import("lo_import_with_oid"),
        Guarded<34, -1, int, Oid, Text>::import("lo_export"),
        Import{"PQerrorMessage", reinterpret_cast<void*>(message), reinterpret_cast<void**>(&real_message)},
        Import{"PQreset", reinterpret_cast<void*>(reset), reinterpret_cast<void**>(&real_reset)},
        Import{"PQfinish", reinterpret_cast<void*>(finish), reinterpret_cast<void**>(&real_finish)},
    };
    count = sizeof imports / sizeof *imports;
    return imports;
}

// A cancel request is a connection of its own; nobody waits for it.
class CancelRequest final : public core::Job {
public:
    explicit CancelRequest(PGcancel* cancel) noexcept : cancel_(cancel) {}
    ~CancelRequest() override { pq.free_cancel(cancel_); }

    void work() noexcept override {
        char error[256];
        pq.cancel(cancel_, error, sizeof error);
    }
    void describe(core::DescriptionSink& sink) const override { sink.append("PostgreSQL cancel request", 25); }

private:
    PGcancel* const cancel_;
};

}  // namespace

const char* guard_libpq_of(const char* extension) {
    if (!find_libpq()) return "blocking: libpq is not shared";
    size_t count;
    const Import* imports = guarded_imports(count);
    return patch_imports(extension, imports, count, extension) > 0 ? nullptr : "blocking: no slots";
}

void ConnectionWait::begin() noexcept {
    PhpCoroutine& self = php::running_coroutine();
    connection_ = self.library_frame;
    if (connection_) Runtime::get()->handles_in_use.take(connection_, self);
}

void ConnectionWait::end() noexcept {
    if (connection_) Runtime::get()->handles_in_use.drop(connection_);
}

void abort_connection() noexcept {
    auto* connection = static_cast<PGconn*>(php::running_coroutine().library_frame);
    if (!connection || !ASYNC_G(pg_cancel_on_abort)) return;
    core::Reactor* reactor = Runtime::get()->scheduler().reactor();
    PGcancel* cancel = reactor ? pq.get_cancel(connection) : nullptr;
    if (cancel) reactor->submit(core::make_ref<CancelRequest>(cancel), core::Job::Lane::general);
}

}  // namespace async::hooks::native
