#include "ext/api/php_pool.h"

#include "ext/api/parked_call.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

namespace async::api {

namespace {

zend_object* make_pool_closed() { return php::make_throwable(php::ce_pool_exception, "Pool is closed"); }

// What a hook threw is its answer, a timeout of its own included; what ends the coroutine itself is not.
bool must_pass_on(const zend_object* exception) {
    if (php::is_engine_exit(exception)) return true;
    return php::is_cancellation(exception) &&
           !instanceof_function(exception->ce, php::ce_operation_canceled_exception);
}

// The exceptions of several destructors: the last one, the earlier ones as its previous (PO-15). Takes over both.
zend_object* chain(zend_object* earlier, zend_object* later) {
    if (!earlier) return later;
    if (later) php::set_previous(later, earlier);
    return later ? later : earlier;
}

}  // namespace

PhpPool::~PhpPool() {
    stop_timer();
    zval_ptr_dtor(&strategy_);
}

core::Ref<core::Reason> PhpPool::make_closed_error() noexcept {
    return php::ThrowableReason::own(make_pool_closed());
}

void PhpPool::construct(const Settings& settings) {
    configure(static_cast<uint32_t>(settings.min), static_cast<uint32_t>(settings.max));
    for (int hook = 0; hook < kHooks; ++hook) {
        if (settings.hooks[hook]) hooks_[hook].set(settings.hooks[hook]);
    }
    interval_ms_ = has(healthcheck) ? settings.interval_ms : 0;
    while (lacks_minimum() && !is_closed()) {
        claim_new();
        Item resource;
        if (!make(resource)) {
            zend_object* failure = php::take_exception();
            close_all();
            php::raise(chain(php::take_exception(), failure));
            return;
        }
        put_back(std::move(resource));
    }
    start_timer();
}

// --- User code -------------------------------------------------------------------------------------------------------

// Null result: not wanted. False when an exception is pending.
bool PhpPool::call(Hook hook, const Item* argument, zval* result) {
    zval ignored;
    zval copy;
    if (argument) ZVAL_COPY(&copy, &argument->value());
    zval* answer = result ? result : &ignored;
    ZVAL_UNDEF(answer);
    add_ref();  // the callable may drop the last variable that holds the pool
    if (had_source_) {
        ask_source(hook, argument ? &copy : nullptr, answer);
    } else {
        call_user_function(nullptr, nullptr, hooks_[hook].get(), answer, argument ? 1 : 0, argument ? &copy : nullptr);
    }
    if (argument) zval_ptr_dtor(&copy);
    if (!result) zval_ptr_dtor(answer);
    release();
    return !EG(exception);
}

void PhpPool::ask_source(Hook hook, zval* argument, zval* result) {
    if (!source_) return;
    switch (hook) {
        case factory:
            source_->make(result);
            return;
        case destructor:
            source_->destroy(argument);
            return;
        case healthcheck:
            ZVAL_BOOL(result, source_->is_healthy(argument));
            return;
        case before_acquire:
            ZVAL_BOOL(result, source_->may_be_lent(argument));
            return;
        default:
            ZVAL_BOOL(result, source_->may_be_kept(argument));
    }
}

void PhpPool::describe(core::DescriptionSink& sink) const {
    Pool::describe(sink);
    if (source_) source_->describe(sink);
}

PhpPool::Verdict PhpPool::check(Hook hook, const Item& resource, zend_object** error) {
    if (!has(hook)) return Verdict::good;
    zval answer;
    if (call(hook, &resource, &answer)) {
        const bool refused = Z_TYPE(answer) == IS_FALSE;
        zval_ptr_dtor(&answer);
        return refused ? Verdict::bad : Verdict::good;
    }
    zval_ptr_dtor(&answer);
    if (must_pass_on(EG(exception))) return Verdict::leave;
    zend_object* failure = php::take_exception();
    if (error) {
        *error = failure;
    } else {
        OBJ_RELEASE(failure);
    }
    return Verdict::bad;
}

// An exception already pending stays first; what the destructor throws becomes its previous.
void PhpPool::destroy(Item resource) {
    zend_object* pending = php::take_exception();
    if (has(destructor) && !(pending && php::is_engine_exit(pending))) call(destructor, &resource, nullptr);
    {
        const Item gone(std::move(resource));
    }
    if (pending) php::raise(chain(php::take_exception(), pending));
}

bool PhpPool::make(Item& resource) {
    zval made;
    call(factory, nullptr, &made);
    if (EXPECTED(!EG(exception) && !Z_ISUNDEF(made))) {
        if (Z_ISREF(made)) zend_unwrap_reference(&made);
        resource = Item(&made);
        zval_ptr_dtor(&made);
        return true;
    }
    zval_ptr_dtor(&made);
    if (!EG(exception)) php::throw_async(php::ce_pool_exception, "Failed to create pool resource");
    drop();
    offer();
    if (!must_pass_on(EG(exception))) {  // PO-18
        zend_object* failure = php::take_exception();
        report_failure(failure);
        php::raise(failure);
    }
    return false;
}

// --- Lending ---------------------------------------------------------------------------------------------------------

bool PhpPool::acquire(Waiting waiting, zend_long timeout_ms, zval* result) {
    php::Runtime* runtime = php::Runtime::get();
    core::Instant deadline = core::Instant::never();
    if (waiting == Waiting::allowed) {
        if (!php::Runtime::enter()) return false;
        runtime = php::Runtime::get();
        if (timeout_ms > 0) deadline = runtime->clock().now() + core::Duration::from_ms(timeout_ms);  // PO-7
    }
    for (Turn turn = Turn::none;;) {
        if (breaker() == Breaker::inactive && !is_closed() && may_recover()) set_breaker(Breaker::recovering);
        if (UNEXPECTED(EG(exception))) {
            if (turn == Turn::own) offer();
            return false;
        }
        Item resource;
        switch (claim(turn)) {
            case Claim::idle: {
                resource = take();
                const Verdict verdict = check(before_acquire, resource);
                if (EXPECTED(verdict == Verdict::good)) break;
                drop();
                turn = Turn::own;  // what got free is still ours to use
                destroy(std::move(resource));
                if (EXPECTED(!EG(exception))) continue;
                offer();  // PO-8
                return false;
            }
            case Claim::create:
                if (!make(resource)) return false;
                break;
            case Claim::closed:
                if (waiting == Waiting::allowed) php::raise(make_pool_closed());
                return false;
            case Claim::unavailable:
                if (waiting == Waiting::allowed) {
                    php::throw_async(php::ce_service_unavailable_exception,
                                     "Service is unavailable (circuit breaker is open)");
                }
                return false;
            case Claim::queue: {
                if (waiting == Waiting::never) return false;
                core::Wait& wait = runtime->current()->wait();
                wait.add(line());
                wait.set_deadline(runtime->scheduler().timers(), deadline);
                const Parked parked = park_uncleared(*runtime, nullptr);
                if (parked == Parked::deadline) {
                    php::throw_async(php::ce_timeout_exception, "Timeout occurred after " ZEND_LONG_FMT " milliseconds",
                                     timeout_ms);
                }
                if (parked != Parked::source) return false;
                if (wait.error()) {
                    php::raise(*wait.error());
                } else {
                    line().redeem(wait.winner());
                    turn = Turn::own;
                }
                wait.clear();
                if (EG(exception)) return false;
                continue;
            }
        }
        lend();
        resource.give(result);
        return true;
    }
}

void PhpPool::give_back(zval* value) {
    if (!begin_return()) {
        php::throw_async(php::ce_pool_exception, "Cannot release a resource: none is acquired from this pool");
        return;
    }
    Item resource(value);
    zend_object* error = nullptr;
    const Verdict verdict = check(before_release, resource, &error);
    if (EXPECTED(verdict == Verdict::good)) {
        hold();
        report_success();
        if (!is_closed()) return put_back_held(std::move(resource));
        lose();
    } else {
        drop();
        if (verdict == Verdict::bad) {
            if (!error) error = php::make_throwable(zend_ce_exception, "Resource validation failed");
            report_failure(error);
            OBJ_RELEASE(error);
        }
    }
    destroy(std::move(resource));
    offer();  // a destructor's exception leaves only now
}

void PhpPool::close_all() {
    if (!close()) return;
    stop_timer();
    zend_object* failure = php::take_exception();
    for (Item resource; take_idle(resource);) {
        destroy(std::move(resource));
        failure = chain(failure, php::take_exception());
    }
    if (failure) php::raise(failure);
}

// --- The circuit breaker's strategy ----------------------------------------------------------------------------------

void PhpPool::set_strategy(zval* strategy) {
    zval old;
    ZVAL_COPY_VALUE(&old, &strategy_);
    ZVAL_UNDEF(&strategy_);
    if (strategy) ZVAL_COPY(&strategy_, strategy);
    zval_ptr_dtor(&old);
}

// PO-18: what it throws is of no interest, unless the coroutine itself is to end.
void PhpPool::ask_strategy(const char* method, zval* result, uint32_t argc, zval* argv) {
    zend_object* pending = php::take_exception();
    if (pending && php::is_engine_exit(pending)) return php::raise(pending);
    zval strategy;
    ZVAL_COPY(&strategy, &strategy_);
    zval function;
    ZVAL_STRING(&function, method);
    add_ref();
    call_user_function(nullptr, &strategy, &function, result, argc, argv);
    release();
    zval_ptr_dtor(&function);
    zval_ptr_dtor(&strategy);
    zend_object* thrown = php::take_exception();
    if (thrown && !must_pass_on(thrown)) {
        OBJ_RELEASE(thrown);
        thrown = nullptr;
    }
    if (zend_object* left = chain(pending, thrown)) php::raise(left);
}

bool PhpPool::may_recover() {
    if (!has_strategy()) return false;
    zval answer;
    ZVAL_UNDEF(&answer);
    ask_strategy("shouldRecover", &answer, 0, nullptr);
    const bool yes = Z_TYPE(answer) == IS_TRUE;
    zval_ptr_dtor(&answer);
    return yes && !EG(exception);
}

void PhpPool::report_success() {
    if (EXPECTED(!has_strategy())) return;
    zval answer;
    zval self;
    ZVAL_UNDEF(&answer);
    ZVAL_OBJ(&self, std_object());
    ask_strategy("reportSuccess", &answer, 1, &self);
    zval_ptr_dtor(&answer);
}

void PhpPool::report_failure(zend_object* error) {
    if (EXPECTED(!has_strategy())) return;
    zval answer;
    zval arguments[2];
    ZVAL_UNDEF(&answer);
    ZVAL_OBJ(&arguments[0], std_object());
    ZVAL_OBJ(&arguments[1], error);
    ask_strategy("reportFailure", &answer, 2, arguments);
    zval_ptr_dtor(&answer);
}

// --- Health (PO-17) --------------------------------------------------------------------------------------------------

void PhpPool::start_timer() {
    if (interval_ms_ <= 0 || is_closed() || checker_) return;
    php::Runtime* runtime = php::Runtime::start();
    if (!runtime) return;
    if (!scope_) scope_ = core::Ref<php::PhpScope>(&runtime->current_scope());
    checker_ = php::PhpCoroutine::make_native(
        [](php::PhpCoroutine&, void* pool) { static_cast<PhpPool*>(pool)->check_idle(); }, this);
    const core::Instant deadline = runtime->clock().now() + core::Duration::from_ms(interval_ms_);
    runtime->scheduler().timers().arm(*this, deadline, core::TimerHeap::Visibility::hidden);
}

void PhpPool::stop_timer() noexcept {
    if (!armed()) return;
    php::Runtime::get()->scheduler().timers().disarm(*this);
    php::PhpCoroutine* checker = std::exchange(checker_, nullptr);
    OBJ_RELEASE(checker->std_object());
}

void PhpPool::on_deadline() noexcept {
    php::Runtime& runtime = *php::Runtime::get();
    php::PhpCoroutine* checker = std::exchange(checker_, nullptr);
    add_ref();  // until the round is over
    core::Scope& home = scope_->is_closed() || scope_->is_cancelled() ? runtime.main_scope() : *scope_;
    runtime.scheduler().spawn(*checker, home);
    OBJ_RELEASE(checker->std_object());
}

void PhpPool::check_idle() {
    for (uint32_t left = idle_count(); left > 0 && claim_idle(); --left) {
        if (!check_one(take())) break;
    }
    zend_object* failure = php::take_exception();
    if (!failure || !must_pass_on(failure)) start_timer();
    release();
    if (failure) php::raise(failure);
}

// False: the round is over.
bool PhpPool::check_one(Item resource) {
    const Verdict verdict = check(healthcheck, resource);
    if (verdict == Verdict::good && !is_closed()) {
        put_back(std::move(resource));
        return true;
    }
    drop();
    destroy(std::move(resource));
    if (EG(exception) || is_closed() || !lacks_minimum()) {
        offer();
        return !EG(exception) && !is_closed();
    }
    claim_new();
    Item replacement;
    if (!make(replacement)) return false;
    if (!is_closed()) {
        put_back(std::move(replacement));
        return true;
    }
    drop();
    destroy(std::move(replacement));
    return false;
}

void PhpPool::collect(zend_get_gc_buffer* buffer) {
    for (php::StoredCallable& hook : hooks_) {
        if (hook) zend_get_gc_buffer_add_zval(buffer, hook.get());
    }
    if (has_strategy()) zend_get_gc_buffer_add_zval(buffer, &strategy_);
    for_each_idle([&](const Item& item) {
        zval value = item.value();
        zend_get_gc_buffer_add_zval(buffer, &value);
    });
    if (scope_) zend_get_gc_buffer_add_obj(buffer, scope_->std_object());
}

}  // namespace async::api
