// libpq under ext/pgsql and ext/pdo_pgsql (§16): both stay what they are, only libpq's waits lead to the scheduler.
#pragma once

namespace async::hooks {

const char* install_pgsql();
const char* install_pdo_pgsql();

}  // namespace async::hooks
