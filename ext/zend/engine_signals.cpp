#include "ext/zend/compat.h"

#include "ext/zend/engine_signals.h"

#include <mutex>

namespace async::php {

#if defined(ZEND_SIGNALS) && !defined(_WIN32)

namespace {

using Handler = void (*)(int, siginfo_t*, void*);
Handler engine_handler = nullptr;

// It is exported nowhere, but the engine puts it in front of any signal one asks for: one that is ignored by default.
Handler find_engine_handler() noexcept {
    constexpr int kHarmless = SIGURG;
    sigset_t mask;
    struct sigaction before = {};
    struct sigaction made = {};
    struct sigaction plain = {};
    plain.sa_handler = SIG_DFL;
    pthread_sigmask(SIG_SETMASK, nullptr, &mask);
    sigaction(kHarmless, nullptr, &before);
    const zend_signal_entry_t entry = SIGG(handlers)[kHarmless - 1];
    zend_sigaction(kHarmless, &plain, nullptr);
    SIGG(handlers)[kHarmless - 1] = entry;
    sigaction(kHarmless, &before, &made);
    pthread_sigmask(SIG_SETMASK, &mask, nullptr);
    return made.sa_sigaction;
}

}  // namespace

void prepare_engine_signals() {
    static std::once_flag once;
    std::call_once(once, [] { engine_handler = find_engine_handler(); });
}

// A thread without a PHP of its own has no table to look into; the engine would die there.
bool may_forward_signal(int signum, Handler handler) {
    if (handler != engine_handler) return true;
#ifdef ZTS
    if (!tsrm_get_ls_cache()) return false;
#endif
    return SIGG(handlers)[signum - 1].handler != reinterpret_cast<void*>(SIG_DFL);
}

#else

void prepare_engine_signals() {}
#ifndef _WIN32
bool may_forward_signal(int, void (*)(int, siginfo_t*, void*)) { return true; }
#endif

#endif

}  // namespace async::php
