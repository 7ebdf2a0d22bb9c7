// Pipes, terminals and the standard streams (§9): everything the engine's stdio table serves that is no regular file. The
// descriptor keeps its blocking mode, which belongs to an open file description that other processes may share (IO-605): a
// coroutine waits for readiness, then the original reads once, which cannot block; writes go out in pieces that fit.
#pragma once

namespace async::hooks {

const char* install_pipes();
// The same table; only the listing is its own, and async.hook_files.
const char* install_files();
const char* install_readline();

}  // namespace async::hooks
