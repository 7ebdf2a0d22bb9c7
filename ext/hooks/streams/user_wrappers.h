// Streams of wrappers written in PHP (IO-652). Their methods may suspend, and nobody is locked out meanwhile: another coroutine may
// read the same stream, or close it.
#pragma once

namespace async::hooks {

const char* install_user_wrappers();

}  // namespace async::hooks
