// Inside a connection of pdo_mysql on mysqlnd, for the pool. `driver_data` is pdo_mysql's record of a connection, which begins with
// mysqlnd's handle in every version.
#pragma once

namespace async::hooks::pdo::mysql {

bool is_broken(void* driver_data);
// Reads what is left of the last command. False: it cannot be brought to an end.
bool is_idle(void* driver_data);
// Or -1.
int socket_of(void* driver_data);
// The server is gone: mysqlnd must not tell it that a statement is closed, since it keeps statement and connection when that fails.
void give_up(void* driver_data);
// The server forgets the session (IO-1221).
bool change_user(void* driver_data, const char* user, const char* password);

}  // namespace async::hooks::pdo::mysql
