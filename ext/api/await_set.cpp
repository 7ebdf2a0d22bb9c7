#include "ext/zend/compat.h"

#include "ext/api/await_set.h"

#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

namespace async::api {

void Trigger::fetch(zval* value) const {
    const php::AwaitableClass* description = php::find_awaitable(object_);
    ZVAL_NULL(value);
    if (description->result) description->result(object_, value);
}

namespace {

bool check_item(const zval* item) {
    if (Z_TYPE_P(item) == IS_OBJECT && php::find_awaitable(Z_OBJ_P(item))) return true;
    php::throw_async(php::ce_async_exception, "Expected item to be an Async\\Awaitable object");
    return false;
}

}  // namespace

void AwaitSet::init() { php::NativeObject<AwaitSet>::init_hidden(); }

AwaitSet* AwaitSet::make(Errors errors, uint32_t wanted, uint32_t room) {
    return php::NativeObject<AwaitSet>::make_hidden(errors, wanted, room);
}

AwaitSet::~AwaitSet() {
    if (bringer_) {
        if (guard_.linked()) bringer_->unsubscribe(guard_);
        bringer_->release();
    }
    if (seen_) zend_array_release(seen_);
}

void AwaitSet::add_trigger(zend_object* object, const zval* key, bool joined) {
    core::Awaitable* source = php::awaitable_of(object);
    source->mark_used();  // C-113
    add(*source, Trigger(object, key), joined);
}

bool AwaitSet::add_array(HashTable* triggers, Joining joining) {
    zval* item;
    ZEND_HASH_FOREACH_VAL(triggers, item) {
        ZVAL_DEREF(item);
        if (Z_TYPE_P(item) != IS_NULL && !check_item(item)) return false;
    }
    ZEND_HASH_FOREACH_END();

    zend_ulong index;
    zend_string* name;
    ZEND_HASH_FOREACH_KEY_VAL(triggers, index, name, item) {
        ZVAL_DEREF(item);
        if (Z_TYPE_P(item) == IS_NULL) continue;  // C-110
        zend_object* object = Z_OBJ_P(item);
        if (is_decided()) {
            php::awaitable_of(object)->mark_used();
            continue;
        }
        zval key;
        if (name) {
            ZVAL_STR(&key, name);
        } else {
            ZVAL_LONG(&key, static_cast<zend_long>(index));
        }
        add_trigger(object, &key, joining == Joining::coroutines && object->ce == php::ce_coroutine);
    }
    ZEND_HASH_FOREACH_END();
    complete();
    return true;
}

void AwaitSet::start_bringing(zval* triggers) {
    php::Runtime& runtime = *php::Runtime::get();
    triggers_ = triggers;
    guard_.set = this;
    bringer_ = php::PhpCoroutine::make_native(
        [](php::PhpCoroutine&, void* set) { static_cast<AwaitSet*>(set)->bring(); }, this);
    bringer_->subscribe(guard_);
    core::Ref<php::PhpScope> scope = php::PhpScope::make(&runtime.current_scope());
    runtime.scheduler().spawn(*bringer_, *scope);
}

// C-118: an endless generator must not run on. What it has spawned belongs to its scope and stays.
void AwaitSet::leave_all() {
    left_ = true;
    leave();
    if (!bringer_) return;
    if (guard_.linked()) bringer_->unsubscribe(guard_);
    if (bringer_->is_finished()) return;
    bringer_->cancel(php::ThrowableReason::own(php::make_throwable(php::ce_async_cancellation, "Coroutine cancelled")));
}

// Until here the waiting call keeps this object alive: it cancels a bringer that has not started before it goes.
void AwaitSet::bring() {
    add_ref();
    zval triggers;
    ZVAL_COPY(&triggers, triggers_);
    zend_class_entry* ce = Z_OBJCE(triggers);
    zend_object_iterator* iterator = ce->get_iterator(ce, &triggers, 0);
    if (iterator && !EG(exception)) {
        walk(iterator);
    } else if (!EG(exception)) {
        php::throw_async(php::ce_async_exception, "Failed to create iterator");
    }
    if (iterator) zend_iterator_dtor(iterator);
    zval_ptr_dtor(&triggers);
    release();
}

void AwaitSet::walk(zend_object_iterator* iterator) {
    const zend_object_iterator_funcs* functions = iterator->funcs;
    iterator->index = 0;
    if (functions->rewind) functions->rewind(iterator);
    while (!EG(exception) && functions->valid(iterator) == SUCCESS && !EG(exception)) {
        zval* current = functions->get_current_data(iterator);
        if (!current || EG(exception)) return;
        zval value;
        zval key;
        ZVAL_COPY_DEREF(&value, current);
        ZVAL_LONG(&key, static_cast<zend_long>(iterator->index));
        if (functions->get_current_key) functions->get_current_key(iterator, &key);
        const bool go_on = !EG(exception) && take_item(&value, &key);
        zval_ptr_dtor(&value);
        zval_ptr_dtor(&key);
        if (!go_on) return;
        ++iterator->index;
        functions->move_forward(iterator);
    }
}

// Whether there is any use in the next one.
bool AwaitSet::take_item(zval* value, zval* key) {
    ZVAL_DEREF(key);
    if (Z_TYPE_P(key) != IS_LONG && Z_TYPE_P(key) != IS_STRING && Z_TYPE_P(key) != IS_NULL) {
        php::throw_async(php::ce_async_exception, "Invalid key type: must be string, long or null");
        return false;
    }
    if (left_) return false;
    if (Z_TYPE_P(value) == IS_NULL) return true;
    if (!check_item(value)) return false;
    if (!seen_) seen_ = zend_new_array(8);
    if (zend_hash_index_add_empty_element(seen_, Z_OBJ_HANDLE_P(value))) add_trigger(Z_OBJ_P(value), key, false);  // C-112
    return !is_over();
}

}  // namespace async::api
