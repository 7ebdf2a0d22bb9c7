// SQLite under pdo_sqlite and sqlite3 (spec 17): statements run on the calling thread, but waiting for a lock is a wait like any
// other (IO-1151), and meanwhile nobody else gets into the connection (IO-1152).
#pragma once

namespace async::hooks {

const char* install_pdo_sqlite();
const char* install_sqlite3();

}  // namespace async::hooks
