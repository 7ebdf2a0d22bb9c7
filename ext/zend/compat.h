// The one place that includes the engine's headers and the only one that knows PHP versions (law 4).
// Everybody in ext/ includes this first. A difference between versions gets a feature name here, callers test
// the name; sections are ordered by version and each says what goes when the versions before it are dropped.
#pragma once

// The C++ library first: engine headers pull <math.h> and friends, whose templates must not land inside
// extern "C".
#include <atomic>
#include <climits>
#include <cmath>
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <utility>

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wunknown-warning-option"
#pragma clang diagnostic ignored "-Wall"
#pragma clang diagnostic ignored "-Wextra"
#pragma clang diagnostic ignored "-Wshadow"
#pragma clang diagnostic ignored "-Wc99-extensions"
#pragma clang diagnostic ignored "-Wdeprecated-register"
#elif defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wunused-parameter"
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"
#pragma GCC diagnostic ignored "-Wsign-compare"
#pragma GCC diagnostic ignored "-Wignored-qualifiers"
#pragma GCC diagnostic ignored "-Wregister"
#pragma GCC diagnostic ignored "-Wvolatile"
#elif defined(_MSC_VER)
#pragma warning(push, 0)
#endif

extern "C" {
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif

#include "php.h"

#include "SAPI.h"
#include "php_ini.h"
#include "php_main.h"
#include "php_network.h"
#include "php_output.h"
#include "php_streams.h"

#include "zend_builtin_functions.h"
#include "zend_closures.h"
#include "zend_enum.h"
#include "zend_exceptions.h"
#include "zend_extensions.h"
#include "zend_fibers.h"
#include "zend_gc.h"
#include "zend_generators.h"
#include "zend_interfaces.h"
#include "zend_observer.h"
#include "zend_smart_str.h"
#include "zend_vm.h"
#include "zend_weakrefs.h"

#include "ext/spl/spl_exceptions.h"
#include "ext/standard/basic_functions.h"
#include "ext/standard/file.h"
#include "ext/standard/info.h"
#include "ext/standard/php_var.h"
}

#if defined(__clang__)
#pragma clang diagnostic pop
#elif defined(__GNUC__)
#pragma GCC diagnostic pop
#elif defined(_MSC_VER)
#pragma warning(pop)
#endif

#if PHP_VERSION_ID < 80200
#error "async needs PHP 8.2 or later"
#endif

// The engine's macro relies on C's conversion from void*. Ends with ZEND_HASH_FOREACH_END().
#define ASYNC_HASH_FOREACH_PTR(table, type, name) \
    ZEND_HASH_FOREACH(table, 0);                  \
    type* name = static_cast<type*>(Z_PTR_P(_z));

// --- 8.3: when 8.2 is dropped, the conditions of this section go

// EG(stack_base) and EG(stack_limit) exist and travel with every stack.
#if PHP_VERSION_ID >= 80300 && defined(ZEND_CHECK_STACK_LIMIT)
#define ASYNC_HAS_STACK_LIMIT 1
#endif

// Object handlers live on the class as well as on the object.
#if PHP_VERSION_ID >= 80300
#define ASYNC_HAS_CLASS_HANDLERS 1
#endif

// A process resource keeps the status that proc_get_status() has collected.
#if PHP_VERSION_ID >= 80300
#define ASYNC_HAS_CACHED_EXIT_STATUS 1
#endif

// A read that finds nothing must not wait when the engine has something to return already.
#if PHP_VERSION_ID >= 80300
#define ASYNC_HAS_BUFFERED_DATA_FLAG 1
#endif

// --- 8.4: when 8.3 is dropped, the conditions of this section go

// Some internal functions are compiled into calls that never look at their handler.
#if PHP_VERSION_ID >= 80400
#define ASYNC_HAS_FRAMELESS_CALLS 1
#endif

// A variable of each thread that runs PHP code, and of nobody else. Where only one can, it is an ordinary variable: finding a
// thread's own in a loaded object is a call each time.
#ifdef ZTS
#define ASYNC_PHP_THREAD_LOCAL thread_local
#else
#define ASYNC_PHP_THREAD_LOCAL
#endif

namespace async::php::compat {

inline bool has_buffered_data([[maybe_unused]] const php_stream* stream) {
#ifdef ASYNC_HAS_BUFFERED_DATA_FLAG
    return stream->has_buffered_data;
#else
    return false;
#endif
}

// What an iterator's valid() returns: an int, later a zend_result.
using IteratorValidity = decltype(std::declval<zend_object_iterator_funcs>().valid(nullptr));

// The engine's answer changed from bool to zend_result between versions; either means what it says.
inline bool succeeded(bool answer) { return answer; }
inline bool succeeded(zend_result answer) { return answer == SUCCESS; }

inline bool init_context(zend_fiber_context* context, void* kind, zend_fiber_coroutine entry,
                         size_t stack_size) {
    return succeeded(zend_fiber_init_context(context, kind, entry, stack_size));
}

// Gives a class its object handlers, for the engine versions that read them from the class.
inline void set_class_handlers(zend_class_entry* ce, const zend_object_handlers* handlers) {
#ifdef ASYNC_HAS_CLASS_HANDLERS
    ce->default_object_handlers = handlers;
#else
    (void)ce;
    (void)handlers;
#endif
}

}  // namespace async::php::compat
