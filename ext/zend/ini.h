// The settings of the extension and the check of their ranges.
#pragma once

#include "ext/php_async.h"

namespace async::php::ini {

void register_entries(int module_number);
void unregister_entries(int module_number);
// The pool limits of docs: stacks kept warm, and the allowed range of a stack.
constexpr zend_long kMinStack = 64 * 1024;
constexpr zend_long kMinWarmStacks = 4;  // C-31
constexpr zend_long kMaxStack = 1024L * 1024 * 1024;

}  // namespace async::php::ini
