// mysqlnd under mysqli (spec 15). Its bytes go through PHP's streams and are cooperative with them; here is what is left: the one
// wait it does by itself, the calls in which a cancellation must win over the driver's own error (IO-1003, IO-1009), and closing
// what somebody else is in the middle of using.
#pragma once

namespace async::hooks {

const char* install_mysqlnd();
const char* install_mysqli();

}  // namespace async::hooks
