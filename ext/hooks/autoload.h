// Loading classes while others run: an autoloader may suspend, and whoever needs the same class meanwhile waits for it, instead
// of being told that there is none (IO-511).
#pragma once

namespace async::hooks {

const char* install_autoload();
// All stacks are gone: nobody loads anything.
void autoload_dropped() noexcept;

}  // namespace async::hooks
