#include "ext/hooks/streams/held_streams.h"

#include "ext/hooks/numbered_handlers.h"
#include "ext/hooks/stream_pin.h"
#include "ext/hooks/streams/transport.h"
#include "ext/zend/hook_registry.h"

namespace async::hooks {

namespace {

constexpr uint32_t kMostStreams = 2;

// The pin is told when the stream closes only where the table of its operations is ours. A socket is not asked by a cast: that
// of a TLS stream reads what the library has decrypted, and a reader is who asks.
int descriptor_of(php_stream* stream) noexcept {
    if (is_socket_table(stream->ops)) return netstream(stream) ? netstream(stream)->socket : -1;
    if (stream->ops != &php_stream_stdio_ops) return -1;
    php_socket_t fd = SOCK_ERR;
    if (stream->ops->cast(stream, PHP_STREAM_AS_FD_FOR_SELECT, reinterpret_cast<void**>(&fd)) != SUCCESS) return -1;
    return fd;
}

void run(zif_handler original, INTERNAL_FUNCTION_PARAMETERS) {
    if (!cooperative()) return original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    StreamPin* pins[kMostStreams];
    uint32_t count = 0;
    const uint32_t arguments = ZEND_NUM_ARGS();
    for (uint32_t i = 1; i <= arguments && count < kMostStreams; ++i) {
        zval* argument = ZEND_CALL_ARG(execute_data, i);
        ZVAL_DEREF(argument);
        if (Z_TYPE_P(argument) != IS_RESOURCE) continue;
        auto* stream = static_cast<php_stream*>(
            zend_fetch_resource2_ex(argument, nullptr, php_file_le_stream(), php_file_le_pstream()));
        if (!stream) continue;
        StreamPin& pin = pin_of_stream(stream);
        pin.enter();
        pins[count++] = &pin;
    }
    original(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    while (count > 0) pins[--count]->leave();
}

constexpr const char* kNames[] = {
    "stream_copy_to_stream", "file_put_contents", "fprintf", "vfprintf", "fputcsv", "fpassthru", "stream_filter_append",
    "stream_filter_prepend",
};
constexpr size_t kCount = sizeof kNames / sizeof *kNames;
zif_handler originals[kCount];

zend_never_inline void holding(INTERNAL_FUNCTION_PARAMETERS, size_t number) {
    run(originals[number], INTERNAL_FUNCTION_PARAM_PASSTHRU);
}

constexpr NumberedHandlers<holding, kCount> handlers;

}  // namespace

StreamPin& pin_of_stream(php_stream* stream) noexcept { return StreamPin::of(stream, descriptor_of(stream)); }

const char* install_held_streams() {
    for (size_t i = 0; i < kCount; ++i) php::hooks().replace_function(kNames[i], handlers[i], &originals[i]);
    return "streams held";
}

}  // namespace async::hooks
