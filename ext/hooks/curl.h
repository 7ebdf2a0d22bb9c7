// ext/curl (§14): PHP's and libcurl's own code runs unmodified, only libcurl's waits lead to the scheduler.
#pragma once

namespace async::hooks {

const char* install_curl();

}  // namespace async::hooks
