// Watches of descriptors that a library opens and closes itself, registered from the first wait to the close: waiting again then costs
// one system call, where a transient registration costs eight. The library's close() leads here, so that nothing stays registered for
// longer than that; what is closed behind our back is noticed by FdWatch::Keeping::borrowed.
#pragma once

#include "src/core/reactor.h"

namespace async::hooks::native {

// Holds the watch until its descriptor is closed.
void keep_borrowed(const core::Ref<core::FdWatch>& watch) noexcept;

// close(2) for those libraries: whoever waits is woken, and the next descriptor of this number starts anew (IO-52).
int replaced_close(int fd);

}  // namespace async::hooks::native
