#include "ext/hooks/streams/user_filters.h"

#include <utility>

#include "ext/hooks/streams/held_streams.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/undisturbed.h"

namespace async::hooks {

namespace {

using Filter = decltype(php_stream_filter_ops::filter);
using Create = decltype(php_stream_filter_factory::create_filter);

zif_handler original_register = nullptr;
zif_handler original_remove = nullptr;
Create original_create = nullptr;
Filter original_filter = nullptr;

// A turn while nobody but others of this kind waits for one. False: cancelled, or the stream has been closed.
bool take_last_turn(StreamPin& pin) noexcept {
    ++pin.filter_removers;
    bool taken;
    while ((taken = pin.wait_for(pin.filters(), core::Instant::never()) == FdWaited::ready)) {
        if (pin.filters().size() < pin.filter_removers) break;
        pin.filters().leave();
    }
    --pin.filter_removers;
    return taken;
}

php_stream_filter_status_t filter(php_stream* stream, php_stream_filter* self, php_stream_bucket_brigade* in,
                                  php_stream_bucket_brigade* out, size_t* consumed, int flags) {
    if (!cooperative() || EG(exception)) return original_filter(stream, self, in, out, consumed, flags);
    StreamPin& pin = pin_of_stream(stream);
    pin.enter();
    const void* const me = &php::running_coroutine();
    const void* const outer = pin.filtering;
    php_stream_filter_status_t answer = PSFS_ERR_FATAL;
    // A filter that uses its own stream would wait for itself.
    if (outer == me || pin.wait_for(pin.filters(), core::Instant::never()) == FdWaited::ready) {
        pin.filtering = me;
        answer = original_filter(stream, self, in, out, consumed, flags);
        pin.filtering = outer == me ? me : nullptr;
        if (outer != me) {
            pin.filters().leave();
            // The engine frees a filter that fails while it is appended: those who are about to enter it go first.
            if (UNEXPECTED(answer == PSFS_ERR_FATAL)) {
                php::undisturbed(php::running_coroutine(), [&] {
                    if (take_last_turn(pin)) pin.filters().leave();
                });
            }
        }
    }
    return pin.leave() ? answer : PSFS_ERR_FATAL;
}

// The table of these filters is the engine's secret until there is one of them.
php_stream_filter* create(const char* name, zval* parameters, uint8_t persistent) {
    php_stream_filter* made = original_create(name, parameters, persistent);
    if (made && made->fops->filter != &filter) {
        auto* slot = const_cast<Filter*>(&made->fops->filter);
        php::hooks().replace_readonly(slot, &filter, &original_filter, "user filters");
    }
    return made;
}

ZEND_FUNCTION(stream_filter_register_seen) {
    original_register(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (original_create || Z_TYPE_P(return_value) != IS_TRUE) return;
    zval* name = ZEND_CALL_ARG(execute_data, 1);
    ZVAL_DEREF(name);
    if (Z_TYPE_P(name) != IS_STRING) return;
    auto* factory = static_cast<php_stream_filter_factory*>(zend_hash_find_ptr(php_get_stream_filters_hash(), Z_STR_P(name)));
    if (factory) php::hooks().replace_readonly(&factory->create_filter, &create, &original_create, "user filters");
}

// As the engine says it when the stream was closed before.
void refuse() { zend_type_error("%s(): supplied resource is not a valid stream filter resource", get_active_function_name()); }

php_stream_filter* filter_of(const zval* resource) noexcept {
    return Z_RES_P(resource)->type == php_file_le_stream_filter() ? static_cast<php_stream_filter*>(Z_RES_P(resource)->ptr) : nullptr;
}

// As the engine does it, but for those who come while the filter flushes: they stand before its door, so they go through it first.
void flush_and_remove(StreamPin& pin, zval* resource, zval* return_value) {
    if (php_stream_filter_flush(filter_of(resource), 1) == FAILURE) {
        php_error_docref(nullptr, E_WARNING, "Unable to flush filter, not removing");
        RETURN_FALSE;
    }
    if (pin.filters().size() > pin.filter_removers) {
        php::undisturbed(php::running_coroutine(), [&] {
            pin.filters().leave();
            while (!take_last_turn(pin) && !pin.is_dead()) {
            }
        });
        pin.filtering = &php::running_coroutine();
    }
    if (php_stream_filter* filter = filter_of(resource)) {
        zend_list_close(Z_RES_P(resource));
        php_stream_filter_remove(filter, 1);
    }
    RETURN_TRUE;
}

// The filter is freed: not before those who are about to enter it have gone through.
ZEND_FUNCTION(stream_filter_remove_in_turn) {
    zval* argument = ZEND_NUM_ARGS() == 1 ? ZEND_CALL_ARG(execute_data, 1) : nullptr;
    if (argument) ZVAL_DEREF(argument);
    const php_stream_filter* filter = argument && Z_TYPE_P(argument) == IS_RESOURCE ? filter_of(argument) : nullptr;
    if (!filter || !filter->chain || !cooperative() || EG(exception)) return original_remove(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    php_stream* stream = filter->chain->stream;
    // Its filters are being freed, by one whose user code suspends just now: for everybody else they are gone.
    if (stream->in_free) return refuse();
    StreamPin& pin = pin_of_stream(stream);
    const void* const me = &php::running_coroutine();
    pin.enter();
    if (pin.filtering == me) {
        original_remove(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    } else if (take_last_turn(pin)) {
        pin.filtering = me;
        filter = filter_of(argument);
        if (filter && filter != pin.removing) {
            const php_stream_filter* before = std::exchange(pin.removing, filter);
            flush_and_remove(pin, argument, return_value);
            pin.removing = before;
        } else {
            refuse();
        }
        pin.filtering = nullptr;
        pin.filters().leave();
    } else if (!EG(exception)) {
        refuse();
    }
    pin.leave();
}

}  // namespace

bool is_next_in_filters(php_stream* stream, ssize_t& result) noexcept {
    if (EG(exception) || !cooperative()) return true;
    StreamPin& pin = pin_of_stream(stream);
    FdWaited answer;
    while (pin.wait_for_filter(core::Instant::never(), answer)) {
        result = answer == FdWaited::ready ? 0 : -1;
        if (answer != FdWaited::ready || stream->writepos > stream->readpos) return false;
    }
    return true;
}

const char* install_user_filters() {
    php::hooks().replace_function("stream_filter_remove", ZEND_FN(stream_filter_remove_in_turn), &original_remove);
    return php::hooks().replace_function("stream_filter_register", ZEND_FN(stream_filter_register_seen), &original_register)
               ? "may suspend, in turns"
               : "not there";
}

}  // namespace async::hooks
