// What goes through an Async\Channel, and the way from the PHP object to the native channel, for those who wait on several.
#pragma once

#include "ext/zend/compat.h"
#include "ext/zend/engine_memory.h"
#include "src/sync/channel.h"

namespace async::api {

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
    ~Item() { zval_ptr_dtor(&value_); }

    void give(zval* target) noexcept {
        ZVAL_COPY_VALUE(target, &value_);
        ZVAL_UNDEF(&value_);
    }
    const zval& value() const noexcept { return value_; }

private:
    zval value_;
};

using ItemChannel = sync::Channel<Item, php::EngineMemory>;

extern zend_class_entry* ce_channel;
// Ready to be waited on: it has found its owner scope.
ItemChannel& item_channel_of(zend_object* channel);
// CH-30.
void throw_channel_closed(zend_object* channel);

}  // namespace async::api
