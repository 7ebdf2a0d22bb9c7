// recv(2) for a read of a stream. The text of a PHP string begins 24 bytes into its memory, and processors whose fast block moves need
// an aligned destination (AMD Zen 3: half the speed otherwise) would spend more time on the kernel's copy than on all the rest. So the
// kernel copies to where it is fast, memory that is always in the cache, and from there small moves go on.
#pragma once

#include <cstddef>

#include <sys/types.h>

namespace async::hooks {

// Never waits, and takes no more than `size` bytes; else as recv(2), with errno.
ssize_t receive(int fd, char* at, size_t size) noexcept;

}  // namespace async::hooks
