// The native part of Async\Channel: sync::Channel with PHP values, its owner scope, and the exceptions it closes with.
#pragma once

#include "ext/zend/compat.h"

#include "ext/api/promises.h"
#include "ext/zend/engine_memory.h"
#include "ext/zend/object.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"
#include "src/sync/channel.h"

namespace async::api {

using sync::CloseReason;

// A value on its way; owns one reference.
class Item {
public:
    Item() noexcept { ZVAL_UNDEF(&value_); }
    explicit Item(const zval* value) noexcept { ZVAL_COPY_DEREF(&value_, const_cast<zval*>(value)); }
    Item(Item&& other) noexcept : value_(other.value_) { ZVAL_UNDEF(&other.value_); }
    Item& operator=(Item&& other) noexcept {
        std::swap(value_, other.value_);
        return *this;
    }
    ~Item() {
        if (Z_REFCOUNTED(value_)) zval_ptr_dtor(&value_);
    }

    void give(zval* target) noexcept {
        ZVAL_COPY_VALUE(target, &value_);
        ZVAL_UNDEF(&value_);
    }
    const zval& value() const noexcept { return value_; }

private:
    zval value_;
};

// CH-30. The caller owns the one reference.
zend_object* make_closed_exception(CloseReason reason);

// What those get who wait while the channel is closed: all of them this one (CH-29).
class ChannelClosed final : public php::ThrowableReason {
public:
    ChannelClosed(zend_object* exception, core::Reason* step) noexcept
        : ThrowableReason(exception, Kind::error), step_(step) {}
    bool withstands(const core::Reason& cancellation) const noexcept override { return step_.get() == &cancellation; }

    core::Ref<core::Reason> share() const override { return core::make_ref<ChannelClosed>(copy(), step_.get()); }

private:
    const core::Ref<core::Reason> step_;  // the cancellation of the owner scope that closed the channel (CH-32)
};

class Channel final : public php::CountedByObject<sync::Channel<Item, php::EngineMemory>, Channel> {
public:
    ~Channel() override {
        php::Runtime* runtime = php::Runtime::get();
        const bool too_late = (runtime && runtime->is_closed()) || (EG(flags) & EG_FLAGS_IN_RESOURCE_SHUTDOWN);
        if (!too_late) close(CloseReason::disposed);  // CH-31
    }

    bool is_constructed() const noexcept { return constructed_; }
    void construct(const Settings& settings) {
        constructed_ = true;
        configure(settings);
        php::Runtime* runtime = php::Runtime::get();
        if (runtime && !runtime->is_closed()) {
            bind(runtime->current_scope());  // CH-3
        } else {
            ownerless_ = true;
        }
    }
    // Made before the first async use, when there was no scope yet: belongs to the main one.
    void find_owner() noexcept {
        if (EXPECTED(!ownerless_)) return;
        ownerless_ = false;
        bind(php::Runtime::get()->main_scope());
    }

    // Made by recvAsync(), with something to be made of them.
    Promises& promises() noexcept { return promises_; }

protected:
    Guardians guardians() noexcept override {
        php::Runtime& runtime = *php::Runtime::get();
        core::Scheduler& scheduler = runtime.scheduler();
        return {scheduler.timers(), runtime.clock(), scheduler.soft_resolvers()};
    }
    core::Ref<core::Reason> make_close_error(CloseReason reason, core::Reason* step) noexcept override {
        return core::make_ref<ChannelClosed>(make_closed_exception(reason), step);
    }

private:
    Promises promises_;
    bool constructed_ = false;
    bool ownerless_ = false;
};

using ChannelObject = php::NativeObject<Channel>;
extern zend_class_entry* ce_channel;

// recvAsync(): a Future of the next free value, with one reference; null when an exception is pending.
zend_object* receive_later(Channel& channel);
void init_channel_future();

}  // namespace async::api
