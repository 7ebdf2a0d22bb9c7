// pcntl_fork() and its relatives (C-158, C-159, IO-63).
#pragma once

namespace async::hooks {

const char* install_fork();

}  // namespace async::hooks
