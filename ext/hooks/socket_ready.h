// Those calls of ext/sockets that wait for readiness and transfer nothing: connect(2) and select(2), as the extension sees them.
#pragma once

#include <sys/select.h>
#include <sys/socket.h>

namespace async::hooks {

int connect_socket(int fd, const sockaddr* address, socklen_t size);
int select_sockets(int count, fd_set* read, fd_set* write, fd_set* except, timeval* timeout);

}  // namespace async::hooks
