// pcntl_signal() beside Async\signal(): whichever comes second, both are told (SI-7).
#pragma once

namespace async::hooks {

const char* install_pcntl_signal();

}  // namespace async::hooks
