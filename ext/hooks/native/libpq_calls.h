// libpq as its two PHP extensions see it: every function that talks to the server first looks whether another coroutine is
// parked inside libpq with the same connection, and refuses in libpq's own words if so (IO-1104). Entered twice, libpq would
// hand the one's answer to the other.
#pragma once

namespace async::hooks::native {

// Patches the extension ("pgsql", "pdo_pgsql") that imports libpq. Returns why it stays blocking, or null.
const char* guard_libpq_of(const char* extension);

// For the replaced waits of libpq: the running coroutine parks inside, or goes on.
class ConnectionWait {
public:
    void begin() noexcept;
    void end() noexcept;

private:
    void* connection_;
};

// The running coroutine gives its connection up. Asks the server to stop what it does for it, if so configured (IO-1103).
void abort_connection() noexcept;

}  // namespace async::hooks::native
