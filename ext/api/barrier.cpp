// Async\Barrier (chapter 05 §6).
#include "ext/zend/compat.h"

#include "ext/api/sync.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/object.h"
#include "ext/zend/throwable_reason.h"
#include "src/sync/barrier.h"

#include "ext/api/arginfo/barrier_arginfo.h"

namespace async::api {

namespace {

constexpr char kBroken[] = "Barrier is broken";

class Barrier final : public php::CountedByObject<sync::Barrier, Barrier> {
private:
    core::Ref<core::Reason> make_broken_error() noexcept override {
        return php::ThrowableReason::own(php::make_throwable(php::ce_sync_exception, kBroken));
    }
};
using Answer = sync::Barrier::Answer;
using Object = php::NativeObject<Barrier>;

Barrier& self(zval* object) { return *Object::from(object); }

}  // namespace

void register_barrier() { Object::init_handlers(register_class_Async_Barrier()); }

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_Barrier, __construct) {
    zend_long parties;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_LONG(parties)
    ZEND_PARSE_PARAMETERS_END();
    if (parties < 1 || parties > INT32_MAX) {
        zend_argument_value_error(1, "must be between 1 and %d", INT32_MAX);
        RETURN_THROWS();
    }
    if (api::self(ZEND_THIS).parties() > 0) {
        zend_throw_error(nullptr, "Cannot call constructor twice");
        RETURN_THROWS();
    }
    api::self(ZEND_THIS).configure(static_cast<uint32_t>(parties));
}

ZEND_METHOD(Async_Barrier, wait) {
    zend_object* token;
    if (!api::parse_token(execute_data, token)) return;
    if (!api::caller_that_may_wait(token)) RETURN_THROWS();
    api::Barrier& barrier = api::self(ZEND_THIS);
    switch (barrier.arrive()) {
        case api::Answer::last: RETURN_TRUE;
        case api::Answer::broken: php::throw_async(php::ce_sync_exception, api::kBroken); RETURN_THROWS();
        case api::Answer::queue: break;
    }
    api::wait_in(barrier.line(), token, [&](core::Waiter& ticket) { barrier.line().redeem(ticket); });
    RETURN_FALSE;
}

ZEND_METHOD(Async_Barrier, parties) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_LONG(api::self(ZEND_THIS).parties());
}

ZEND_METHOD(Async_Barrier, waiting) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_LONG(api::self(ZEND_THIS).waiting());
}

ZEND_METHOD(Async_Barrier, abort) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::self(ZEND_THIS).abort();
}

ZEND_METHOD(Async_Barrier, isBroken) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).is_broken());
}

ZEND_METHOD(Async_Barrier, reset) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::self(ZEND_THIS).reset();
}
