// The PHP class Async\Context.
#pragma once

namespace async::api {

void register_context();

}  // namespace async::api
