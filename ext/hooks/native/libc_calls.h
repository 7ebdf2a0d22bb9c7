// The blocking calls of the C library as foreign libraries see them once their import slots lead here (layer L3). Outside a
// library call of a coroutine each is the real one. Inside: try first, wait for readiness if need be, then ask again, so that
// results and errno are always the kernel's; a cancelled coroutine gets a failure by which the library gives up.
#pragma once

#include "ext/hooks/native/symbol_slots.h"

namespace async::hooks::native {

struct ImportList {
    const Import* imports;
    size_t count;
};

// For libraries that keep their descriptors non-blocking and wait in poll(): it fails with ECANCELED.
ImportList polling_imports() noexcept;
// For libpq, which would take its connection for idle after a failed poll() and mistake the old answer for the next one: the
// descriptor counts as ready, and the transfer that follows fails in a way that makes libpq drop the connection (IO-1103).
ImportList dropping_imports() noexcept;
// Everything, for libraries that wait inside recv(), send(), connect() or select() on blocking descriptors.
ImportList blocking_imports() noexcept;
// The same for libraries nobody has audited, in which any call by a coroutine may wait because the administrator says so: there is
// no PHP function known to hold a cancellation back until the library has returned, so it is pending from the failed call on.
ImportList opted_in_imports() noexcept;

}  // namespace async::hooks::native
