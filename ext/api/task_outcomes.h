// The futures of a task group: all(), race(), any() and their like on a set, which also take out what they deliver.
#pragma once

#include "ext/zend/compat.h"

#include "ext/api/task_group.h"

namespace async::api {

class OutcomeCell final : public PromisedCell<OutcomeCell>, public OutcomeLink {
public:
    enum class Wants : uint8_t { all, race, any };
    enum class Errors : uint8_t { fatal, ignored };

    // A Future, with one reference; filled already if the outcome is there. Null, and throws, when there can be none.
    static zend_object* make_future_of(TaskGroup& group, Wants wants, Errors errors);

    OutcomeCell(TaskGroup& group, Wants wants, Errors errors) noexcept : group_(&group), wants_(wants), errors_(errors) {}
    ~OutcomeCell() override { OutcomeLink::unlink(); }

    // A task has ended. Whether it is no longer there for others.
    bool offer(TaskEntry& entry);
    // Nothing runs any more; `closed`: nor will it.
    void conclude(bool closed);
    void forget_group() noexcept {
        OutcomeLink::unlink();
        group_ = nullptr;
    }

    void mark_handled() noexcept override;

private:
    Promises* keeper() noexcept override { return group_ && is_pending() ? &group_->promises() : nullptr; }
    void on_ended() noexcept override;

    bool deliver_present();
    bool deliver(TaskEntry& entry);
    void deliver_all();
    void fail_with(zend_object* throwable, TaskEntry* entry);

    TaskGroup* group_;  // null once it is gone
    TaskEntry* blamed_ = nullptr;  // whose error it is; null: those of all
    const Wants wants_;
    const Errors errors_;
};

}  // namespace async::api
