// phpinfo() and `php --ri async`: what is loaded, and by which layer each facility became cooperative (IO-70, C-221).
#pragma once

#include "ext/zend/compat.h"

namespace async::php {

void print_info(zend_module_entry* module);

}  // namespace async::php
