// The triggers of one await_* call: what to wait for, under which key its outcome goes, and, where they come from a Traversable,
// the coroutine that brings them (C-118). Made by the call, which is also who waits; the bringing coroutine may outlive it.
#pragma once

#include "ext/zend/compat.h"

#include "ext/zend/awaitable_object.h"
#include "ext/zend/engine_memory.h"
#include "ext/zend/object.h"
#include "ext/zend/php_coroutine.h"
#include "src/sync/combinators.h"

namespace async::api {

// One trigger with its key: an integer, a string, or null for the next free integer.
class Trigger {
public:
    Trigger(zend_object* object, const zval* key) noexcept : object_(object) {
        GC_ADDREF(object_);
        ZVAL_COPY(&key_, key);
    }
    Trigger(Trigger&& other) noexcept : object_(std::exchange(other.object_, nullptr)), key_(other.key_) {
        ZVAL_UNDEF(&other.key_);
    }
    Trigger& operator=(Trigger&&) = delete;
    ~Trigger() {
        if (object_) OBJ_RELEASE(object_);
        zval_ptr_dtor(&key_);
    }

    zend_object* object() const noexcept { return object_; }
    const zval* key() const noexcept { return &key_; }
    // The value it ended with; null when its class has none to give.
    void fetch(zval* value) const;

private:
    zend_object* object_;
    zval key_;
};

class AwaitSet final : public php::CountedByObject<sync::Gathering<Trigger, php::EngineMemory>, AwaitSet> {
public:
    enum class Joining : uint8_t { nobody, coroutines };

    // With one reference. `wanted`: so many outcomes or successes, or kAll.
    static AwaitSet* make(Errors errors, uint32_t wanted, uint32_t room);
    AwaitSet(Errors errors, uint32_t wanted, uint32_t room) : CountedByObject(errors, wanted, room) {}
    ~AwaitSet() override;

    // All of an array (C-114). False when an exception is pending.
    bool add_array(HashTable* triggers, Joining joining);
    // A Traversable: its items come one by one, as long as `triggers` lives.
    void start_bringing(zval* triggers);
    // Nobody waits any more.
    void leave_all();

    void describe(core::DescriptionSink& sink) const override { sink.format("%u triggers", count()); }

    static void init();

private:
    // Looks after the coroutine that brings the triggers.
    struct Guard final : core::Waiter {
        bool notify(core::Awaitable&, core::Reason* error) noexcept override {
            if (error) {
                set->fail(*error);
            } else {
                set->complete();
            }
            return error != nullptr;
        }
        AwaitSet* set = nullptr;
    };

    void bring();
    void walk(zend_object_iterator* iterator);
    bool take_item(zval* value, zval* key);
    void add_trigger(zend_object* object, const zval* key, bool joined);
    bool is_over() const noexcept { return !is_pending() || left_; }

    Guard guard_;
    php::PhpCoroutine* bringer_ = nullptr;
    zval* triggers_ = nullptr;
    HashTable* seen_ = nullptr;
    bool left_ = false;
};

}  // namespace async::api
