// Async\select() (chapter 05 §9).
#include "ext/zend/compat.h"

#include "ext/api/channel_object.h"
#include "ext/api/sync.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/object.h"
#include "ext/zend/throwable_reason.h"
#include "src/sync/select.h"

namespace async::api {

namespace {

struct ItemCopy {
    static Item of(const Item& item) noexcept { return Item(&item.value()); }
};

// A hidden object: the engine frees it when a fatal error has taken the call that made it.
class Select final : public php::CountedByObject<sync::Select<Item, php::EngineMemory, ItemCopy>, Select> {
public:
    explicit Select(uint32_t room) : CountedByObject(room) {}
};
using Answer = sync::SelectBase::Answer;
using Object = php::NativeObject<Select>;

// A case as written: a channel, or [channel, value].
struct CaseSource {
    zend_object* channel;
    zval* value;  // null: receive
};

bool read_case(zval* written, CaseSource& out) {
    ZVAL_DEREF(written);
    out.value = nullptr;
    zval* channel = written;
    if (Z_TYPE_P(written) == IS_ARRAY && zend_hash_num_elements(Z_ARRVAL_P(written)) == 2) {
        channel = zend_hash_index_find(Z_ARRVAL_P(written), 0);
        out.value = zend_hash_index_find(Z_ARRVAL_P(written), 1);
        if (!channel || !out.value) return false;
        ZVAL_DEREF(channel);
    }
    if (Z_TYPE_P(channel) != IS_OBJECT || Z_OBJCE_P(channel) != ce_channel) return false;
    out.channel = Z_OBJ_P(channel);
    return true;
}

// SY-87.
bool is_used_both_ways(HashTable* cases, const CaseSource& source) {
    CaseSource other;
    zval* written;
    ZEND_HASH_FOREACH_VAL(cases, written) {
        if (read_case(written, other) && other.channel == source.channel && !other.value != !source.value) return true;
    }
    ZEND_HASH_FOREACH_END();
    return false;
}

// SY-80. False: an exception is pending.
bool check_cases(HashTable* cases) {
    if (zend_hash_num_elements(cases) == 0) {
        zend_argument_value_error(1, "must not be empty");
        return false;
    }
    CaseSource source;
    zval* written;
    ZEND_HASH_FOREACH_VAL(cases, written) {
        if (!read_case(written, source)) {
            zend_argument_type_error(1, "must be an array of Async\\Channel and [Async\\Channel, mixed]");
            return false;
        }
    }
    ZEND_HASH_FOREACH_END();
    ZEND_HASH_FOREACH_VAL(cases, written) {
        read_case(written, source);
        if (source.value && is_used_both_ways(cases, source)) {
            zend_argument_value_error(1, "must not send to and receive from the same channel");
            return false;
        }
    }
    ZEND_HASH_FOREACH_END();
    return true;
}

Channel& channel_to_wait_on(zend_object* object) {
    Channel& channel = *ChannelObject::from(object);
    channel.find_owner();
    return channel;
}

Select* make_select(HashTable* cases) {
    Select* select = Object::make_hidden(zend_hash_num_elements(cases));
    zval* written;
    ZEND_HASH_FOREACH_VAL(cases, written) {
        CaseSource source;
        read_case(written, source);
        if (source.value) {
            select->add_send(channel_to_wait_on(source.channel), Item(source.value));
        } else {
            select->add_receive(channel_to_wait_on(source.channel));
        }
    }
    ZEND_HASH_FOREACH_END();
    return select;
}

void throw_first_closed(HashTable* cases) {
    CaseSource source;
    zval* written;
    ZEND_HASH_FOREACH_VAL(cases, written) {
        read_case(written, source);
        return php::raise(make_closed_exception(ChannelObject::from(source.channel)->close_reason()));
    }
    ZEND_HASH_FOREACH_END();
}

// Waits until a case was served, over and over while what it got is gone again (SY-86). What `closed` and `queue` mean is up to
// the caller; after a wait that ended badly an exception is pending.
Answer run(Select& select, zend_object* token, bool with_default, Item& received) {
    php::Runtime& runtime = *php::Runtime::get();
    for (;;) {
        const Answer answer = select.poll(runtime.next_pick(), received);
        if (answer != Answer::queue || with_default) return answer;
        bool happened = false;
        const auto take = [&](core::Waiter& ticket) { happened = select.finish(ticket, received); };
        if (!wait_in(select.gate(), token, take)) return Answer::queue;
        if (happened) return Answer::done;
    }
}

// [key, value] of the case that happened.
void return_pair(zval* return_value, HashTable* cases, uint32_t winner, Item& received) {
    zend_ulong index;
    zend_string* name;
    uint32_t at = 0;
    array_init_size(return_value, 2);
    ZEND_HASH_FOREACH_KEY(cases, index, name) {
        if (at++ != winner) continue;
        if (name) {
            add_next_index_str(return_value, zend_string_copy(name));
        } else {
            add_next_index_long(return_value, static_cast<zend_long>(index));
        }
        break;
    }
    ZEND_HASH_FOREACH_END();
    zval value;
    received.give(&value);
    if (Z_ISUNDEF(value)) ZVAL_NULL(&value);
    add_next_index_zval(return_value, &value);
}

}  // namespace

void register_select() { Object::init_hidden(); }

}  // namespace async::api

using namespace async;

ZEND_FUNCTION(Async_select) {
    HashTable* cases;
    bool with_default = false;
    zend_object* token = nullptr;
    ZEND_PARSE_PARAMETERS_START(1, 3)
        Z_PARAM_ARRAY_HT(cases)
        Z_PARAM_OPTIONAL
        Z_PARAM_BOOL(with_default)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(token, php::ce_completable)
    ZEND_PARSE_PARAMETERS_END();
    if (!api::check_cases(cases) || !api::caller_that_may_wait(token)) RETURN_THROWS();
    api::Select* select = api::make_select(cases);
    api::Item received;
    const api::Answer answer = api::run(*select, token, with_default, received);
    if (answer == api::Answer::done) api::return_pair(return_value, cases, select->winner(), received);
    if (answer == api::Answer::closed) api::throw_first_closed(cases);
    select->sweep();
    select->release();
}
