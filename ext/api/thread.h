// The classes of chapter 04, one file each.
#pragma once

#include "ext/zend/compat.h"

namespace async::api {

void register_thread();
void register_thread_channel();
void register_thread_pool();

// What is thrown where the threads of this build are asked for (TH-2, TP-2): `what` and why there are none.
void throw_without_threads(zend_class_entry* ce, const char* what);

}  // namespace async::api
