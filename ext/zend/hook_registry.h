// The mechanism behind every replacement in the engine (law 4): put our value into a slot, remember what was
// there, give it back in reverse order at module shutdown if the slot still holds ours (IO-72). Also the list
// of what each facility ended up with, for phpinfo() (IO-70). One instance per process. Tables that the engine shows only while
// they are used are replaced by whichever thread sees them first; everything else belongs to module start-up and shutdown and
// hence to one thread. All names handed in are string literals or live as long.
#pragma once

#include "ext/zend/compat.h"

#include <mutex>
#include <utility>
#include <vector>

namespace async::php {

class HookRegistry {
public:
    // `original` (may be null) is filled before the slot changes, so that the replacement may run at once.
    // False when nothing was replaced: the slot holds our value already, or there is no room for more.
    template <typename T>
    bool replace(T* slot, T replacement, T* original, const char* facility) {
        return replace_pointer(slot, &replacement, original, facility, Memory::writable);
    }
    // For slots inside constant tables, which the loader made read-only.
    template <typename T>
    bool replace_readonly(T* slot, T replacement, T* original, const char* facility) {
        return replace_pointer(slot, &replacement, original, facility, Memory::read_only);
    }
    // Those pointers of a constant table that are others in `ours`: all of them or, false with errno, none. Half a table would
    // have functions of ours count on what those of somebody else do.
    template <typename Table>
    bool replace_table(Table* table, const Table& ours, const char* facility) {
        static_assert(sizeof(Table) % sizeof(void*) == 0, "a table of pointers");
        return replace_words(reinterpret_cast<void**>(table), reinterpret_cast<void* const*>(&ours), sizeof(Table) / sizeof(void*),
                             facility);
    }

    // Somebody has put himself in front of a replacement made before: back to the front. Answers whom we go in front of, or null.
    template <typename T>
    T put_in_front(T* slot, T replacement) {
        return *slot == replacement ? nullptr : std::exchange(*slot, replacement);
    }

    // By lower-case name. False when there is no such internal function: not built in, or disabled by ini
    // (IO-7).
    bool replace_function(const char* name, zif_handler handler, zif_handler* original);
    // Internal subclasses own copies of what they inherit; those are replaced as well.
    bool replace_method(zend_class_entry* ce, const char* name, zif_handler handler, zif_handler* original);
    // Adds internal methods to a class nobody extends internally. They stay until the engine destroys the
    // class.
    bool add_methods(zend_class_entry* ce, const zend_function_entry* methods);

    // Says which path a facility takes; a later note about the same facility replaces the earlier one.
    void note(const char* facility, const char* layer, const char* state);
    template <typename Visit>
    void for_each(Visit visit) const {
        for (const Note& note : notes_) visit(note.facility, note.layer, note.state);
    }

    // For a slot that is ours only between two events of one request: who took it gives it back. Returns what was there.
    template <typename T>
    static T* exchange(T** slot, T* value) {
        T* before = *slot;
        *slot = value;
        return before;
    }

    void restore_all();

private:
    enum class Memory : uint8_t { writable, read_only };

    struct Record {
        const char* name = nullptr;  // facility, or the function's name
        void** slot = nullptr;  // null: a function, looked up again by name when it is restored
        zend_class_entry* ce = nullptr;
        const void* object = nullptr;  // the loaded object the slot lies in, if any
        void* ours = nullptr;
        void* original = nullptr;
        Memory memory = Memory::writable;
#ifdef ASYNC_HAS_FRAMELESS_CALLS
        const zend_frameless_function_info* frameless = nullptr;
#endif
    };

    struct Note {
        const char* facility;
        const char* layer;
        const char* state;
    };

    template <typename T>
    bool replace_pointer(T* slot, T* replacement, T* original, const char* facility, Memory memory) {
        static_assert(sizeof(T) == sizeof(void*), "a slot holds one pointer");
        void* ours;
        std::memcpy(&ours, replacement, sizeof ours);
        return replace_raw(reinterpret_cast<void**>(slot), ours, original, facility, memory);
    }
    bool replace_raw(void** slot, void* ours, void* original, const char* facility, Memory memory);
    bool replace_words(void** words, void* const* ours, size_t count, const char* facility);
    void replace_handler(zend_class_entry* ce, zend_internal_function* function, const char* name,
                         zif_handler handler);
    static bool store(const Record& record, void* value);
    static void restore_function(const Record& record, bool* foreign);
    static void restore_slot(const Record& record, bool* foreign);

    // Whether so many more can be remembered; forgets those of objects that are gone, should it be necessary.
    bool has_room(size_t count) noexcept;
    void forget_unloaded() noexcept;

    // A thousand with all extensions of the distribution. Not on the heap: some are added where memory may be refused, and what is not
    // used is never touched.
    static constexpr size_t kMostRecords = 3072;
    static Record records_[kMostRecords];
    size_t used_ = 0;
    std::vector<Note> notes_;
    std::mutex replacing_;  // also for the pages, which are made writable for a moment
};

HookRegistry& hooks();

}  // namespace async::php
