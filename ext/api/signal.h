// Async\signal(): one arrival of a signal as a Future (SI-1…SI-8).
#pragma once

namespace async::api {

void register_signal();

}  // namespace async::api
