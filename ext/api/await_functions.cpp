// Each function of the family is a condition to wait for and a way to put the outcomes into arrays; the table of chapter 3.5.
#include "ext/zend/compat.h"

#include "ext/api/await_functions.h"

#include "ext/api/await_set.h"
#include "ext/api/parked_call.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

using namespace async;

namespace async::api {

void register_await_functions() { AwaitSet::init(); }

namespace {

using Errors = AwaitSet::Errors;
using Joining = AwaitSet::Joining;

struct Condition {
    Errors errors;
    uint32_t wanted;
    Joining joining = Joining::nobody;
};

// C-120.
bool can_wait() {
    php::Runtime* runtime = php::Runtime::get();
    if (runtime && !runtime->is_closed() && runtime->current() && runtime->current()->is_finished()) {
        php::throw_async(php::ce_async_exception, "Cannot await futures outside of a coroutine");
        return false;
    }
    return php::Runtime::enter() != nullptr;
}

bool is_iterable(const zval* triggers) {
    if (Z_TYPE_P(triggers) == IS_ARRAY) return true;
    if (Z_TYPE_P(triggers) == IS_OBJECT && instanceof_function(Z_OBJCE_P(triggers), zend_ce_traversable)) return true;
    php::throw_async(php::ce_async_exception,
                     "Expected parameter 'iterable' to be an array or an object implementing Traversable");
    return false;
}

bool park_on(core::Awaitable& source, zend_object* token, Errors errors) {
    core::Wait& wait = php::running_coroutine().wait();
    // The token first: when it is one of the triggers as well, its end is the token's (C-116).
    if (token) wait.set_token(*php::awaitable_of(token));
    wait.add(source);
    if (errors == Errors::fatal) wait.set_lingering();
    return park(*php::Runtime::get(), nullptr) == Parked::source;
}

// The set once the condition is met; null when an exception is pending.
AwaitSet* gather(zval* triggers, zend_object* token, const Condition& condition) {
    if (!can_wait() || !is_iterable(triggers) || !token_allows(token)) return nullptr;
    AwaitSet* set;
    if (Z_TYPE_P(triggers) == IS_ARRAY) {
        set = AwaitSet::make(condition.errors, condition.wanted, zend_hash_num_elements(Z_ARRVAL_P(triggers)));
        const bool added = set->add_array(Z_ARRVAL_P(triggers), condition.joining);
        if (added && set->is_pending() && park_on(*set, token, condition.errors) && set->has_rest()) {
            park_on(set->rest(), token, condition.errors);  // C-115
        }
    } else {
        set = AwaitSet::make(condition.errors, condition.wanted, 0);
        set->start_bringing(triggers);
        park_on(*set, token, condition.errors);
    }
    set->leave_all();
    if (EXPECTED(!EG(exception))) {
        if (!set->failure()) return set;
        php::raise(*set->failure());
    }
    set->release();
    return nullptr;
}

// --- Outcomes --------------------------------------------------------------------------------------------------------

void put(zval* array, const zval* key, zval* value) {
    switch (Z_TYPE_P(key)) {
        case IS_LONG:
            zend_hash_index_update(Z_ARRVAL_P(array), static_cast<zend_ulong>(Z_LVAL_P(key)), value);
            break;
        case IS_STRING:
            zend_symtable_update(Z_ARRVAL_P(array), Z_STR_P(key), value);
            break;
        default:
            if (!zend_hash_next_index_insert(Z_ARRVAL_P(array), value)) zval_ptr_dtor(value);
            break;
    }
}

void put_value(zval* array, const AwaitSet::Seat& seat) {
    zval value;
    seat.item.fetch(&value);
    put(array, seat.item.key(), &value);
}

enum class Order : uint8_t {
    input,       // only those that succeeded
    input_full,  // null for the others
    completion,
};

Order order_of(bool preserve, bool fill) { return fill ? Order::input_full : preserve ? Order::input : Order::completion; }

void make_values(AwaitSet& set, Order order, zval* values) {
    array_init(values);
    if (order == Order::completion) {
        set.for_each_ended([&](const AwaitSet::Seat& seat) {
            if (seat.has_succeeded()) put_value(values, seat);
        });
        return;
    }
    set.for_each([&](const AwaitSet::Seat& seat) {
        if (seat.has_succeeded()) {
            put_value(values, seat);
        } else if (order == Order::input_full) {
            zval null;
            ZVAL_NULL(&null);
            put(values, seat.item.key(), &null);
        }
    });
}

// C-112: in the order in which they happened, always.
void make_errors(AwaitSet& set, zval* errors) {
    array_init(errors);
    set.for_each_ended([&](const AwaitSet::Seat& seat) {
        if (!seat.error()) return;
        zval error;
        ZVAL_OBJ(&error, php::ThrowableReason::of(*seat.error()).copy());
        put(errors, seat.item.key(), &error);
    });
}

// The value of whichever succeeded first; null when none did.
void first_value(AwaitSet& set, zval* value) {
    const AwaitSet::Seat* first = nullptr;
    set.for_each_ended([&](const AwaitSet::Seat& seat) {
        if (!first && seat.has_succeeded()) first = &seat;
    });
    ZVAL_NULL(value);
    if (first) first->item.fetch(value);
}

void return_pair(zval* return_value, zval* first, zval* second) {
    array_init_size(return_value, 2);
    add_next_index_zval(return_value, first);
    add_next_index_zval(return_value, second);
}

void return_values_and_errors(zval* return_value, AwaitSet& set, Order order) {
    zval values;
    zval errors;
    make_values(set, order, &values);
    make_errors(set, &errors);
    return_pair(return_value, &values, &errors);
}

// C-111: for those who collect errors, nothing and less than nothing means all of them.
uint32_t wanted(zend_long count) {
    return count <= 0 || count >= static_cast<zend_long>(AwaitSet::kAll) ? AwaitSet::kAll : static_cast<uint32_t>(count);
}

}  // namespace
}  // namespace async::api

ZEND_FUNCTION(Async_await_any_or_fail) {
    zval* triggers;
    zend_object* token = nullptr;
    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_ZVAL(triggers)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_awaitable)
    ZEND_PARSE_PARAMETERS_END();
    api::AwaitSet* set = api::gather(triggers, token, {api::Errors::fatal, 1});
    if (!set) RETURN_THROWS();
    api::first_value(*set, return_value);
    set->release();
}

ZEND_FUNCTION(Async_await_first_success) {
    zval* triggers;
    zend_object* token = nullptr;
    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_ZVAL(triggers)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_awaitable)
    ZEND_PARSE_PARAMETERS_END();
    api::AwaitSet* set = api::gather(triggers, token, {api::Errors::collect, 1, api::Joining::coroutines});
    if (!set) RETURN_THROWS();
    zval value;
    zval errors;
    api::first_value(*set, &value);
    api::make_errors(*set, &errors);
    api::return_pair(return_value, &value, &errors);
    set->release();
}

ZEND_FUNCTION(Async_await_all_or_fail) {
    zval* triggers;
    zend_object* token = nullptr;
    bool preserve = true;
    ZEND_PARSE_PARAMETERS_START(1, 3)
        Z_PARAM_ZVAL(triggers)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_awaitable)
        Z_PARAM_BOOL(preserve)
    ZEND_PARSE_PARAMETERS_END();
    (void)preserve;  // C-112: nothing is missing here, so the order is always that of the input
    api::AwaitSet* set = api::gather(triggers, token, {api::Errors::fatal, api::AwaitSet::kAll});
    if (!set) RETURN_THROWS();
    api::make_values(*set, api::Order::input, return_value);
    set->release();
}

ZEND_FUNCTION(Async_await_all) {
    zval* triggers;
    zend_object* token = nullptr;
    bool preserve = true;
    bool fill = false;
    ZEND_PARSE_PARAMETERS_START(1, 4)
        Z_PARAM_ZVAL(triggers)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_awaitable)
        Z_PARAM_BOOL(preserve)
        Z_PARAM_BOOL(fill)
    ZEND_PARSE_PARAMETERS_END();
    api::AwaitSet* set = api::gather(triggers, token, {api::Errors::collect, api::AwaitSet::kAll});
    if (!set) RETURN_THROWS();
    api::return_values_and_errors(return_value, *set, api::order_of(preserve, fill));
    set->release();
}

ZEND_FUNCTION(Async_await_any_of_or_fail) {
    zend_long count;
    zval* triggers;
    zend_object* token = nullptr;
    bool preserve = true;
    ZEND_PARSE_PARAMETERS_START(2, 4)
        Z_PARAM_LONG(count)
        Z_PARAM_ITERABLE(triggers)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_awaitable)
        Z_PARAM_BOOL(preserve)
    ZEND_PARSE_PARAMETERS_END();
    if (count == 0) RETURN_EMPTY_ARRAY();  // C-111
    api::AwaitSet* set = api::gather(triggers, token, {api::Errors::fatal, api::wanted(count)});
    if (!set) RETURN_THROWS();
    api::make_values(*set, api::order_of(preserve, false), return_value);
    set->release();
}

ZEND_FUNCTION(Async_await_any_of) {
    zend_long count;
    zval* triggers;
    zend_object* token = nullptr;
    bool preserve = true;
    bool fill = false;
    ZEND_PARSE_PARAMETERS_START(2, 5)
        Z_PARAM_LONG(count)
        Z_PARAM_ZVAL(triggers)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_awaitable)
        Z_PARAM_BOOL(preserve)
        Z_PARAM_BOOL(fill)
    ZEND_PARSE_PARAMETERS_END();
    api::AwaitSet* set =
        api::gather(triggers, token, {api::Errors::collect, api::wanted(count), api::Joining::coroutines});
    if (!set) RETURN_THROWS();
    api::return_values_and_errors(return_value, *set, api::order_of(preserve, fill));
    set->release();
}
