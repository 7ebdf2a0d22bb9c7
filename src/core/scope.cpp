#include "src/core/scope.h"

namespace async::core {

Scope::Scope(Scope* parent) noexcept : parent_(parent) {
    if (!parent) return;
    parent->children_.push_back(*this);
    safe_ = parent->safe_;
}

Scope::~Scope() {
    while (observers_.pop_front()) {
    }
    static_cast<ScopeChildLink*>(this)->unlink();
}

bool Scope::is_within(const Scope& ancestor) const noexcept {
    for (const Scope* scope = this; scope; scope = scope->parent()) {
        if (scope == &ancestor) return true;
    }
    return false;
}

bool Scope::is_finished() const noexcept {
    if (closed_ || cancelled_) return true;
    if (active_ > 0) return false;
    bool finished = true;
    children_.for_each([&](Scope& child) { finished = finished && child.is_finished(); });
    return finished;
}

bool Scope::is_empty() const noexcept {
    if (active_ > 0 || zombies_ > 0) return false;
    bool empty = true;
    children_.for_each([&](Scope& child) { empty = empty && child.is_empty(); });
    return empty;
}

void Scope::attach(Coroutine& coroutine) noexcept {
    coroutine.scope_ = Ref<Scope>(this);
    coroutines_.push_back(coroutine);
    ++active_;
}

void Scope::detach(Coroutine& coroutine) noexcept {
    Ref<Scope> self(this);
    static_cast<ScopeLink&>(coroutine).unlink();
    if (coroutine.zombie_) {
        --zombies_;
    } else {
        --active_;
    }
    coroutine.scope_.reset();
    settle_upwards();
}

void Scope::forget(Coroutine& coroutine) noexcept {
    Ref<Scope> self(this);
    static_cast<ScopeLink&>(coroutine).unlink();
    --(coroutine.zombie_ ? zombies_ : active_);
    coroutine.scope_.reset();
}

void Scope::settle_upwards() noexcept {
    for (Ref<Scope> scope(this); scope; scope = scope->parent_) {
        if (scope->active_ > 0) return;
        bool children_finished = true;
        scope->children_.for_each([&](Scope& child) { children_finished = children_finished && child.is_finished(); });
        if (children_finished) scope->on_completed();
        if (scope->cancelled_ && !scope->closed_ && scope->is_empty()) {
            scope->closed_ = true;
            scope->on_released();
        }
        if (!children_finished) return;
    }
}

void Scope::cancel(Ref<Reason> reason, Disposal disposal) noexcept {
    if (closed_) return;
    if (is_empty()) {
        cancelled_ = true;
        close();
        return;
    }
    Ref<Scope> self(this);
    cancelled_ = true;
    while (ScopeObserver* observer = observers_.pop_front()) observer->on_scope_cancel(*this, reason.get());  // D-6, CH-32
    children_.for_each([&](Scope& child) { child.cancel(reason, disposal); });
    coroutines_.for_each([&](Coroutine& coroutine) { cancel_coroutine(coroutine, reason, disposal); });
    on_cancelled(*reason);
    settle_upwards();
}

void Scope::cancel_coroutine(Coroutine& coroutine, const Ref<Reason>& reason, Disposal disposal) noexcept {
    const bool to_zombie = coroutine.is_started() && (safe_ || disposal == Disposal::zombies);
    if (!to_zombie || coroutine.state() == Coroutine::State::running) {
        coroutine.cancel(reason);
        return;
    }
    if (coroutine.zombie_) return;
    coroutine.zombie_ = true;
    --active_;
    ++zombies_;
}

void Scope::close() noexcept {
    if (closed_) return;
    Ref<Scope> self(this);
    closed_ = true;
    while (ScopeObserver* observer = observers_.pop_front()) observer->on_scope_cancel(*this, nullptr);
    children_.for_each([](Scope& child) { child.close(); });
    on_closed();
}

}  // namespace async::core
