// proc_close() and pclose(): the end of a child that the script owns as a resource.
#pragma once

namespace async::hooks {

const char* install_proc_close();

}  // namespace async::hooks
