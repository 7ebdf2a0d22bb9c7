// A PHP function that may wait inside a foreign library. Between its entry and its return the replaced libc calls of named
// libraries may park the coroutine; outside they pass straight through (spec 20). A cancellation that arrives there stays
// with the coroutine: the library's waits fail and it gives up by its own rules. When it has returned, the cancellation is
// raised, and what the driver threw meanwhile becomes its previous (IO-10, IO-11) and what it reported is not shown (IO-12).
#pragma once

#include "ext/hooks/cooperative.h"

namespace async::hooks::native {

// Plain data on the stack of the function: a fatal error may drop it. What must outlive that is the coroutine's own
// `library_calls`, by which such a stack is known to hold foreign frames (D-15).
class LibraryCall {
public:
    // The running coroutine is known to exist (cooperative() said so).
    void enter() noexcept;
    // May leave an exception pending.
    void leave() noexcept;

private:
    void* outer_frame_;
    zend_error_handling_t error_handling_;
    zend_class_entry* exception_class_;
};

// Calls `call` as one, if the running flow can wait at all.
template <typename Call>
void in_library_call(Call call) {
    if (!cooperative()) return call();
    LibraryCall frame;
    frame.enter();
    call();
    frame.leave();
}

// False on threads of libraries, which must not look at anything of the engine's.
bool on_php_thread() noexcept;

// The coroutine whose library calls may park right now, or null: wrong thread, no coroutine, not inside such a call.
// Cheap and safe on any thread.
php::PhpCoroutine* library_caller() noexcept;

// The library has to give up: the coroutine was cancelled, or a callback of the library threw (IO-903).
inline bool must_give_up(const php::PhpCoroutine& caller) noexcept { return caller.has_interrupt() || EG(exception); }

// For wait_until(): keeps the interrupt with the coroutine until leave(), and the driver's complaints to itself.
void hold_interrupt() noexcept;

// Before a cancellation is raised: what its consequences in C code complain about will not be shown (IO-12), whoever has put
// himself in front of the engine's error reporting meanwhile.
void silence_errors() noexcept;

// Makes internal functions and methods library calls. False when there is no such function (IO-7). `after_error` is called when one
// of them has left an exception, which it may amend.
using AfterError = void (*)(zend_execute_data* call);
bool wrap_function(const char* name);
bool wrap_method(zend_class_entry* ce, const char* name, AfterError after_error = nullptr);
// All methods the class itself declares.
void wrap_own_methods(zend_class_entry* ce);
// The same for objects that only one coroutine may be in the middle of using: their client would hand the one's answer to the
// other. The second one gets an error that names both places (IO-44).
bool wrap_method_exclusively(zend_class_entry* ce, const char* name, AfterError after_error = nullptr);
void wrap_own_methods_exclusively(zend_class_entry* ce, bool (*is_exempt)(const char* name));
// "at FILE:LINE; this call is at FILE:LINE": where `user` is in the middle of what the running coroutine wants, and where that one is.
// Good until the next call on this thread.
const char* both_places(const php::PhpCoroutine& user);
// A table of methods that a driver keeps outside any class.
void wrap_entries(const zend_function_entry* entries, const char* facility);

const char* install_library_calls();

}  // namespace async::hooks::native
