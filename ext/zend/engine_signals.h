// The engine stands in front of some signals with a handler of its own, which carries out the default action (mostly: dies)
// when the script has set nothing behind it. Whoever waits for such a signal must not have that called (SI-7).
#pragma once

#include <csignal>

namespace async::php {

// Before the first signal is listened to. Finds out which handler that is.
void prepare_engine_signals();

#ifndef _WIN32
// In a signal handler: whether `handler` does something of its own.
bool may_forward_signal(int signum, void (*handler)(int, siginfo_t*, void*));
#endif

}  // namespace async::php
