#include "ext/hooks/curl.h"

#include <unordered_map>
#include <vector>

#include "ext/hooks/native/libc_calls.h"
#include "ext/hooks/native/library_call.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/thread_owned.h"

namespace async::hooks {

using native::Import;
using native::library_caller;
using php::PhpCoroutine;
using php::Runtime;

namespace {

// Values of libcurl's stable interface; its headers need not be there.
constexpr int kAbortedByCallback = 42;  // CURLE_ABORTED_BY_CALLBACK
constexpr zend_long kAbortRead = 0x10000000;  // CURL_READFUNC_ABORT

// The head of CURLMsg.
struct Message {
    int kind;
    void* easy;
};

int (*real_easy_perform)(void* easy) = nullptr;
int (*real_multi_perform)(void* multi, int* running) = nullptr;
Message* (*real_info_read)(void* multi, int* left) = nullptr;
int (*real_remove_handle)(void* multi, void* easy) = nullptr;
int (*real_multi_cleanup)(void* multi) = nullptr;
zend_result (*real_call)(zend_fcall_info* fci, zend_fcall_info_cache* fcc) = nullptr;
decltype(&zend_call_known_function) real_call_known = nullptr;  // what 8.4 calls its callbacks with

zif_handler original_exec = nullptr;
zif_handler original_multi_exec = nullptr;
zif_handler original_multi_select = nullptr;
zif_handler original_reset = nullptr;

// --- Callbacks -------------------------------------------------------------------------------------------------------

// What curl_multi_perform() leaves for the callbacks it runs: an exception of one transfer must not stay pending while
// libcurl drives the others (IO-903).
struct MultiFrame {
    zend_object* thrown;
};

// After an exception every kind of callback answers so that libcurl stops the transfer; stock code would take the silence for
// success.
void called_back(zval* answer, uint32_t param_count) noexcept {
    if (EXPECTED(!EG(exception))) return;
    const PhpCoroutine* caller = library_caller();
    if (!caller) return;
    if (answer && Z_ISUNDEF_P(answer)) ZVAL_LONG(answer, param_count == 3 ? kAbortRead : -1);
    auto* frame = static_cast<MultiFrame*>(caller->library_frame);
    if (!frame || php::is_engine_exit(EG(exception))) return;
    zend_object* thrown = php::take_exception();
    if (frame->thrown) php::set_previous(thrown, frame->thrown);
    frame->thrown = thrown;
}

zend_result call_callback(zend_fcall_info* fci, zend_fcall_info_cache* fcc) {
    const zend_result answer = real_call(fci, fcc);
    called_back(fci->retval, fci->param_count);
    return answer;
}

void call_known_callback(zend_function* function, zend_object* object, zend_class_entry* called_scope, zval* answer,
                         uint32_t param_count, zval* params, HashTable* named_params) {
    real_call_known(function, object, called_scope, answer, param_count, params, named_params);
    called_back(answer, param_count);
}

// --- libcurl as ext/curl sees it -------------------------------------------------------------------------------------

// What libcurl makes of a failed poll() depends on its version; the handle's errno must not (IO-910).
int easy_perform(void* easy) {
    const int answer = real_easy_perform(easy);
    const PhpCoroutine* caller = library_caller();
    return caller && caller->has_interrupt() ? kAbortedByCallback : answer;
}

int multi_perform(void* multi, int* running) {
    PhpCoroutine* caller = library_caller();
    if (!caller) return real_multi_perform(multi, running);
    MultiFrame frame{nullptr};
    void* const outer = std::exchange(caller->library_frame, &frame);
    const int answer = real_multi_perform(multi, running);
    caller->library_frame = outer;
    if (frame.thrown) php::raise(frame.thrown);
    return answer;
}

// Messages that were looked at ahead of the script, by multi handle. libcurl keeps them alive until their transfer is removed.
thread_local php::ThreadOwned<std::unordered_map<void*, std::vector<Message*>>> seen_messages;
thread_local bool looking_ahead = false;

Message* info_read(void* multi, int* left) {
    if (looking_ahead) {
        Message* message = real_info_read(multi, left);
        if (message) (*seen_messages)[multi].push_back(message);
        return message;
    }
    const auto seen = seen_messages->find(multi);
    if (EXPECTED(seen == seen_messages->end())) return real_info_read(multi, left);
    // What has come since then stands behind, and counts among what is left.
    int behind = 0;
    while (Message* more = real_info_read(multi, &behind)) seen->second.push_back(more);
    Message* message = seen->second.front();
    seen->second.erase(seen->second.begin());
    *left = static_cast<int>(seen->second.size());
    if (seen->second.empty()) seen_messages->erase(seen);
    return message;
}

int remove_handle(void* multi, void* easy) {
    const auto seen = seen_messages->find(multi);
    if (UNEXPECTED(seen != seen_messages->end())) {
        std::vector<Message*>& messages = seen->second;
        for (size_t i = 0; i < messages.size();) {
            messages[i]->easy == easy ? void(messages.erase(messages.begin() + static_cast<std::ptrdiff_t>(i))) : void(++i);
        }
        if (messages.empty()) seen_messages->erase(seen);
    }
    return real_remove_handle(multi, easy);
}

int multi_cleanup(void* multi) {
    seen_messages->erase(multi);
    return real_multi_cleanup(multi);
}

// --- The functions ---------------------------------------------------------------------------------------------------

// The object a function is called on, or null when it will complain about its arguments.
zend_object* handle_of(zend_execute_data* execute_data) noexcept {
    if (ZEND_NUM_ARGS() < 1) return nullptr;
    const zval* argument = ZEND_CALL_ARG(execute_data, 1);
    return Z_TYPE_P(argument) == IS_OBJECT ? Z_OBJ_P(argument) : nullptr;
}

// False: an exception is pending, somebody else is in the middle of using it (IO-44, IO-911).
bool is_free(const zend_object* handle, const char* what) {
    if (!handle || !Runtime::get()->handles_in_use.user_of(handle)) return true;
    php::throw_async(php::ce_async_exception, "cURL %s is already in use by another coroutine", what);
    return false;
}

void run(zif_handler original, const char* what, INTERNAL_FUNCTION_PARAMETERS) {
    if (!cooperative()) return original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    zend_object* handle = handle_of(execute_data);
    if (!is_free(handle, what)) return;
    if (handle) Runtime::get()->handles_in_use.take(handle, php::running_coroutine());
    native::LibraryCall call;
    call.enter();
    original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    call.leave();
    if (handle) Runtime::get()->handles_in_use.drop(handle);
}

ZEND_FUNCTION(cooperative_curl_exec) { run(original_exec, "handle", INTERNAL_FUNCTION_PARAM_PASSTHRU); }

ZEND_FUNCTION(cooperative_curl_multi_select) {
    run(original_multi_select, "multi handle", INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

// ext/curl records the error of a transfer only when its message is read; a script that caught the exception of a callback
// asks at once (IO-903). So the messages are read now, by ext/curl, and shown again to the script.
void record_errors(zend_object* handle) {
    auto* info = static_cast<zend_function*>(zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("curl_multi_info_read")));
    if (!info) return;
    zend_object* thrown = php::take_exception();
    zval argument, result;
    ZVAL_OBJ(&argument, handle);
    looking_ahead = true;
    do {
        ZVAL_UNDEF(&result);
        zend_call_known_function(info, nullptr, nullptr, &result, 1, &argument, nullptr);
        zval_ptr_dtor(&result);
    } while (Z_TYPE(result) == IS_ARRAY);
    looking_ahead = false;
    php::raise(thrown);
}

ZEND_FUNCTION(cooperative_curl_multi_exec) {
    if (!cooperative()) return original_multi_exec(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    looking_ahead = false;
    native::LibraryCall call;
    call.enter();
    original_multi_exec(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    call.leave();
    zend_object* handle = handle_of(execute_data);
    if (EG(exception)) {
        if (handle && real_info_read && !php::is_engine_exit(EG(exception))) record_errors(handle);
        return;
    }
    if (ZEND_NUM_ARGS() < 2) return;
    const zval* running = ZEND_CALL_ARG(execute_data, 2);
    ZVAL_DEREF(running);
    // A loop around this call alone must not starve the others (IO-908).
    if (Z_TYPE_P(running) == IS_LONG && Z_LVAL_P(running) > 0) yield();
}

ZEND_FUNCTION(cooperative_curl_reset) {
    if (cooperative() && !is_free(handle_of(execute_data), "handle")) return;
    original_reset(INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

}  // namespace

const char* install_curl() {
    // Its end is registered with the C library now: later, without memory, that would end the process by a signal.
    seen_messages->clear();
    const auto* module = static_cast<zend_module_entry*>(zend_hash_str_find_ptr(&module_registry, ZEND_STRL("curl")));
    if (!module) return "not there";
    if (const char* reason = native::why_no_slots()) return reason;
    const native::ImportList list = native::polling_imports();
    if (native::patch_imports("libcurl", list.imports, list.count, "libcurl") == 0) return "blocking: no slot in libcurl";
    const auto import = [](const char* symbol, auto* replacement, auto*& real) {
        return Import{symbol, reinterpret_cast<void*>(replacement), reinterpret_cast<void**>(&real)};
    };
    const Import driver[] = {
        import("curl_easy_perform", easy_perform, real_easy_perform),
        import("curl_multi_perform", multi_perform, real_multi_perform),
        import("curl_multi_info_read", info_read, real_info_read),
        import("curl_multi_remove_handle", remove_handle, real_remove_handle),
        import("curl_multi_cleanup", multi_cleanup, real_multi_cleanup),
    };
    const Import callbacks[] = {
        import("zend_call_function", call_callback, real_call),
        import("zend_call_known_function", call_known_callback, real_call_known),
    };
    // The object that holds PHP's cURL extension; when that is PHP itself, its calls of the engine have no slots and must
    // not be touched anyway.
    const auto* where = reinterpret_cast<const void*>(module->module_startup_func);
    native::patch_imports_at(where, driver, sizeof driver / sizeof *driver, "curl");
    native::patch_imports("curl", callbacks, sizeof callbacks / sizeof *callbacks, "curl");
    php::HookRegistry& registry = php::hooks();
    registry.replace_function("curl_exec", ZEND_FN(cooperative_curl_exec), &original_exec);
    registry.replace_function("curl_multi_exec", ZEND_FN(cooperative_curl_multi_exec), &original_multi_exec);
    registry.replace_function("curl_multi_select", ZEND_FN(cooperative_curl_multi_select), &original_multi_select);
    registry.replace_function("curl_reset", ZEND_FN(cooperative_curl_reset), &original_reset);
    return "cooperative";
}

}  // namespace async::hooks
