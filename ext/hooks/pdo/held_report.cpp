#include "ext/hooks/pdo/held_report.h"

#include <string>

#include "ext/hooks/pdo/connection_pool.h"
#include "ext/php_async.h"
#include "ext/zend/runtime.h"

namespace async::hooks::pdo {

namespace {

class Line final : public core::DescriptionSink {
public:
    std::string text;
    void append(const char* part, std::size_t length) override { text.append(part, length); }
};

// What keeps it from going back (IO-1211, IO-1221).
void describe_reason(const Binding& binding, core::DescriptionSink& sink) {
    if (binding.statements > 0) {
        sink.format("%u statement%s", binding.statements, binding.statements == 1 ? "" : "s");
    } else if (binding.pool->driver().in_transaction(binding.slot->handle)) {
        sink.format("an open transaction");
    } else {
        sink.format(binding.slot->touched ? "what it has changed in the session" : "a call that is under way");
    }
}

}  // namespace

HeldReport::~HeldReport() {
    stop();
    if (file_) zend_string_release(file_);
}

void HeldReport::start() noexcept {
    const zend_long limit_ms = ASYNC_G(warn_held_connections);
    php::Runtime* runtime = php::Runtime::get();
    if (limit_ms <= 0 || !runtime) return;
    if (const zend_execute_data* frame = php::user_frame(EG(current_execute_data))) {
        file_ = zend_string_copy(frame->func->op_array.filename);
        line_ = frame->opline->lineno;
    }
    since_ = runtime->clock().now();
    runtime->scheduler().timers().arm(*this, since_ + core::Duration::from_ms(limit_ms), core::TimerHeap::Visibility::hidden);
}

void HeldReport::stop() noexcept {
    if (armed()) php::Runtime::get()->scheduler().timers().disarm(*this);
}

// No PHP code runs here, so it is a line in the log and no warning that a handler could see.
void HeldReport::on_deadline() noexcept {
    Line line;
    const core::Duration lasted = since_.until(php::Runtime::get()->clock().now());
    line.format("PHP Warning:  a connection of the pool of at most %d has been held for %lld ms by ",
                static_cast<int>(binding_.pool->settings().max), static_cast<long long>(lasted.ceil_ms()));
    if (!binding_.holder) {
        line.format("statements of a coroutine that has ended");
    } else if (binding_.holder->coroutine) {
        binding_.holder->coroutine->describe(line);
    } else {
        line.format("main");
    }
    line.format(", kept by ");
    describe_reason(binding_, line);
    line.format(", taken at %s:%u", file_ ? ZSTR_VAL(file_) : "Unknown", line_);
    php_log_err(line.text.c_str());
}

}  // namespace async::hooks::pdo
