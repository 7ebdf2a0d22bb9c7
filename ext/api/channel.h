// Async\Channel: the channel of src/sync with PHP values in it.
#pragma once

namespace async::api {

void register_channel();

}  // namespace async::api
