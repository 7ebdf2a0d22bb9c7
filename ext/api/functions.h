// The functions of the namespace Async.
#pragma once

#include "ext/zend/compat.h"

namespace async::api {

const zend_function_entry* functions();

}  // namespace async::api
