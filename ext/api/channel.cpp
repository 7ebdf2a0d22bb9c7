#include "ext/zend/compat.h"

#include "ext/api/channel.h"

#include "ext/api/channel_object.h"
#include "ext/api/future.h"
#include "ext/api/one_way_iterator.h"
#include "ext/api/parked_call.h"
#include "ext/zend/awaitable_object.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/internal_iterator.h"
#include "ext/zend/runtime.h"

#include "ext/api/arginfo/channel_arginfo.h"

namespace async::api {

zend_class_entry* ce_channel = nullptr;

namespace {

using Answer = Channel::Answer;
using Object = ChannelObject;

void throw_closed(Channel& channel) { php::raise(make_closed_exception(channel.close_reason())); }

enum class Awaited : uint8_t {
    granted,  // and taken
    closed,   // meanwhile; thrown unless it is an end that the caller can do without
    thrown,
};
enum class Ending : uint8_t { loud, quiet };

// Parks until `source` grants, hands the ticket to `take` before the Wait lets go of it.
template <typename F>
Awaited park_for(Channel& channel, core::Awaitable& source, zend_object* token, Ending ending, F&& take) {
    php::Runtime& runtime = *php::Runtime::get();
    core::Wait& wait = runtime.current()->wait();
    wait.add(source);
    Awaited answer = Awaited::thrown;
    if (park_uncleared(runtime, token) == Parked::source) {
        if (core::Reason* error = wait.error()) {
            answer = Awaited::closed;
            if (ending == Ending::loud || channel.close_reason() != CloseReason::explicit_close) php::raise(*error);
        } else {
            answer = Awaited::granted;
            take(wait.winner());
        }
        wait.clear();
    }
    channel.sweep();
    return answer;
}

// False: an exception is pending.
bool may_block(Channel& channel, zend_object* token) {
    if (!php::Runtime::enter()) return false;
    channel.find_owner();
    return token_allows(token);
}

// CH-8, CH-9.
void send(Channel& channel, zval* value, zend_object* token) {
    if (!may_block(channel, token)) return;
    Answer answer = channel.send(Item(value));
    if (EXPECTED(answer == Answer::done)) return;
    if (answer == Answer::queue) {
        const auto place = [&](core::Waiter& ticket) { answer = channel.resume_send(ticket, Item(value)); };
        if (park_for(channel, channel.senders(), token, Ending::loud, place) != Awaited::granted) return;
    }
    if (answer == Answer::delivering) park_for(channel, channel.delivery(), token, Ending::loud, [](core::Waiter&) {});
    if (answer == Answer::closed) throw_closed(channel);
}

// CH-16. False: nothing was received, and unless the ending is quiet an exception is pending.
bool receive(Channel& channel, zend_object* token, Ending ending, zval* target) {
    if (!may_block(channel, token)) return false;
    Item item;
    switch (channel.recv(item)) {
        case Answer::closed:
            if (ending == Ending::loud) throw_closed(channel);
            return false;
        case Answer::queue: {
            const auto take = [&](core::Waiter& ticket) { channel.resume_recv(ticket, item); };
            if (park_for(channel, channel.receivers(), token, ending, take) != Awaited::granted) return false;
            break;
        }
        default:
            break;
    }
    item.give(target);
    return true;
}

HashTable* collect(zend_object* object, zval** table, int* count) {
    zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
    Object::from(object)->for_each_value([&](const Item& item) {
        zval value = item.value();
        zend_get_gc_buffer_add_zval(buffer, &value);
    });
    Object::from(object)->promises().collect(buffer);
    zend_get_gc_buffer_use(buffer, table, count);
    return nullptr;
}

// CH-31, where futures may be told that are about to be collected as well: before anything of it is freed. Not when the
// request ends and the object lives on.
void dispose(zend_object* object) {
    Channel& channel = *Object::from(object);
    if (channel.has_failable() && !(EG(flags) & EG_FLAGS_OBJECT_STORE_NO_REUSE)) channel.close(CloseReason::disposed);
}

// --- Iteration -------------------------------------------------------------------------------------------------------

// Every step receives (CH-23); there is no going back, so rewinding is only the first step (CH-26).
struct Iterator : OneWayIterator<Iterator> {
    void step() {
        clear();
        zval received;
        if (receive(*Object::from(&base.data), nullptr, Ending::quiet, &received)) ZVAL_COPY_VALUE(&current, &received);
    }
};

// CH-25.
zend_object_iterator* get_iterator(zend_class_entry*, zval* channel, int by_reference) {
    Iterator* iterator = Iterator::make(channel, by_reference, "channel");
    return iterator ? &iterator->base : nullptr;
}

Channel& self(zval* object) { return *Object::from(object); }

// CH-1.
bool in_range(uint32_t argument, zend_long value) {
    if (value >= 0 && value <= INT32_MAX) return true;
    zend_argument_value_error(argument, "must be between 0 and %d", INT32_MAX);
    return false;
}

}  // namespace

void register_channel() {
    ce_channel = register_class_Async_Channel(php::ce_awaitable, zend_ce_aggregate, zend_ce_countable);
    ce_channel->get_iterator = get_iterator;
    Object::init_handlers(ce_channel);
    Object::handlers().get_gc = collect;
    Object::handlers().dtor_obj = dispose;
    init_channel_future();
    php::register_awaitable(
        {ce_channel, [](zend_object* object) -> core::Awaitable* { return Object::from(object); }, nullptr});
}

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_Channel, __construct) {
    zend_long capacity = 0, no_producer = 0, no_consumer = 0;
    bool hard = false;
    ZEND_PARSE_PARAMETERS_START(0, 4)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG(capacity)
        Z_PARAM_LONG(no_producer)
        Z_PARAM_LONG(no_consumer)
        Z_PARAM_BOOL(hard)
    ZEND_PARSE_PARAMETERS_END();

    api::Channel& channel = api::self(ZEND_THIS);
    if (channel.is_constructed()) {
        zend_throw_error(nullptr, "Cannot call constructor twice");
        RETURN_THROWS();
    }
    if (!api::in_range(1, capacity) || !api::in_range(2, no_producer) || !api::in_range(3, no_consumer)) RETURN_THROWS();
    api::Channel::Settings settings;
    settings.capacity = static_cast<uint32_t>(capacity);
    settings.no_producer = core::Duration::from_ms(no_producer);
    settings.no_consumer = core::Duration::from_ms(no_consumer);
    settings.timeouts = hard ? api::Channel::Timeouts::hard : api::Channel::Timeouts::soft;
    channel.construct(settings);
}

ZEND_METHOD(Async_Channel, send) {
    zval* value;
    zend_object* token = nullptr;
    ZEND_PARSE_PARAMETERS_START(1, 2)
        Z_PARAM_ZVAL(value)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_completable)
    ZEND_PARSE_PARAMETERS_END();
    api::send(api::self(ZEND_THIS), value, token);
}

ZEND_METHOD(Async_Channel, sendAsync) {
    zval* value;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_ZVAL(value)
    ZEND_PARSE_PARAMETERS_END();
    RETURN_BOOL(api::self(ZEND_THIS).try_send(api::Item(value)));
}

ZEND_METHOD(Async_Channel, recv) {
    zend_object* token = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_completable)
    ZEND_PARSE_PARAMETERS_END();
    api::receive(api::self(ZEND_THIS), token, api::Ending::loud, return_value);
}

ZEND_METHOD(Async_Channel, recvAsync) {
    ZEND_PARSE_PARAMETERS_NONE();
    if (zend_object* future = api::receive_later(api::self(ZEND_THIS))) RETURN_OBJ(future);
}

ZEND_METHOD(Async_Channel, close) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::Channel& channel = api::self(ZEND_THIS);
    channel.close(sync::CloseReason::explicit_close);
    channel.sweep();
}

ZEND_METHOD(Async_Channel, isClosed) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).is_closed());
}

ZEND_METHOD(Async_Channel, capacity) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_LONG(api::self(ZEND_THIS).capacity());
}

ZEND_METHOD(Async_Channel, count) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_LONG(api::self(ZEND_THIS).count());
}

ZEND_METHOD(Async_Channel, isEmpty) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).is_empty());
}

ZEND_METHOD(Async_Channel, isFull) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).is_full());
}

ZEND_METHOD(Async_Channel, getIterator) {
    ZEND_PARSE_PARAMETERS_NONE();
    php::return_internal_iterator(return_value, ZEND_THIS);
}
