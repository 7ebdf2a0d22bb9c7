#include "ext/zend/compat.h"

#include "ext/threads/closure_transfer.h"

namespace async::threads {

namespace {

// What the code would declare when it runs; null: nothing.
const char* declaration_in(const zend_op& op) {
    switch (op.opcode) {
        case ZEND_DECLARE_FUNCTION:
            return "function";
        case ZEND_DECLARE_CLASS:
        case ZEND_DECLARE_CLASS_DELAYED:
        case ZEND_DECLARE_ANON_CLASS:
            return "class";
        default:
            return nullptr;
    }
}

bool check_code(const zend_op_array& code) {
    for (uint32_t i = 0; i < code.last; ++i) {
        const char* what = declaration_in(code.opcodes[i]);
        if (!what) continue;
        zend_throw_error(nullptr, "Cannot transfer closure to another thread: illegal %s declaration at %s:%u", what,
                         ZSTR_VAL(code.filename), code.opcodes[i].lineno);
        return false;
    }
    for (uint32_t i = 0; i < code.num_dynamic_func_defs; ++i) {
        const zend_op_array& inner = *code.dynamic_func_defs[i];
        if ((inner.fn_flags & ZEND_ACC_CLOSURE) && !check_code(inner)) return false;
    }
    return true;
}

}  // namespace

bool check_closure(const zend_function* function) {
    if (function->common.scope && (function->common.scope->ce_flags & ZEND_ACC_ANON_CLASS)) {
        zend_throw_error(nullptr, "Cannot transfer a closure scoped to an anonymous class between threads");
        return false;
    }
    return function->type != ZEND_USER_FUNCTION || check_code(function->op_array);
}

HashTable* closure_variables(const zend_function* function) {
    if (function->type != ZEND_USER_FUNCTION || (function->common.fn_flags & ZEND_ACC_FAKE_CLOSURE)) return nullptr;
    if (!function->op_array.static_variables) return nullptr;
    return static_cast<HashTable*>(ZEND_MAP_PTR_GET(function->op_array.static_variables_ptr));
}

// A static variable is a reference as well once it has been used; the code tells the two apart.
bool is_captured_by_reference(const zend_function* function, HashTable* variables, const zval* variable) {
    const auto offset = static_cast<uint32_t>(reinterpret_cast<const char*>(variable) -
                                              reinterpret_cast<const char*>(variables->arData));
    for (uint32_t i = 0; i < function->op_array.last; ++i) {
        const zend_op& op = function->op_array.opcodes[i];
        if (op.opcode != ZEND_BIND_STATIC) continue;
        constexpr uint32_t kFlags = ZEND_BIND_REF | ZEND_BIND_IMPLICIT | ZEND_BIND_EXPLICIT;
        if ((op.extended_value & ~kFlags) != offset) continue;
        return (op.extended_value & ZEND_BIND_REF) && (op.extended_value & ZEND_BIND_EXPLICIT);
    }
    return false;
}

}  // namespace async::threads
