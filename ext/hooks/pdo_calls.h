// Which parts of PDO may wait inside a driver: methods of its classes, the methods a driver adds to a connection, and a
// foreach over a statement, which calls no method at all.
#pragma once

namespace async::hooks {

const char* install_pdo_calls();

}  // namespace async::hooks
