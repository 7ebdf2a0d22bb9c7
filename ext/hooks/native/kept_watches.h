// Watches of descriptors that a library opens and closes itself, registered from the first wait to the close: waiting again then costs
// no system call, where a transient registration costs eight. Only for libraries whose close() leads here, since the kernel
// forgets a closed descriptor and libuv would not (IO-41, IO-52).
#pragma once

#include "src/core/reactor.h"

namespace async::hooks::native {

// The watch for a descriptor of such a library; null with `error` as from Reactor::watch_fd().
core::Ref<core::FdWatch> kept_watch(core::Reactor& reactor, int fd, core::Error& error) noexcept;

// close(2) for those libraries: whoever waits is woken, and the next descriptor of this number starts anew.
int replaced_close(int fd);
// What the slot led to; null while no slot leads to replaced_close(), and nothing may be kept.
extern void* real_close;

}  // namespace async::hooks::native
