#include "ext/hooks/native/tls_wait.h"

#include <dlfcn.h>
#include <poll.h>

#include "ext/hooks/native/library_call.h"
#include "ext/hooks/native/poll_wait.h"
#include "ext/hooks/native/symbol_slots.h"

namespace async::hooks::native {

namespace {

constexpr int kWantRead = 2;    // SSL_ERROR_WANT_READ
constexpr int kWantWrite = 3;   // SSL_ERROR_WANT_WRITE
constexpr int kZeroReturn = 6;  // SSL_ERROR_ZERO_RETURN

int (*real_get_error)(const void* ssl, int result) = nullptr;
int (*get_fd)(const void* ssl) = nullptr;
int (*is_in_handshake)(const void* ssl) = nullptr;

// The descriptor whose TLS session has just asked for more, until its poll() comes. Nothing runs in between.
thread_local int awaited_fd = -1;

// After a cancelled wait the transport asks again, is told that the session has nothing more to say, and leaves its loop
// without a warning: as if there were no data (the stream stays usable), or, in a handshake, as failed (IO-306).
int get_error(const void* ssl, int result) {
    const int answer = real_get_error(ssl, result);
    awaited_fd = -1;
    if ((answer != kWantRead && answer != kWantWrite) || !on_php_thread() || !cooperative()) return answer;
    if (EG(exception) || php::running_coroutine().has_interrupt()) {
        errno = is_in_handshake(ssl) ? ECANCELED : EAGAIN;
        return kZeroReturn;
    }
    awaited_fd = get_fd(ssl);
    return answer;
}

int poll_for_tls(pollfd* fds, nfds_t count, int timeout) {
    const int awaited = std::exchange(awaited_fd, -1);
    if (count != 1 || timeout == 0 || awaited < 0 || fds->fd != awaited || !cooperative()) return ::poll(fds, count, timeout);
    return poll_until(fds, count, deadline_of_poll(timeout));
}

int poll_for_tls_checked(pollfd* fds, nfds_t count, int timeout, size_t size) {
    if (size / sizeof *fds < count) std::abort();
    return poll_for_tls(fds, count, timeout);
}

// `symbol` as the object that holds the transports would find it.
template <typename F>
void find(F*& function, const char* symbol) {
    function = reinterpret_cast<F*>(dlsym(RTLD_DEFAULT, symbol));
}

}  // namespace

const char* install_tls() {
    const auto* module = static_cast<zend_module_entry*>(zend_hash_str_find_ptr(&module_registry, ZEND_STRL("openssl")));
    if (!module) return "not there";
    if (const char* reason = why_no_slots()) return reason;
    find(get_fd, "SSL_get_fd");
    find(is_in_handshake, "SSL_in_init");
    if (!get_fd || !is_in_handshake) return "blocking: libssl is not shared";
    const auto* where = reinterpret_cast<const void*>(module->module_startup_func);
    const Import errors[] = {
        {"SSL_get_error", reinterpret_cast<void*>(get_error), reinterpret_cast<void**>(&real_get_error)},
    };
    const Import waits[] = {
        {"poll", reinterpret_cast<void*>(poll_for_tls)},
        {"__poll_chk", reinterpret_cast<void*>(poll_for_tls_checked)},
    };
    // Without the second the first does nothing.
    if (patch_imports_at(where, waits, 2, "TLS") == 0) return "blocking: no slot for poll";
    if (patch_imports_at(where, errors, 1, "TLS") == 0) return "blocking: no slot for SSL_get_error";
    return "cooperative";
}

}  // namespace async::hooks::native
