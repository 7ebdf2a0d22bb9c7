// Async\Awaitable and Async\Completable (C-1, C-2). Only classes of the extension may implement them: an
// object of a user class would have no event behind it, so linking such a class is a fatal error.
#pragma once

#include "ext/zend/compat.h"

namespace async::php {

extern zend_class_entry* ce_awaitable;
extern zend_class_entry* ce_completable;

void register_interfaces();

}  // namespace async::php
