// The way of an error nobody awaited: from the scope of its coroutine upwards, past handlers and those who await a scope, to
// the application (C-95). Handlers are PHP code and get a coroutine to run in, ahead of everything queued (C-26); what needs
// none happens at once.
#pragma once

#include "ext/zend/compat.h"
#include "ext/zend/object.h"
#include "src/core/reason.h"

namespace async::php {

class PhpCoroutine;
class PhpScope;

class ErrorClimb final : public CountedByObject<core::RefCounted, ErrorClimb> {
public:
    // `failed` ended with `error`, or its finally handlers did. Runs no PHP code.
    static void start(PhpCoroutine& failed, PhpScope& scope, core::Ref<core::Reason> error) noexcept;
    // The same, where PHP code may run: on a coroutine of ours that has nothing else to do.
    static void run(PhpCoroutine& failed, PhpScope& scope, core::Ref<core::Reason> error) noexcept;
    // Only the third step, all the way up: asks no handler. Returns whether somebody who awaits a scope took the error.
    static bool give_up(PhpScope& scope, core::Reason& error) noexcept;

    ErrorClimb(PhpCoroutine& failed, PhpScope& scope, core::Ref<core::Reason> error) noexcept;
    ~ErrorClimb() override;

    static void init();

private:
    enum class At : uint8_t { handler, end };

    // Up to the next scope with a handler, or to the end.
    At climb() noexcept;
    // Asks the handlers of the scope it stands at. Whether one of them was content.
    bool ask();
    bool call(zval* handler);
    void go_on();
    void spawn() noexcept;

    PhpCoroutine& failed_;
    core::Ref<PhpScope> scope_;
    core::Ref<core::Reason> error_;
    bool from_child_ = false;
};

}  // namespace async::php
