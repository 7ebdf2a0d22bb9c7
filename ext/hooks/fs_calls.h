// Paths instead of open files (IO-513): stat, rename, unlink, mkdir, opendir, fopen and their like. The engine's own code runs
// unchanged in the calling coroutine (IO-515); with async.fs_metadata=pool the system calls it makes go to a worker, through
// the import slots of the object that holds it. Only for the listed PHP functions: the compiler's and the start-up's use of
// the same calls never suspends (IO-511). Opening a FIFO waits for its other end whatever the setting, and needs no thread.
#pragma once

#include <cstdint>

#include "ext/zend/text.h"

namespace async::hooks {

// Also fifo_open.cpp and fs_directories.cpp.
const char* install_fs_calls();

namespace fs {

enum class Way : uint8_t {
    direct,   // as stock
    worker,   // on a worker, the coroutine parked
    refused,  // the call was cancelled in the middle: nothing more is done
};

// How the system call that is about to happen is to be made. `direct` outside the listed functions.
Way way() noexcept;
// A listed function is calling, in a coroutine that may wait, whatever the setting.
bool may_wait() noexcept;

// Relative paths mean the directory of now: another coroutine may change it before a worker gets there.
class Path {
public:
    explicit Path(const char* path);
    const char* c_str() const noexcept { return text_.c_str(); }

private:
    php::Text text_;
};

}  // namespace fs

}  // namespace async::hooks
