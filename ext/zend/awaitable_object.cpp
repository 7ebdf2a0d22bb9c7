#include "ext/zend/awaitable_object.h"

namespace async::php {

namespace {
constexpr uint32_t kMost = 24;
AwaitableClass classes[kMost];
uint32_t count = 0;
}  // namespace

void register_awaitable(const AwaitableClass& description) {
    for (uint32_t i = 0; i < count; ++i) {
        if (classes[i].ce == description.ce) return;
    }
    ZEND_ASSERT(count < kMost);
    classes[count++] = description;
}

const AwaitableClass* find_awaitable(zend_object* object) noexcept {
    for (uint32_t i = 0; i < count; ++i) {
        if (classes[i].ce == object->ce) return &classes[i];
    }
    return nullptr;
}

core::Awaitable* awaitable_of(zend_object* object) noexcept {
    const AwaitableClass* description = find_awaitable(object);
    return description ? description->source(object) : nullptr;
}

}  // namespace async::php
