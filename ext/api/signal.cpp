#include "ext/zend/compat.h"

#include "ext/api/signal.h"

#include <csignal>

#include "ext/api/future.h"
#include "ext/zend/awaitable_object.h"
#include "ext/zend/engine_signals.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/runtime.h"

#include "ext/api/arginfo/signal_arginfo.h"

namespace async::api {

namespace {

zend_class_entry* ce_signal = nullptr;

// SI-1. 0: the platform has no such signal.
int native_number(zend_long number) noexcept {
    switch (number) {
        case 2: return SIGINT;
        case 4: return SIGILL;
        case 6: return SIGABRT;
        case 8: return SIGFPE;
        case 11: return SIGSEGV;
        case 15: return SIGTERM;
#ifdef _WIN32
        case 1: return 1;  // libuv's own numbers for what the console reports
        case 21: return SIGBREAK;
        case 28: return 28;
#else
        case 1: return SIGHUP;
        case 3: return SIGQUIT;
        case 9: return SIGKILL;
        case 10: return SIGUSR1;
        case 12: return SIGUSR2;
        case 28: return SIGWINCH;
#endif
        default: return 0;
    }
}

// Ends with the first arrival, or with the token. Nobody holds it but those who have its Future, so that a dropped one stops
// listening at once (SI-5); unless something is to be made of it: then it holds itself until it ends (FU-14).
class SignalCell final : public CellObject<SignalCell>, private core::Waiter {
public:
    static core::Ref<SignalCell> make(zend_object* signal) {
        return core::Ref<SignalCell>::adopt(php::NativeObject<SignalCell>::make_hidden(signal));
    }
    explicit SignalCell(zend_object* signal) noexcept : signal_(signal) { GC_ADDREF(signal); }
    ~SignalCell() override {
        leave();
        OBJ_RELEASE(signal_);
    }

    // SI-3: true when it has fired already, and the cell has ended.
    bool obey(zend_object* token) {
        core::Awaitable& source = *php::awaitable_of(token);
        source.mark_used();
        if (!source.is_pending()) {
            end_by_token(source.error());
            return true;
        }
        GC_ADDREF(token);
        token_.object = token;
        source.subscribe(token_);
        return false;
    }

    void listen(core::Reactor& reactor, zend_long number) {
        const int native = native_number(number);
        if (!native) {
            refuse("Failed to start signal event for signal " ZEND_LONG_FMT, number);
            return;
        }
        core::Error error;
        watch_ = reactor.watch_signal(native, error);
        if (watch_) {
            watch_->subscribe(*this);
        } else {
            refuse("Failed to start signal handle: %s", error.text);
        }
    }

    void collect(zend_get_gc_buffer* buffer) override {
        ResultCell::collect(buffer);
        if (token_.object) zend_get_gc_buffer_add_obj(buffer, token_.object);
    }

private:
    struct Token final : core::Waiter {
        explicit Token(SignalCell& of) noexcept : cell(of) {}
        bool notify(core::Awaitable&, core::Reason* error) noexcept override {
            cell.end_by_token(error);
            return true;
        }
        SignalCell& cell;
        zend_object* object = nullptr;
    };

    template <typename... Args>
    void refuse(const char* format, Args... args) {
        fail(php::format_throwable(php::ce_async_exception, nullptr, format, args...));
    }

    void end_by_token(core::Reason* error) noexcept {
        if (error) {
            fail(*error);
        } else {
            fail(php::make_throwable(php::ce_async_cancellation, "Signal wait cancelled"));
        }
    }

    bool notify(core::Awaitable&, core::Reason*) noexcept override {
        zval signal;
        ZVAL_OBJ(&signal, signal_);
        complete(&signal);
        return false;
    }

    void arm() noexcept override { attend(); }
    void disarm() noexcept override {
        if (!held_) let_be();
    }
    void on_derived() noexcept override {
        if (held_) return;
        held_ = true;
        add_ref();
        attend();
    }
    void on_ended() noexcept override {
        leave();
        if (std::exchange(held_, false)) release();  // whoever ends it still has it
    }

    void attend() noexcept {
        if (!watch_ || std::exchange(attended_, true)) return;
        watch_->count_in();
    }
    void let_be() noexcept {
        if (std::exchange(attended_, false)) watch_->count_out();
    }
    void leave() noexcept {
        if (watch_) {
            watch_->unsubscribe(*this);
            let_be();
            watch_.reset();
        }
        if (zend_object* token = std::exchange(token_.object, nullptr)) {
            if (token_.linked()) php::awaitable_of(token)->unsubscribe(token_);  // not freed before this one
            OBJ_RELEASE(token);
        }
    }

    zend_object* signal_;
    core::Ref<core::SignalWatch> watch_;
    Token token_{*this};
    bool attended_ = false;
    bool held_ = false;
};

}  // namespace

void register_signal() {
    ce_signal = register_class_Async_Signal();
    SignalCell::init();
}

}  // namespace async::api

using namespace async;

ZEND_FUNCTION(Async_signal) {
    zend_object* signal;
    zend_object* token = nullptr;
    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_OBJ_OF_CLASS(signal, api::ce_signal)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_completable)
    ZEND_PARSE_PARAMETERS_END();

    php::Runtime* runtime = php::Runtime::start();
    if (!runtime) RETURN_THROWS();
    const zend_long number = Z_LVAL_P(zend_enum_fetch_case_value(signal));
    core::Ref<api::SignalCell> cell = api::SignalCell::make(signal);
    if (!token || !cell->obey(token)) {
        core::Reactor* reactor = runtime->scheduler().reactor();
        if (!reactor) {
            cell->ignore();
            php::throw_async(php::ce_async_exception, "Failed to create signal event for signal " ZEND_LONG_FMT, number);
            RETURN_THROWS();
        }
        php::prepare_engine_signals();
        cell->listen(*reactor, number);
    }
    RETURN_OBJ(api::make_future(std::move(cell)));
}
