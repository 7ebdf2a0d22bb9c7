// A node in the tree of coroutines. Holds links, not ownership: a coroutine and a child scope keep their scope alive, never
// the other way round. The engine side derives from it to add handlers and its PHP object.
#pragma once

#include <cstdint>

#include "src/core/assert.h"
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
    // Takes no new work, ever: it was idle when it was cancelled, or it is released (C-186).
    bool is_closed() const noexcept { return closed_; }
    // Nobody can do anything with it any more (C-186).
    bool is_released() const noexcept { return released_; }
    // No active coroutine here and all children finished; closed and cancelled scopes count as finished (C-185).
    bool is_finished() const noexcept { return cancelled_ || (active_ == 0 && unfinished_children_ == 0); }
    bool has_children() const noexcept { return !children_.empty(); }
    // Nothing runs here nor below: neither active coroutines nor zombies.
    bool is_empty() const noexcept { return active_ == 0 && zombies_ == 0 && occupied_children_ == 0; }
    uint32_t active_count() const noexcept { return active_; }
    uint32_t zombie_count() const noexcept { return zombies_; }
    // Whether somebody who runs in `caller` (null: nowhere) may start work here: never when closed, and only from inside after
    // close_to_outsiders().
    bool accepts_from(const Scope* caller) const noexcept;

    // New coroutine of this scope. The caller has checked that the scope is open.
    void attach(Coroutine& coroutine) noexcept;
    // A coroutine ended. May complete this scope and those above (C-193).
    void detach(Coroutine& coroutine) noexcept;

    // A fatal error dropped the coroutine: unlink it, tell nobody.
    void forget(Coroutine& coroutine) noexcept;

    // C-188: children first, then coroutines in spawn order; all get the same Reason, which may be null for an empty scope.
    void cancel(Ref<Reason> reason, Disposal disposal = Disposal::by_flag) noexcept;
    // C-95, third step: nobody handled `error`. Cancels as above with `cancellation`, but leaves those alone who are ending
    // already because this scope was cancelled, and those who await it get the error. Returns whether one of them took it.
    bool fail(Reason& error, Ref<Reason> cancellation) noexcept;
    // No new work; only for an idle scope.
    void close() noexcept {
        ASYNC_ASSERT(closed_ || is_empty());
        cancel(nullptr);
    }
    // C-186: what dies in here may still start its cleanup, others may start nothing.
    void close_to_outsiders() noexcept { disposing_ = true; }

    void observe(ScopeObserver& observer) noexcept { observers_.push_back(observer); }

    template <typename F>
    void for_each_coroutine(F&& visit) const { coroutines_.for_each(visit); }
    template <typename F>
    void for_each_child(F&& visit) const { children_.for_each(visit); }

protected:
    ~Scope() override;

    // The last active coroutine and child ended: wake those who await completion. May be called again later (C-193).
    virtual void on_completed() noexcept {}
    // A cancelled scope became empty, or release_closed(): it is released now (C-186).
    virtual void on_released() noexcept {}
    // The scope was idle when it was cancelled.
    virtual void on_closed() noexcept {}
    // cancel() has told children and coroutines; awaiters get `reason`.
    virtual void on_cancelled(Reason& /*reason*/) noexcept {}
    // As on_cancelled(), by fail(); returns whether an awaiter took the error.
    virtual bool on_failed(Reason& /*error*/) noexcept { return false; }

    // A closed scope loses whoever could still control it.
    void release_closed() noexcept;

private:
    void remove(Coroutine& coroutine) noexcept;
    // Keeps the counts of those above right; after every change of what is_finished() and is_empty() depend on.
    void recount() noexcept;
    void settle_upwards() noexcept;
    void tell_observers(Reason* step) noexcept;
    struct Step {
        const Ref<Reason>& reason;
        Disposal disposal;
        bool newcomers_only = false;  // spare who has been cancelled together with its scope
    };
    // cancel() without telling those above.
    void cancel_tree(const Step& step) noexcept;
    void cancel_inside(const Step& step) noexcept;
    void cancel_coroutine(Coroutine& coroutine, const Step& step) noexcept;

    Ref<Scope> parent_;
    List<Scope, ScopeChildLink> children_;
    List<Coroutine, ScopeLink> coroutines_;
    List<ScopeObserver> observers_;
    uint32_t active_ = 0;
    uint32_t zombies_ = 0;
    uint32_t unfinished_children_ = 0;
    uint32_t occupied_children_ = 0;
    bool unfinished_ = false;  // as counted by the parent
    bool occupied_ = false;
    bool safe_ = true;
    bool cancelled_ = false;
    bool closed_ = false;
    bool released_ = false;
    bool disposing_ = false;
};

}  // namespace async::core
