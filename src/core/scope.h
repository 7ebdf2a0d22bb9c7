// A node in the tree of coroutines. Holds links, not ownership: a coroutine and a child scope keep their scope alive, never
// the other way round. The engine side derives from it to add handlers and its PHP object.
#pragma once

#include <cstdint>

#include "src/core/coroutine.h"
#include "src/core/intrusive_list.h"
#include "src/core/ref.h"

namespace async::core {

struct ScopeChildLink : ListNode {};

// Somebody who must act before the coroutines of a scope are cancelled (CH-32). Not owned; told once, then off the list.
class ScopeObserver : public ListNode {
public:
    // `step`: the cancellation that the coroutines are about to get; null when there are none. An error raised now that
    // should not be replaced by it answers to Reason::withstands (D-6).
    virtual void on_scope_cancel(Scope& scope, Reason* step) noexcept = 0;

protected:
    ~ScopeObserver() = default;
};

class Scope : public RefCounted, public ScopeChildLink {
public:
    enum class Disposal : uint8_t {
        by_flag,  // started coroutines of a safe scope become zombies, others are cancelled
        zombies,  // started coroutines always become zombies (disposeSafely)
    };

    explicit Scope(Scope* parent) noexcept;

    Scope* parent() const noexcept { return parent_.get(); }
    // This scope or one above it.
    bool is_within(const Scope& ancestor) const noexcept;

    bool is_safe() const noexcept { return safe_; }
    void set_safe(bool safe) noexcept { safe_ = safe; }
    bool is_cancelled() const noexcept { return cancelled_; }
    bool is_closed() const noexcept { return closed_; }
    bool is_disposing() const noexcept { return disposing_; }
    // No active coroutine here and all children finished; closed and cancelled scopes count as finished (C-185).
    bool is_finished() const noexcept;
    bool has_children() const noexcept { return !children_.empty(); }
    // Nothing runs here nor below: neither active coroutines nor zombies nor unfinished children.
    bool is_empty() const noexcept;
    uint32_t active_count() const noexcept { return active_; }
    uint32_t zombie_count() const noexcept { return zombies_; }

    // New coroutine of this scope. The caller has checked that the scope is open.
    void attach(Coroutine& coroutine) noexcept;
    // A coroutine ended. May complete this scope and those above (C-193).
    void detach(Coroutine& coroutine) noexcept;

    // A fatal error dropped the coroutine: unlink it, tell nobody.
    void forget(Coroutine& coroutine) noexcept;

    // C-188: children first, then coroutines in spawn order; all get the same Reason.
    void cancel(Ref<Reason> reason, Disposal disposal = Disposal::by_flag) noexcept;
    // No new work; only for an idle scope.
    void close() noexcept;
    void set_disposing() noexcept { disposing_ = true; }

    void observe(ScopeObserver& observer) noexcept { observers_.push_back(observer); }

    template <typename F>
    void for_each_coroutine(F&& visit) const { coroutines_.for_each(visit); }
    template <typename F>
    void for_each_child(F&& visit) const { children_.for_each(visit); }

protected:
    ~Scope() override;

    // The last active coroutine and child ended: wake those who await completion. May be called again later (C-193).
    virtual void on_completed() noexcept {}
    // Active and zombie coroutines and all children are gone after cancel(): the scope is released (C-186).
    virtual void on_released() noexcept {}
    // close() took effect on an idle scope.
    virtual void on_closed() noexcept {}
    // cancel() has told children and coroutines; awaiters get `reason`.
    virtual void on_cancelled(Reason& /*reason*/) noexcept {}

private:
    void settle_upwards() noexcept;
    void cancel_coroutine(Coroutine& coroutine, const Ref<Reason>& reason, Disposal disposal) noexcept;

    Ref<Scope> parent_;
    List<Scope, ScopeChildLink> children_;
    List<Coroutine, ScopeLink> coroutines_;
    List<ScopeObserver> observers_;
    uint32_t active_ = 0;
    uint32_t zombies_ = 0;
    bool safe_ = true;
    bool cancelled_ = false;
    bool closed_ = false;
    bool disposing_ = false;
};

}  // namespace async::core
