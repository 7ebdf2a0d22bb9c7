#include "ext/hooks/preg_callbacks.h"

#include "ext/hooks/cooperative.h"
#include "ext/zend/hook_registry.h"

// Of ext/pcre, whose header needs PCRE's own.
extern "C" {
PHPAPI void* pcre_get_compiled_regex(zend_string* regex, uint32_t* capture_count);
PHPAPI void* php_pcre_create_match_data(uint32_t capture_count, void* regex);
PHPAPI void php_pcre_free_match_data(void* match_data);
}

namespace async::hooks {

namespace {

zif_handler original_callback = nullptr;
zif_handler original_callback_array = nullptr;

// Of this thread: while anybody is inside the shared memory is ours, so everybody gets some of his own.
thread_local uint32_t inside = 0;
thread_local void* taken = nullptr;

void* take_shared() noexcept {
    zend_string* any = zend_string_init(ZEND_STRL("/x/"), 0);
    uint32_t groups = 0;
    void* regex = pcre_get_compiled_regex(any, &groups);
    zend_string_release(any);
    return regex ? php_pcre_create_match_data(1, regex) : nullptr;
}

void give_back() noexcept {
    if (taken) php_pcre_free_match_data(std::exchange(taken, nullptr));
}

void run(zif_handler original, INTERNAL_FUNCTION_PARAMETERS) {
    if (!cooperative()) return original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (inside++ == 0) taken = take_shared();
    original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (--inside == 0) give_back();
}

ZEND_FUNCTION(preg_replace_callback_apart) { run(original_callback, INTERNAL_FUNCTION_PARAM_PASSTHRU); }
ZEND_FUNCTION(preg_replace_callback_array_apart) { run(original_callback_array, INTERNAL_FUNCTION_PARAM_PASSTHRU); }

}  // namespace

void preg_callbacks_dropped() noexcept {
    inside = 0;
    give_back();
}

const char* install_preg_callbacks() {
    php::hooks().replace_function("preg_replace_callback", ZEND_FN(preg_replace_callback_apart), &original_callback);
    php::hooks().replace_function("preg_replace_callback_array", ZEND_FN(preg_replace_callback_array_apart), &original_callback_array);
    return "may suspend";
}

}  // namespace async::hooks
