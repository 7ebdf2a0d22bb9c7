// What makes \Cancellation work as a root of its own (C-10, C-11): object handlers, object creation and the
// methods. The engine's exception code takes whatever is no Exception for an Error and reaches for Error's
// private properties; the handlers let those accesses, and only those, in as if they came from \Cancellation
// itself (D-5).
#pragma once

#include "ext/zend/compat.h"

namespace async::php {

// Call between the registration of the class and that of its first subclass: subclasses inherit what is set
// here.
void furnish_cancellation_class(zend_class_entry* ce);

}  // namespace async::php
