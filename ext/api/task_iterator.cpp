// foreach over a TaskGroup or a TaskSet (TG-21, TS-5).
#include "ext/zend/compat.h"

#include "ext/api/parked_call.h"
#include "ext/api/task_group.h"
#include "ext/zend/runtime.h"

namespace async::api {

namespace {

struct Iterator {
    zend_object_iterator base;
    zval key;
    zval current;
    HashPosition position;  // of a group; a set gives away its first one each time
    bool started;

    static Iterator* from(zend_object_iterator* iterator) noexcept { return reinterpret_cast<Iterator*>(iterator); }
    TaskGroup& group() noexcept { return *TaskGroup::from(Z_OBJ(base.data)); }

    void clear() {
        zval_ptr_dtor(&key);
        zval_ptr_dtor(&current);
        ZVAL_UNDEF(&key);
        ZVAL_UNDEF(&current);
    }
    TaskEntry* head() {
        if (group().is_set()) zend_hash_internal_pointer_reset_ex(&group().entries(), &position);
        zval* slot = zend_hash_get_current_data_ex(&group().entries(), &position);
        return slot ? static_cast<TaskEntry*>(Z_PTR_P(slot)) : nullptr;
    }
    void take(TaskEntry& entry) {
        zval null;
        zval outcome;
        ZVAL_NULL(&null);
        if (entry.error) {
            ZVAL_OBJ_COPY(&outcome, entry.error);
        } else {
            ZVAL_COPY(&outcome, &entry.value);
        }
        entry.handled = true;
        ZVAL_COPY(&key, &entry.key);
        array_init_size(&current, 2);
        zend_hash_next_index_insert_new(Z_ARRVAL(current), entry.error ? &null : &outcome);
        zend_hash_next_index_insert_new(Z_ARRVAL(current), entry.error ? &outcome : &null);
        if (group().is_set()) {
            group().remove(entry);
        } else {
            zend_hash_move_forward_ex(&group().entries(), &position);
        }
    }
    void step() {
        started = true;
        clear();
        for (;;) {
            TaskEntry* entry = head();
            if (entry && entry->is_settled()) {
                take(*entry);
                return;
            }
            if (!entry && group().is_closed()) return;
            if (!php::Runtime::enter()) return;
            php::running_coroutine().wait().add(group().progress());
            if (park(*php::Runtime::get(), nullptr) != Parked::source) return;
        }
    }
};

void iterator_dtor(zend_object_iterator* iterator) {
    Iterator::from(iterator)->clear();
    zval_ptr_dtor(&iterator->data);
}
php::compat::IteratorValidity iterator_valid(zend_object_iterator* iterator) {
    return Z_ISUNDEF(Iterator::from(iterator)->current) ? FAILURE : SUCCESS;
}
zval* iterator_current(zend_object_iterator* iterator) {
    zval* current = &Iterator::from(iterator)->current;
    return Z_ISUNDEF_P(current) ? nullptr : current;
}
void iterator_key(zend_object_iterator* iterator, zval* key) { ZVAL_COPY(key, &Iterator::from(iterator)->key); }
void iterator_next(zend_object_iterator* iterator) { Iterator::from(iterator)->step(); }
void iterator_rewind(zend_object_iterator* iterator) {
    Iterator* self = Iterator::from(iterator);
    if (self->started && self->group().is_set()) return;
    zend_hash_internal_pointer_reset_ex(&self->group().entries(), &self->position);
    self->step();
}
HashTable* iterator_gc(zend_object_iterator* iterator, zval** table, int* count) {
    zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
    zend_get_gc_buffer_add_zval(buffer, &iterator->data);
    zend_get_gc_buffer_add_zval(buffer, &Iterator::from(iterator)->key);
    zend_get_gc_buffer_add_zval(buffer, &Iterator::from(iterator)->current);
    zend_get_gc_buffer_use(buffer, table, count);
    return nullptr;
}

const zend_object_iterator_funcs iterator_funcs = {
    iterator_dtor, iterator_valid, iterator_current, iterator_key, iterator_next, iterator_rewind, nullptr, iterator_gc,
};

}  // namespace

zend_object_iterator* iterate_tasks(zend_class_entry*, zval* group, int by_reference) {
    if (by_reference) {
        zend_throw_error(nullptr, "Cannot iterate TaskGroup by reference");
        return nullptr;
    }
    TaskGroup::from(Z_OBJ_P(group))->mark_handled();
    auto* iterator = static_cast<Iterator*>(emalloc(sizeof(Iterator)));
    zend_iterator_init(&iterator->base);
    ZVAL_OBJ_COPY(&iterator->base.data, Z_OBJ_P(group));
    iterator->base.funcs = &iterator_funcs;
    ZVAL_UNDEF(&iterator->key);
    ZVAL_UNDEF(&iterator->current);
    iterator->position = 0;
    iterator->started = false;
    return &iterator->base;
}

}  // namespace async::api
