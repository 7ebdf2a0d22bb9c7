// One call of iterate(): the iterable, the callback, and the workers that take its elements, one by one, in a scope of their own.
// A worker goes on by itself as long as callbacks do not suspend; when one does, the next pass of the scheduler starts another
// (IT-4, IT-7). Settles when the last worker has ended. Held by the call and by every worker.
#pragma once

#include "ext/zend/compat.h"

#include "ext/zend/object.h"
#include "ext/zend/php_coroutine.h"
#include "src/core/microtasks.h"
#include "src/sync/wait_queue.h"

namespace async::api {

class Iteration final : public php::CountedByObject<core::Awaitable, Iteration>, private core::Microtask {
public:
    // With one reference; null when an exception is pending. `limit` 0: as many workers as there is work for.
    static Iteration* make(zval* iterable, const zend_fcall_info& fci, const zend_fcall_info_cache& fcc, uint32_t limit);

    Iteration();
    ~Iteration() override;

    // On the coroutine of the call: until everything has ended, the scope included. May leave an exception pending.
    void run(bool cancel_pending);

    void describe(core::DescriptionSink& sink) const override { sink.format("iterate(workers=%u)", workers_); }
    static void init();

private:
    // Whoever is inside the methods of a Traversable (IT-5).
    struct Turn final : sync::WaitQueue {
        explicit Turn(Iteration& owner) noexcept : WaitQueue(owner) {}
        void describe(core::DescriptionSink& sink) const override { sink.format("iterator of iterate()"); }
    };
    // Looks at the scope: what fails in it, and when it is empty.
    struct Watch final : core::Waiter {
        bool notify(core::Awaitable& source, core::Reason* error) noexcept override;
        Iteration* iteration = nullptr;
    };
    // Nothing is left in the scope.
    struct Drained final : core::Awaitable {
        explicit Drained(Iteration& owner) noexcept : owner_(owner) {}
        void add_ref() noexcept override { owner_.add_ref(); }
        void release() noexcept override { owner_.release(); }
        void describe(core::DescriptionSink& sink) const override { sink.format("scope of iterate()"); }
        using Awaitable::pulse;

    private:
        Iteration& owner_;
    };

    bool is_over() const noexcept { return stopped_ || exhausted_; }
    php::PhpCoroutine* make_worker();
    void spawn() noexcept;
    void work(php::PhpCoroutine& worker);
    void end_worker() noexcept;
    void request_successor();
    void run() noexcept override;  // the microtask

    // The next element; false when there is none, or an exception is pending.
    bool take(php::PhpCoroutine& worker, zval* value, zval* key);
    bool take_from_array(zval* value, zval* key);
    bool enter_iterator(php::PhpCoroutine& worker);
    bool take_from_iterator(zval* value, zval* key);
    bool call(zval* value, zval* key);
    void fail();
    void cancel_scope(const char* message);
    bool wait_for_scope();
    void unwatch() noexcept;

    zval iterable_;
    zend_object_iterator* iterator_ = nullptr;  // null: an array
    HashPosition position_ = 0;
    php::Task callback_;
    core::Ref<php::PhpScope> scope_;
    Turn turn_;
    Drained drained_;
    Watch completion_;
    Watch emptiness_;
    php::PhpCoroutine* spare_ = nullptr;  // the successor, made in advance: a microtask should not allocate
    zend_object* error_ = nullptr;        // what a callback or the iterator threw
    zend_object* other_errors_ = nullptr;  // what failed beside it, chained (IT-8)
    uint32_t limit_ = 0;
    uint32_t workers_ = 0;
    bool inside_ = false;  // somebody is in the iterator
    bool rewound_ = false;
    bool exhausted_ = false;
    bool stopped_ = false;
};

}  // namespace async::api
