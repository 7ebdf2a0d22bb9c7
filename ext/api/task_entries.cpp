// What there is to see of a task group: the outcomes of its tasks by key, and which of them nobody has looked at.
#include "ext/zend/compat.h"

#include "ext/api/task_group.h"
#include "ext/zend/exceptions.h"

namespace async::api {

namespace {

void put(zval* array, const zval* key, zval* value) {
    if (Z_TYPE_P(key) == IS_LONG) {
        zend_hash_index_update(Z_ARRVAL_P(array), static_cast<zend_ulong>(Z_LVAL_P(key)), value);
    } else {
        zend_hash_update(Z_ARRVAL_P(array), Z_STR_P(key), value);
    }
}

}  // namespace

// --- Outcomes --------------------------------------------------------------------------------------------------------

void TaskGroup::results(zval* target) {
    array_init(target);
    for_each_entry(entries_, [&](TaskEntry& entry) {
        if (entry.state != TaskEntry::State::value) return;
        zval value;
        ZVAL_COPY(&value, &entry.value);
        put(target, &entry.key, &value);
    });
}

void TaskGroup::errors(zval* target) {
    array_init(target);
    for_each_entry(entries_, [&](TaskEntry& entry) {
        if (!entry.error) return;
        entry.handled = true;
        zval error;
        ZVAL_OBJ_COPY(&error, entry.error);
        put(target, &entry.key, &error);
    });
}

void TaskGroup::mark_handled() noexcept {
    for_each_entry(entries_, [](TaskEntry& entry) { entry.handled |= entry.error != nullptr; });
}

zend_object* TaskGroup::composite(bool unhandled_only) {
    zend_object* composite = nullptr;
    for_each_entry(entries_, [&](TaskEntry& entry) {
        if (!entry.error || (unhandled_only && (entry.handled || php::is_cancellation(entry.error)))) return;
        if (!composite) composite = php::make_composite();
        php::add_to_composite(composite, entry.error);
    });
    return composite;
}

TaskEntry* TaskGroup::first(bool successful) noexcept {
    zval* slot;
    ZEND_HASH_FOREACH_VAL(&entries_, slot) {
        TaskEntry& entry = entry_of(slot);
        if (entry.is_settled() && !(successful && entry.error)) return &entry;
    }
    ZEND_HASH_FOREACH_END();
    return nullptr;
}

void TaskGroup::remove(TaskEntry& entry) {
    if (Z_TYPE(entry.key) == IS_LONG) {
        zend_hash_index_del(&entries_, static_cast<zend_ulong>(Z_LVAL(entry.key)));
    } else {
        zend_hash_del(&entries_, Z_STR(entry.key));
    }
}

// --- For the engine and for reports ----------------------------------------------------------------------------------

void TaskGroup::describe(core::DescriptionSink& sink) const {
    sink.format("%s(total=%u, active=%d)", is_set() ? "TaskSet" : "TaskGroup", count(), static_cast<int>(running_));
}

void TaskGroup::collect(zend_get_gc_buffer* buffer) {
    for_each_entry(entries_, [&](TaskEntry& entry) {
        zend_get_gc_buffer_add_zval(buffer, &entry.value);
        if (entry.error) zend_get_gc_buffer_add_obj(buffer, entry.error);
        entry.task.collect(buffer);
    });
    promises_.collect(buffer);
    if (scope_) zend_get_gc_buffer_add_obj(buffer, scope_->std_object());
    if (scope_object_) zend_get_gc_buffer_add_obj(buffer, scope_object_);
    if (!finally_) return;
    zval* value;
    ZEND_HASH_FOREACH_VAL(finally_, value) { zend_get_gc_buffer_add_zval(buffer, value); }
    ZEND_HASH_FOREACH_END();
}

}  // namespace async::api
