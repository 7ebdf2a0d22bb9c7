// TLS of PHP's own stream transports (§6). Their code stays as it is: in blocking mode it calls OpenSSL without blocking and
// then waits in poll() for the direction OpenSSL asked for. Replaced are two imports of the object that holds the transports:
// SSL_get_error(), by which such a wait is recognized, and poll(), which serves exactly that one wait and passes every other
// user of the same object straight through.
#pragma once

namespace async::hooks::native {

const char* install_tls();

}  // namespace async::hooks::native
