// ext/sockets: its functions as they are, its system calls parking the coroutine (layer L3). A socket in non-blocking mode and a
// call with MSG_DONTWAIT go straight to the kernel (IO-851, IO-853).
#pragma once

namespace async::hooks {

const char* install_sockets();

}  // namespace async::hooks
