#include "ext/zend/compat.h"

#include "ext/zend/exceptions.h"

#include "ext/zend/cancellation_class.h"

#include "ext/api/arginfo/channel_exception_arginfo.h"
#include "ext/api/arginfo/exceptions_arginfo.h"

namespace async::php {

zend_class_entry* ce_cancellation;
zend_class_entry* ce_async_cancellation;
zend_class_entry* ce_operation_canceled_exception;
zend_class_entry* ce_async_exception;
zend_class_entry* ce_context_exception;
zend_class_entry* ce_service_unavailable_exception;
zend_class_entry* ce_pool_exception;
zend_class_entry* ce_sync_exception;
zend_class_entry* ce_channel_exception;
zend_class_entry* ce_channel_close_reason;
zend_class_entry* ce_input_output_exception;
zend_class_entry* ce_dns_exception;
zend_class_entry* ce_timeout_exception;
zend_class_entry* ce_poll_exception;
zend_class_entry* ce_deadlock_error;
zend_class_entry* ce_composite_exception;

void register_exceptions() {
    ce_cancellation = register_class_Cancellation(zend_ce_throwable);
    furnish_cancellation_class(ce_cancellation);
    ce_async_cancellation = register_class_Async_AsyncCancellation(ce_cancellation);
    ce_operation_canceled_exception = register_class_Async_OperationCanceledException(ce_async_cancellation);

    ce_async_exception = register_class_Async_AsyncException(zend_ce_exception);
    ce_context_exception = register_class_Async_ContextException(ce_async_exception);
    ce_service_unavailable_exception = register_class_Async_ServiceUnavailableException(ce_async_exception);
    ce_pool_exception = register_class_Async_PoolException(ce_async_exception);
    ce_channel_close_reason = register_class_Async_ChannelCloseReason();
    ce_channel_exception = register_class_Async_ChannelException(ce_async_exception);

    ce_sync_exception = register_class_Async_SyncException(ce_async_exception);

    ce_input_output_exception = register_class_Async_InputOutputException(zend_ce_exception);
    ce_dns_exception = register_class_Async_DnsException(zend_ce_exception);
    ce_timeout_exception = register_class_Async_TimeoutException(zend_ce_exception);
    ce_poll_exception = register_class_Async_PollException(zend_ce_exception);
    ce_deadlock_error = register_class_Async_DeadlockError(zend_ce_error);
    ce_composite_exception = register_class_Async_CompositeException(zend_ce_exception);
}

namespace {

// The class whose private properties make up a Throwable. (The engine's answer knows two roots only.)
zend_class_entry* root_of(zend_object* throwable) {
    return is_cancellation(throwable) ? ce_cancellation : zend_get_exception_base(throwable);
}

bool chain_contains(zend_object* chain, const zend_object* wanted) {
    while (chain && chain != wanted) chain = previous_of(chain);
    return chain != nullptr;
}

// The link `previous` can be appended to, or null if the two chains have met already.
zend_object* find_end(zend_object* exception, zend_object* previous) {
    for (;;) {
        if (exception == previous || chain_contains(previous, exception)) return nullptr;
        zend_object* next = previous_of(exception);
        if (!next) return exception;
        exception = next;
    }
}

zend_object* make(zend_class_entry* ce, zend_string* message, zend_object* previous) {
    zval object;
    object_init_ex(&object, ce);
    if (ZSTR_LEN(message) != 0) {
        zval text;
        ZVAL_STR(&text, message);
        zend_update_property_ex(root_of(Z_OBJ(object)), Z_OBJ(object), ZSTR_KNOWN(ZEND_STR_MESSAGE), &text);
    }
    zend_string_release(message);
    if (previous) set_previous(Z_OBJ(object), previous);
    return Z_OBJ(object);
}

}  // namespace

zend_object* make_throwable(zend_class_entry* ce, const char* message, zend_object* previous) {
    return make(ce, zend_string_init(message, std::strlen(message), 0), previous);
}

zend_object* format_throwable(zend_class_entry* ce, zend_object* previous, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    zend_string* message = zend_vstrpprintf(0, format, arguments);
    va_end(arguments);
    return make(ce, message, previous);
}

void throw_async(zend_class_entry* ce, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    zend_string* message = zend_vstrpprintf(0, format, arguments);
    va_end(arguments);
    raise(make(ce, message, nullptr));
}

bool is_cancellation(const zend_object* throwable) {
    return instanceof_function(throwable->ce, ce_cancellation);
}

bool is_fatal_exit() { return CG(unclean_shutdown) != 0; }

bool is_engine_exit(const zend_object* exception) {
    return zend_is_unwind_exit(exception) || zend_is_graceful_exit(exception);
}

zend_object* previous_of(zend_object* throwable) {
    zval rv;
    zval* previous = zend_read_property_ex(root_of(throwable), throwable, ZSTR_KNOWN(ZEND_STR_PREVIOUS),
                                           /* silent */ true, &rv);
    ZVAL_DEREF(previous);
    return Z_TYPE_P(previous) == IS_OBJECT ? Z_OBJ_P(previous) : nullptr;
}

void set_previous(zend_object* exception, zend_object* previous) {
    zend_object* end =
        is_engine_exit(exception) || is_engine_exit(previous) ? nullptr : find_end(exception, previous);
    if (end) {
        zval value;
        ZVAL_OBJ(&value, previous);
        zend_update_property_ex(root_of(end), end, ZSTR_KNOWN(ZEND_STR_PREVIOUS), &value);
    }
    // Handed over: either the chain has counted its own reference or nobody wants this one.
    OBJ_RELEASE(previous);
}

void raise(zend_object* exception) {
    zend_object* pending = EG(exception);
    if (pending && zend_is_unwind_exit(pending)) {
        OBJ_RELEASE(exception);
        return;
    }
    if (pending) {
        // First ours, then the old one: dropping a pending exception that has a destructor is a fatal error.
        EG(exception) = exception;
        set_previous(exception, pending);
        return;
    }
    zend_execute_data* frame = EG(current_execute_data);
    if (frame && !is_engine_exit(exception)) {
        zend_throw_exception_internal(exception);
        return;
    }
    EG(exception) = exception;
    if (frame && frame->func && ZEND_USER_CODE(frame->func->common.type)) zend_rethrow_exception(frame);
}

zend_object* take_exception() {
    zend_object* exception = EG(exception);
    if (!exception) return nullptr;
    EG(exception) = nullptr;
    // The engine restores the opline of whatever frame is current; only one that was diverted has one to get
    // back.
    zend_execute_data* frame = EG(current_execute_data);
    if (frame && frame->func && ZEND_USER_CODE(frame->func->common.type) &&
        frame->opline->opcode == ZEND_HANDLE_EXCEPTION) {
        frame->opline = EG(opline_before_exception);
    }
    return exception;
}

}  // namespace async::php
