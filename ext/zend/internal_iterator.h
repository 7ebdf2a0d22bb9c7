// What getIterator() of one of our classes returns. The engine's InternalIterator hides what it walks from the cycle collector;
// ours shows it (C-214).
#pragma once

#include "ext/zend/compat.h"

namespace async::php {

// For a method of a class that has get_iterator. The result, or an exception.
void return_internal_iterator(zval* return_value, zval* object);

}  // namespace async::php
