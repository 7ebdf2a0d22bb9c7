// Async\Future and Async\FutureState: handles on a ResultCell. Whoever offers a Future of something that is under way makes a
// cell of its own kind (CellObject) and a Future on it.
#pragma once

#include "ext/zend/compat.h"

#include "ext/api/result_cell.h"

namespace async::api {

extern zend_class_entry* ce_future;

// A new Future object on `cell`, with one reference.
zend_object* make_future(core::Ref<ResultCell> cell);

void register_future();

}  // namespace async::api
