#include "ext/hooks/stream_pin.h"

#include <poll.h>

namespace async::hooks {

// --- Turn ------------------------------------------------------------------------------------------------------------

Waited Turn::enter(core::Instant deadline) noexcept {
    if (try_enter()) return Waited::done;
    core::Wait& wait = php::running_coroutine().wait();
    wait.add(*this);
    const Waited answer = park_until(deadline);
    if (answer == Waited::done) redeem(wait.winner());
    wait.clear();
    return answer;
}

// --- CloseTrap -------------------------------------------------------------------------------------------------------

// A FILE* lent to a stream with parked callers; its close function runs when somebody closes that stream. Kept for the next
// stream when nobody did.
class CloseTrap {
public:
    static void set(StreamPin& pin) noexcept {
        CloseTrap* trap = pin_table.spare_traps;
        if (trap) {
            pin_table.spare_traps = trap->next_spare_;
        } else {
            trap = make();
            if (!trap) return;
        }
        php_stream* stream = pin.stream_;
        trap->pin_ = &pin;
        trap->replaced_ = stream->stdiocast;
        trap->replaced_kind_ = stream->fclose_stdiocast;
        stream->stdiocast = trap->file_;
        stream->fclose_stdiocast = PHP_STREAM_FCLOSE_FOPENCOOKIE;
        pin.trap_ = trap;
    }

    static void remove(StreamPin& pin) noexcept {
        CloseTrap* trap = std::exchange(pin.trap_, nullptr);
        if (!trap) return;
        trap->give_back();
        trap->next_spare_ = pin_table.spare_traps;
        pin_table.spare_traps = trap;
    }

private:
    static CloseTrap* make() noexcept {
        auto* trap = static_cast<CloseTrap*>(calloc(1, sizeof(CloseTrap)));
        if (!trap) return nullptr;
#if defined(__APPLE__) || defined(__FreeBSD__)
        trap->file_ = funopen(trap, nullptr, nullptr, nullptr, &on_close);
#else
        cookie_io_functions_t functions = {};
        functions.close = &on_close;
        trap->file_ = fopencookie(trap, "r", functions);
#endif
        if (trap->file_) return trap;
        free(trap);
        return nullptr;
    }

    // The FILE* is gone after this.
    static int on_close(void* cookie) {
        auto* trap = static_cast<CloseTrap*>(cookie);
        StreamPin& pin = *trap->pin_;
        trap->give_back();
        pin.trap_ = nullptr;
        free(trap);
        pin.closed_under_waiters();
        return 0;
    }

    void give_back() noexcept {
        pin_->stream_->stdiocast = replaced_;
        pin_->stream_->fclose_stdiocast = replaced_kind_;
    }

    FILE* file_;
    StreamPin* pin_;
    CloseTrap* next_spare_;
    FILE* replaced_;
    uint8_t replaced_kind_;
};

// --- StreamPin -------------------------------------------------------------------------------------------------------

StreamPin& StreamPin::make(php_stream* stream, int fd) noexcept {
    const auto slot = static_cast<uint32_t>(fd + 1);
    if (slot >= pin_table.size) {
        const uint32_t size = slot < 64 ? 64 : slot * 2;
        pin_table.slots = static_cast<StreamPin**>(perealloc(pin_table.slots, size * sizeof(StreamPin*), 1));
        memset(pin_table.slots + pin_table.size, 0, (size - pin_table.size) * sizeof(StreamPin*));
        pin_table.size = size;
    }
    StreamPin* pin = core::make_ref<StreamPin>(stream, fd).detach();  // the table's
    pin->next_ = pin_table.slots[slot];
    pin_table.slots[slot] = pin;
    return *pin;
}

core::Ref<core::FdWatch> StreamPin::watch() noexcept {
    if (!watch_ || watch_->is_closed()) watch_ = watch_of(fd_, core::FdWatch::Keeping::kept);
    return watch_;
}

// No event of the descriptor would tell that its bytes have come (IO-40, IO-651).
bool StreamPin::wait_for_filter(core::Instant deadline, FdWaited& answer) noexcept {
    if (!filtering || filtering == &php::running_coroutine()) return false;
    enter();
    answer = wait_for(filters_, deadline);
    if (answer == FdWaited::ready) filters_.leave();
    if (!leave() && answer != FdWaited::thrown) answer = FdWaited::closed;
    return true;
}

FdWaited StreamPin::wait(Direction direction, core::Instant deadline) noexcept {
    const bool filtered = UNEXPECTED(stream_->readfilters.head != nullptr) && direction == Direction::read;
    FdWaited after;
    if (filtered && wait_for_filter(deadline, after)) return after;
    if (UNEXPECTED(!watch_ || watch_->is_closed()) && !watch()) return EG(exception) ? FdWaited::thrown : FdWaited::ready;
    enter();
    const FdWaited answer = wait_fd(*watch_, direction, deadline);
    if (leave()) return filtered && answer == FdWaited::ready && wait_for_filter(deadline, after) ? after : answer;
    return answer == FdWaited::thrown ? answer : FdWaited::closed;
}

bool StreamPin::is_ready(Direction direction) const noexcept {
    pollfd entry = {};
    entry.fd = fd_;
    entry.events = direction == Direction::read ? POLLIN : direction == Direction::write ? POLLOUT : POLLPRI;
    return ::poll(&entry, 1, 0) > 0;
}

FdWaited StreamPin::wait_for(Turn& turn, core::Instant deadline) noexcept {
    if (turn.try_enter()) return FdWaited::ready;
    enter();
    const Waited waited = turn.enter(deadline);
    if (waited == Waited::done && dead_) turn.leave();  // the others in the queue are to see it as well
    const bool open = leave();
    if (waited == Waited::thrown) return FdWaited::thrown;
    if (!open) return FdWaited::closed;
    return waited == Waited::timeout ? FdWaited::timeout : FdWaited::ready;
}

void StreamPin::enter() noexcept {
    if (inside_++ > 0) return;
    CloseTrap::set(*this);
}

bool StreamPin::leave() noexcept {
    const bool open = !dead_;
    if (--inside_ > 0) return open;
    if (!open) {
        bury();
        return false;
    }
    CloseTrap::remove(*this);
    if (fd_ < 0) close();
    return true;
}

namespace {

void take_out(StreamPin** link, StreamPin* pin, StreamPin* StreamPin::*next) noexcept {
    while (*link != pin) link = &((*link)->*next);
    *link = pin->*next;
}

}  // namespace

void StreamPin::forget() noexcept {
    take_out(&pin_table.slots[fd_ + 1], this, &StreamPin::next_);
    if (pin_table.drained == this) pin_table.drained = nullptr;
    if (watch_) watch_->close();
}

void StreamPin::close() noexcept {
    ASYNC_ASSERT(inside_ == 0);
    forget();
    release();
}

// Runs inside the engine's closing of the stream, which leaves the structure alone after this.
void StreamPin::closed_under_waiters() noexcept {
    dead_ = true;
    forget();
    // The resource goes with the last variable that holds it, while user filters are still shown the stream's: a closed one.
    stream_->res = zend_register_resource(nullptr, -1);
    next_ = pin_table.dead;
    pin_table.dead = this;
    if (on_closed_under_waiters) on_closed_under_waiters(*this);
}

// The last caller has yet to return through the engine's code for this stream, so a coroutine of its own frees it, later.
// User filters of the stream may run code then.
void StreamPin::bury() noexcept {
    take_out(&pin_table.dead, this, &StreamPin::next_);
    php::Runtime& runtime = *php::Runtime::get();
    php::PhpCoroutine* undertaker = php::PhpCoroutine::make_native(
        [](php::PhpCoroutine&, void* argument) {
            auto* pin = static_cast<StreamPin*>(argument);
            php_stream* stream = pin->stream_;
            zend_resource* shown = stream->res;
            pin->release();
            stream->flags &= ~PHP_STREAM_FLAG_NO_RSCR_DTOR_CLOSE;
            php_stream_free(stream, PHP_STREAM_FREE_CLOSE | PHP_STREAM_FREE_RSRC_DTOR | PHP_STREAM_FREE_IGNORE_ENCLOSING |
                                        (stream->is_persistent ? PHP_STREAM_FREE_PERSISTENT : 0));
            zend_list_delete(shown);
        },
        this);
    undertaker->set_internal();
    runtime.scheduler().spawn(*undertaker, runtime.main_scope());
    OBJ_RELEASE(undertaker->std_object());
}

void StreamPin::stack_dropped() noexcept {
    if (inside_ == 0) return;
    inside_ = 0;
    writers_.reset();
    takers_.reset();
    filters_.reset();
    filtering = nullptr;
    removing = nullptr;
    filter_removers = 0;
    CloseTrap::remove(*this);
}

void StreamPin::stacks_dropped() noexcept {
    for (uint32_t slot = 0; slot < pin_table.size; ++slot) {
        for (StreamPin* pin = pin_table.slots[slot]; pin; pin = pin->next_) pin->stack_dropped();
    }
    while (StreamPin* pin = pin_table.dead) {
        pin_table.dead = pin->next_;
        pin->stack_dropped();
        pin->release();  // the engine's memory goes with the request
    }
    pin_table.drained = nullptr;
}

}  // namespace async::hooks
