// The pool of src/sync with PHP values in it and PHP callables around it: makes, checks, destroys resources and reports to the
// circuit breaker's strategy. Every call of user code may suspend; slots were claimed before. The object of class Async\Pool.
#pragma once

#include "ext/zend/compat.h"

#include "ext/api/channel_object.h"
#include "ext/zend/object.h"
#include "ext/zend/php_coroutine.h"
#include "ext/zend/php_scope.h"
#include "ext/zend/pool_door.h"
#include "src/core/timer_heap.h"
#include "src/sync/pool.h"

namespace async::api {

class PhpPool final : public php::CountedByObject<sync::Pool<Item, php::EngineMemory>, PhpPool>, private core::TimerNode {
public:
    enum Hook { factory, destructor, healthcheck, before_acquire, before_release, kHooks };
    struct Settings {
        zval* hooks[kHooks];  // null: none
        zend_long min = 0;
        zend_long max = 10;
        zend_long interval_ms = 0;
    };

    PhpPool() noexcept { ZVAL_UNDEF(&strategy_); }
    ~PhpPool() override;

    bool is_constructed() const noexcept { return has(factory); }
    // PO-2. May leave an exception.
    void construct(const Settings& settings);
    // In place of callables. Null: the source is gone, and the pool is closed.
    void set_source(php::PoolSource* source) noexcept {
        source_ = source;
        had_source_ = true;
    }
    php::PoolSource* source() const noexcept { return source_; }
    bool is_kept_by_source() const noexcept { return had_source_; }

    enum class Waiting : uint8_t { allowed, never };
    // PO-6…PO-9. False: nothing to lend, or an exception is pending.
    bool acquire(Waiting waiting, zend_long timeout_ms, zval* result);
    // PO-10, PO-11.
    void give_back(zval* resource);
    // PO-15. Exceptions of destructors are pending afterwards.
    void close_all();

    void set_strategy(zval* strategy);
    void collect(zend_get_gc_buffer* buffer);
    void describe(core::DescriptionSink& sink) const override;

protected:
    core::Ref<core::Reason> make_closed_error() noexcept override;

private:
    // What a check came to.
    enum class Verdict : uint8_t {
        good,
        bad,    // answered false, or failed; the failure is in `error` if that was given
        leave,  // the coroutine is cancelled or the engine exits: an exception is pending
    };

    bool has(Hook hook) const noexcept { return had_source_ || hooks_[hook]; }
    bool call(Hook hook, const Item* argument, zval* result);
    void ask_source(Hook hook, zval* argument, zval* result);
    Verdict check(Hook hook, const Item& resource, zend_object** error = nullptr);
    void destroy(Item resource);
    // The claimed place gets a new resource. False: it got none, its place was offered, an exception is pending.
    bool make(Item& resource);

    bool has_strategy() const noexcept { return !Z_ISUNDEF(strategy_); }
    bool may_recover();
    void report_success();
    void report_failure(zend_object* error);
    void ask_strategy(const char* method, zval* result, uint32_t argc, zval* argv);

    void start_timer();
    void stop_timer() noexcept;
    void on_deadline() noexcept override;
    void check_idle();
    bool check_one(Item resource);

    php::StoredCallable hooks_[kHooks];
    php::PoolSource* source_ = nullptr;
    bool had_source_ = false;
    zval strategy_;
    core::Ref<php::PhpScope> scope_;
    php::PhpCoroutine* checker_ = nullptr;  // of the next round; made in advance, as no timer may allocate
    zend_long interval_ms_ = 0;
};

}  // namespace async::api
