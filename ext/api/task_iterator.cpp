// foreach over a TaskGroup or a TaskSet (TG-21, TS-5).
#include "ext/zend/compat.h"

#include "ext/api/one_way_iterator.h"
#include "ext/api/parked_call.h"
#include "ext/api/task_group.h"
#include "ext/zend/runtime.h"

namespace async::api {

namespace {

struct Iterator : OneWayIterator<Iterator> {
    HashPosition position;  // of a group; a set gives away its first one each time

    TaskGroup& group() noexcept { return *TaskGroup::from(Z_OBJ(base.data)); }

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
    // A group can be walked again, what a set gave away is gone (TS-5).
    void rewind() {
        if (started && group().is_set()) return;
        zend_hash_internal_pointer_reset_ex(&group().entries(), &position);
        advance();
    }
    void step() {
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

}  // namespace

zend_object_iterator* iterate_tasks(zend_class_entry*, zval* group, int by_reference) {
    Iterator* iterator = Iterator::make(group, by_reference, "TaskGroup");
    if (!iterator) return nullptr;
    TaskGroup::from(Z_OBJ_P(group))->mark_handled();
    return &iterator->base;
}

}  // namespace async::api
