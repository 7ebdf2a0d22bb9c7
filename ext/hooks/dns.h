// Names (§11). Every lookup is the system's own resolver call, on a worker thread of the lookup lane (IO-703, IO-706): hosts
// file, nsswitch and search list answer as they do elsewhere. A cancelled lookup is abandoned, its late answer dropped (IO-14).
#pragma once

#include <netdb.h>

#include "ext/hooks/cooperative.h"

namespace async::hooks {

// getaddrinfo(3) for a coroutine; parks even for a numeric address (IO-4). Free the result with freeaddrinfo(). EAI_SYSTEM
// with ECANCELED in errno: cancelled; with ETIMEDOUT: the deadline came first.
int lookup(const char* node, const char* service, const addrinfo* hints, addrinfo** result,
           core::Instant deadline = core::Instant::never()) noexcept;

const char* install_dns();          // gethostbyname(), gethostbynamel(), gethostbyaddr()
const char* install_dns_records();  // dns_get_record() and relatives

}  // namespace async::hooks
