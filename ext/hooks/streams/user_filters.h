// Filters written in PHP may suspend in the middle (IO-651). The engine shares what it keeps about a filter under way among
// all who use the stream: they take turns, in order, and the bytes stay in order with them.
#pragma once

#include "ext/zend/compat.h"

namespace async::hooks {

// Before a read takes bytes out of a stream: those that another reader has put into a filter come first. False: `result` is
// what the read returns.
bool is_next_in_filters(php_stream* stream, ssize_t& result) noexcept;

const char* install_user_filters();

}  // namespace async::hooks
