#include "ext/zend/compat.h"

#include "ext/api/future.h"

#include "ext/api/functions.h"
#include "ext/api/future_chain.h"
#include "ext/zend/awaitable_object.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/object.h"

#include "ext/api/arginfo/future_arginfo.h"

namespace async::api {

zend_class_entry* ce_future = nullptr;
zend_class_entry* ce_future_state = nullptr;

namespace {

// Both sides hold the cell, and neither knows the other (FU-1).
struct CellHandle {
    core::Ref<ResultCell> cell;  // null until the constructor has run
};
struct Future final : CellHandle {};
struct FutureState final : CellHandle {
    bool moved_out = false;  // the write side is elsewhere (RF-1)
    bool moved_in = false;   // this is the write side of a cell at home elsewhere
};
using StateObject = php::NativeObject<FutureState>;

template <typename T>
HashTable* collect(zend_object* object, zval** table, int* count) {
    zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
    if (ResultCell* cell = php::NativeObject<T>::from(object)->cell.get()) zend_get_gc_buffer_add_obj(buffer, cell->object());
    zend_get_gc_buffer_use(buffer, table, count);
    return nullptr;
}

template <typename T>
void init_handlers(zend_class_entry* ce) {
    php::NativeObject<T>::init_handlers(ce);
    php::NativeObject<T>::handlers().get_gc = collect<T>;
}

// Null, and throws, when there is none (FU-23).
ResultCell* state_cell(zval* object) {
    ResultCell* cell = php::NativeObject<FutureState>::from(object)->cell.get();
    if (!cell) php::throw_async(php::ce_async_exception, "FutureState is already destroyed");
    return cell;
}
ResultCell* future_cell(zval* object) {
    ResultCell* cell = php::NativeObject<Future>::from(object)->cell.get();
    if (!cell) php::throw_async(php::ce_async_exception, "Future has no state");
    return cell;
}

// What others wait on; a Future without a state fails them.
core::Awaitable* source_of(zend_object* object) {
    core::Ref<ResultCell>& cell = php::NativeObject<Future>::from(object)->cell;
    if (UNEXPECTED(!cell)) {
        cell = PlainCell::make();
        cell->ignore();
        cell->fail(php::make_throwable(php::ce_async_exception, "Future has no state"));
    }
    return cell.get();
}

// The cell, if it may be ended by this object; null, and throws, when it may not, or when somebody was first (FU-2, RF-1, RF-2).
ResultCell* cell_to_end(zval* object) {
    ResultCell* cell = state_cell(object);
    if (!cell) return nullptr;
    const FutureState& state = *StateObject::from(object);
    if (state.moved_out) {
        php::throw_async(php::ce_async_exception, "FutureState ownership was transferred to another thread");
        return nullptr;
    }
    if (cell->is_pending()) return cell;
    if (state.moved_in) {
        php::throw_async(php::ce_async_exception, "FutureState is already completed");
        return nullptr;
    }
    const CodePlace& place = cell->completed();
    php::throw_async(php::ce_async_exception, "FutureState is already completed at %s:%u",
                     place.is_known() ? ZSTR_VAL(place.file()) : "Unknown", place.line());
    return nullptr;
}

// RF-4: nobody will complete it any more. Not when the request ends and everything goes.
void destroy_state(zend_object* object) {
    FutureState& state = *StateObject::from(object);
    if (!state.moved_in || state.moved_out || !state.cell->is_pending() || !state.cell->is_attended()) return;
    if (EG(flags) & EG_FLAGS_OBJECT_STORE_NO_REUSE) return;
    state.cell->fail(php::make_throwable(php::ce_async_exception, "FutureState was destroyed without completion"));
}

void derive(INTERNAL_FUNCTION_PARAMETERS, sync::Derivation::Rule rule) {
    zval* callable;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_ZVAL(callable)
    ZEND_PARSE_PARAMETERS_END();
    if (!zend_is_callable(callable, 0, nullptr)) {  // FU-10
        zend_argument_type_error(1, "must be of type callable, %s given", zend_zval_type_name(callable));
        RETURN_THROWS();
    }
    ResultCell* cell = future_cell(ZEND_THIS);
    if (!cell) RETURN_THROWS();
    RETURN_OBJ(make_future(DerivedCell::derive(*cell, rule, callable)));
}

void return_awaiting_info(zval* return_value, const ResultCell& cell) {
    StringSink sink;
    cell.describe(sink);
    array_init_size(return_value, 1);
    add_next_index_str(return_value, sink.take());
}

}  // namespace

zend_object* make_future(core::Ref<ResultCell> cell) {
    Future* future = php::NativeObject<Future>::make(ce_future);
    future->cell = std::move(cell);
    return php::NativeObject<Future>::object(future);
}

zend_object* move_state(zend_object* object) {
    FutureState& state = *StateObject::from(object);
    if (!state.cell || state.moved_out) {
        php::throw_async(php::ce_async_exception, "FutureState cannot be transferred to multiple threads");
        return nullptr;
    }
    FutureState* moved = StateObject::make(ce_future_state);
    moved->cell = state.cell;
    moved->moved_in = true;
    state.moved_out = true;
    state.cell->note_use();  // RF-5
    return StateObject::object(moved);
}

void take_state_back(zend_object* object) { StateObject::from(object)->moved_out = false; }

void register_future() {
    PlainCell::init();
    DerivedCell::init();
    ChainRun::init();
    ce_future_state = register_class_Async_FutureState();
    init_handlers<FutureState>(ce_future_state);
    StateObject::handlers().dtor_obj = destroy_state;
    ce_future = register_class_Async_Future(php::ce_completable);
    init_handlers<Future>(ce_future);
    php::register_awaitable({ce_future, source_of, [](zend_object* object, zval* result) {
                                 ZVAL_COPY(result, &php::NativeObject<Future>::from(object)->cell->value());
                             }});
}

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_FutureState, __construct) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::FutureState& state = *php::NativeObject<api::FutureState>::from(ZEND_THIS);
    if (state.cell) {
        zend_throw_error(nullptr, "Cannot call constructor twice");
        RETURN_THROWS();
    }
    state.cell = api::PlainCell::make();
}

ZEND_METHOD(Async_FutureState, complete) {
    zval* result;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_ZVAL(result)
    ZEND_PARSE_PARAMETERS_END();
    api::ResultCell* cell = api::cell_to_end(ZEND_THIS);
    if (!cell) RETURN_THROWS();
    cell->complete(result);
}

ZEND_METHOD(Async_FutureState, error) {
    zend_object* throwable;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_OBJ_OF_CLASS(throwable, zend_ce_throwable)
    ZEND_PARSE_PARAMETERS_END();
    api::ResultCell* cell = api::cell_to_end(ZEND_THIS);
    if (!cell) RETURN_THROWS();
    GC_ADDREF(throwable);
    cell->fail(throwable);
}

ZEND_METHOD(Async_FutureState, ignore) {
    ZEND_PARSE_PARAMETERS_NONE();
    if (api::ResultCell* cell = api::state_cell(ZEND_THIS)) cell->ignore();
}

ZEND_METHOD(Async_Future, completed) {
    zval* value = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_ZVAL(value)
    ZEND_PARSE_PARAMETERS_END();
    core::Ref<api::ResultCell> cell = api::PlainCell::make();
    zval null;
    ZVAL_NULL(&null);
    cell->complete(value ? value : &null);
    RETURN_OBJ(api::make_future(std::move(cell)));
}

ZEND_METHOD(Async_Future, failed) {
    zend_object* throwable;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_OBJ_OF_CLASS(throwable, zend_ce_throwable)
    ZEND_PARSE_PARAMETERS_END();
    core::Ref<api::ResultCell> cell = api::PlainCell::make();
    GC_ADDREF(throwable);
    cell->fail(throwable);
    RETURN_OBJ(api::make_future(std::move(cell)));
}

ZEND_METHOD(Async_Future, __construct) {
    zval* state;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_OBJECT_OF_CLASS(state, api::ce_future_state)
    ZEND_PARSE_PARAMETERS_END();
    api::Future& future = *php::NativeObject<api::Future>::from(ZEND_THIS);
    if (future.cell) {
        zend_throw_error(nullptr, "Cannot call constructor twice");
        RETURN_THROWS();
    }
    api::ResultCell* cell = api::state_cell(state);
    if (!cell) RETURN_THROWS();
    if (php::NativeObject<api::FutureState>::from(state)->moved_in) {  // RF-5, FU-23
        php::throw_async(php::ce_async_exception, "FutureState is already destroyed");
        RETURN_THROWS();
    }
    future.cell = core::Ref<api::ResultCell>(cell);
}

ZEND_METHOD(Async_Future, isCancelled) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::ResultCell* cell = api::future_cell(ZEND_THIS);
    if (!cell) RETURN_THROWS();
    RETURN_BOOL(cell->is_cancelled());
}

ZEND_METHOD(Async_Future, cancel) {
    zend_object* cancellation = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(cancellation, php::ce_async_cancellation)
    ZEND_PARSE_PARAMETERS_END();
    api::ResultCell* cell = api::future_cell(ZEND_THIS);
    if (!cell) RETURN_THROWS();
    cell->cancel(cancellation);
}

ZEND_METHOD(Async_Future, ignore) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::ResultCell* cell = api::future_cell(ZEND_THIS);
    if (!cell) RETURN_THROWS();
    cell->ignore();
    RETURN_OBJ_COPY(Z_OBJ_P(ZEND_THIS));
}

ZEND_METHOD(Async_Future, map) { api::derive(INTERNAL_FUNCTION_PARAM_PASSTHRU, sync::Derivation::Rule::map); }
ZEND_METHOD(Async_Future, catch) { api::derive(INTERNAL_FUNCTION_PARAM_PASSTHRU, sync::Derivation::Rule::rescue); }
ZEND_METHOD(Async_Future, finally) { api::derive(INTERNAL_FUNCTION_PARAM_PASSTHRU, sync::Derivation::Rule::finally); }

ZEND_METHOD(Async_Future, await) {
    zend_object* token = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_completable)
    ZEND_PARSE_PARAMETERS_END();
    if (!api::future_cell(ZEND_THIS)) RETURN_THROWS();
    api::await(Z_OBJ_P(ZEND_THIS), token, return_value);
}

#define ASYNC_CELL_QUESTION(name, answer)                                          \
    ZEND_METHOD(Async_FutureState, name) {                                         \
        ZEND_PARSE_PARAMETERS_NONE();                                              \
        if (const api::ResultCell* cell = api::state_cell(ZEND_THIS)) { answer; }  \
    }                                                                              \
    ZEND_METHOD(Async_Future, name) {                                              \
        ZEND_PARSE_PARAMETERS_NONE();                                              \
        if (const api::ResultCell* cell = api::future_cell(ZEND_THIS)) { answer; } \
    }
// A state that has come from elsewhere knows no places (RF-5).
#define ASYNC_CELL_PLACE(name, tell, which)                                                            \
    ZEND_METHOD(Async_FutureState, name) {                                                             \
        ZEND_PARSE_PARAMETERS_NONE();                                                                  \
        const api::ResultCell* cell = api::state_cell(ZEND_THIS);                                      \
        if (!cell) RETURN_THROWS();                                                                    \
        const bool unknown = php::NativeObject<api::FutureState>::from(ZEND_THIS)->moved_in;           \
        api::tell(return_value, unknown ? nullptr : cell->which().file(), unknown ? 0 : cell->which().line()); \
    }                                                                                                  \
    ZEND_METHOD(Async_Future, name) {                                                                  \
        ZEND_PARSE_PARAMETERS_NONE();                                                                  \
        if (const api::ResultCell* cell = api::future_cell(ZEND_THIS)) {                               \
            api::tell(return_value, cell->which().file(), cell->which().line());                       \
        }                                                                                              \
    }

ASYNC_CELL_QUESTION(isCompleted, RETURN_BOOL(!cell->is_pending()))
ASYNC_CELL_QUESTION(getAwaitingInfo, api::return_awaiting_info(return_value, *cell))
ASYNC_CELL_PLACE(getCreatedFileAndLine, return_place, created)
ASYNC_CELL_PLACE(getCreatedLocation, return_location, created)
ASYNC_CELL_PLACE(getCompletedFileAndLine, return_place, completed)
ASYNC_CELL_PLACE(getCompletedLocation, return_location, completed)
