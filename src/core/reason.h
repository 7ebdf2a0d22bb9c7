// Why something ended badly: a kind and an opaque payload that only the layer which made it can read. No text, no PHP value.
// Shared by everybody who has to be told; the object given to cancel() is the object that is thrown (IO-10).
#pragma once

#include <cstdint>

#include "src/core/ref.h"

namespace async::core {

class Reason : public RefCounted {
public:
    enum class Kind : uint8_t {
        error,         // an ordinary failure
        cancellation,  // somebody asked for the end
        deadlock,      // a cancellation issued because nothing can ever happen (C-152)
        unwind,        // the engine is leaving this stack; no user code may run (D-15)
    };

    explicit Reason(Kind kind) noexcept : kind_(kind) {}

    Kind kind() const noexcept { return kind_; }
    bool is_cancellation() const noexcept { return kind_ != Kind::error; }

    // This reason takes over from `earlier`, which the payload keeps as its cause where it can (C-63).
    virtual void supersede(Reason& /*earlier*/) noexcept {}
    // This error was put there by the very step that issues `cancellation`, so it stays (D-6, CH-32).
    virtual bool withstands(const Reason& /*cancellation*/) const noexcept { return false; }

private:
    const Kind kind_;
};

}  // namespace async::core
