// Commands run through the shell: exec(), shell_exec() and backticks, system(), passthru(), popen(), mail(). All of them start
// the child with popen() and end it with pclose(); these two, as the engine's object sees them, are ours, so that every rule
// about lines, output and results stays PHP's own code (IO-801). Reading and writing the pipe is the business of stdio_ops.
#pragma once

#include "ext/hooks/child.h"

namespace async::hooks {

// The child behind the descriptor of an open popen() stream, or null.
core::Ref<Child> child_of_pipe(int fd) noexcept;

// All stacks are gone: so is every pclose() under way.
void commands_dropped() noexcept;

const char* install_commands();

}  // namespace async::hooks
