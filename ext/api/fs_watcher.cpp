#include "ext/zend/compat.h"

#include "ext/api/fs_watcher.h"

#include "ext/api/one_way_iterator.h"
#include "ext/api/parked_call.h"
#include "ext/zend/awaitable_object.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/interfaces.h"
#include "ext/zend/internal_iterator.h"
#include "ext/zend/object.h"
#include "ext/zend/runtime.h"
#include "src/sync/path_changes.h"

#include "ext/api/arginfo/fs_watcher_arginfo.h"

namespace async::api {

namespace {

zend_class_entry* ce_event = nullptr;

class Watcher final : public php::CountedByObject<sync::PathChanges, Watcher> {
public:
    ~Watcher() override {
        if (watch_) watch_->close();
        if (path_) zend_string_release(path_);
    }

    bool is_constructed() const noexcept { return path_ != nullptr; }
    zend_string* path() const noexcept { return path_; }

    // FS-1. The path is watched by its absolute name: the script may go elsewhere.
    bool start(php::Runtime& runtime, zend_string* path, core::Depth depth, Settings settings) {
        configure(std::move(settings), runtime.scheduler().timers(), runtime.clock());
        core::Error error{EPERM, "operation not permitted"};
        char absolute[MAXPATHLEN];
        if (php_check_open_basedir(ZSTR_VAL(path)) == 0 && !EG(exception)) {
            core::Reactor* reactor = runtime.scheduler().reactor();
            if (reactor && expand_filepath(ZSTR_VAL(path), absolute)) {
                watch_ = reactor->watch_path(absolute, depth, *this, error);
            }
        }
        if (EG(exception)) return false;
        if (!watch_) {
            if (depth == core::Depth::recursive) {
                php::throw_async(php::ce_async_exception, "Failed to start recursive filesystem watch on %s", ZSTR_VAL(path));
            } else {
                php::throw_async(php::ce_async_exception, "Failed to start filesystem handle: %s", error.text);
            }
            return false;
        }
        path_ = zend_string_copy(path);
        warn_if_incomplete();
        return true;
    }

    void stop() noexcept {
        if (watch_) watch_->close();
        close();
    }

    // FS-6; not where it is found out, inside the loop.
    void warn_if_incomplete() {
        if (warned_ || !watch_->is_incomplete()) return;
        warned_ = true;
        zend_error(E_WARNING, "FileSystemWatcher: %s has more than 8192 directories, the rest is not watched", ZSTR_VAL(path_));
    }

    void describe(core::DescriptionSink& sink) const override {
        sink.format("FileSystemWatcher(path=%s)", path_ ? ZSTR_VAL(path_) : "");
    }

private:
    core::Ref<core::PathWatch> watch_;
    zend_string* path_ = nullptr;
    bool warned_ = false;
};

using Object = php::NativeObject<Watcher>;
using Answer = sync::PathChanges::Answer;

enum class Step : uint8_t { event, end, thrown };

Step next_change(Watcher& watcher, sync::PathChange& change) {
    if (!php::Runtime::enter()) return Step::thrown;
    php::Runtime& runtime = *php::Runtime::get();
    for (;;) {
        switch (watcher.take(change)) {
            case Answer::taken:
                return Step::event;
            case Answer::closed:
                if (!watcher.error()) return Step::end;
                php::throw_async(php::ce_async_exception, "Filesystem watch failed: %s", watcher.error().text);  // FS-9
                return Step::thrown;
            default:
                break;
        }
        core::Wait& wait = runtime.current()->wait();
        wait.add(watcher.line());
        if (park_uncleared(runtime, nullptr) != Parked::source) return Step::thrown;
        const bool served = !wait.error();
        if (served) watcher.resume(wait.winner(), change);
        wait.clear();
        if (served) return Step::event;
    }
}

void make_event(zval* target, const Watcher& watcher, const sync::PathChange& change) {
    object_init_ex(target, ce_event);
    zend_object* event = Z_OBJ_P(target);
    ZVAL_STR_COPY(OBJ_PROP_NUM(event, 0), watcher.path());
    if (change.named) {
        ZVAL_STRINGL(OBJ_PROP_NUM(event, 1), change.name.data(), change.name.size());
    } else {
        ZVAL_NULL(OBJ_PROP_NUM(event, 1));
    }
    ZVAL_BOOL(OBJ_PROP_NUM(event, 2), change.renamed);
    ZVAL_BOOL(OBJ_PROP_NUM(event, 3), change.changed);
}

// --- Iteration -------------------------------------------------------------------------------------------------------

struct Iterator : OneWayIterator<Iterator> {
    zend_long count;

    void step() {
        Watcher& watcher = *Object::from(&base.data);
        clear();
        ZVAL_LONG(&key, count++);
        watcher.warn_if_incomplete();
        if (EG(exception)) return;
        sync::PathChange change;
        if (next_change(watcher, change) == Step::event) make_event(&current, watcher, change);
    }
};

// FS-4.
zend_object_iterator* get_iterator(zend_class_entry*, zval* watcher, int by_reference) {
    if (!by_reference && !Object::from(watcher)->is_constructed()) {
        zend_throw_error(nullptr, "FileSystemWatcher is not constructed");
        return nullptr;
    }
    Iterator* iterator = Iterator::make(watcher, by_reference, "FileSystemWatcher");
    return iterator ? &iterator->base : nullptr;
}

// FS-8.
bool parse_extensions(HashTable* list, std::vector<std::string>& extensions) {
    zval* item;
    ZEND_HASH_FOREACH_VAL(list, item) {
        ZVAL_DEREF(item);
        const char* text = Z_TYPE_P(item) == IS_STRING ? Z_STRVAL_P(item) : "";
        if (*text == '.') ++text;
        std::string extension(text);
        if (extension.empty() || extension.size() > 15) {
            zend_argument_value_error(6, "must contain only strings of 1 to 15 characters");
            return false;
        }
        zend_str_tolower(&extension[0], extension.size());
        extensions.push_back(std::move(extension));
    }
    ZEND_HASH_FOREACH_END();
    return true;
}

Watcher& self(zval* object) { return *Object::from(object); }

}  // namespace

void register_fs_watcher() {
    ce_event = register_class_Async_FileSystemEvent();
    zend_class_entry* ce = register_class_Async_FileSystemWatcher(php::ce_awaitable, zend_ce_aggregate);
    ce->get_iterator = get_iterator;
    Object::init_handlers(ce);
    php::register_awaitable({ce, [](zend_object* object) -> core::Awaitable* { return Object::from(object); }, nullptr});
}

}  // namespace async::api

using namespace async;

ZEND_METHOD(Async_FileSystemWatcher, __construct) {
    zend_string* path;
    bool recursive = false, coalesce = true;
    zend_long debounce = 0, max_hold = 0;
    HashTable* list = nullptr;
    ZEND_PARSE_PARAMETERS_START(1, 6)
        Z_PARAM_PATH_STR(path)
        Z_PARAM_OPTIONAL
        Z_PARAM_BOOL(recursive)
        Z_PARAM_BOOL(coalesce)
        Z_PARAM_LONG(debounce)
        Z_PARAM_LONG(max_hold)
        Z_PARAM_ARRAY_HT(list)
    ZEND_PARSE_PARAMETERS_END();

    api::Watcher& watcher = api::self(ZEND_THIS);
    if (watcher.is_constructed()) {
        zend_throw_error(nullptr, "Cannot call constructor twice");
        RETURN_THROWS();
    }
    api::Watcher::Settings settings;
    settings.coalesce = coalesce;
    settings.debounce = core::Duration::from_ms(MAX(0, debounce));
    settings.max_hold = core::Duration::from_ms(MAX(0, max_hold));
    if (list && !api::parse_extensions(list, settings.extensions)) RETURN_THROWS();
    php::Runtime* runtime = php::Runtime::start();
    if (!runtime) RETURN_THROWS();
    watcher.start(*runtime, path, recursive ? core::Depth::recursive : core::Depth::flat, std::move(settings));
}

ZEND_METHOD(Async_FileSystemWatcher, close) {
    ZEND_PARSE_PARAMETERS_NONE();
    api::self(ZEND_THIS).stop();
}

ZEND_METHOD(Async_FileSystemWatcher, isClosed) {
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_BOOL(api::self(ZEND_THIS).is_closed());
}

ZEND_METHOD(Async_FileSystemWatcher, getIterator) {
    ZEND_PARSE_PARAMETERS_NONE();
    php::return_internal_iterator(return_value, ZEND_THIS);
}
