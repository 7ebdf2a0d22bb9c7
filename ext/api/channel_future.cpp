// The futures of a channel, and the exceptions it closes with.
#include "ext/zend/compat.h"

#include "ext/api/channel_object.h"

#include "ext/api/future.h"
#include "ext/zend/exceptions.h"

namespace async::api {

zend_object* make_closed_exception(CloseReason reason) {
    static const struct {
        const char* message;
        const char* enum_case;
    } texts[] = {
        {"Channel is closed", "EXPLICIT"},
        {"Channel is closed", "EXPLICIT"},
        {"Channel disposed", "DISPOSED"},
        {"Channel deadlock: no producers", "NO_PRODUCERS"},
        {"Channel deadlock: no consumers", "NO_CONSUMERS"},
        {"Channel deadlock", "DEADLOCK"},
        {"Channel closed: owner scope disposed", "SCOPE_DISPOSED"},
    };
    const auto& text = texts[static_cast<int>(reason)];
    zend_object* exception = php::make_throwable(php::ce_channel_exception, text.message);
    zval enum_case;
    ZVAL_OBJ(&enum_case, zend_enum_get_case_cstr(php::ce_channel_close_reason, text.enum_case));
    zend_update_property(php::ce_channel_exception, exception, ZEND_STRL("reason"), &enum_case);
    return exception;
}

namespace {

// A place in the line of receivers that takes its value in the moment it is there (CH-14, CH-20). The channel does not know
// it otherwise: when it goes, its place goes (CH-21).
class ReceivedCell final : public PromisedCell<ReceivedCell>, private core::Waiter {
public:
    explicit ReceivedCell(Channel& channel) : channel_(channel) { channel.receivers().subscribe(*this); }
    ~ReceivedCell() override { leave(); }

private:
    // In line, so the channel is there.
    Promises* keeper() noexcept override { return Waiter::linked() ? &channel_.promises() : nullptr; }

    void on_ended() noexcept override {
        PromisedCell::on_ended();
        leave();
    }
    bool notify(core::Awaitable&, core::Reason* error) noexcept override {
        if (error) {
            fail(*error);
            return true;
        }
        Item item;
        channel_.resume_recv(*this, item);
        complete(&item.value());
        return true;
    }
    void leave() noexcept {
        if (Waiter::linked()) channel_.receivers().unsubscribe(*this);
    }

    Channel& channel_;
};

}  // namespace

zend_object* receive_later(Channel& channel) {
    if (php::Runtime::get()) channel.find_owner();
    Item item;
    const Channel::Answer answer = channel.recv(item);
    if (answer == Channel::Answer::queue) {
        if (channel.has_timeouts() && !php::Runtime::start()) return nullptr;  // who else would watch the clock
        return make_future(ReceivedCell::make(channel));
    }
    core::Ref<PlainCell> cell = PlainCell::make();
    if (answer == Channel::Answer::closed) {
        cell->fail(make_closed_exception(channel.close_reason()));
    } else {
        cell->complete(&item.value());
    }
    return make_future(std::move(cell));
}

void init_channel_future() { ReceivedCell::init(); }

}  // namespace async::api
