// The PHP class Async\Coroutine.
#pragma once

namespace async::api {

void register_coroutine();

}  // namespace async::api
