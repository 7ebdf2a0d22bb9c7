// Async\WaitGroup (chapter 05 §7).
#include "ext/zend/compat.h"

#include "ext/api/sync.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/object.h"
#include "ext/zend/throwable_reason.h"
#include "src/sync/wait_group.h"

#include "ext/api/arginfo/wait_group_arginfo.h"

namespace async::api {

namespace {

class WaitGroup final : public php::CountedByObject<sync::WaitGroup, WaitGroup> {};
using Answer = sync::WaitGroup::Answer;
using Object = php::NativeObject<WaitGroup>;

WaitGroup& self(zval* object) { return *Object::from(object); }

// SY-60.
void add(WaitGroup& group, zend_long delta) {
    switch (group.add(delta)) {
        case Answer::done: return;
        case Answer::negative:
            return php::throw_async(php::ce_async_exception, "WaitGroup counter cannot become negative");
        case Answer::too_large: return php::throw_async(php::ce_async_exception, "WaitGroup counter is too large");
    }
}

}  // namespace

void register_wait_group() { Object::init_handlers(register_class_Async_WaitGroup(zend_ce_countable)); }

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_WaitGroup, __construct) { ZEND_PARSE_PARAMETERS_NONE(); }

ZEND_METHOD(Async_WaitGroup, add) {
    zend_long delta = 1;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG(delta)
    ZEND_PARSE_PARAMETERS_END();
    api::add(api::self(ZEND_THIS), delta);
}

ZEND_METHOD(Async_WaitGroup, done) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::add(api::self(ZEND_THIS), -1);
}

ZEND_METHOD(Async_WaitGroup, wait) {
    zend_object* token;
    if (!api::parse_token(execute_data, token)) return;
    api::WaitGroup& group = api::self(ZEND_THIS);
    if (!api::caller_that_may_wait(token) || group.count() == 0) return;
    api::wait_in(group.line(), token, [&](core::Waiter& ticket) { group.line().redeem(ticket); });
}

ZEND_METHOD(Async_WaitGroup, count) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_LONG(api::self(ZEND_THIS).count());
}
