#include "ext/zend/compat.h"

#include "ext/api/iteration.h"

#include "ext/api/parked_call.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

namespace async::api {

void Iteration::init() { php::NativeObject<Iteration>::init_hidden(); }

Iteration* Iteration::make(zval* iterable, const zend_fcall_info& fci, const zend_fcall_info_cache& fcc, uint32_t limit) {
    zend_object_iterator* iterator = nullptr;
    if (Z_TYPE_P(iterable) == IS_OBJECT) {
        iterator = Z_OBJCE_P(iterable)->get_iterator(Z_OBJCE_P(iterable), iterable, 0);
        if (!iterator || EG(exception)) {  // IT-1
            if (iterator) zend_iterator_dtor(iterator);
            if (!EG(exception)) php::throw_async(php::ce_async_exception, "Failed to create iterator");
            return nullptr;
        }
        iterator->index = 0;
    }
    Iteration* iteration = php::NativeObject<Iteration>::make_hidden();
    ZVAL_COPY(&iteration->iterable_, iterable);
    iteration->iterator_ = iterator;
    iteration->callback_.assign(fci, fcc, nullptr, 0, nullptr);
    iteration->limit_ = limit;
    return iteration;
}

Iteration::Iteration()
    : scope_(php::PhpScope::make(&php::Runtime::get()->current_scope())), turn_(*this), drained_(*this) {
    ZVAL_UNDEF(&iterable_);
    ZVAL_UNDEF(&callback_.callable);
    scope_->set_safe(false);  // TG-18: here cancellation is real
    completion_.iteration = emptiness_.iteration = this;
}

Iteration::~Iteration() {
    unwatch();
    if (iterator_) zend_iterator_dtor(iterator_);
    zval_ptr_dtor(&iterable_);
    callback_.drop();
    if (spare_) OBJ_RELEASE(spare_->std_object());
    if (error_) OBJ_RELEASE(error_);
    if (other_errors_) OBJ_RELEASE(other_errors_);
}

// --- The call --------------------------------------------------------------------------------------------------------

void Iteration::run(bool cancel_pending) {
    php::Runtime& runtime = *php::Runtime::get();
    scope_->completion().subscribe(completion_);
    scope_->emptiness().subscribe(emptiness_);
    spawn();
    runtime.current()->wait().add(*this);
    bool left = park(runtime, nullptr) != Parked::source;
    if (!left) {
        if (cancel_pending && !scope_->is_empty() && !scope_->is_cancelled()) {
            cancel_scope("Cancellation of pending coroutines after iterator completion");  // IT-6
        }
        left = !wait_for_scope();
    }
    stopped_ = true;
    if (left && !scope_->is_empty() && EG(exception) && !php::is_engine_exit(EG(exception))) {  // IT-8
        GC_ADDREF(EG(exception));
        scope_->cancel(php::ThrowableReason::own(EG(exception)));
    }
    unwatch();
    if (left) return;
    zend_object* first = std::exchange(error_, nullptr);
    zend_object* others = std::exchange(other_errors_, nullptr);
    if (first && others) php::set_previous(first, others);
    if (first || others) php::raise(first ? first : others);
}

// False when an exception is pending.
bool Iteration::wait_for_scope() {
    php::Runtime& runtime = *php::Runtime::get();
    while (!scope_->is_empty()) {
        runtime.current()->wait().add(drained_);
        if (park(runtime, nullptr) != Parked::source) return false;
    }
    return true;
}

bool Iteration::Watch::notify(core::Awaitable& source, core::Reason* error) noexcept {
    source.subscribe(*this);
    bool taken = false;
    if (error && !error->is_cancellation()) {
        zend_object* throwable = php::ThrowableReason::of(*error).copy();
        if (iteration->other_errors_) {
            php::set_previous(iteration->other_errors_, throwable);
        } else {
            iteration->other_errors_ = throwable;
        }
        iteration->stopped_ = true;
        taken = true;
    }
    if (iteration->scope_->is_empty()) iteration->drained_.pulse();
    return taken;
}

void Iteration::unwatch() noexcept {
    if (completion_.linked()) scope_->completion().unsubscribe(completion_);
    if (emptiness_.linked()) scope_->emptiness().unsubscribe(emptiness_);
}

void Iteration::cancel_scope(const char* message) {
    scope_->cancel(php::ThrowableReason::own(php::make_throwable(php::ce_async_cancellation, message)));
}

// --- Workers ---------------------------------------------------------------------------------------------------------

php::PhpCoroutine* Iteration::make_worker() {
    php::PhpCoroutine* worker = php::PhpCoroutine::make_native(
        [](php::PhpCoroutine& self, void* argument) {
            auto* iteration = static_cast<Iteration*>(argument);
            iteration->work(self);
            iteration->release();
        },
        this);
    worker->set_on_discard([](php::PhpCoroutine&, void* argument, core::Reason&) {
        auto* iteration = static_cast<Iteration*>(argument);
        iteration->end_worker();
        iteration->release();
    });
    return worker;
}

// Each worker holds the iteration; after a fatal error the engine frees it.
void Iteration::spawn() noexcept {
    php::PhpCoroutine* worker = spare_ ? std::exchange(spare_, nullptr) : make_worker();
    add_ref();
    ++workers_;
    php::Runtime::get()->note_spawn();
    php::Runtime::get()->scheduler().spawn(*worker, *scope_);
    worker->release();
}

void Iteration::work(php::PhpCoroutine& worker) {
    request_successor();
    while (!is_over()) {
        zval value;
        zval key;
        bool go_on = take(worker, &value, &key);
        if (go_on) {
            go_on = call(&value, &key);
            zval_ptr_dtor(&value);
            zval_ptr_dtor(&key);
        }
        if (EG(exception)) {
            if (php::is_engine_exit(EG(exception))) {  // C-146: everybody is cancelled, who called as well
                stopped_ = true;
                return;
            }
            fail();
        }
        if (!go_on) break;
    }
    end_worker();
}

void Iteration::end_worker() noexcept {
    if (--workers_ == 0 && is_pending()) settle(nullptr);
}

// IT-7: takes what is pending; the first one stops everybody else at once.
void Iteration::fail() {
    zend_object* thrown = php::take_exception();
    const bool first = !stopped_ || (!error_ && !php::is_cancellation(thrown));
    stopped_ = true;
    if (!error_ && first) {
        error_ = thrown;
        if (!scope_->is_cancelled()) cancel_scope("Cancellation of the iterator due to an exception");
        return;
    }
    if (php::is_cancellation(thrown)) {
        OBJ_RELEASE(thrown);
    } else if (other_errors_) {
        php::set_previous(other_errors_, thrown);
    } else {
        other_errors_ = thrown;
    }
}

void Iteration::request_successor() {
    if (core::Microtask::linked() || (limit_ > 0 && workers_ >= limit_)) return;
    if (!spare_) spare_ = make_worker();
    add_ref();
    php::Runtime::get()->scheduler().microtasks().add(*this);
}

void Iteration::run() noexcept {
    if (!is_over() && !scope_->is_cancelled() && (limit_ == 0 || workers_ < limit_)) spawn();
    release();
}

// --- Elements --------------------------------------------------------------------------------------------------------

bool Iteration::take(php::PhpCoroutine& worker, zval* value, zval* key) {
    if (!iterator_) return take_from_array(value, key);
    if (!enter_iterator(worker)) return false;
    const bool taken = !is_over() && take_from_iterator(value, key);
    inside_ = false;
    turn_.grant();
    return taken;
}

bool Iteration::take_from_array(zval* value, zval* key) {
    HashTable* array = Z_ARRVAL(iterable_);
    zval* current = zend_hash_get_current_data_ex(array, &position_);
    if (!current) {
        exhausted_ = true;
        return false;
    }
    ZVAL_COPY_DEREF(value, current);
    zend_hash_get_current_key_zval_ex(array, key, &position_);
    zend_hash_move_forward_ex(array, &position_);
    if (!zend_hash_get_current_data_ex(array, &position_)) exhausted_ = true;
    return true;
}

// in the order in which they came. False when an exception is pending.
bool Iteration::enter_iterator(php::PhpCoroutine& worker) {
    if (inside_ || turn_.reserved() > 0) {
        core::Wait& wait = worker.wait();
        wait.add(turn_);
        if (park_uncleared(*php::Runtime::get(), nullptr) != Parked::source) return false;
        turn_.redeem(wait.winner());
        wait.clear();
    }
    inside_ = true;
    return true;
}

bool Iteration::take_from_iterator(zval* value, zval* key) {
    const zend_object_iterator_funcs* functions = iterator_->funcs;
    if (!rewound_) {
        rewound_ = true;
        if (functions->rewind) functions->rewind(iterator_);
        if (EG(exception)) return false;
    }
    const bool valid = functions->valid(iterator_) == SUCCESS;
    if (EG(exception)) return false;
    zval* current = valid ? functions->get_current_data(iterator_) : nullptr;
    if (EG(exception)) return false;
    if (!current) {
        exhausted_ = true;
        return false;
    }
    ZVAL_COPY_DEREF(value, current);
    ZVAL_LONG(key, static_cast<zend_long>(iterator_->index));
    if (functions->get_current_key) functions->get_current_key(iterator_, key);
    ++iterator_->index;
    if (!EG(exception)) functions->move_forward(iterator_);  // IT-5: before the callback
    if (EXPECTED(!EG(exception))) return true;
    zval_ptr_dtor(value);
    zval_ptr_dtor(key);
    return false;
}

// Whether the worker may go on.
bool Iteration::call(zval* value, zval* key) {
    zval arguments[2];
    zval result;
    ZVAL_COPY_VALUE(&arguments[0], value);
    ZVAL_COPY_VALUE(&arguments[1], key);
    ZVAL_UNDEF(&result);
    callback_.call(&result, arguments, 2);
    if (Z_TYPE(result) == IS_FALSE) stopped_ = true;  // IT-3
    zval_ptr_dtor(&result);
    return !EG(exception);
}

}  // namespace async::api

using namespace async;

ZEND_FUNCTION(Async_iterate) {
    zval* iterable;
    zend_fcall_info fci;
    zend_fcall_info_cache fcc;
    zend_long concurrency = 0;
    bool cancel_pending = true;
    ZEND_PARSE_PARAMETERS_START(2, 4)
        Z_PARAM_ZVAL(iterable)
        Z_PARAM_FUNC(fci, fcc)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG(concurrency)
        Z_PARAM_BOOL(cancel_pending)
    ZEND_PARSE_PARAMETERS_END();

    const bool is_object = Z_TYPE_P(iterable) == IS_OBJECT && instanceof_function(Z_OBJCE_P(iterable), zend_ce_traversable);
    if (Z_TYPE_P(iterable) != IS_ARRAY && !is_object) {
        zend_argument_type_error(1, "must be of type array|Traversable, %s given", zend_zval_type_name(iterable));
    } else if (concurrency < 0) {
        zend_argument_value_error(3, "must be greater than or equal to 0");
    } else if (php::Runtime::enter()) {
        const auto limit = concurrency > UINT32_MAX ? UINT32_MAX : static_cast<uint32_t>(concurrency);
        if (api::Iteration* iteration = api::Iteration::make(iterable, fci, fcc, limit)) {
            iteration->run(cancel_pending);
            iteration->release();
            return;
        }
    }
    zend_release_fcall_info_cache(&fcc);
}
