// Clients of other servers (spec 19): phpredis over PHP's streams, libmemcached by its import slots, and whatever libraries the
// administrator names in async.native_libraries.
#pragma once

namespace async::hooks {

const char* install_redis();
const char* install_memcached();
const char* install_named_libraries();

}  // namespace async::hooks
