// Async\ThreadChannel inside one thread: a channel whose values are deep copies (TC-1…TC-11). The object is a handle on a core
// that every copy of the handle shares (TC-8).
#include "ext/zend/compat.h"

#include "ext/api/channel_object.h"
#include "ext/api/future.h"
#include "ext/api/parked_call.h"
#include "ext/api/thread.h"
#include "ext/threads/transfer.h"
#include "ext/zend/awaitable_object.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"

#include "ext/api/arginfo/thread_channel_arginfo.h"

namespace async::api {

namespace {

zend_class_entry* ce_thread_channel = nullptr;
zend_class_entry* ce_thread_channel_exception = nullptr;

zend_object* make_closed() { return php::make_throwable(ce_thread_channel_exception, "ThreadChannel is closed"); }

// A hidden object: the cycle collector looks through it into the messages, and a fatal error does not lose it.
class Core final : public php::CountedByObject<sync::Channel<Item, php::EngineMemory>, Core> {
public:
    static core::Ref<Core> make(uint32_t capacity) {
        auto made = core::Ref<Core>::adopt(php::NativeObject<Core>::make_hidden());
        Settings settings;
        settings.capacity = capacity;
        made->configure(settings);
        return made;
    }
    void describe(core::DescriptionSink& sink) const override {
        sink.format("ThreadChannel(capacity=%u, count=%u)", capacity(), count());
    }

protected:
    Guardians guardians() noexcept override {  // never asked: there are no timeouts
        php::Runtime& runtime = *php::Runtime::get();
        return {runtime.scheduler().timers(), runtime.clock(), runtime.scheduler().soft_resolvers()};
    }
    core::Ref<core::Reason> make_close_error(sync::CloseReason, core::Reason*) noexcept override {
        return php::ThrowableReason::own(make_closed());
    }
};

struct ThreadChannel final {
    core::Ref<Core> core;  // null until the constructor has run
};
using Object = php::NativeObject<ThreadChannel>;
using Answer = Core::Answer;

HashTable* collect_handle(zend_object* object, zval** table, int* count) {
    zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
    if (Core* core = Object::from(object)->core.get()) zend_get_gc_buffer_add_obj(buffer, core->std_object());
    zend_get_gc_buffer_use(buffer, table, count);
    return nullptr;
}

HashTable* collect_core(zend_object* object, zval** table, int* count) {
    zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
    php::NativeObject<Core>::from(object)->for_each_value([&](const Item& item) {
        zval value = item.value();
        zend_get_gc_buffer_add_zval(buffer, &value);
    });
    zend_get_gc_buffer_use(buffer, table, count);
    return nullptr;
}

// Null, and throws, when there is none.
Core* core_of(zval* object) {
    Core* core = Object::from(object)->core.get();
    if (!core) php::throw_async(ce_thread_channel_exception, "ThreadChannel is not constructed");
    return core;
}

// Parks in `line` until `take` has got its ticket. What is there when the caller wakes wins over the token (TC-5): then `retry`
// is asked. False: an exception is pending.
template <typename Take, typename Retry>
bool park_for(sync::WaitQueue& line, zend_object* token, Take&& take, Retry&& retry) {
    php::Runtime& runtime = *php::Runtime::get();
    core::Wait& wait = runtime.current()->wait();
    wait.add(line);
    switch (park_uncleared(runtime, token, OnToken::tell)) {
        case Parked::source: {
            const bool served = !wait.error();
            if (served) {
                take(wait.winner());
            } else {
                php::raise(*wait.error());
            }
            wait.clear();
            return served;
        }
        case Parked::token:
            if (retry()) return true;
            raise_token_fired(php::awaitable_of(token)->error());
            return false;
        default:
            return false;
    }
}

// TC-2.
void send(Core& channel, zval* value, zend_object* token) {
    if (!token_allows(token)) return;
    zval copied;
    ZVAL_DEREF(value);
    if (!threads::transfer(value, &copied)) return;
    Item item(&copied);
    zval_ptr_dtor(&copied);
    const Answer answer = channel.send(std::move(item));
    if (answer == Answer::closed) {
        php::raise(make_closed());
    } else if (answer == Answer::queue && php::Runtime::enter()) {
        const core::Ref<Core> self(&channel);
        park_for(
            channel.senders(), token, [&](core::Waiter& ticket) { channel.resume_send(ticket, std::move(item)); },
            [&] { return channel.try_send(std::move(item)); });
    }
}

// TC-3.
void receive(Core& channel, zend_object* token, zval* target) {
    if (!token_allows(token)) return;
    Item item;
    const Answer answer = channel.recv(item);
    if (answer == Answer::closed) {
        php::raise(make_closed());
        return;
    }
    if (answer == Answer::queue) {
        if (!php::Runtime::enter()) return;
        const core::Ref<Core> self(&channel);
        const bool served = park_for(
            channel.receivers(), token, [&](core::Waiter& ticket) { channel.resume_recv(ticket, item); },
            [&] { return channel.recv(item) == Answer::done; });
        if (!served) return;
    }
    item.give(target);
}

}  // namespace

void register_thread_channel() {
    ce_thread_channel_exception = register_class_Async_ThreadChannelException(php::ce_async_exception);
    ce_thread_channel = register_class_Async_ThreadChannel(php::ce_awaitable, zend_ce_countable);
    Object::init_handlers(ce_thread_channel);
    Object::handlers().get_gc = collect_handle;
    php::NativeObject<Core>::init_hidden();
    php::NativeObject<Core>::handlers().get_gc = collect_core;
    const auto copy = [](zend_object* object) -> zend_object* {
        ThreadChannel* handle = Object::make(ce_thread_channel);
        handle->core = Object::from(object)->core;
        return Object::object(handle);
    };
    threads::register_shared_handle(ce_thread_channel, {copy, nullptr});
    threads::register_shared_handle(ce_future_state, {move_state, take_state_back});
    php::register_awaitable({ce_thread_channel,
                             [](zend_object* object) -> core::Awaitable* {
                                 core::Ref<Core>& core = Object::from(object)->core;
                                 if (!core) core = Core::make(1);  // made by reflection: nothing ever comes of it
                                 return core.get();
                             },
                             nullptr});
}

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_ThreadChannel, __construct) {
    zend_long capacity = 16;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG(capacity)
    ZEND_PARSE_PARAMETERS_END();
    core::Ref<api::Core>& core = api::Object::from(ZEND_THIS)->core;
    if (core) {
        zend_throw_error(nullptr, "Cannot call constructor twice");
        RETURN_THROWS();
    }
    if (capacity < 1 || capacity > INT32_MAX) {
        zend_argument_value_error(1, "must be between 1 and %d", INT32_MAX);
        RETURN_THROWS();
    }
    core = api::Core::make(static_cast<uint32_t>(capacity));
}

ZEND_METHOD(Async_ThreadChannel, send) {
    zval* value;
    zend_object* token = nullptr;
    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_ZVAL(value)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_completable)
    ZEND_PARSE_PARAMETERS_END();
    if (api::Core* core = api::core_of(ZEND_THIS)) api::send(*core, value, token);
}

ZEND_METHOD(Async_ThreadChannel, recv) {
    zend_object* token = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_completable)
    ZEND_PARSE_PARAMETERS_END();
    if (api::Core* core = api::core_of(ZEND_THIS)) api::receive(*core, token, return_value);
}

ZEND_METHOD(Async_ThreadChannel, close) {
    ZEND_PARSE_PARAMETERS_NONE();
    if (api::Core* core = api::core_of(ZEND_THIS)) core->close(sync::CloseReason::explicit_close);
}

#define ASYNC_THREAD_CHANNEL_QUESTION(name, answer)                    \
    ZEND_METHOD(Async_ThreadChannel, name) {                           \
        ZEND_PARSE_PARAMETERS_NONE();                                  \
        if (const api::Core* core = api::core_of(ZEND_THIS)) {         \
            answer;                                                    \
        }                                                              \
    }

ASYNC_THREAD_CHANNEL_QUESTION(isClosed, RETURN_BOOL(core->is_closed()))
ASYNC_THREAD_CHANNEL_QUESTION(capacity, RETURN_LONG(core->capacity()))
ASYNC_THREAD_CHANNEL_QUESTION(count, RETURN_LONG(core->count()))
ASYNC_THREAD_CHANNEL_QUESTION(isEmpty, RETURN_BOOL(core->is_empty()))
ASYNC_THREAD_CHANNEL_QUESTION(isFull, RETURN_BOOL(core->is_full()))
