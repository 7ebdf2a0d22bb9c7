#include "ext/hooks/sockets.h"

#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "ext/hooks/native/libc_calls.h"
#include "ext/hooks/native/library_call.h"
#include "ext/hooks/native/symbol_slots.h"
#include "ext/hooks/offload.h"
#include "ext/hooks/socket_ready.h"
#include "ext/hooks/socket_wait.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/text.h"

#if __has_include("ext/sockets/php_sockets.h")
#define ASYNC_HAS_SOCKETS_HEADER 1
#ifndef HAVE_SOCKETS  // what the extension's own build defines; the layout is there only then
#define HAVE_SOCKETS 1
#endif
// clang-format off
#include "ext/sockets/php_sockets.h"
// clang-format on
#endif

namespace async::hooks {

using core::Duration;
using core::Instant;
using core::make_ref;
using core::Ref;

namespace {

using Direction = core::FdWatch::Direction;

bool would_block() noexcept { return errno == EAGAIN || errno == EWOULDBLOCK; }

bool is_stream(int fd) noexcept {
    int type = 0;
    socklen_t size = sizeof type;
    return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM;
}

// What a call of the extension sees: errno as it was unless the call failed (socket_read() by lines looks at it).
template <typename Call>
auto keeping_errno(Call call) noexcept {
    const int before = errno;
    const auto answer = call();
    if (answer >= 0) errno = before;
    return answer;
}

// --- Receiving -------------------------------------------------------------------------------------------------------

// `transfer(flags, done)` is the system call for what is left after `done` bytes.
template <typename Transfer>
ssize_t receive(int fd, size_t size, int flags, Transfer transfer) noexcept {
    php::PhpCoroutine* caller = flags & MSG_DONTWAIT ? nullptr : native::library_caller();
    if (!caller) return transfer(flags, size_t{0});
    if (native::must_give_up(*caller)) return fail_socket_call(ECANCELED);
    return keeping_errno([&]() -> ssize_t {
        // All of it, also when the caller only looks: then each look begins anew.
        const bool all = (flags & MSG_WAITALL) && is_stream(fd);
        const bool peeks = flags & MSG_PEEK;
        const int how = (flags & ~MSG_WAITALL) | MSG_DONTWAIT;
        Instant deadline = Instant::never();
        size_t done = 0;
        for (bool first = true;; first = false) {
            const ssize_t now = transfer(how, peeks ? 0 : done);
            if (now < 0 && errno == EINTR) continue;
            if (now < 0 && !would_block()) return done > 0 ? static_cast<ssize_t>(done) : now;
            if (now >= 0) {
                done = (peeks ? 0 : done) + static_cast<size_t>(now);
                if (!all || done >= size || now == 0) return static_cast<ssize_t>(done);
            }
            if (first) {
                if (!is_blocking_socket(fd)) return now;
                deadline = socket_deadline(fd, SO_RCVTIMEO);
            }
            if (!first && now < 0 && is_shut_down(fd)) return static_cast<ssize_t>(done);
            if (peeks && done > 0) return static_cast<ssize_t>(done);  // readable already: there is no event for more
            if (!wait_for_socket(fd, Direction::read, deadline)) return done > 0 && errno == EAGAIN ? static_cast<ssize_t>(done) : -1;
        }
    });
}

ssize_t replaced_recv(int fd, void* buffer, size_t size, int flags) {
    return receive(fd, size, flags, [&](int how, size_t done) {
        return ::recv(fd, static_cast<char*>(buffer) + done, size - done, how);
    });
}

ssize_t replaced_recvfrom(int fd, void* buffer, size_t size, int flags, sockaddr* from, socklen_t* length) {
    const socklen_t room = length ? *length : 0;
    return receive(fd, size, flags, [&](int how, size_t done) {
        if (length) *length = room;
        return ::recvfrom(fd, static_cast<char*>(buffer) + done, size - done, how, from, length);
    });
}

ssize_t replaced_recvmsg(int fd, msghdr* message, int flags) {
    const msghdr asked = *message;
    return receive(fd, 0, flags, [&](int how, size_t) {
        *message = asked;
        return ::recvmsg(fd, message, how | (flags & MSG_WAITALL));
    });
}

int replaced_accept(int fd, sockaddr* address, socklen_t* length) {
    php::PhpCoroutine* caller = native::library_caller();
    if (!caller || !is_blocking_socket(fd)) return ::accept(fd, address, length);
    if (native::must_give_up(*caller)) return fail_socket_call(ECANCELED);
    return keeping_errno([&]() -> int {
        if (!wait_for_socket(fd, Direction::read, socket_deadline(fd, SO_RCVTIMEO))) return -1;
        return ::accept(fd, address, length);
    });
}

// --- Sending ---------------------------------------------------------------------------------------------------------

// A blocking send returns when everything has been taken.
ssize_t send_all(int fd, const char* data, size_t size, int flags, const sockaddr* to, socklen_t length) noexcept {
    Instant deadline = Instant::never();
    size_t sent = 0;
    for (bool first = true;; first = false) {
        const ssize_t now = ::sendto(fd, data + sent, size - sent, flags | MSG_DONTWAIT, to, length);
        if (now < 0 && errno == EINTR) continue;
        if (now < 0 && !would_block()) return sent > 0 ? static_cast<ssize_t>(sent) : -1;
        if (now >= 0) sent += static_cast<size_t>(now);
        if (now >= 0 && sent == size) return static_cast<ssize_t>(sent);
        if (first) {
            if (!is_blocking_socket(fd)) return now;
            deadline = socket_deadline(fd, SO_SNDTIMEO);
        }
        if (!wait_for_socket(fd, Direction::write, deadline)) {
            return sent > 0 && errno == EAGAIN ? static_cast<ssize_t>(sent) : -1;
        }
    }
}

ssize_t replaced_sendto(int fd, const void* buffer, size_t size, int flags, const sockaddr* to, socklen_t length) {
    php::PhpCoroutine* caller = flags & MSG_DONTWAIT ? nullptr : native::library_caller();
    if (!caller) return ::sendto(fd, buffer, size, flags, to, length);
    if (native::must_give_up(*caller)) return fail_socket_call(ECANCELED);
    return keeping_errno([&] { return send_all(fd, static_cast<const char*>(buffer), size, flags, to, length); });
}

ssize_t replaced_send(int fd, const void* buffer, size_t size, int flags) {
    return replaced_sendto(fd, buffer, size, flags, nullptr, 0);
}

ssize_t replaced_write(int fd, const void* buffer, size_t size) {
    return native::library_caller() ? replaced_sendto(fd, buffer, size, 0, nullptr, 0) : ::write(fd, buffer, size);
}

// The pieces of a message from byte `from` on.
php::Text rest_of(const msghdr& message, size_t from) {
    php::Text rest;
    for (size_t i = 0; i < message.msg_iovlen; ++i) {
        const iovec& piece = message.msg_iov[i];
        if (from < piece.iov_len) rest.append(static_cast<const char*>(piece.iov_base) + from, piece.iov_len - from);
        from = from < piece.iov_len ? 0 : from - piece.iov_len;
    }
    return rest;
}

ssize_t replaced_sendmsg(int fd, const msghdr* message, int flags) {
    php::PhpCoroutine* caller = flags & MSG_DONTWAIT ? nullptr : native::library_caller();
    if (!caller) return ::sendmsg(fd, message, flags);
    if (native::must_give_up(*caller)) return fail_socket_call(ECANCELED);
    return keeping_errno([&]() -> ssize_t {
        for (;;) {
            const ssize_t now = ::sendmsg(fd, message, flags | MSG_DONTWAIT);
            if (now < 0 && errno == EINTR) continue;
            if (now < 0 && !would_block()) return now;
            if (!is_blocking_socket(fd)) return now;
            if (now < 0) {
                if (!wait_for_socket(fd, Direction::write, socket_deadline(fd, SO_SNDTIMEO))) return -1;
                continue;
            }
            // The control data went with the first byte.
            const php::Text rest = rest_of(*message, static_cast<size_t>(now));
            if (rest.empty()) return now;
            const ssize_t more = send_all(fd, rest.data(), rest.size(), flags, nullptr, 0);
            if (more < 0 && (errno == ECANCELED || errno == EBADF)) return -1;
            return more < 0 ? now : now + more;
        }
    });
}

// --- Names -----------------------------------------------------------------------------------------------------------

class HostEntry final : public core::Job {
public:
    explicit HostEntry(const char* name) : name_(name) {}

    void work() noexcept override {
        for (buffer_.resize(1024);; buffer_.resize(buffer_.size() * 2)) {
            hostent* found = nullptr;
            const int status = gethostbyname_r(name_.c_str(), &entry_, buffer_.data(), buffer_.size(), &found, &error_);
            if (status == ERANGE && buffer_.size() < 1024 * 1024) continue;
            found_ = status == 0 && found;
            return;
        }
    }
    void describe(core::DescriptionSink& sink) const override { sink.format("Lookup(%s)", name_.c_str()); }

    // Good until the thread's next lookup.
    hostent* take() noexcept {
        thread_local std::vector<char> memory;
        thread_local hostent answer;
        if (!found_) {
            h_errno = error_;
            return nullptr;
        }
        memory = std::move(buffer_);  // the addresses stay where they are
        answer = entry_;
        return &answer;
    }

private:
    const php::Text name_;
    std::vector<char> buffer_;
    hostent entry_{};
    int error_ = HOST_NOT_FOUND;
    bool found_ = false;
};

hostent* (*real_gethostbyname)(const char* name) = nullptr;

hostent* replaced_gethostbyname(const char* name) {
    php::PhpCoroutine* caller = native::library_caller();
    if (!caller) return real_gethostbyname(name);
    h_errno = NO_RECOVERY;
    if (native::must_give_up(*caller)) return nullptr;
    auto job = make_ref<HostEntry>(name);
    switch (offload(job, core::Job::Lane::lookup)) {
        case Offloaded::done:
            return job->take();
        case Offloaded::refused:
            job->work();
            return job->take();
        default:
            h_errno = NO_RECOVERY;
            return nullptr;
    }
}

// --- Closing ---------------------------------------------------------------------------------------------------------

#ifdef ASYNC_HAS_SOCKETS_HEADER
zif_handler original_socket_close = nullptr;

ZEND_FUNCTION(waking_socket_close) {
    zval* argument = ZEND_NUM_ARGS() == 1 ? ZEND_CALL_ARG(execute_data, 1) : nullptr;
    if (argument) ZVAL_DEREF(argument);
    if (argument && Z_TYPE_P(argument) == IS_OBJECT && zend_string_equals_literal(Z_OBJCE_P(argument)->name, "Socket")) {
        const auto* socket = reinterpret_cast<const php_socket*>(reinterpret_cast<const char*>(Z_OBJ_P(argument)) -
                                                                 XtOffsetOf(php_socket, std));
        if (socket->bsd_socket >= 0) wake_socket_waiters(socket->bsd_socket);  // IO-52: before the number is free
    }
    original_socket_close(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}
#endif

const char* const waiting_functions[] = {
    "socket_connect", "socket_accept",  "socket_read",   "socket_recv",   "socket_recvfrom", "socket_recvmsg",
    "socket_write",   "socket_send",    "socket_sendto", "socket_sendmsg", "socket_select",  "socket_bind",
    "socket_addrinfo_lookup", "socket_addrinfo_connect",
};

template <typename F>
void* address_of(F* function) noexcept {
    return reinterpret_cast<void*>(function);
}

// Those of the list that mean the same here.
bool is_common(const char* symbol) noexcept { return !strcmp(symbol, "getaddrinfo"); }

}  // namespace

const char* install_sockets() {
    auto* function = static_cast<zend_function*>(zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("socket_create")));
    if (!function) return "not there";
    if (const char* reason = native::why_no_slots()) return reason;
    std::vector<native::Import> imports = {
        {"recv", address_of(replaced_recv)},         {"recvfrom", address_of(replaced_recvfrom)},
        {"recvmsg", address_of(replaced_recvmsg)},   {"accept", address_of(replaced_accept)},
        {"send", address_of(replaced_send)},         {"sendto", address_of(replaced_sendto)},
        {"sendmsg", address_of(replaced_sendmsg)},   {"write", address_of(replaced_write)},
        {"connect", address_of(connect_socket)},     {"select", address_of(select_sockets)},
        {"php_network_gethostbyname", address_of(replaced_gethostbyname), reinterpret_cast<void**>(&real_gethostbyname)},
    };
    const native::ImportList common = native::blocking_imports();
    for (size_t i = 0; i < common.count; ++i) {
        if (is_common(common.imports[i].symbol)) imports.push_back(common.imports[i]);
    }
    const auto* where = reinterpret_cast<const void*>(function->internal_function.handler);
    if (native::patch_imports_at(where, imports.data(), imports.size(), "sockets") == 0) return "blocking: no slots in sockets";
    for (const char* name : waiting_functions) native::wrap_function(name);
#ifdef ASYNC_HAS_SOCKETS_HEADER
    php::hooks().replace_function("socket_close", ZEND_FN(waking_socket_close), &original_socket_close);
#endif
    return "cooperative";
}

}  // namespace async::hooks
