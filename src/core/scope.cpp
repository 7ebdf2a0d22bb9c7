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
    // At the end of a process a parent may be destroyed under its children.
    while (children_.pop_front()) {
    }
    static_cast<ScopeChildLink*>(this)->unlink();
}

bool Scope::is_within(const Scope& ancestor) const noexcept {
    for (const Scope* scope = this; scope; scope = scope->parent()) {
        if (scope == &ancestor) return true;
    }
    return false;
}

bool Scope::accepts_from(const Scope* caller) const noexcept {
    if (closed_) return false;
    return !disposing_ || (caller && caller->is_within(*this));
}

void Scope::recount() noexcept {
    for (Scope* scope = this; scope; scope = scope->parent()) {
        const bool unfinished = !scope->is_finished();
        const bool occupied = !scope->is_empty();
        if (unfinished == scope->unfinished_ && occupied == scope->occupied_) return;
        if (Scope* parent = scope->parent()) {
            parent->unfinished_children_ += static_cast<uint32_t>(unfinished) - static_cast<uint32_t>(scope->unfinished_);
            parent->occupied_children_ += static_cast<uint32_t>(occupied) - static_cast<uint32_t>(scope->occupied_);
        }
        scope->unfinished_ = unfinished;
        scope->occupied_ = occupied;
    }
}

void Scope::attach(Coroutine& coroutine) noexcept {
    coroutine.scope_ = Ref<Scope>(this);
    coroutines_.push_back(coroutine);
    if (++active_ == 1) recount();
}

void Scope::detach(Coroutine& coroutine) noexcept {
    Ref<Scope> self(this);
    remove(coroutine);
    settle_upwards();
}

void Scope::forget(Coroutine& coroutine) noexcept {
    Ref<Scope> self(this);
    remove(coroutine);
}

void Scope::remove(Coroutine& coroutine) noexcept {
    static_cast<ScopeLink&>(coroutine).unlink();
    --(coroutine.zombie_ ? zombies_ : active_);
    coroutine.scope_.reset();
    if (active_ == 0) recount();
}

// Something ended here: completion and release spread upwards as far as they hold.
void Scope::settle_upwards() noexcept {
    for (Ref<Scope> scope(this); scope; scope = scope->parent_) {
        if (scope->active_ > 0) return;
        const bool children_finished = scope->unfinished_children_ == 0;
        if (children_finished) scope->on_completed();
        if (scope->cancelled_ && !scope->closed_ && scope->is_empty()) {
            scope->closed_ = scope->released_ = true;
            scope->on_released();
        }
        if (!children_finished) return;
    }
}

void Scope::release_closed() noexcept {
    if (!closed_ || released_) return;
    released_ = true;
    on_released();
}

void Scope::tell_observers(Reason* step) noexcept {
    while (ScopeObserver* observer = observers_.pop_front()) observer->on_scope_cancel(*this, step);  // D-6, CH-32
}

void Scope::cancel(Ref<Reason> reason, Disposal disposal) noexcept {
    if (closed_) return;
    Ref<Scope> self(this);
    cancel_tree({reason, disposal});
    settle_upwards();
}

bool Scope::fail(Reason& error, Ref<Reason> cancellation) noexcept {
    Ref<Scope> self(this);
    if (!closed_) cancel_inside({cancellation, Disposal::by_flag, true});
    const bool taken = on_failed(error);
    settle_upwards();
    return taken;
}

void Scope::cancel_tree(const Step& step) noexcept {
    if (closed_) return;
    Ref<Scope> self(this);
    if (is_empty()) {
        cancel_inside({nullptr, step.disposal});  // idle children close with their parent
        closed_ = true;
        on_closed();
        return;
    }
    cancel_inside(step);
    on_cancelled(*step.reason);
}

void Scope::cancel_inside(const Step& step) noexcept {
    const bool again = std::exchange(cancelled_, true);
    tell_observers(step.reason.get());
    children_.for_each([&](Scope& child) { child.cancel_tree(step); });
    coroutines_.for_each([&](Coroutine& coroutine) {
        const bool spared = step.newcomers_only && again && (coroutine.cancelled_ || coroutine.deferred_);
        if (!spared) cancel_coroutine(coroutine, step);
    });
    recount();
}

void Scope::cancel_coroutine(Coroutine& coroutine, const Step& step) noexcept {
    if (coroutine.is_finished() || coroutine.zombie_) {
        // Only a cancel that spares nobody reaches a zombie.
        if (coroutine.zombie_ && !safe_ && step.disposal == Disposal::by_flag) coroutine.cancel(step.reason);
        return;
    }
    const bool spared = coroutine.is_started() && (safe_ || step.disposal == Disposal::zombies);
    if (!spared || coroutine.state() == Coroutine::State::running) {
        coroutine.cancel(step.reason);
        return;
    }
    coroutine.zombie_ = true;
    --active_;
    ++zombies_;
}

}  // namespace async::core
