#include "ext/zend/compat.h"

#include "ext/threads/transfer.h"

#include "ext/threads/closure_transfer.h"
#include "ext/zend/exceptions.h"

namespace async::threads {

namespace {

constexpr uint32_t kMostLevels = 512;  // TR-5
constexpr uint32_t kMostHandles = 8;

struct Shared {
    zend_class_entry* ce;
    SharedHandle handle;
};
Shared shared[kMostHandles];
uint32_t shared_count = 0;

const Shared* find_shared(const zend_class_entry* ce) noexcept {
    for (uint32_t i = 0; i < shared_count; ++i) {
        if (shared[i].ce == ce) return &shared[i];
    }
    return nullptr;
}

bool refuse(const char* message) {
    zend_throw_error(nullptr, "%s", message);
    return false;
}

// Holds engine memory only: a fatal error in the middle loses nothing else.
class Transfer {
public:
    void begin() {
        zend_hash_init(&copies_, 8, nullptr, ZVAL_PTR_DTOR, false);
        zend_hash_init(&weak_, 0, nullptr, nullptr, false);
        zend_hash_init(&maps_, 0, nullptr, nullptr, false);
    }
    // What is not going to be used must not run destructors either.
    void end(bool good) {
        if (!good) {
            zend_ulong key;
            zval* copy;
            ZEND_HASH_FOREACH_NUM_KEY_VAL(&copies_, key, copy) {
                GC_ADD_FLAGS(Z_OBJ_P(copy), IS_OBJ_DESTRUCTOR_CALLED);
                const Shared* found = find_shared(Z_OBJ_P(copy)->ce);
                if (found && found->handle.undo) found->handle.undo(reinterpret_cast<zend_object*>(key << 3));
            }
            ZEND_HASH_FOREACH_END();
        }
        zend_hash_destroy(&maps_);
        zend_hash_destroy(&weak_);
        zend_hash_destroy(&copies_);
    }

    // TR-1, TR-5.
    bool copy(zval* from, zval* to) {
        ZVAL_NULL(to);
        if (level_ >= kMostLevels) return refuse("Maximum nesting depth exceeded during thread data transfer");
        ++level_;
        bool good = true;
        switch (Z_TYPE_P(from)) {
            case IS_UNDEF:
            case IS_NULL:
            case IS_FALSE:
            case IS_TRUE:
            case IS_LONG:
            case IS_DOUBLE:
            case IS_STRING:
                ZVAL_COPY(to, from);
                break;
            case IS_ARRAY:
                good = copy_array(Z_ARRVAL_P(from), to);
                break;
            case IS_OBJECT:
                good = copy_object(Z_OBJ_P(from), to);
                break;
            case IS_RESOURCE:
                good = refuse("Cannot transfer a resource between threads");
                break;
            case IS_REFERENCE:
                good = refuse("Cannot transfer a reference between threads");
                break;
            default:
                good = refuse("Cannot transfer zval of unsupported type between threads");
                break;
        }
        --level_;
        return good;
    }

    // TR-7: when all that is strong has been copied.
    bool resolve_weak() {
        if (!fill_maps()) return false;
        zval* entry;
        ZEND_HASH_FOREACH_VAL(&weak_, entry) {
            zval* place = static_cast<zval*>(Z_PTR_P(entry));
            if (!make_weak_reference(Z_OBJ_P(place), place)) return false;
        }
        ZEND_HASH_FOREACH_END();
        return true;
    }

private:
    static zend_ulong key_of(const zend_object* object) { return reinterpret_cast<uintptr_t>(object) >> 3; }
    zend_object* find(const zend_object* original) const {
        zval* copy = zend_hash_index_find(&copies_, key_of(original));
        return copy ? Z_OBJ_P(copy) : nullptr;
    }
    // TR-3: before anything below it is looked at.
    void remember(const zend_object* original, zend_object* copy) {
        zval value;
        ZVAL_OBJ_COPY(&value, copy);
        zend_hash_index_add_new(&copies_, key_of(original), &value);
    }

    bool copy_array(HashTable* from, zval* to) {
        if (zend_hash_num_elements(from) == 0) {
            ZVAL_EMPTY_ARRAY(to);
            return true;
        }
        HashTable* made = zend_new_array(from->nNumUsed);
        ZVAL_ARR(to, made);
        // Places of elements stay where they are: weak references are put in later.
        if (HT_IS_PACKED(from)) {
            zend_hash_real_init_packed(made);
        } else {
            zend_hash_real_init_mixed(made);
        }
        zend_ulong index;
        zend_string* key;
        zval* value;
        ZEND_HASH_FOREACH_KEY_VAL(from, index, key, value) {
            zval null;
            ZVAL_NULL(&null);
            zval* place = key ? zend_hash_add_new(made, key, &null) : zend_hash_index_add_new(made, index, &null);
            if (!copy(value, place)) return false;
        }
        ZEND_HASH_FOREACH_END();
        made->nNextFreeElement = from->nNextFreeElement;
        return true;
    }

    bool copy_object(zend_object* from, zval* to) {
        if (zend_object* known = find(from)) {
            ZVAL_OBJ_COPY(to, known);
            return true;
        }
        zend_class_entry* ce = from->ce;
        if (ce->ce_flags & ZEND_ACC_ENUM) {  // TR-6
            ZVAL_OBJ_COPY(to, from);
            return true;
        }
        if (const Shared* found = find_shared(ce)) {
            zend_object* handle = found->handle.copy(from);
            if (!handle) return false;
            ZVAL_OBJ(to, handle);
            remember(from, handle);
            return true;
        }
        if (ce == zend_ce_closure) return copy_closure(from, to);
        if (ce == zend_ce_weakref) return leave_weak_reference(from, to);
        if (ce == weak_map_class()) return make_map(from, to);
        if (!is_made_of_slots(ce)) return copy_serializable(from, to);
        if (!make_shell(from, to)) return false;
        return fill_shell(from, Z_OBJ_P(to));
    }

    // TR-9: nothing but its property slots. Throwables are, though the engine makes them in a way of its own.
    static bool is_made_of_slots(zend_class_entry* ce) {
        if (instanceof_function(ce, zend_ce_throwable)) return true;
        zend_class_entry* root = ce;
        while (root->type == ZEND_USER_CLASS && root->parent) root = root->parent;
        return root->type == ZEND_USER_CLASS || root == zend_standard_class_def || root->create_object == nullptr;
    }

    // TR-2: no constructor, no magic method.
    bool make_shell(zend_object* from, zval* to) {
        if (from->properties) {  // TR-4
            zval* slot;
            ZEND_HASH_FOREACH_VAL(from->properties, slot) {
                if (Z_TYPE_P(slot) != IS_INDIRECT) {
                    return refuse("Cannot transfer object with dynamic properties between threads");
                }
            }
            ZEND_HASH_FOREACH_END();
        }
        zval made;
        if (object_init_ex(&made, from->ce) != SUCCESS) return false;
        ZVAL_COPY_VALUE(to, &made);
        remember(from, Z_OBJ(made));
        return true;
    }

    bool fill_shell(zend_object* from, zend_object* to) {
        const bool throwable = instanceof_function(from->ce, zend_ce_throwable);
        for (int i = 0; i < from->ce->default_properties_count; ++i) {
            zval* source = OBJ_PROP_NUM(from, i);
            zval* place = OBJ_PROP_NUM(to, i);
            zval_ptr_dtor(place);
            ZVAL_NULL(place);
            if (throwable && is_trace(from->ce, i) && Z_TYPE_P(source) == IS_ARRAY) {
                copy_trace(Z_ARRVAL_P(source), place);
            } else if (!copy(source, place)) {
                return false;
            }
            Z_PROP_FLAG_P(place) = Z_PROP_FLAG_P(source);
        }
        return true;
    }

    static bool is_trace(zend_class_entry* ce, int slot) {
        const zend_property_info* info = ce->properties_info_table[slot];
        return info && strcmp(zend_get_unmangled_property_name(info->name), "trace") == 0;
    }
    // TH-4: arguments never cross.
    static void copy_trace(HashTable* from, zval* to) {
        ZVAL_ARR(to, zend_array_dup(from));
        zval* frame;
        ZEND_HASH_FOREACH_VAL(Z_ARRVAL_P(to), frame) {
            if (Z_TYPE_P(frame) != IS_ARRAY) continue;
            SEPARATE_ARRAY(frame);
            zend_hash_str_del(Z_ARRVAL_P(frame), ZEND_STRL("args"));
            zend_hash_str_del(Z_ARRVAL_P(frame), ZEND_STRL("object"));
        }
        ZEND_HASH_FOREACH_END();
    }

    // TR-9: state behind the scenes, which the class itself can put into an array and take out again.
    bool copy_serializable(zend_object* from, zval* to) {
        zend_class_entry* ce = from->ce;
        if (!ce->__serialize || !ce->__unserialize || (ce->ce_flags & ZEND_ACC_NOT_SERIALIZABLE)) {
            zend_throw_error(nullptr, "Cannot transfer object of class %s between threads", ZSTR_VAL(ce->name));
            return false;
        }
        zval state;
        zval state_copy;
        ZVAL_UNDEF(&state);
        zend_call_known_function(ce->__serialize, from, ce, &state, 0, nullptr, nullptr);
        if (EG(exception) || Z_TYPE(state) != IS_ARRAY) {
            zval_ptr_dtor(&state);
            return false;
        }
        zval made;
        bool good = object_init_ex(&made, ce) == SUCCESS;
        if (good) {
            ZVAL_COPY_VALUE(to, &made);
            remember(from, Z_OBJ(made));
            good = copy(&state, &state_copy);
            if (good) zend_call_known_function(ce->__unserialize, Z_OBJ(made), ce, nullptr, 1, &state_copy, nullptr);
            zval_ptr_dtor(&state_copy);
        }
        zval_ptr_dtor(&state);
        return good && !EG(exception);
    }

    // TR-10. `$this` may lead back here, so its copy exists before the closure's, and is filled after it.
    bool copy_closure(zend_object* from, zval* to) {
        zend_class_entry* called = nullptr;
        zend_function* function = nullptr;
        zend_object* object = nullptr;
        from->handlers->get_closure(from, &called, &function, &object, true);
        if (!check_closure(function)) return false;
        zval self;
        ZVAL_UNDEF(&self);
        bool to_be_filled = false;
        if (object) {
            zend_object* known = find(object);
            if (known) {
                ZVAL_OBJ_COPY(&self, known);
            } else if (is_made_of_slots(object->ce) && !(object->ce->ce_flags & ZEND_ACC_ENUM)) {
                if (!make_shell(object, &self)) return false;
                to_be_filled = true;
            } else {
                zval original;
                ZVAL_OBJ(&original, object);
                if (!copy(&original, &self)) return false;
            }
        }
        zval made;
        zend_create_closure(&made, function, function->common.scope, called, object ? &self : nullptr);
        ZVAL_COPY_VALUE(to, &made);
        remember(from, Z_OBJ(made));
        bool good = copy_variables(function, zend_get_closure_method_def(Z_OBJ(made)));
        if (good && to_be_filled) good = fill_shell(object, Z_OBJ(self));
        zval_ptr_dtor(&self);
        return good;
    }

    bool copy_variables(const zend_function* from, const zend_function* to) {
        HashTable* source = closure_variables(from);
        HashTable* target = closure_variables(to);
        if (!source || !target || source == target) return true;
        zend_string* name;
        zval* variable;
        ZEND_HASH_FOREACH_STR_KEY_VAL(source, name, variable) {
            zval* place = zend_hash_find(target, name);
            if (Z_TYPE_P(variable) == IS_CONSTANT_AST) continue;
            if (Z_ISREF_P(variable) && is_captured_by_reference(from, source, variable)) {
                return refuse("Cannot transfer a reference between threads");
            }
            zval_ptr_dtor(place);
            ZVAL_NULL(place);
            ZVAL_DEREF(variable);
            if (!copy(variable, place)) return false;
        }
        ZEND_HASH_FOREACH_END();
        return true;
    }

    // What it points to may be copied later: the place holds the original until then.
    bool leave_weak_reference(zend_object* from, zval* to) {
        ZVAL_OBJ_COPY(to, from);
        zval place;
        ZVAL_PTR(&place, to);
        zend_hash_next_index_insert_new(&weak_, &place);
        return true;
    }

    bool make_weak_reference(zend_object* original, zval* place) {
        if (zend_object* known = find(original)) {
            GC_ADDREF(known);
            OBJ_RELEASE(original);
            ZVAL_OBJ(place, known);
            return true;
        }
        zval target;
        zval made;
        zval argument;
        ZVAL_UNDEF(&made);
        zend_call_method_with_0_params(original, zend_ce_weakref, nullptr, "get", &target);
        zend_object* copy = Z_TYPE(target) == IS_OBJECT ? find(Z_OBJ(target)) : nullptr;
        if (copy) {
            ZVAL_OBJ_COPY(&argument, copy);
        } else {
            object_init(&argument);  // gone at once, so the reference is dead
        }
        zend_call_method_with_1_params(nullptr, zend_ce_weakref, nullptr, "create", &made, &argument);
        zval_ptr_dtor(&argument);
        zval_ptr_dtor(&target);
        if (Z_TYPE(made) != IS_OBJECT) return false;
        remember(original, Z_OBJ(made));
        ZVAL_COPY_VALUE(place, &made);
        OBJ_RELEASE(original);
        return true;
    }

    static zend_class_entry* weak_map_class() {
        return static_cast<zend_class_entry*>(zend_hash_str_find_ptr(CG(class_table), ZEND_STRL("weakmap")));
    }
    bool make_map(zend_object* from, zval* to) {
        zval made;
        if (object_init_ex(&made, from->ce) != SUCCESS) return false;
        ZVAL_COPY_VALUE(to, &made);
        remember(from, Z_OBJ(made));
        zval entry;
        ZVAL_PTR(&entry, from);
        zend_hash_next_index_insert_new(&maps_, &entry);
        return true;
    }
    // What an entry holds may make the key of another one cross, and bring maps of its own.
    bool fill_maps() {
        bool again = true;
        while (again) {
            again = false;
            for (uint32_t i = 0; i < zend_hash_num_elements(&maps_); ++i) {
                zval original;
                ZVAL_OBJ(&original, static_cast<zend_object*>(Z_PTR_P(zend_hash_index_find(&maps_, i))));
                if (!fill_map(&original, find(Z_OBJ(original)), again)) return false;
            }
        }
        return true;
    }
    bool fill_map(zval* from, zend_object* to, bool& added) {
        zend_object_iterator* entries = Z_OBJCE_P(from)->get_iterator(Z_OBJCE_P(from), from, 0);
        bool good = true;
        entries->funcs->rewind(entries);
        while (good && entries->funcs->valid(entries) == SUCCESS) {
            zval key;
            entries->funcs->get_current_key(entries, &key);
            if (zend_object* known = find(Z_OBJ(key))) {
                zval known_key;
                ZVAL_OBJ(&known_key, known);
                if (!to->handlers->has_dimension(to, &known_key, false)) {
                    zval* data = entries->funcs->get_current_data(entries);
                    zval value;
                    ZVAL_DEREF(data);
                    good = copy(data, &value);
                    if (good) to->handlers->write_dimension(to, &known_key, &value);
                    zval_ptr_dtor(&value);
                    added = true;
                }
            }
            zval_ptr_dtor(&key);
            entries->funcs->move_forward(entries);
        }
        zend_iterator_dtor(entries);
        return good;
    }

    HashTable copies_;  // by the address of the original
    HashTable weak_;    // places that still hold originals
    HashTable maps_;    // originals of weak maps
    uint32_t level_ = 0;
};

}  // namespace

void register_shared_handle(zend_class_entry* ce, SharedHandle handle) {
    ZEND_ASSERT(shared_count < kMostHandles);
    for (uint32_t i = 0; i < shared_count; ++i) {
        if (shared[i].ce == ce) return;
    }
    shared[shared_count++] = {ce, handle};
}

bool transfer(zval* from, zval* to) {
    if (!Z_REFCOUNTED_P(from) || Z_TYPE_P(from) == IS_STRING) {
        ZVAL_COPY(to, from);
        return true;
    }
    Transfer message;
    message.begin();
    const bool good = message.copy(from, to) && message.resolve_weak();
    message.end(good);
    if (!good) {
        zval_ptr_dtor(to);
        ZVAL_NULL(to);
    }
    return good;
}

}  // namespace async::threads
