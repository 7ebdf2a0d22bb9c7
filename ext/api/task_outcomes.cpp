#include "ext/zend/compat.h"

#include "ext/api/task_outcomes.h"

#include "ext/api/future.h"
#include "ext/zend/exceptions.h"

namespace async::api {

zend_object* OutcomeCell::make_future_of(TaskGroup& group, Wants wants, Errors errors) {
    if (group.count() == 0 && wants != Wants::all) {
        php::throw_async(php::ce_async_exception, wants == Wants::race ? "Cannot race on an empty TaskGroup"
                                                                       : "Cannot call any() on an empty TaskGroup");
        return nullptr;
    }
    core::Ref<OutcomeCell> cell = make(group, wants, errors);
    if (!cell->deliver_present()) group.waiting().push_back(*cell);
    return make_future(std::move(cell));
}

// What is there already: of several the one that was added first (TG-9…TG-11).
bool OutcomeCell::deliver_present() {
    if (wants_ != Wants::all) {
        TaskEntry* entry = group_->first(wants_ == Wants::any);
        if (entry) {
            deliver(*entry);
            return true;
        }
    }
    if (!group_->is_settled()) return false;
    conclude(true);
    return true;
}

bool OutcomeCell::offer(TaskEntry& entry) {
    if (wants_ == Wants::all || (wants_ == Wants::any && entry.error)) return false;
    return deliver(entry);
}

bool OutcomeCell::deliver(TaskEntry& entry) {
    TaskGroup& group = *group_;
    const bool leaves = group.is_set();
    if (entry.error) {
        GC_ADDREF(entry.error);
        fail_with(entry.error, &entry);
    } else {
        if (wants_ == Wants::any) group.mark_handled();  // TG-14: skipped
        complete(&entry.value);
    }
    if (leaves) group.remove(entry);
    return leaves;
}

void OutcomeCell::conclude(bool closed) {
    switch (wants_) {
        case Wants::all:
            deliver_all();
            return;
        case Wants::any:
            if (zend_object* errors = group_->composite(false)) {
                fail_with(errors, nullptr);
            } else if (closed) {
                fail(php::make_throwable(php::ce_async_exception, "Cannot call any() on an empty TaskGroup"));
            }
            return;
        case Wants::race:
            if (closed) fail(php::make_throwable(php::ce_async_exception, "Cannot race on an empty TaskGroup"));
            return;
    }
}

void OutcomeCell::deliver_all() {
    TaskGroup& group = *group_;
    zend_object* errors = errors_ == Errors::fatal ? group.composite(false) : nullptr;
    if (errors) {
        fail_with(errors, nullptr);
    } else {
        zval results;
        group.results(&results);
        complete(&results);
        zval_ptr_dtor(&results);
    }
    if (group.is_set()) group.remove_all();  // TS-4
}

// Takes over the reference. The errors of the group are handled when somebody has taken this one.
void OutcomeCell::fail_with(zend_object* throwable, TaskEntry* entry) {
    blamed_ = entry;
    TaskGroup& group = *group_;
    const core::Ref<OutcomeCell> self(this);
    fail(throwable);
    if (group.is_set()) {
        forget_group();
    } else if (!is_handled()) {
        group.told().push_back(*this);
    } else {
        mark_handled();
    }
}

void OutcomeCell::mark_handled() noexcept {
    FutureCell::mark_handled();
    if (!group_ || !error()) return;
    if (blamed_) {
        blamed_->handled = true;
    } else if (wants_ != Wants::race) {
        group_->mark_handled();
    }
}

void OutcomeCell::on_ended() noexcept {
    PromisedCell::on_ended();
    OutcomeLink::unlink();
}

}  // namespace async::api
