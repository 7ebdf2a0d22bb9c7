#include "src/sync/future_cell.h"

namespace async::sync {

void Derivations::clear() noexcept {
    while (Derivation* derivation = queue_.pop_front()) {
        derivation->skip();
        derivation->target().release();
    }
}

void FutureCell::derive(Derivation& derivation) noexcept {
    ASYNC_ASSERT(is_pending());
    const bool first = derived_.empty();
    derivation.target().add_ref();
    derived_.push_back(derivation);
    if (first) on_derived();
}

bool FutureCell::end(core::Ref<core::Reason> error, Derivations* more) noexcept {
    core::Ref<FutureCell> self(this);
    const bool attended = is_attended();
    on_ended();
    if (settle(std::move(error))) mark_handled();
    if (derived_.empty()) return attended;

    Derivations ready;
    Derivations& target = more ? *more : ready;
    while (Derivation* derivation = derived_.take()) {
        derivation->set_source(*this);
        target.push_back(*derivation);
    }
    if (!more) on_derivable(ready);
    return attended;
}

bool Derivation::concerns_source() const noexcept {
    const bool failed = source_->error() != nullptr;
    return rule_ == Rule::finally || (rule_ == Rule::rescue) == failed;
}

Derivation::Ending Derivation::finish(core::Ref<core::Reason> error, Derivations& more) noexcept {
    const core::Ref<FutureCell> from = take_source();
    FutureCell& cell = target();
    const bool attended = cell.end(error, &more);
    if (!error) return Ending::quiet;
    if (attended) {
        cell.mark_handled();
        from->mark_handled();
        return Ending::quiet;
    }
    return cell.is_ignored() || error->is_cancellation() ? Ending::quiet : Ending::escaped;  // C-43
}

}  // namespace async::sync
