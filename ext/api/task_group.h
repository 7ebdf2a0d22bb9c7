// The native part of Async\TaskGroup and Async\TaskSet: a map of tasks in the order in which they were added, of which so many
// run at once while others are queued, and those who wait for outcomes. Every running task holds the group (TG-24). Settles
// never: it pulses whenever nothing runs and nothing is queued (TG-16, TG-23). What tasks throw stays here (TG-8).
#pragma once

#include "ext/zend/compat.h"

#include "ext/api/promises.h"
#include "ext/api/spawn_with.h"
#include "ext/zend/object.h"
#include "ext/zend/php_coroutine.h"
#include "ext/zend/php_scope.h"
#include "src/sync/wait_queue.h"

namespace async::api {

class OutcomeCell;
class TaskGroup;

extern zend_class_entry* ce_task_group;
extern zend_class_entry* ce_task_set;

// One task: what to run, then how it ended. In the line of its group while it is queued.
struct TaskEntry : core::ListNode {
    enum class State : uint8_t { pending, running, value, error };

    explicit TaskEntry(TaskGroup& owner) noexcept : group(owner) {
        ZVAL_UNDEF(&task.callable);
        ZVAL_NULL(&value);
    }
    bool is_settled() const noexcept { return state >= State::value; }

    TaskGroup& group;
    zval key;
    php::Task task;
    zval value;
    zend_object* error = nullptr;
    State state = State::pending;
    bool handled = false;  // TG-14
};

inline TaskEntry& entry_of(zval* slot) noexcept { return *static_cast<TaskEntry*>(Z_PTR_P(slot)); }

// In the order in which they were added.
template <typename F>
void for_each_entry(HashTable& entries, F&& visit) {
    zval* slot;
    ZEND_HASH_FOREACH_VAL(&entries, slot) { visit(entry_of(slot)); }
    ZEND_HASH_FOREACH_END();
}

struct OutcomeLink : core::ListNode {};

class TaskGroup final : public php::CountedByObject<core::Awaitable, TaskGroup> {
public:
    TaskGroup();
    ~TaskGroup() override;

    static TaskGroup* from(zend_object* object) noexcept { return php::NativeObject<TaskGroup>::from(object); }

    // False, and throws, when an argument is not good (TG-1, TG-2).
    bool construct(zend_long concurrency, bool has_limit, zend_long queue_limit, zend_object* scope);
    bool is_constructed() const noexcept { return constructed_; }
    bool is_set() const noexcept { return std_object()->ce == ce_task_set; }

    // TG-3…TG-7. `key` null: the next number. Uses up `request`; may leave an exception pending.
    void spawn(const zval* key, SpawnRequest& request);
    void close();
    void cancel(zend_object* cancellation);
    void dispose(const char* message);
    void await_completion();
    void add_finally(zval* callback);
    // The object is being destroyed (TG-14, TG-18).
    void destroy();

    bool is_closed() const noexcept { return closed_; }
    bool is_settled() const noexcept { return running_ == 0 && pending_ == 0; }
    uint32_t count() const noexcept { return zend_hash_num_elements(&entries_); }
    HashTable& entries() noexcept { return entries_; }
    // The values or the errors there are, by key. Errors become handled.
    void results(zval* target);
    void errors(zval* target);
    void mark_handled() noexcept;
    // A CompositeException of the errors; of those not handled that are no cancellations. Null when there are none.
    zend_object* composite(bool unhandled_only);
    TaskEntry* first(bool successful) noexcept;
    void remove(TaskEntry& entry);
    void remove_all() { zend_hash_clean(&entries_); }

    // Those who wait for outcomes, in line; and those who have got errors that nobody has looked at yet.
    core::List<OutcomeCell, OutcomeLink>& waiting() noexcept { return waiting_; }
    core::List<OutcomeCell, OutcomeLink>& told() noexcept { return told_; }
    Promises& promises() noexcept { return promises_; }
    // Pulses whenever there may be more to see.
    core::Awaitable& progress() noexcept { return progress_; }

    void describe(core::DescriptionSink& sink) const override;
    void collect(zend_get_gc_buffer* buffer);

protected:
    // Settled already: whoever comes need not wait (C-29).
    void arm() noexcept override {
        if (is_settled()) pulse();
    }

private:
    struct Progress final : core::Awaitable {
        explicit Progress(TaskGroup& owner) noexcept : group(owner) {}
        void add_ref() noexcept override { group.add_ref(); }
        void release() noexcept override { group.release(); }
        void describe(core::DescriptionSink& sink) const override { group.describe(sink); }
        using Awaitable::pulse;
        TaskGroup& group;
    };
    // Those who wait for room.
    struct Spawners final : sync::WaitQueue {
        explicit Spawners(TaskGroup& owner) noexcept : WaitQueue(owner), group(owner) {}
        void describe(core::DescriptionSink& sink) const override { group.describe(sink); }
        TaskGroup& group;
    };

    php::PhpScope& scope();
    bool has_slot() const noexcept { return concurrency_ == 0 || running_ < concurrency_; }
    // For one more task than those that are expected.
    bool has_room() const noexcept {
        if (concurrency_ == 0 || queue_limit_ == 0) return true;
        return uint64_t{concurrency_} - running_ + queue_limit_ - pending_ > spawners_.reserved();
    }
    void offer_room() noexcept {
        while (spawners_.has_waiters() && has_room()) spawners_.grant();
    }
    bool may_add(const zval* key);
    bool wait_for_room();
    TaskEntry& add(const zval* key, SpawnRequest& request);
    void start(TaskEntry& entry);
    void start_pending();
    static void run_task(php::PhpCoroutine& self, void* argument);
    static void discard_task(php::PhpCoroutine& self, void* argument, core::Reason& why);
    void on_ended(TaskEntry& entry);
    void tell(TaskEntry& entry);
    void check_completion();
    void complete();
    void wake_spawners();

    HashTable entries_;
    core::List<TaskEntry> queue_;
    core::List<OutcomeCell, OutcomeLink> waiting_;
    core::List<OutcomeCell, OutcomeLink> told_;
    Promises promises_;
    Progress progress_;
    Spawners spawners_;
    core::Ref<php::PhpScope> scope_;       // null until the first task, when made before the scheduler started
    zend_object* scope_object_ = nullptr;  // given by the user, who may have dropped it
    HashTable* finally_ = nullptr;
    zend_long next_key_ = 0;
    uint32_t concurrency_ = 0;
    uint32_t queue_limit_ = 0;
    uint32_t running_ = 0;
    uint32_t pending_ = 0;
    bool constructed_ = false;
    bool closed_ = false;
    bool completed_ = false;
    bool destroyed_ = false;
};

void register_task_group();
zend_object_iterator* iterate_tasks(zend_class_entry* ce, zval* group, int by_reference);

}  // namespace async::api
