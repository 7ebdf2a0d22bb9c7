#include "ext/zend/output_layers.h"

namespace async::php::output_layers {

namespace {

constexpr int kMost = static_cast<int>(sizeof ASYNC_G(shared_outputs) / sizeof *ASYNC_G(shared_outputs));

php_output_handler** elements(const zend_stack& stack) noexcept {
    return static_cast<php_output_handler**>(zend_stack_base(&stack));
}

}  // namespace

void note_shared() {
    if (ASYNC_G(output_noted)) return;
    ASYNC_G(output_noted) = true;
    const int count = zend_stack_count(&OG(handlers));
    for (int i = 0; i < count && i < kMost; ++i) {
        php_output_handler* handler = elements(OG(handlers))[i];
        // The name is kept alive, so that a later buffer at the same address is not taken for this one.
        ASYNC_G(shared_outputs)[i] = {handler, zend_string_copy(handler->name)};
        ASYNC_G(shared_output) = handler;
        ASYNC_G(shared_output_count) = i + 1;
    }
}

namespace {

void shrink_to(int count) noexcept {
    while (ASYNC_G(shared_output_count) > count) {
        zend_string_release(ASYNC_G(shared_outputs)[--ASYNC_G(shared_output_count)].name);
    }
    ASYNC_G(shared_output) = count > 0 ? ASYNC_G(shared_outputs)[count - 1].handler : nullptr;
}

}  // namespace

void forget() noexcept {
    shrink_to(0);
    ASYNC_G(output_noted) = false;
}

int shared_count() noexcept {
    const int count = zend_stack_count(&OG(handlers));
    int same = 0;
    while (same < ASYNC_G(shared_output_count) && same < count &&
           elements(OG(handlers))[same] == ASYNC_G(shared_outputs)[same].handler &&
           elements(OG(handlers))[same]->name == ASYNC_G(shared_outputs)[same].name) {
        ++same;
    }
    if (same < ASYNC_G(shared_output_count)) shrink_to(same);
    return same;
}

void copy(const zend_stack& stack, int count) {
    for (int i = 0; i < count; ++i) zend_stack_push(&OG(handlers), &elements(stack)[i]);
}

void remove(zend_stack& stack, int first, int count) noexcept {
    php_output_handler** handlers = elements(stack);
    const int left = zend_stack_count(&stack) - count;
    memmove(handlers + first, handlers + first + count, static_cast<size_t>(left - first) * sizeof *handlers);
    for (int i = 0; i < count; ++i) zend_stack_del_top(&stack);
    for (int i = first; i < left; ++i) handlers[i]->level = i + 1;
}

void end_own() {
    while (OG(active) && zend_stack_count(&OG(handlers)) > shared_count()) {
        OG(active)->flags |= PHP_OUTPUT_HANDLER_REMOVABLE;
        if (php_output_end() == FAILURE) return;
    }
}

}  // namespace async::php::output_layers
