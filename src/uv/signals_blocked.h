// While it lives, threads that are made inherit a mask that blocks every signal: signals belong to the threads that were there
// before (IO-60).
#pragma once

#ifndef _WIN32
#include <signal.h>
#endif

namespace async::uv {

class SignalsBlocked {
#ifndef _WIN32
public:
    SignalsBlocked() noexcept {
        sigset_t all;
        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before_);
    }
    ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
    SignalsBlocked(const SignalsBlocked&) = delete;
    SignalsBlocked& operator=(const SignalsBlocked&) = delete;

private:
    sigset_t before_;
#else
public:
    ~SignalsBlocked() {}
#endif
};

}  // namespace async::uv
