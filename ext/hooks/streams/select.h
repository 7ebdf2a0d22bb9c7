// stream_select() (IO-400…IO-410).
#pragma once

namespace async::hooks {

const char* install_stream_select();

}  // namespace async::hooks
