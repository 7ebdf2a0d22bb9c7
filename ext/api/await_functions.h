// await_any_or_fail(), await_first_success(), await_all_or_fail(), await_all(), await_any_of_or_fail(), await_any_of().
#pragma once

namespace async::api {

void register_await_functions();

}  // namespace async::api
