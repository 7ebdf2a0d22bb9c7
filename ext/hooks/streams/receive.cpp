#include "ext/hooks/streams/receive.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "ext/zend/thread_owned.h"

namespace async::hooks {

namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kLanding = 128 * 1024;  // a part of a second-level cache
constexpr size_t kWorthIt = 4096;        // less is not read in one go by who reads much
constexpr size_t kPiece = 1024;          // longer ones become block moves again in the C library

struct Landing {
    char* const at = static_cast<char*>(std::aligned_alloc(kAlignment, kLanding));
    ~Landing() { std::free(at); }
};
ASYNC_PHP_THREAD_LOCAL php::ThreadOwned<Landing> landing;

void copy_in_pieces(char* to, const char* from, size_t size) noexcept {
    for (; size > kPiece; to += kPiece, from += kPiece, size -= kPiece) std::memcpy(to, from, kPiece);
    std::memcpy(to, from, size);
}

template <typename Call>
ssize_t uninterrupted(Call call) noexcept {
    ssize_t received;
    do received = call();
    while (received < 0 && errno == EINTR);
    return received;
}

}  // namespace

ssize_t receive(int fd, char* at, size_t size) noexcept {
    const bool is_aligned = reinterpret_cast<uintptr_t>(at) % kAlignment == 0;
    char* const place = is_aligned || size < kWorthIt ? nullptr : landing->at;
    if (!place) return uninterrupted([&] { return recv(fd, at, size, MSG_DONTWAIT); });
    const size_t first = size < kLanding ? size : kLanding;
    iovec parts[] = {{place, first}, {at + first, size - first}};
    msghdr message = {};
    message.msg_iov = parts;
    message.msg_iovlen = size > first ? 2 : 1;
    const ssize_t received = uninterrupted([&] { return recvmsg(fd, &message, MSG_DONTWAIT); });
    if (received > 0) copy_in_pieces(at, place, static_cast<size_t>(received) < first ? static_cast<size_t>(received) : first);
    return received;
}

}  // namespace async::hooks
