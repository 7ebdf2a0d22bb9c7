#include "ext/hooks/clients.h"

#include <cctype>
#include <initializer_list>
#include <string>

#include "ext/hooks/native/libc_calls.h"
#include "ext/hooks/native/library_call.h"
#include "ext/php_async.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/hook_registry.h"

namespace async::hooks {

namespace {

zend_class_entry* find_class(const char* name) {
    return static_cast<zend_class_entry*>(zend_hash_str_find_ptr(CG(class_table), name, std::strlen(name)));
}

// Their callbacks are PHP code in the middle of the call, which may wait and be cancelled by itself.
bool runs_callbacks(const char* method) {
    for (const char* name : {"subscribe", "psubscribe", "ssubscribe", "__destruct", "isconnected", "getlasterror", "clearlasterror",
                             "setoption", "getoption", "gethost", "getport", "getdbnum", "gettimeout", "getreadtimeout"}) {
        if (std::strcmp(method, name) == 0) return true;
    }
    return false;
}

bool is_local(const char* method) {
    for (const char* name : {"getresultcode", "getresultmessage", "getoption", "setoption", "setoptions", "getserverlist",
                             "getlasterrormessage", "getlasterrorcode", "getlasterrorerrno", "getlastdisconnectedserver",
                             "ispersistent", "ispristine"}) {
        if (std::strcmp(method, name) == 0) return true;
    }
    return false;
}

// A cancellation arrives in the client's own wait as an exception, which it answers with one of its own. The first one is what
// happened (IO-11).
void put_cancellation_first() {
    if (!EG(exception) || php::is_cancellation(EG(exception))) return;
    zend_object* cancellation = php::previous_of(EG(exception));
    if (!cancellation || !php::is_cancellation(cancellation)) return;
    GC_ADDREF(cancellation);
    zend_object* complaint = php::take_exception();
    zval none;
    ZVAL_NULL(&none);
    zend_update_property(instanceof_function(complaint->ce, zend_ce_error) ? zend_ce_error : zend_ce_exception, complaint,
                         ZEND_STRL("previous"), &none);
    php::set_previous(cancellation, complaint);
    php::raise(cancellation);
}

zif_handler original_subscribe = nullptr;
zif_handler original_psubscribe = nullptr;

template <zif_handler* original>
void subscribing(INTERNAL_FUNCTION_PARAMETERS) {
    (*original)(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    put_cancellation_first();
}

// --- async.native_libraries ------------------------------------------------------------------------------------------

uint64_t seen_generation = 0;

std::string base_name(const char* begin, const char* end) {
    std::string name(begin, end);
    while (!name.empty() && std::isspace(static_cast<unsigned char>(name.back()))) name.pop_back();
    while (!name.empty() && std::isspace(static_cast<unsigned char>(name.front()))) name.erase(0, 1);
    if (const size_t slash = name.rfind('/'); slash != std::string::npos) name.erase(0, slash + 1);
    // "libfoo.so.3" is every version of libfoo, as the slots take names.
    if (const size_t suffix = name.find(".so"); suffix != std::string::npos) name.erase(suffix);
    return name;
}

// Libc, the loader, libuv and this extension are never patched, whoever asks (spec 20).
bool is_off_limits(const std::string& name) {
    for (const char* never : {"libc", "ld-linux-x86-64", "ld", "ld-linux", "ld-linux-aarch64", "libpthread", "libuv", "async", "ld-musl"}) {
        if (name == never || name.rfind("libc.musl", 0) == 0) return true;
    }
    return name.empty();
}

void patch_named() {
    const uint64_t generation = native::loader_generation();
    if (generation == seen_generation) return;
    seen_generation = generation;
    const native::ImportList list = native::opted_in_imports();
    for (const char* at = ASYNC_G(native_libraries); at && *at;) {
        const char* end = at + std::strcspn(at, ",;:");
        const std::string name = base_name(at, end);
        if (!is_off_limits(name)) native::patch_imports(name.c_str(), list.imports, list.count, "async.native_libraries");
        at = *end ? end + 1 : end;
    }
}

zif_handler original_dl = nullptr;
zif_handler original_cdef = nullptr;
zif_handler original_load = nullptr;

template <zif_handler* original>
void loading(INTERNAL_FUNCTION_PARAMETERS) {
    (*original)(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    patch_named();
}

}  // namespace

const char* install_redis() {
    bool found = false;
    for (const char* name : {"redis", "redissentinel", "rediscluster", "redisarray"}) {
        zend_class_entry* ce = find_class(name);
        if (!ce || ce->type != ZEND_INTERNAL_CLASS) continue;
        native::wrap_own_methods_exclusively(ce, runs_callbacks);
        if (std::strcmp(name, "redis") == 0) {
            php::hooks().replace_method(ce, "subscribe", subscribing<&original_subscribe>, &original_subscribe);
            php::hooks().replace_method(ce, "psubscribe", subscribing<&original_psubscribe>, &original_psubscribe);
        }
        found = true;
    }
    return found ? "cooperative" : "not there";
}

const char* install_memcached() {
    zend_class_entry* ce = find_class("memcached");
    if (!ce || ce->type != ZEND_INTERNAL_CLASS) return "not there";
    if (const char* reason = native::why_no_slots()) return reason;
    const native::ImportList list = native::blocking_imports();
    if (native::patch_imports("libmemcached", list.imports, list.count, "libmemcached") == 0) return "blocking: no slot in libmemcached";
    native::wrap_own_methods_exclusively(ce, is_local);
    return "cooperative";
}

const char* install_named_libraries() {
    if (!ASYNC_G(native_libraries) || !*ASYNC_G(native_libraries)) return "none named";
    if (const char* reason = native::why_no_slots()) return reason;
    patch_named();
    php::HookRegistry& registry = php::hooks();
    registry.replace_function("dl", loading<&original_dl>, &original_dl);
    if (zend_class_entry* ffi = find_class("ffi")) {
        registry.replace_method(ffi, "cdef", loading<&original_cdef>, &original_cdef);
        registry.replace_method(ffi, "load", loading<&original_load>, &original_load);
    }
    return "cooperative where named";
}

}  // namespace async::hooks
