// What is behind a future: a cell that ends once, well or with a Reason (FU-1), who has shown interest in that (FU-18), and the
// cells that are to be made of it. With what it ends is the business of the concrete class. A derivation is part of the cell
// it fills; the cell it derives from owns it until that one ends, from then on the Derivations of whoever works them off. So
// no cell ever keeps its source alive, and there is no circle (FU-14).
#pragma once

#include <cstdint>
#include <utility>

#include "src/core/awaitable.h"

namespace async::sync {

class Derivation;

// Derivations whose turn has come or will come, in the order in which it does: those of one cell as they were registered, then
// those of the first cell that was filled, and so on (FU-13).
class Derivations {
public:
    Derivations() = default;
    ~Derivations() { clear(); }

    bool empty() const noexcept { return queue_.empty(); }
    Derivation* front() const noexcept { return queue_.front(); }
    inline void push_back(Derivation& derivation) noexcept;
    // The caller takes over the reference to its target. Null when there is none.
    Derivation* take() noexcept { return queue_.pop_front(); }
    void clear() noexcept;

    template <typename F>
    void for_each(F&& visit) const { queue_.for_each(visit); }

private:
    core::List<Derivation> queue_;
};

class FutureCell : public core::Awaitable {
public:
    bool is_used() const noexcept { return used_; }
    bool is_handled() const noexcept { return handled_; }
    bool is_ignored() const noexcept { return ignored_; }
    // Whoever waits takes the error as well (C-100).
    void mark_used() noexcept override {
        used_ = true;
        mark_handled();
    }
    void note_use() noexcept { used_ = true; }
    virtual void mark_handled() noexcept { handled_ = true; }
    void ignore() noexcept { ignored_ = true; }

    // What there is to complain about when the last reference goes (FU-20, FU-21).
    bool was_never_used() const noexcept { return !used_ && !ignored_; }
    bool has_unhandled_error() const noexcept { return error() && !handled_ && !ignored_; }

    // Somebody waits, or something is to be made of the outcome.
    bool is_attended() const noexcept { return has_waiters() || !derived_.empty(); }

    // It has ended, and something is still being made of it.
    bool is_at_work() const noexcept { return at_work_ > 0; }

    // Fills the target of `derivation` once this cell has ended: see on_derivable(). The cell is pending.
    void derive(Derivation& derivation) noexcept;
    template <typename F>
    void for_each_derivation(F&& visit) const { derived_.for_each(visit); }

protected:
    ~FutureCell() override = default;  // what was to be made of it never will

    // Ends the cell and wakes everybody. What is to be made of it joins `more`; null: on_derivable(). Whether it was attended.
    bool end(core::Ref<core::Reason> error, Derivations* more) noexcept;

    // It ends, whoever does it: nobody needs to fill it any more.
    virtual void on_ended() noexcept {}
    // The first derivation has come: whoever is going to end the cell must keep it from now on.
    virtual void on_derived() noexcept {}
    // The cell has ended, and there is something to be made of it.
    virtual void on_derivable(Derivations& ready) noexcept = 0;

private:
    friend class Derivation;

    Derivations derived_;
    uint32_t at_work_ = 0;
    bool used_ = false;
    bool handled_ = false;
    bool ignored_ = false;
};

class Derivation : public core::ListNode {
public:
    enum class Rule : uint8_t {
        map,      // of a value
        rescue,   // of an error
        finally,  // of either
    };

    explicit Derivation(Rule rule) noexcept : rule_(rule) {}

    Rule rule() const noexcept { return rule_; }
    virtual FutureCell& target() noexcept = 0;
    // The cell it is made of, from the end of that one until finish() or skip().
    FutureCell& source() const noexcept { return *source_; }
    void set_source(FutureCell& source) noexcept {
        source_ = core::Ref<FutureCell>(&source);
        ++source.at_work_;
    }

    // Nobody has filled the target meanwhile (FU-24).
    bool is_due() noexcept { return target().is_pending(); }
    // Whether the callback has to do with an outcome like that of the source; if not, that is the target's as well (FU-11).
    bool concerns_source() const noexcept;

    enum class Ending : uint8_t {
        quiet,
        escaped,  // the target failed, and nobody was there to see it (FU-16)
    };
    // Fills the target; its value, if any, has been put there. What is to be made of that joins `more`.
    Ending finish(core::Ref<core::Reason> error, Derivations& more) noexcept;
    void skip() noexcept { take_source(); }

protected:
    // A collector of cycles may take the target before the cell that owns it.
    ~Derivation() { unlink(); }

private:
    core::Ref<FutureCell> take_source() noexcept {
        if (source_) --source_->at_work_;
        return std::move(source_);
    }

    core::Ref<FutureCell> source_;
    const Rule rule_;
};

inline void Derivations::push_back(Derivation& derivation) noexcept { queue_.push_back(derivation); }

}  // namespace async::sync
