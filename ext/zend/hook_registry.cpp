#include "ext/zend/hook_registry.h"

#include "ext/zend/loaded_object.h"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace async::php {

// Zero, so that nobody has to write it: a default of Record's that is not would make all of it resident.
HookRegistry::Record HookRegistry::records_[kMostRecords];

namespace {

HashTable* table_of(zend_class_entry* ce) { return ce ? &ce->function_table : CG(function_table); }

// Names are looked up, never kept as pointers: disable_functions frees what it disables after our module
// started (IO-7).
zend_internal_function* find_function(zend_class_entry* ce, const char* name) {
    auto* function =
        static_cast<zend_function*>(zend_hash_str_find_ptr(table_of(ce), name, std::strlen(name)));
    return function && function->type == ZEND_INTERNAL_FUNCTION ? &function->internal_function : nullptr;
}

}  // namespace

HookRegistry& hooks() {
    static HookRegistry registry;
    return registry;
}

bool HookRegistry::has_room(size_t count) noexcept {
    if (UNEXPECTED(count > kMostRecords - used_)) forget_unloaded();
    return count <= kMostRecords - used_;
}

// A library that is loaded and closed by each request leaves its slots behind, or others of its own at the same addresses.
void HookRegistry::forget_unloaded() noexcept {
    size_t kept = 0;
    for (size_t i = 0; i < used_; ++i) {
        const Record& record = records_[i];
        // Not what went on top of this one: without it, that would be restored to a function of ours.
        const auto found_another = [&](const Record& later) { return later.slot == record.slot && later.original != record.ours; };
        const bool stale = record.slot && (object_base(record.slot) != record.object ||
                                           std::any_of(records_ + i + 1, records_ + used_, found_another));
        if (!stale) records_[kept++] = record;
    }
    used_ = kept;
}

bool HookRegistry::replace_raw(void** slot, void* ours, void* original, const char* facility, Memory memory) {
    const std::lock_guard<std::mutex> lock(replacing_);
    Record record{facility};
    record.slot = slot;
    record.object = object_base(slot);
    record.ours = ours;
    record.original = *slot;
    record.memory = memory;
    if (record.original == ours || !has_room(1)) return false;
    if (original) std::memcpy(original, &record.original, sizeof record.original);
    if (!store(record, ours)) return false;
    records_[used_++] = record;
    return true;
}

bool HookRegistry::replace_words(void** words, void* const* ours, size_t count, const char* facility) {
    const std::lock_guard<std::mutex> lock(replacing_);
    if (!has_room(count)) {
        errno = ENOMEM;
        return false;
    }
    const Unprotected table(words, count * sizeof *words);
    if (!table) return false;
    for (size_t i = 0; i < count; ++i) {
        if (words[i] == ours[i]) continue;
        Record record{facility};
        record.slot = words + i;
        record.object = object_base(words);
        record.ours = ours[i];
        record.original = std::exchange(words[i], ours[i]);
        record.memory = Memory::read_only;
        records_[used_++] = record;
    }
    return true;
}

bool HookRegistry::store(const Record& record, void* value) {
    if (record.memory == Memory::writable) {
        *record.slot = value;
        return true;
    }
    const Unprotected page(record.slot, sizeof *record.slot);
    if (page) *record.slot = value;
    return static_cast<bool>(page);
}

void HookRegistry::replace_handler(zend_class_entry* ce, zend_internal_function* function, const char* name,
                                   zif_handler handler) {
    Record record{name};
    record.ce = ce;
    record.ours = reinterpret_cast<void*>(handler);
    record.original = reinterpret_cast<void*>(function->handler);
#ifdef ASYNC_HAS_FRAMELESS_CALLS
    record.frameless = std::exchange(function->frameless_function_infos, nullptr);
#endif
    function->handler = handler;
    records_[used_++] = record;
}

bool HookRegistry::replace_function(const char* name, zif_handler handler, zif_handler* original) {
    zend_internal_function* function = find_function(nullptr, name);
    if (!function || function->handler == handler || !has_room(1)) return false;
    if (original) *original = function->handler;
    replace_handler(nullptr, function, name, handler);
    return true;
}

bool HookRegistry::replace_method(zend_class_entry* ce, const char* name, zif_handler handler,
                                  zif_handler* original) {
    zend_internal_function* own = find_function(ce, name);
    if (!own || own->handler == handler || !has_room(1)) return false;
    const zif_handler before = own->handler;
    if (original) *original = before;
    replace_handler(ce, own, name, handler);
    ASYNC_HASH_FOREACH_PTR(CG(class_table), zend_class_entry, child) {
        if (child == ce || child->type != ZEND_INTERNAL_CLASS || !instanceof_function(child, ce)) continue;
        zend_internal_function* inherited = find_function(child, name);
        if (inherited && inherited->handler == before && has_room(1)) replace_handler(child, inherited, name, handler);
    }
    ZEND_HASH_FOREACH_END();
    return true;
}

bool HookRegistry::add_methods(zend_class_entry* ce, const zend_function_entry* methods) {
    for (const zend_function_entry* method = methods; method->fname; ++method) {
        zend_string* lower = zend_string_init(method->fname, std::strlen(method->fname), 1);
        zend_str_tolower(ZSTR_VAL(lower), ZSTR_LEN(lower));
        const bool taken = zend_hash_exists(&ce->function_table, lower);
        zend_string_release_ex(lower, 1);
        if (taken) return false;
    }
    // No Record: nothing runs between module shutdown and the destruction of the class, which frees them
    // properly.
    return zend_register_functions(ce, methods, &ce->function_table, MODULE_PERSISTENT) == SUCCESS;
}

void HookRegistry::note(const char* facility, const char* layer, const char* state) {
    for (Note& known : notes_) {
        if (std::strcmp(known.facility, facility) == 0) {
            known.layer = layer;
            known.state = state;
            return;
        }
    }
    notes_.push_back(Note{facility, layer, state});
}

void HookRegistry::restore_function(const Record& record, bool* foreign) {
    zend_internal_function* function = find_function(record.ce, record.name);
    if (!function) return;
    if (function->handler != reinterpret_cast<zif_handler>(record.ours)) {
        *foreign = true;
        return;
    }
    function->handler = reinterpret_cast<zif_handler>(record.original);
#ifdef ASYNC_HAS_FRAMELESS_CALLS
    function->frameless_function_infos = record.frameless;
#endif
}

void HookRegistry::restore_slot(const Record& record, bool* foreign) {
    // A module loaded by dl() goes with its tables at the end of the request.
    if (object_base(record.slot) != record.object) return;
    if (*record.slot != record.ours) {
        *foreign = true;
        return;
    }
    store(record, record.original);
}

void HookRegistry::restore_all() {
    bool foreign = false;
    while (used_ > 0) {
        const Record& record = records_[--used_];
        record.slot ? restore_slot(record, &foreign) : restore_function(record, &foreign);
    }
    // IO-72: whoever stacked itself on top still calls us; our functions then only pass through.
    if (foreign) keep_loaded();
    std::vector<Note>().swap(notes_);
}

}  // namespace async::php
