#include "ext/hooks/streams/select.h"

#include <poll.h>

#include <cerrno>

#include "ext/hooks/any_ready.h"
#include "ext/hooks/stream_pin.h"
#include "ext/hooks/streams/transport.h"
#include "ext/zend/hook_registry.h"

namespace async::hooks {

using Direction = core::FdWatch::Direction;

namespace {

zif_handler original_stream_select = nullptr;

constexpr int kSets = 3;
constexpr Direction kDirections[kSets] = {Direction::read, Direction::write, Direction::urgent};
constexpr short kAsked[kSets] = {POLLIN, POLLOUT, POLLPRI};
// As select(2) sorts them (IO-405, IO-408).
constexpr short kAnswers[kSets] = {POLLIN | POLLRDNORM | POLLRDBAND | POLLHUP | POLLERR,
                                   POLLOUT | POLLWRNORM | POLLWRBAND | POLLERR, POLLPRI};
// How often descriptors are looked at that have no readiness events.
constexpr core::Duration kSlice = core::Duration::from_ms(10);

php_stream* stream_of(zval* element) noexcept {
    ZVAL_DEREF(element);
    return static_cast<php_stream*>(zend_fetch_resource2_ex(element, nullptr, php_file_le_stream(), php_file_le_pstream()));
}

// One call: copies of the three arrays, and every usable stream in them in the arrays' order. The copies keep the resources, the
// engine's heap keeps everything, so a fatal error leaves nothing behind.
class Selection {
public:
    explicit Selection(zval* arrays[kSets]) noexcept {
        for (int set = 0; set < kSets; ++set) {
            arrays_[set] = arrays[set];
            if (arrays[set]) {
                ZVAL_COPY(&copies_[set], arrays[set]);
                capacity_ += zend_hash_num_elements(Z_ARRVAL_P(arrays[set]));
            } else {
                ZVAL_UNDEF(&copies_[set]);
            }
        }
        polled_ = static_cast<pollfd*>(safe_emalloc(capacity_ + 1, sizeof(pollfd), 0));
        streams_ = static_cast<php_stream**>(safe_emalloc(capacity_ + 1, sizeof(php_stream*), 0));
    }
    void destroy() noexcept {
        efree(polled_);
        efree(streams_);
        for (zval& copy : copies_) zval_ptr_dtor(&copy);
    }

    bool has_arrays() const noexcept { return arrays_[0] || arrays_[1] || arrays_[2]; }
    size_t count() const noexcept { return count_; }

    // Which elements are open streams with a descriptor. Says so of those that have none (IO-406), as stock does: with a
    // warning, each time it looks.
    void collect() noexcept {
        count_ = 0;
        for (int set = 0; set < kSets; ++set) {
            for_each(set, [&](php_stream* stream, zend_ulong, zend_string*, zval*) {
                php_socket_t fd = SOCK_ERR;
                if (php_stream_cast(stream, PHP_STREAM_AS_FD_FOR_SELECT | PHP_STREAM_CAST_INTERNAL,
                                    reinterpret_cast<void**>(&fd), 1) != SUCCESS ||
                    fd == SOCK_ERR) {
                    return;
                }
                polled_[count_] = {fd, kAsked[set], 0};
                streams_[count_++] = stream;
            });
        }
    }
    // Streams that are still there, in the order of collect().
    bool someone_closed() const noexcept {
        size_t at = 0;
        for (int set = 0; set < kSets; ++set) {
            for_each(set, [&](php_stream* stream, zend_ulong, zend_string*, zval*) {
                if (at < count_ && streams_[at] == stream) ++at;
            });
        }
        return at < count_;
    }

    // IO-402: how many streams of the read set have something in PHP's own buffer; then they are the result.
    zend_long take_buffered() noexcept {
        if (!arrays_[0]) return 0;
        const auto has_bytes = [](php_stream* stream) { return stream->writepos > stream->readpos; };
        bool any = false;
        for_each(0, [&](php_stream* stream, zend_ulong, zend_string*, zval*) { any |= has_bytes(stream); });
        if (!any) return 0;
        const zend_long ready = keep(0, has_bytes);
        clear(1);
        clear(2);
        return ready;
    }

    // What the kernel says now. Negative: errno.
    int look() noexcept {
        int ready;
        do ready = ::poll(polled_, static_cast<nfds_t>(count_), 0);
        while (ready < 0 && errno == EINTR);
        return ready;
    }
    bool is_any_ready() const noexcept {
        size_t at = 0;
        return any_ready_in(0, at) || any_ready_in(1, at) || any_ready_in(2, at);
    }
    // Rewrites the arrays to the ready streams; returns how many there are (IO-401).
    zend_long take_ready() noexcept {
        zend_long ready = 0;
        size_t at = 0;
        for (int set = 0; set < kSets; ++set) {
            ready += keep(set, [&](php_stream* stream) {
                if (at == count_ || streams_[at] != stream || polled_[at].events != kAsked[set]) return false;
                return (polled_[at++].revents & kAnswers[set]) != 0;
            });
        }
        return ready;
    }
    void clear_all() noexcept {
        for (int set = 0; set < kSets; ++set) clear(set);
    }

    // Adds the readiness of everything to the running coroutine's Wait. False: some of it has none.
    bool watch_all() noexcept {
        core::Wait& wait = php::running_coroutine().wait();
        core::Ref<AnyReady> group;
        if (count_ > 2) group = core::make_ref<AnyReady>(count_);
        bool complete = true;
        size_t at = 0;
        for (; at < count_; ++at) {
            core::Ref<core::FdWatch> watch = watch_stream(streams_[at], polled_[at].fd);
            if (!watch) {
                complete = false;
                if (EG(exception)) return false;
                continue;
            }
            core::Awaitable& source = watch->ready(direction_of(polled_[at].events));
            group ? group->add(source) : wait.add(source);
        }
        if (group) wait.add(*group);
        return complete;
    }

private:
    template <typename Visit>
    void for_each(int set, Visit visit) const noexcept {
        if (Z_TYPE(copies_[set]) != IS_ARRAY) return;
        zend_ulong index;
        zend_string* key;
        zval* element;
        ZEND_HASH_FOREACH_KEY_VAL(Z_ARRVAL(copies_[set]), index, key, element) {
            if (php_stream* stream = stream_of(element)) visit(stream, index, key, element);
        }
        ZEND_HASH_FOREACH_END();
    }

    // Rewrites one array to those streams the test accepts, keys preserved.
    template <typename Test>
    zend_long keep(int set, Test test) noexcept {
        if (!arrays_[set]) return 0;
        HashTable* kept = zend_new_array(0);
        for_each(set, [&](php_stream* stream, zend_ulong index, zend_string* key, zval* element) {
            if (!test(stream)) return;
            ZVAL_DEREF(element);
            Z_TRY_ADDREF_P(element);
            key ? zend_hash_update(kept, key, element) : zend_hash_index_update(kept, index, element);
        });
        zval_ptr_dtor(arrays_[set]);
        ZVAL_ARR(arrays_[set], kept);
        return zend_hash_num_elements(kept);
    }
    void clear(int set) noexcept {
        if (!arrays_[set]) return;
        zval_ptr_dtor(arrays_[set]);
        ZVAL_EMPTY_ARRAY(arrays_[set]);
    }

    bool any_ready_in(int set, size_t& at) const noexcept {
        bool ready = false;
        for (; at < count_ && polled_[at].events == kAsked[set]; ++at) ready |= (polled_[at].revents & kAnswers[set]) != 0;
        return ready;
    }
    static Direction direction_of(short events) noexcept {
        return events == POLLIN ? Direction::read : events == POLLOUT ? Direction::write : Direction::urgent;
    }
    // Kept where closing the stream is ours to see.
    static core::Ref<core::FdWatch> watch_stream(php_stream* stream, int fd) noexcept {
        if (is_socket_table(stream->ops) || stream->ops == &php_stream_stdio_ops) return StreamPin::of(stream, fd).watch();
        return watch_of(fd, core::FdWatch::Keeping::transient);
    }

    zval* arrays_[kSets];
    zval copies_[kSets];
    pollfd* polled_;
    php_stream** streams_;
    size_t capacity_ = 0;
    size_t count_ = 0;
};

// IO-400. Answers what stream_select() returns; false: thrown.
bool wait_for_streams(Selection& selection, core::Duration timeout, zend_long* answer) noexcept {
    const core::Instant deadline = deadline_after(timeout);
    bool last_look = timeout.ns == 0;
    for (;;) {
        if (selection.look() < 0) {
            php_error_docref(nullptr, E_WARNING, "Unable to select [%d]: %s (max_fd=%d)", errno, strerror(errno), 0);
            *answer = -1;
            return true;
        }
        if (last_look || selection.is_any_ready()) {
            *answer = selection.take_ready();
            return true;
        }
        const bool complete = selection.watch_all();
        if (EG(exception)) {
            php::running_coroutine().wait().clear();
            return false;
        }
        core::Instant until = deadline;
        if (!complete) {
            const core::Instant slice = deadline_after(kSlice);
            if (slice < until) until = slice;
        }
        const Waited waited = wait_until(until);
        if (waited == Waited::thrown) return false;
        // IO-50: without the closed one, as it is now.
        if (selection.someone_closed()) {
            selection.collect();
            last_look = true;
        }
        if (waited == Waited::timeout && until == deadline) last_look = true;
    }
}

ZEND_FUNCTION(cooperative_stream_select) {
    if (!cooperative()) return original_stream_select(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    zval* arrays[kSets];
    zend_long seconds = 0;
    zend_long microseconds = 0;
    bool no_seconds;
    bool no_microseconds = true;
    ZEND_PARSE_PARAMETERS_START(4, 5)
        Z_PARAM_ARRAY_EX2(arrays[0], 1, 1, 0)
        Z_PARAM_ARRAY_EX2(arrays[1], 1, 1, 0)
        Z_PARAM_ARRAY_EX2(arrays[2], 1, 1, 0)
        Z_PARAM_LONG_OR_NULL(seconds, no_seconds)
        Z_PARAM_OPTIONAL
        Z_PARAM_LONG_OR_NULL(microseconds, no_microseconds)
    ZEND_PARSE_PARAMETERS_END();

    Selection selection(arrays);
    zend_long answer = 0;
    bool returns = false;
    StreamPin::forget_drained();
    selection.collect();
    if (selection.count() == 0 && (!selection.has_arrays() || no_seconds)) {  // IO-403
        if (!EG(exception)) zend_value_error("No stream arrays were passed");
    } else if (no_seconds && !no_microseconds && microseconds != 0) {
        zend_argument_value_error(5, "must be null when argument #4 ($seconds) is null");
    } else if (!no_seconds && seconds < 0) {
        zend_argument_value_error(4, "must be greater than or equal to 0");
    } else if (!no_seconds && microseconds < 0) {
        zend_argument_value_error(5, "must be greater than or equal to 0");
    } else if (!EG(exception)) {
        const core::Duration timeout =
            no_seconds ? core::Duration::forever() : core::Duration::from_s(seconds) + core::Duration::from_us(microseconds);
        answer = selection.take_buffered();
        if (answer > 0) {
            returns = true;
        } else if (selection.count() > 0) {
            returns = wait_for_streams(selection, timeout, &answer);
        } else {  // IO-404: nothing could wake us but the time
            returns = timeout.ns == 0 || wait_until(deadline_after(timeout)) != Waited::thrown;
            if (returns) selection.clear_all();
        }
    }
    selection.destroy();
    if (!returns) return;
    if (answer < 0) RETURN_FALSE;
    RETURN_LONG(answer);
}

}  // namespace

const char* install_stream_select() {
    const bool replaced = php::hooks().replace_function("stream_select", ZEND_FN(cooperative_stream_select), &original_stream_select);
    return replaced ? "cooperative" : "not there";
}

}  // namespace async::hooks
