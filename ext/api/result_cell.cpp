#include "ext/zend/compat.h"

#include "ext/api/result_cell.h"

#include "ext/api/future_chain.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/throwable_reason.h"

namespace async::api {

ResultCell::ResultCell() noexcept {
    ZVAL_NULL(&value_);
    created_.note();
}

ResultCell::~ResultCell() {
    if (!CG(unclean_shutdown) && !(EG(flags) & EG_FLAGS_IN_RESOURCE_SHUTDOWN)) report_neglect();
    zval_ptr_dtor(&value_);
}

void ResultCell::complete(const zval* value) noexcept {
    put(value);
    end(nullptr, nullptr);
}

void ResultCell::fail(zend_object* throwable) noexcept {
    note_completion();
    end(php::ThrowableReason::own(throwable), nullptr);
}

void ResultCell::fail(core::Reason& error) noexcept {
    note_completion();
    end(php::ThrowableReason::of(error).share(), nullptr);
}

void ResultCell::cancel(zend_object* cancellation) noexcept {
    if (!is_pending()) return;
    if (cancellation) {
        GC_ADDREF(cancellation);
    } else {
        cancellation = php::make_throwable(php::ce_async_cancellation, "Future has been cancelled");
    }
    fail(cancellation);
}

zend_object* ResultCell::throwable() const noexcept {
    return error() ? php::ThrowableReason::of(*error()).throwable() : nullptr;
}

bool ResultCell::is_cancelled() const noexcept {
    return error() && instanceof_function(throwable()->ce, php::ce_async_cancellation);
}

void ResultCell::describe(core::DescriptionSink& sink) const {
    sink.format("FutureState(%s)", is_pending() ? "pending" : "completed");
}

void ResultCell::on_derivable(sync::Derivations& ready) noexcept { ChainRun::start(ready); }

namespace {

void append_place(smart_str* text, const char* intro, const CodePlace& place) {
    if (!place.is_known()) return;
    smart_str_appends(text, intro);
    smart_str_append(text, place.file());
    smart_str_appendc(text, ':');
    smart_str_append_long(text, place.line());
}

void warn(smart_str* text) {
    zend_string* message = smart_str_extract(text);
    zend_error(E_CORE_WARNING, "%s", ZSTR_VAL(message));
    zend_string_release(message);
}

}  // namespace

// The engine destroys what it collects, and all that is left at the end of the request, before it knows whether it is really
// over with it.
void ResultCell::report_neglect() {
    if (reported_ || is_at_work()) return;
    reported_ = true;
    if (was_never_used()) {
        smart_str text = {};
        smart_str_appends(&text, "Future was never used; call await(), map(), catch(), finally() or ignore() to suppress this warning");
        append_place(&text, ". Created at ", created_);
        warn(&text);
    }
    if (has_unhandled_error()) {
        zval rv;
        zval* message = zend_read_property_ex(throwable()->ce, throwable(), ZSTR_KNOWN(ZEND_STR_MESSAGE), true, &rv);
        smart_str text = {};
        smart_str_appends(&text, "Unhandled exception in Future: ");
        if (Z_TYPE_P(message) == IS_STRING) smart_str_append(&text, Z_STR_P(message));
        smart_str_appends(&text, "; use catch() or ignore() to handle");
        append_place(&text, ". Created at ", created_);
        append_place(&text, created_.is_known() ? ", completed at " : ". Completed at ", completed_);
        warn(&text);
    }
}

void ResultCell::collect(zend_get_gc_buffer* buffer) {
    zend_get_gc_buffer_add_zval(buffer, &value_);
    if (zend_object* object = throwable()) zend_get_gc_buffer_add_obj(buffer, object);
    for_each_derivation([&](sync::Derivation& derivation) {
        zend_get_gc_buffer_add_obj(buffer, static_cast<DerivedCell&>(derivation).object());
    });
}

}  // namespace async::api
