#include "ext/zend/compat.h"

#include "ext/zend/throwable_gate.h"

#include "ext/zend/exceptions.h"
#include "ext/zend/hook_registry.h"

namespace async::php {

namespace {

constexpr char kFacility[] = "Cancellation root";

using Gate = int (*)(zend_class_entry* iface, zend_class_entry* ce);
Gate engine_gate;
zif_handler exception_to_string;
zif_handler error_to_string;

// By name, as the engine does it: while the root itself is registered there is no class entry to compare with
// yet.
bool is_rooted_in_cancellation(const zend_class_entry* ce) {
    while (ce->parent) ce = ce->parent;
    return ce->type == ZEND_INTERNAL_CLASS && zend_string_equals_literal(ce->name, "Cancellation");
}

int admit_throwable(zend_class_entry* iface, zend_class_entry* ce) {
    return is_rooted_in_cancellation(ce) ? SUCCESS : engine_gate(iface, ce);
}

// Null also for a chain without one that user code has closed to a circle by reflection (Brent's search).
zend_object* first_cancellation(zend_object* link) {
    zend_object* mark = link;
    for (uint32_t steps = 0, limit = 2; link && !is_cancellation(link); ++steps) {
        if (steps == limit) {
            mark = link;
            limit *= 2;
            steps = 0;
        }
        link = previous_of(link);
        if (link == mark) return nullptr;
    }
    return link;
}

// The engine marks every link it has printed as being recursed into and afterwards clears the marks down to
// the first link that is neither Exception nor Error. What is left marked would print as *RECURSION* ever
// after.
void clear_marks(zend_object* printed) {
    zend_object* link = first_cancellation(printed);
    while (link && GC_IS_RECURSIVE(link)) {
        GC_UNPROTECT_RECURSION(link);
        link = previous_of(link);
    }
}

ZEND_FUNCTION(print_exception) {
    exception_to_string(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    clear_marks(Z_OBJ_P(ZEND_THIS));
}

// \Cancellation::__toString() runs here too: its methods are those of Error.
ZEND_FUNCTION(print_error) {
    error_to_string(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    clear_marks(Z_OBJ_P(ZEND_THIS));
}

}  // namespace

void register_throwable_gate() {
    hooks().replace<Gate>(&zend_ce_throwable->interface_gets_implemented, admit_throwable, &engine_gate,
                          kFacility);
    hooks().replace_method(zend_ce_exception, "__tostring", zif_print_exception, &exception_to_string);
    hooks().replace_method(zend_ce_error, "__tostring", zif_print_error, &error_to_string);
    hooks().note(kFacility, "engine slot", "on");
}

}  // namespace async::php
