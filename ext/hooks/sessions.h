// ext/session: a session file that another process has locked is waited for as any lock (IO-1303). The module keeps one session
// per thread in globals, so while a coroutine is parked inside one of its functions the others wait for their turn.
#pragma once

namespace async::hooks {

const char* install_sessions();
// A fatal error has dropped the stack that had the turn.
void sessions_dropped() noexcept;

}  // namespace async::hooks
