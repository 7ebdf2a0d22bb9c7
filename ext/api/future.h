// Async\Future and Async\FutureState: handles on a ResultCell. Whoever offers a Future of something that is under way makes a
// cell of its own kind (CellObject) and a Future on it.
#pragma once

#include "ext/zend/compat.h"

#include "ext/api/result_cell.h"

namespace async::api {

extern zend_class_entry* ce_future;

// A new Future object on `cell`, with one reference.
zend_object* make_future(core::Ref<ResultCell> cell);

// The write side of a FutureState goes to a new object, with one reference; what is left cannot complete it any more (RF-1). Null,
// and throws, when it has gone before. And back again, when the new one reaches nobody.
zend_object* move_state(zend_object* state);
void take_state_back(zend_object* state);

extern zend_class_entry* ce_future_state;

void register_future();

}  // namespace async::api
