#include "ext/zend/compat.h"

#include "ext/api/future_chain.h"

#include "ext/zend/error_climb.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

namespace async::api {

// --- DerivedCell -----------------------------------------------------------------------------------------------------

DerivedCell::DerivedCell(Rule rule) noexcept : Derivation(rule) {
    ZVAL_UNDEF(&callback_.callable);
    php::Runtime* runtime = php::Runtime::get();
    if (runtime && !runtime->is_closed()) scope_ = core::Ref<php::PhpScope>(&runtime->current_scope());
}

core::Ref<DerivedCell> DerivedCell::derive(ResultCell& source, Rule rule, zval* callable) {
    auto cell = core::Ref<DerivedCell>::adopt(php::NativeObject<DerivedCell>::make_hidden(rule));
    zend_fcall_info fci;
    zend_fcall_info_cache fcc;
    zend_fcall_info_init(callable, 0, &fci, &fcc, nullptr, nullptr);
    cell->callback_.assign(fci, fcc, nullptr, 0, nullptr);
    source.note_use();
    if (source.is_pending()) {
        source.derive(*cell);
        return cell;
    }
    sync::Derivations one;
    cell->set_source(source);
    cell->add_ref();
    one.push_back(*cell);
    ChainRun::start(one);
    return cell;
}

php::PhpScope& DerivedCell::home() noexcept {
    php::PhpScope* scope = scope_.get();
    while (scope && scope->is_closed()) scope = scope->parent();
    return scope ? *scope : php::Runtime::get()->main_scope();
}

DerivedCell::Ran DerivedCell::run(php::PhpCoroutine& worker, sync::Derivations& more) {
    if (is_due()) {
        const core::Ref<ResultCell> from(&static_cast<ResultCell&>(source()));
        if (concerns_source()) {
            call(worker, *from, more);
        } else {
            take_over(worker, *from, more);
        }
    }
    skip();
    callback_.drop();
    scope_.reset();
    return EG(exception) ? Ran::exited : Ran::done;
}

void DerivedCell::give_up(core::Reason& why, sync::Derivations& more) noexcept {
    if (is_due()) {
        note_completion();
        finish(php::ThrowableReason::of(why).share(), more);
    }
    skip();
    callback_.drop();
    scope_.reset();
}

void DerivedCell::call(php::PhpCoroutine& worker, ResultCell& from, sync::Derivations& more) {
    zval argument;
    zval result;
    if (zend_object* throwable = from.throwable()) {
        ZVAL_OBJ_COPY(&argument, throwable);
        if (rule() == Rule::rescue) from.mark_handled();
    } else {
        ZVAL_COPY(&argument, &from.value());
    }
    ZVAL_UNDEF(&result);
    callback_.call(&result, &argument, 1);
    zval_ptr_dtor(&argument);
    if (Z_ISUNDEF(result)) ZVAL_NULL(&result);
    zend_object* thrown = php::take_exception();
    if (thrown && php::is_engine_exit(thrown)) {
        zval_ptr_dtor(&result);
        EG(exception) = thrown;  // C-146: the worker ends with it
        return;
    }
    if (thrown) {
        if (rule() == Rule::finally && from.throwable()) {
            GC_ADDREF(from.throwable());
            php::set_previous(thrown, from.throwable());
        }
        end_with(worker, thrown, more);
    } else if (rule() == Rule::finally) {  // FU-12
        take_over(worker, from, more);
    } else if (is_due()) {
        put(&result);
        finish(nullptr, more);
    }
    zval_ptr_dtor(&result);
}

void DerivedCell::take_over(php::PhpCoroutine& worker, ResultCell& from, sync::Derivations& more) {
    if (zend_object* throwable = from.throwable()) {
        GC_ADDREF(throwable);
        end_with(worker, throwable, more);
    } else if (is_due()) {
        zval value;
        ZVAL_COPY_VALUE(&value, &from.value());
        put(&value);
        finish(nullptr, more);
    }
}

// Takes over the reference.
void DerivedCell::end_with(php::PhpCoroutine& worker, zend_object* throwable, sync::Derivations& more) {
    core::Ref<core::Reason> error = php::ThrowableReason::own(throwable);
    bool escaped = false;
    if (is_due()) {
        note_completion();
        escaped = finish(error, more) == Ending::escaped;
    } else {  // cancelled while the callback ran: nobody else will see this one
        escaped = !error->is_cancellation() && throwable != static_cast<ResultCell&>(source()).throwable();
    }
    if (!escaped) return;
    php::ErrorClimb::start(worker, *php::PhpScope::from(worker.scope()), php::ThrowableReason::of(*error).share());
}

void DerivedCell::collect(zend_get_gc_buffer* buffer) {
    ResultCell::collect(buffer);
    callback_.collect(buffer);
    if (scope_) zend_get_gc_buffer_add_obj(buffer, scope_->std_object());
}

// --- ChainRun --------------------------------------------------------------------------------------------------------

void ChainRun::init() { php::NativeObject<ChainRun>::init_hidden(); }

void ChainRun::start(sync::Derivations& ready) noexcept {
    // The list stands on a stack that reaching memory_limit abandons, and what is in it would point there.
    bool refused = false;
    zend_try { begin(ready); }
    zend_catch { refused = true; }
    zend_end_try();
    if (!refused) return;
    ready.clear();
    zend_bailout();
}

void ChainRun::begin(sync::Derivations& ready) {
    if (!php::Runtime::get()) php::Runtime::enter();
    php::Runtime* runtime = php::Runtime::get();
    if (!runtime || runtime->is_closed()) {
        ready.clear();
        return;
    }
    ChainRun* run = php::NativeObject<ChainRun>::make_hidden(ready);
    run->spawn();
    run->release();
}

ChainRun::ChainRun(sync::Derivations& ready) noexcept {
    while (sync::Derivation* derivation = ready.take()) queue_.push_back(*derivation);
}

ChainRun::~ChainRun() {
    if (spare_) OBJ_RELEASE(spare_->std_object());
}

php::PhpCoroutine* ChainRun::make_worker() {
    php::PhpCoroutine* worker = php::PhpCoroutine::make_native(
        [](php::PhpCoroutine& self, void* argument) {
            auto* run = static_cast<ChainRun*>(argument);
            run->work(self);
            run->release();
        },
        this);
    worker->set_on_discard([](php::PhpCoroutine& self, void* argument, core::Reason& why) {
        auto* run = static_cast<ChainRun*>(argument);
        run->discard(self, why);
        run->release();
    });
    return worker;
}

// Each worker holds the run; after a fatal error the engine frees it.
void ChainRun::spawn() noexcept {
    php::PhpCoroutine* worker = spare_ ? std::exchange(spare_, nullptr) : make_worker();
    add_ref();
    php::Runtime::get()->note_spawn();
    php::Runtime::get()->scheduler().spawn(*worker, static_cast<DerivedCell*>(queue_.front())->home());
    worker->release();
}

void ChainRun::work(php::PhpCoroutine& worker) {
    while (sync::Derivation* next = queue_.front()) {
        auto& cell = static_cast<DerivedCell&>(*next);
        if (&cell.home() != worker.scope()) {
            spawn();
            return;
        }
        const core::Ref<ResultCell> held = core::Ref<ResultCell>::adopt(&cell);
        queue_.take();
        if (!queue_.empty()) request_successor();
        if (cell.run(worker, queue_) == DerivedCell::Ran::done) continue;
        queue_.clear();  // the application ends; as C-76
        return;
    }
}

// The scope was cancelled: so is what should have run there.
void ChainRun::discard(php::PhpCoroutine& worker, core::Reason& why) noexcept {
    while (sync::Derivation* next = queue_.front()) {
        auto& cell = static_cast<DerivedCell&>(*next);
        if (&cell.home() != worker.scope()) {
            spawn();
            return;
        }
        const core::Ref<ResultCell> held = core::Ref<ResultCell>::adopt(&cell);
        queue_.take();
        cell.give_up(why, queue_);
    }
}

// Should the callback suspend, the scheduler comes by before anybody else runs.
void ChainRun::request_successor() {
    if (core::Microtask::linked()) return;
    if (!spare_) spare_ = make_worker();
    add_ref();
    php::Runtime::get()->scheduler().microtasks().add(*this);
}

void ChainRun::run() noexcept {
    if (!queue_.empty()) spawn();
    release();
}

}  // namespace async::api
