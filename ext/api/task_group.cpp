#include "ext/zend/compat.h"

#include "ext/api/task_group.h"

#include "ext/api/parked_call.h"
#include "ext/api/task_outcomes.h"
#include "ext/zend/error_climb.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/finally_run.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

namespace async::api {

namespace {

constexpr zend_long kMost = 4294967295;

void free_entry(zval* slot) {
    TaskEntry* entry = &entry_of(slot);
    entry->unlink();
    entry->task.drop();
    zval_ptr_dtor(&entry->key);
    zval_ptr_dtor(&entry->value);
    if (entry->error) OBJ_RELEASE(entry->error);
    entry->~TaskEntry();
    efree(entry);
}

zval* find(HashTable& entries, const zval* key) {
    return Z_TYPE_P(key) == IS_LONG ? zend_hash_index_find(&entries, static_cast<zend_ulong>(Z_LVAL_P(key)))
                                    : zend_hash_find(&entries, Z_STR_P(key));
}

core::Ref<core::Reason> cancellation(const char* message) {
    return php::ThrowableReason::own(php::make_throwable(php::ce_async_cancellation, message));
}

bool in_range(uint32_t argument, zend_long value) {
    if (value >= 0 && value <= kMost) return true;
    zend_argument_value_error(argument, "must be between 0 and %" PRIu64, static_cast<uint64_t>(kMost));
    return false;
}

}  // namespace

// --- Making ----------------------------------------------------------------------------------------------------------

TaskGroup::TaskGroup() : progress_(*this), spawners_(*this) {
    zend_hash_init(&entries_, 8, nullptr, free_entry, 0);
    zend_hash_real_init_mixed(&entries_);  // positions stay what they are
}

TaskGroup::~TaskGroup() {
    while (OutcomeCell* cell = waiting_.front()) cell->forget_group();
    while (OutcomeCell* cell = told_.front()) cell->forget_group();
    zend_hash_destroy(&entries_);
    if (finally_) zend_array_release(finally_);
    if (scope_object_) OBJ_RELEASE(scope_object_);
}

bool TaskGroup::construct(zend_long concurrency, bool has_limit, zend_long queue_limit, zend_object* scope) {
    if (!in_range(1, concurrency) || (has_limit && !in_range(2, queue_limit))) return false;
    if (scope) {
        php::ScopeObject* object = php::ScopeObject::from(scope);
        if (object->is_disposed()) {
            php::throw_async(php::ce_async_exception, "Cannot use a disposed Scope for TaskGroup");
            return false;
        }
        GC_ADDREF(scope);
        scope_object_ = scope;
        scope_ = core::Ref<php::PhpScope>(&object->scope());
    } else if (php::Runtime* runtime = php::Runtime::get(); runtime && !runtime->is_closed()) {
        scope_ = php::PhpScope::make(&runtime->current_scope());
    }
    concurrency_ = static_cast<uint32_t>(concurrency);
    if (!has_limit) queue_limit = concurrency > kMost / 2 ? kMost : 2 * concurrency;
    queue_limit_ = static_cast<uint32_t>(queue_limit);
    constructed_ = true;
    return true;
}

php::PhpScope& TaskGroup::scope() {
    if (!scope_) scope_ = php::PhpScope::make(&php::Runtime::get()->main_scope());
    return *scope_;
}

// --- Tasks -----------------------------------------------------------------------------------------------------------

// TG-4, TG-5.
bool TaskGroup::may_add(const zval* key) {
    if (closed_) {
        php::throw_async(php::ce_async_exception, "Cannot spawn tasks on a %s TaskGroup", completed_ ? "completed" : "closed");
        return false;
    }
    if (!find(entries_, key)) return true;
    if (Z_TYPE_P(key) == IS_LONG) {
        php::throw_async(php::ce_async_exception, "Duplicate key " ZEND_LONG_FMT " in TaskGroup", Z_LVAL_P(key));
    } else {
        php::throw_async(php::ce_async_exception, "Duplicate key \"%s\" in TaskGroup", Z_STRVAL_P(key));
    }
    return false;
}

void TaskGroup::spawn(const zval* wanted, SpawnRequest& request) {
    zval key;
    const auto choose_key = [&] {
        if (wanted) {
            ZVAL_COPY_VALUE(&key, wanted);
        } else {
            ZVAL_LONG(&key, next_key_);
        }
    };
    choose_key();
    bool good = may_add(&key) && php::Runtime::enter();
    if (good && !has_room()) {
        good = wait_for_room();
        choose_key();
        good = good && may_add(&key);  // TG-5: others may have come first
        if (!good) offer_room();
    }
    if (good && has_slot() && !may_spawn(scope())) good = false;
    if (!good) {
        request.drop();
        return;
    }
    TaskEntry& entry = add(&key, request);
    if (has_slot()) {
        start(entry);
    } else {
        queue_.push_back(entry);
        ++pending_;
    }
    progress_.pulse();
}

// TG-7. The room is reserved until the caller runs; nothing else runs before it has been used.
bool TaskGroup::wait_for_room() {
    core::Wait& wait = php::running_coroutine().wait();
    wait.add(spawners_);
    if (park_uncleared(*php::Runtime::get(), nullptr) != Parked::source) return false;
    const bool closed = wait.error() != nullptr;
    if (!closed) spawners_.redeem(wait.winner());
    wait.clear();
    if (closed) php::throw_async(php::ce_async_exception, "Cannot spawn tasks on a closed TaskGroup");
    return !closed;
}

TaskEntry& TaskGroup::add(const zval* key, SpawnRequest& request) {
    auto* entry = new (emalloc(sizeof(TaskEntry))) TaskEntry(*this);
    ZVAL_COPY(&entry->key, key);
    entry->task.assign(request.fci, request.fcc, request.args, request.argc, request.named);
    zval slot;
    ZVAL_PTR(&slot, entry);
    if (Z_TYPE_P(key) == IS_LONG) {
        zend_hash_index_add_new(&entries_, static_cast<zend_ulong>(Z_LVAL_P(key)), &slot);
        if (Z_LVAL_P(key) >= next_key_) next_key_ = Z_LVAL_P(key) < ZEND_LONG_MAX ? Z_LVAL_P(key) + 1 : ZEND_LONG_MAX;  // TG-3
    } else {
        zend_hash_add_new(&entries_, Z_STR_P(key), &slot);
    }
    return *entry;
}

void TaskGroup::start(TaskEntry& entry) {
    php::PhpCoroutine* coroutine = php::PhpCoroutine::make_native(run_task, &entry);
    coroutine->set_on_discard(discard_task);
    coroutine->name_after(&entry.task.callable);
    entry.state = TaskEntry::State::running;
    ++running_;
    add_ref();  // TG-24
    php::Runtime::get()->note_spawn();
    php::Runtime::get()->scheduler().spawn(*coroutine, scope());
    coroutine->release();
}

void TaskGroup::start_pending() {
    while (pending_ > 0 && has_slot()) {
        TaskEntry& entry = *queue_.pop_front();
        --pending_;
        if (scope().is_closed()) {  // TG-18
            entry.state = TaskEntry::State::error;
            entry.error = php::make_throwable(php::ce_async_cancellation, "Scope was cancelled");
            entry.task.drop();
            tell(entry);
        } else {
            start(entry);
        }
    }
    offer_room();
}

void TaskGroup::run_task(php::PhpCoroutine& self, void* argument) {
    auto& entry = *static_cast<TaskEntry*>(argument);
    TaskGroup& group = entry.group;
    zval result;
    ZVAL_UNDEF(&result);
    entry.task.call(&result);
    self.name_after(nullptr);
    zend_object* thrown = php::take_exception();
    const bool exited = thrown && php::is_engine_exit(thrown);
    entry.task.drop();
    if (thrown && !exited) {
        entry.state = TaskEntry::State::error;
        entry.error = thrown;
        zval_ptr_dtor(&result);
    } else {
        entry.state = TaskEntry::State::value;
        if (!Z_ISUNDEF(result)) ZVAL_COPY_VALUE(&entry.value, &result);
    }
    if (exited) {  // C-146: the application ends, nothing begins any more
        --group.running_;
        EG(exception) = thrown;
    } else {
        group.on_ended(entry);
    }
    group.release();
}

void TaskGroup::discard_task(php::PhpCoroutine& self, void* argument, core::Reason& why) {
    auto& entry = *static_cast<TaskEntry*>(argument);
    TaskGroup& group = entry.group;
    self.name_after(nullptr);
    entry.task.drop();
    entry.state = TaskEntry::State::error;
    entry.error = php::ThrowableReason::of(why).copy();
    group.on_ended(entry);
    group.release();
}

// TG-8.
void TaskGroup::on_ended(TaskEntry& entry) {
    --running_;
    start_pending();
    tell(entry);
    progress_.pulse();
    check_completion();
}

void TaskGroup::tell(TaskEntry& entry) {
    for (OutcomeCell* cell = waiting_.front(); cell;) {
        OutcomeCell* next = waiting_.next(*cell);
        if (cell->offer(entry)) return;
        cell = next;
    }
}

// TG-16.
void TaskGroup::check_completion() {
    if (!is_settled()) return;
    for (OutcomeCell* cell = waiting_.front(); cell;) {
        OutcomeCell* next = waiting_.next(*cell);
        cell->conclude(closed_);
        cell = next;
    }
    progress_.pulse();
    pulse();
    if (closed_ && !completed_) complete();
}

void TaskGroup::complete() {
    completed_ = true;
    if (!finally_) return;
    HashTable* handlers = std::exchange(finally_, nullptr);
    if (!php::Runtime::get()) php::Runtime::enter();
    php::Runtime* runtime = php::Runtime::get();
    if (!runtime || runtime->is_closed()) {
        zend_array_release(handlers);
        return;
    }
    php::FinallyRun::start_behind(std_object(), handlers, scope());  // TG-20
}

// --- Ending ----------------------------------------------------------------------------------------------------------

void TaskGroup::wake_spawners() {
    if (!spawners_.has_waiters()) return;
    core::Ref<core::Reason> error =
        php::ThrowableReason::own(php::make_throwable(php::ce_async_exception, "Cannot spawn tasks on a closed TaskGroup"));
    spawners_.fail_waiting(*error);
}

void TaskGroup::close() {
    if (closed_) return;
    closed_ = true;
    wake_spawners();
    progress_.pulse();
    check_completion();
}

void TaskGroup::cancel(zend_object* given) {
    const core::Ref<TaskGroup> self(this);
    const bool was_closed = std::exchange(closed_, true);
    if (was_closed && completed_) return;
    if (given) GC_ADDREF(given);
    core::Ref<core::Reason> reason = given ? php::ThrowableReason::own(given) : cancellation("TaskGroup cancelled");
    wake_spawners();
    while (TaskEntry* entry = queue_.pop_front()) {
        --pending_;
        entry->state = TaskEntry::State::error;
        entry->error = php::ThrowableReason::of(*reason).copy();
        entry->task.drop();
        tell(*entry);
    }
    mark_handled();
    if (running_ > 0) {
        scope().cancel(reason);
    } else if (scope_ && !scope_object_ && scope_->is_empty()) {
        scope_->close();
    }
    progress_.pulse();
    check_completion();
}

void TaskGroup::dispose(const char* message) {
    if (!scope_ || scope_->is_closed()) return;
    if (scope_->is_empty()) {
        scope_->close();
    } else {
        scope_->cancel(cancellation(message));
    }
}

void TaskGroup::destroy() {
    if (std::exchange(destroyed_, true)) return;
    if (php::Runtime* runtime = php::Runtime::get(); !runtime || runtime->is_closed()) return;
    if (running_ > 0) {
        dispose("Scope is being disposed due to TaskGroup destruction");
        return;
    }
    if (!(EG(flags) & EG_FLAGS_IN_SHUTDOWN)) {  // TG-14
        if (zend_object* errors = composite(true)) {
            mark_handled();
            php::PhpScope& home = scope();
            core::Ref<core::Reason> reason = php::ThrowableReason::own(errors);
            php::PhpCoroutine* current = php::Runtime::get()->current();
            if (current && home.somebody_takes_errors()) {
                php::ErrorClimb::start(*current, home, reason);
            } else {
                php::Runtime::get()->uncaught(php::ThrowableReason::of(*reason).copy());
            }
        }
    }
    if (!scope_object_ && scope_ && scope_->is_empty()) scope_->close();
}

void TaskGroup::await_completion() {
    if (!closed_) {
        php::throw_async(php::ce_async_exception, "TaskGroup must be closed before calling awaitCompletion()");
        return;
    }
    if (is_settled() || !php::Runtime::enter()) return;
    while (!is_settled()) {
        php::running_coroutine().wait().add(*this);
        if (park(*php::Runtime::get(), nullptr) != Parked::source) return;
    }
}

void TaskGroup::add_finally(zval* callback) {
    if (!completed_) {
        if (!finally_) finally_ = zend_new_array(4);
        Z_ADDREF_P(callback);
        zend_hash_next_index_insert_new(finally_, callback);
        return;
    }
    zval argument;
    zval result;
    ZVAL_OBJ(&argument, std_object());
    ZVAL_UNDEF(&result);
    call_user_function(nullptr, nullptr, callback, &result, 1, &argument);
    zval_ptr_dtor(&result);
}

}  // namespace async::api
