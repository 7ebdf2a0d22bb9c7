// array_multisort(): the engine keeps the comparisons of the running call in one place, and an object compared as a string may
// suspend. One call at a time (C-163).
#pragma once

namespace async::hooks {

void multisort_dropped() noexcept;
const char* install_multisort();

}  // namespace async::hooks
