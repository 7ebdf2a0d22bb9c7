#include "ext/api/timeout.h"

#include "ext/zend/awaitable_object.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/object.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

#include "ext/api/arginfo/timeout_arginfo.h"

namespace async::api {

namespace {

zend_class_entry* ce_timeout = nullptr;

class Timeout final : public php::CountedByObject<core::Awaitable, Timeout>, public core::TimerNode {
public:
    ~Timeout() override {
        if (armed()) php::Runtime::get()->scheduler().timers().disarm(*this);
    }

    void set(zend_long ms) noexcept { ms_ = ms; }
    bool cancelled() const noexcept { return cancelled_; }

    void cancel() noexcept {
        if (!is_pending()) return;
        cancelled_ = true;
        stop();
        settle(php::ThrowableReason::own(
            php::make_throwable(php::ce_operation_canceled_exception, "Operation has been cancelled")));
    }

    void describe(core::DescriptionSink& sink) const override {
        sink.format("Timer(timeout=%llums, once)", static_cast<unsigned long long>(ms_));
    }

    void on_deadline() noexcept override {
        char message[80];
        snprintf(message, sizeof message, "Timeout occurred after " ZEND_LONG_FMT " milliseconds", ms_);
        settle(php::ThrowableReason::own(php::make_throwable(php::ce_timeout_exception, message)));
    }

protected:
    void arm() noexcept override {
        php::Runtime& runtime = *php::Runtime::get();
        if (!deadline_.ns) deadline_ = runtime.clock().now() + core::Duration::from_ms(ms_);
        runtime.scheduler().timers().arm(*this, deadline_);
    }
    void disarm() noexcept override { stop(); }

private:
    void stop() noexcept {
        if (armed()) php::Runtime::get()->scheduler().timers().disarm(*this);
    }

    zend_long ms_ = 0;
    core::Instant deadline_{0};
    bool cancelled_ = false;
};

// The trace of its exception may well lead back to it.
HashTable* collect(zend_object* object, zval** table, int* count) {
    zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
    if (core::Reason* error = php::NativeObject<Timeout>::from(object)->error()) {
        zend_get_gc_buffer_add_obj(buffer, php::ThrowableReason::of(*error).throwable());
    }
    zend_get_gc_buffer_use(buffer, table, count);
    return nullptr;
}

Timeout& self(zval* object) { return *php::NativeObject<Timeout>::from(object); }

}  // namespace

zend_object* make_timeout(zend_long ms) {
    Timeout* timeout = php::NativeObject<Timeout>::make(ce_timeout);
    timeout->set(ms);
    return timeout->std_object();
}

void register_timeout() {
    ce_timeout = register_class_Async_Timeout(php::ce_completable);
    php::NativeObject<Timeout>::init_handlers(ce_timeout);
    php::NativeObject<Timeout>::handlers().get_gc = collect;
    php::register_awaitable(
        {ce_timeout, [](zend_object* object) -> core::Awaitable* { return php::NativeObject<Timeout>::from(object); }, nullptr});
}

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_Timeout, __construct) {
    ZEND_PARSE_PARAMETERS_NONE();
    php::throw_async(php::ce_async_exception, "Timeout cannot be constructed directly");  // C-8
}

ZEND_METHOD(Async_Timeout, cancel) {
    zend_object* ignored = nullptr;  // C-89
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(ignored, php::ce_async_cancellation)
    ZEND_PARSE_PARAMETERS_END();
    (void)ignored;
    api::self(ZEND_THIS).cancel();
}

ZEND_METHOD(Async_Timeout, isCompleted) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(!api::self(ZEND_THIS).is_pending());
}

ZEND_METHOD(Async_Timeout, isCancelled) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).cancelled());
}
