// Deep copies of values for those who must not share them (chapter 04, TR): what a message says is what it said when it was
// sent. Within one thread a copy is made of engine values at once; strings and enum cases, which nobody can change, are shared.
// One Transfer is one message: identity inside it is kept (TR-3).
#pragma once

#include "ext/zend/compat.h"

namespace async::threads {

// Copies `from` into `to`. False: an Error is pending (TR-5), `to` is null and nothing is left of the copy.
bool transfer(zval* from, zval* to);

// Objects that cross as handles on something both sides share (TR-8). At module start; classes are final.
struct SharedHandle {
    // A new object with one reference; null: an exception is pending.
    zend_object* (*copy)(zend_object* object);
    // The new one reaches nobody: the message was refused. May be null.
    void (*undo)(zend_object* object);
};
void register_shared_handle(zend_class_entry* ce, SharedHandle handle);

}  // namespace async::threads
