// What map(), catch() and finally() leave behind: cells that are filled by a callback from the outcome of another one, and the
// runs that do so. A run works off what became ready with one coroutine as long as no callback suspends; then another one goes
// on with the rest (FU-13). Each callback runs in the scope in which it was registered (FU-10).
#pragma once

#include "ext/zend/compat.h"

#include "ext/api/result_cell.h"
#include "ext/zend/php_coroutine.h"
#include "src/core/microtasks.h"

namespace async::api {

class DerivedCell final : public CellObject<DerivedCell>, public sync::Derivation {
public:
    // Of `source`; what has ended already starts a run of its own. The callable is good.
    static core::Ref<DerivedCell> derive(ResultCell& source, Rule rule, zval* callable);

    explicit DerivedCell(Rule rule) noexcept;
    ~DerivedCell() override { callback_.drop(); }

    sync::FutureCell& target() noexcept override { return *this; }
    // Where the callback runs: what it was registered in, or what is left of that.
    php::PhpScope& home() noexcept;

    enum class Ran : uint8_t {
        done,
        exited,  // exit(), which is pending
    };
    // The turn of this cell has come; runs the callback on `worker`. What is to be made of this one joins `more`.
    Ran run(php::PhpCoroutine& worker, sync::Derivations& more);
    // The worker was cancelled before it began.
    void give_up(core::Reason& why, sync::Derivations& more) noexcept;

    void collect(zend_get_gc_buffer* buffer) override;

private:
    void call(php::PhpCoroutine& worker, ResultCell& from, sync::Derivations& more);
    void take_over(php::PhpCoroutine& worker, ResultCell& from, sync::Derivations& more);
    void end_with(php::PhpCoroutine& worker, zend_object* throwable, sync::Derivations& more);

    php::Task callback_;
    core::Ref<php::PhpScope> scope_;  // null: the main one
};

class ChainRun final : public php::CountedByObject<core::RefCounted, ChainRun>, private core::Microtask {
public:
    // Takes everything over. Starts the scheduler; where that is impossible nothing will ever come of it.
    static void start(sync::Derivations& ready) noexcept;

    explicit ChainRun(sync::Derivations& ready) noexcept;
    ~ChainRun() override;

    static void init();

private:
    static void begin(sync::Derivations& ready);
    void spawn() noexcept;
    void work(php::PhpCoroutine& worker);
    void discard(php::PhpCoroutine& worker, core::Reason& why) noexcept;
    void request_successor();
    void run() noexcept override;

    php::PhpCoroutine* make_worker();

    sync::Derivations queue_;
    php::PhpCoroutine* spare_ = nullptr;  // the successor, made in advance: a microtask should not allocate
};

}  // namespace async::api
