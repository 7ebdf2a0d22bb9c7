// Async\Pool with its circuit breaker (chapter 02 §3).
#pragma once

namespace async::api {

void register_pool();

}  // namespace async::api
