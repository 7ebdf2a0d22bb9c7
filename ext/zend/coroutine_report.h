// What an operator asks a process that hangs: all coroutines with state, place and what they wait for, those that stand at the
// same place for the same reason in one block. With `async.report_on_sigquit` the signal writes it to standard error, at the
// latest when the coroutine that runs lets go (with `async.time_slice`: within a slice).
#pragma once

#include <memory>

#include "ext/zend/compat.h"
#include "src/core/reactor.h"

namespace async::php {

class Runtime;

void write_coroutine_report(Runtime& runtime, core::DescriptionSink& out);

// Listens to SIGQUIT as long as it lives; must go before the reactor does.
class ReportOnSignal final : public core::Waiter {
public:
    // Null when it is off, or when the signal cannot be listened to, which is said as a warning.
    static std::unique_ptr<ReportOnSignal> start(Runtime& runtime);
    ~ReportOnSignal();

    bool notify(core::Awaitable& source, core::Reason* error) noexcept override;

private:
    ReportOnSignal(Runtime& runtime, core::Ref<core::SignalWatch> watch) noexcept;

    Runtime& runtime_;
    core::Ref<core::SignalWatch> watch_;
};

}  // namespace async::php
