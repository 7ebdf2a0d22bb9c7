// A handler of its own for each of many wrapped functions: what a wrapper has to call instead depends on whose call it is, and a
// handler is not told. Each is two instructions, its number and a jump to `Run`, which all of them share.
#pragma once

#include "ext/zend/compat.h"

#include <array>

namespace async::hooks {

using NumberedHandler = void (*)(INTERNAL_FUNCTION_PARAMETERS, size_t number);

// `kRun` has to be zend_never_inline, or the compiler copies it into every handler.
template <NumberedHandler kRun, size_t kCount>
class NumberedHandlers {
public:
    constexpr zif_handler operator[](size_t number) const noexcept { return all_[number]; }

private:
    template <size_t N>
    static void handler(INTERNAL_FUNCTION_PARAMETERS) {
        kRun(INTERNAL_FUNCTION_PARAM_PASSTHRU, N);
    }

    template <size_t... N>
    static constexpr std::array<zif_handler, kCount> make(std::index_sequence<N...>) noexcept {
        return {handler<N>...};
    }

    std::array<zif_handler, kCount> all_ = make(std::make_index_sequence<kCount>());
};

}  // namespace async::hooks
