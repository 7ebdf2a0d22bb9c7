// preg_replace_callback(): the engine keeps one piece of memory for the places of a match, lends it to the first call and takes it
// back by the order in which nested calls end. Calls whose callbacks suspend end in any order, and two would share it (C-160).
#pragma once

namespace async::hooks {

void preg_callbacks_dropped() noexcept;
const char* install_preg_callbacks();

}  // namespace async::hooks
