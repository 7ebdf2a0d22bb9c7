#include "ext/hooks/sessions.h"

#include <sys/file.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "ext/hooks/flock.h"
#include "ext/hooks/native/library_call.h"
#include "ext/hooks/native/symbol_slots.h"
#include "ext/hooks/numbered_handlers.h"
#include "ext/hooks/stream_pin.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/thread_owned.h"

namespace async::hooks {

namespace {

// Everything that touches the session's storage; session_start() first.
constexpr const char* kNames[] = {
    "session_start",   "session_abort",   "session_regenerate_id", "session_destroy", "session_write_close",
    "session_commit",  "session_reset",   "session_gc",            "session_decode",  "session_create_id",
    "session_set_save_handler", "session_id", "session_name", "session_save_path", "session_module_name",
};
constexpr size_t kCount = sizeof kNames / sizeof *kNames;
zif_handler originals[kCount];

// Whose turn it is, on this thread.
class Door final : public core::RefCounted {
public:
    Turn turn{*this};
    const php::PhpCoroutine* inside = nullptr;
    bool waits_for_lock = false;
};
thread_local php::ThreadOwned<core::Ref<Door>> door;

void abort_session() {
    zend_function* function = static_cast<zend_function*>(zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("session_abort")));
    if (!function) return;
    zval ignored;
    ZVAL_UNDEF(&ignored);
    zend_call_known_function(function, nullptr, nullptr, &ignored, 0, nullptr, nullptr);
    zval_ptr_dtor(&ignored);
}

// The lock was not had (IO-10): neither is the session, which would be written without it.
void call_files_handler(zif_handler original, INTERNAL_FUNCTION_PARAMETERS) {
    native::LibraryCall frame;
    frame.enter();
    original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (native::must_give_up(php::running_coroutine()) && std::exchange((*door)->waits_for_lock, false)) abort_session();
    frame.leave();
}

zend_never_inline void in_turn(INTERNAL_FUNCTION_PARAMETERS, size_t number) {
    const zif_handler original = originals[number];
    if (!cooperative() || EG(exception)) return original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (!*door) *door = core::make_ref<Door>();
    const php::PhpCoroutine* self = &php::running_coroutine();
    if ((*door)->inside == self) return original(INTERNAL_FUNCTION_PARAM_PASSTHRU);  // from a handler written in PHP
    if ((*door)->turn.enter(core::Instant::never()) != Waited::done) return;
    (*door)->inside = self;
    const char* handler = zend_ini_string(const_cast<char*>("session.save_handler"), sizeof "session.save_handler" - 1, 0);
    if (handler && strcmp(handler, "files") == 0) {
        call_files_handler(original, INTERNAL_FUNCTION_PARAM_PASSTHRU);
    } else {
        original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    }
    (*door)->inside = nullptr;
    (*door)->turn.leave();
}

constexpr NumberedHandlers<in_turn, kCount> handlers;

size_t replace_all() {
    size_t replaced = 0;
    for (size_t i = 0; i < kCount; ++i) replaced += php::hooks().replace_function(kNames[i], handlers[i], &originals[i]);
    return replaced;
}

int replaced_flock(int fd, int operation) {
    const bool waits = operation == LOCK_EX || operation == LOCK_SH;
    php::PhpCoroutine* caller = waits ? native::library_caller() : nullptr;
    if (!caller || !*door || (*door)->inside != caller) return ::flock(fd, operation);
    if (::flock(fd, operation | LOCK_NB) == 0) return 0;
    if (errno != EWOULDBLOCK) return -1;
    const int answer = native::must_give_up(*caller) ? -1 : flock_parked(fd, operation);
    (*door)->waits_for_lock = answer != 0;
    return answer;
}

}  // namespace

void sessions_dropped() noexcept { door->reset(); }

const char* install_sessions() {
    auto* function = static_cast<zend_function*>(zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("session_start")));
    if (!function) return "not there";
    if (const char* reason = native::why_no_slots()) return reason;
    const native::Import import = {"flock", reinterpret_cast<void*>(replaced_flock)};
    const auto* where = reinterpret_cast<const void*>(function->internal_function.handler);
    if (native::patch_imports_at(where, &import, 1, "session") == 0) return "blocking: no slot for flock";
    return replace_all() > 0 ? "cooperative" : "blocking";
}

}  // namespace async::hooks
