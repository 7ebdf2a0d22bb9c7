// The exception classes (chapter 1.3) and the few operations on Throwables everybody needs: make, chain,
// raise, take. Where a function says it takes over a reference, the caller must not release that one any
// more.
#pragma once

#include "ext/zend/compat.h"

namespace async::php {

extern zend_class_entry* ce_cancellation;  // the root
extern zend_class_entry* ce_async_cancellation;
extern zend_class_entry* ce_operation_canceled_exception;
extern zend_class_entry* ce_async_exception;
extern zend_class_entry* ce_context_exception;
extern zend_class_entry* ce_service_unavailable_exception;
extern zend_class_entry* ce_pool_exception;
extern zend_class_entry* ce_sync_exception;
extern zend_class_entry* ce_channel_exception;
extern zend_class_entry* ce_channel_close_reason;  // an enum
extern zend_class_entry* ce_input_output_exception;
extern zend_class_entry* ce_dns_exception;
extern zend_class_entry* ce_timeout_exception;
extern zend_class_entry* ce_poll_exception;
extern zend_class_entry* ce_deadlock_error;
extern zend_class_entry* ce_composite_exception;

// In MINIT, after register_throwable_gate().
void register_exceptions();

// A new Throwable that is not thrown; the caller owns its one reference. File and line are those of the
// running PHP code, "[no active file]":0 when there is none. Takes over a reference to `previous`.
zend_object* make_throwable(zend_class_entry* ce, const char* message, zend_object* previous = nullptr);
zend_object* format_throwable(zend_class_entry* ce, zend_object* previous, const char* format, ...)
    ZEND_ATTRIBUTE_FORMAT(printf, 3, 4);
// Makes one and raises it.
void throw_async(zend_class_entry* ce, const char* format, ...) ZEND_ATTRIBUTE_FORMAT(printf, 2, 3);

// A new CompositeException with an empty message (C-13), and its growth; `exception` stays the caller's.
zend_object* make_composite();
void add_to_composite(zend_object* composite, zend_object* exception);

// Any descendant of \Cancellation.
bool is_cancellation(const zend_object* throwable);
// The engine's own exits (exit(), destruction of a suspended Fiber), which are no Throwables and must reach
// their target.
bool is_engine_exit(const zend_object* exception);

// The previous Throwable, borrowed, or null.
zend_object* previous_of(zend_object* throwable);
// Some engines unwind after a fatal error (memory limit) with an exit instead of jumping; the message is out already.
bool is_fatal_exit();

// Appends `previous` at the end of the chain of `exception`; drops it where that would close a circle. Takes
// over a reference to `previous`.
void set_previous(zend_object* exception, zend_object* previous);

// Makes this very object the pending exception, its file and line untouched. Takes over a reference. An
// exception already pending becomes its previous; an unwinding exit is never replaced. Works without a PHP
// frame: the exception then stays pending for the caller, where the engine would report it as uncaught and
// bail out.
void raise(zend_object* exception);

// The pending exception with its reference, or null. Nothing is pending afterwards and the current frame goes
// on.
zend_object* take_exception();

}  // namespace async::php
