#include "ext/zend/coroutine_report.h"

#include <csignal>
#include <string>
#include <unordered_map>
#include <vector>

#ifndef _WIN32
#include <unistd.h>
#endif

#include "ext/php_async.h"
#include "ext/zend/engine_signals.h"
#include "ext/zend/runtime.h"

namespace async::php {

namespace {

class StringSink final : public core::DescriptionSink {
public:
    void append(const char* part, std::size_t length) override { text.append(part, length); }
    std::string text;
};

const char* state_of(const PhpCoroutine& coroutine) noexcept {
    switch (coroutine.state()) {
        case core::Coroutine::State::running:
            return "running";
        case core::Coroutine::State::parked:
            return "waiting";
        case core::Coroutine::State::ready:
            return "ready";
        default:
            return coroutine.is_started() ? "ready" : "not started";
    }
}

// One line per frame, innermost first.
void write_stack(const zend_execute_data* frame, core::DescriptionSink& out) {
    for (; frame; frame = frame->prev_execute_data) {
        const zend_function* function = frame->func;
        if (!function) continue;
        const zend_string* called = function->common.function_name;
        if (!ZEND_USER_CODE(function->type) && (!called || ZSTR_LEN(called) == 0)) continue;  // at the base of a coroutine
        const char* name = called ? ZSTR_VAL(called) : "{main}";
        const zend_class_entry* scope = function->common.scope;
        out.format("    %s%s%s%s", scope ? ZSTR_VAL(scope->name) : "", scope ? "::" : "", name,
                   function->common.function_name ? "()" : "");
        if (ZEND_USER_CODE(function->type)) {
            out.format(" at %s:%u", ZSTR_VAL(function->op_array.filename), frame->opline ? frame->opline->lineno : 0);
        }
        out.format("\n");
    }
}

// Everything about a coroutine but who it is: equal texts are one block.
std::string situation_of(PhpCoroutine& coroutine) {
    StringSink out;
    out.format("%s", state_of(coroutine));
    if (zend_string* file = coroutine.spawn_file()) out.format(", spawned at %s:%u", ZSTR_VAL(file), coroutine.spawn_line());
    if (zend_string* name = coroutine.name()) {
        out.format(" (%s)", ZSTR_VAL(name));
        zend_string_release(name);
    }
    out.format("\n");
    const bool runs = coroutine.state() == core::Coroutine::State::running;
    write_stack(runs ? EG(current_execute_data) : coroutine.parked_frame(), out);
    return std::move(out.text);
}

// What it waits for differs from one to the other (which descriptor, which deadline); a block shows the first.
std::string waits_of(PhpCoroutine& coroutine) {
    StringSink out;
    coroutine.wait().for_each_source([&](const core::Awaitable& source) {
        out.format("  waits for ");
        source.describe(out);
        out.format("\n");
    });
    if (coroutine.wait().has_deadline()) out.format("  waits until a deadline\n");
    return std::move(out.text);
}

struct Block {
    std::string situation;
    std::string waits;
    std::vector<uint32_t> ids;
};

constexpr size_t kIdsShown = 10;

}  // namespace

void write_coroutine_report(Runtime& runtime, core::DescriptionSink& out) {
    std::vector<Block> blocks;
    std::unordered_map<std::string, size_t> known;
    runtime.scheduler().for_each_alive([&](core::Coroutine& each) {
        PhpCoroutine& coroutine = *PhpCoroutine::from(&each);
        std::string situation = situation_of(coroutine);
        const auto found = known.emplace(situation, blocks.size());
        if (found.second) blocks.push_back({std::move(situation), waits_of(coroutine), {}});
        blocks[found.first->second].ids.push_back(coroutine.std_object()->handle);
    });
    out.format("=== COROUTINES of process %d: %u alive, %u can run ===\n", static_cast<int>(getpid()),
               runtime.scheduler().alive_count(), runtime.scheduler().run_queue().size());
    for (const Block& block : blocks) {
        out.format("\n%zu x %s", block.ids.size(), block.situation.c_str());
        out.append(block.waits.data(), block.waits.size());
        out.format("  %s", block.ids.size() == 1 ? "coroutine" : "coroutines");
        for (size_t i = 0; i < block.ids.size() && i < kIdsShown; ++i) out.format(" #%u", block.ids[i]);
        if (block.ids.size() > kIdsShown) out.format(" and %zu more", block.ids.size() - kIdsShown);
        out.format("\n");
    }
    out.format("\n=== END ===\n");
}

std::unique_ptr<ReportOnSignal> ReportOnSignal::start(Runtime& runtime) {
    if (!ASYNC_G(report_on_sigquit)) return nullptr;
#ifdef SIGQUIT
    prepare_engine_signals();
    core::Error error{ENOSYS, "there is no event loop"};
    core::Ref<core::SignalWatch> watch;
    if (core::Reactor* reactor = runtime.scheduler().reactor()) watch = reactor->watch_signal(SIGQUIT, error);
    if (watch) return std::unique_ptr<ReportOnSignal>(new ReportOnSignal(runtime, std::move(watch)));
    zend_error(E_CORE_WARNING, "async.report_on_sigquit is off: %s", error.text);
#else
    zend_error(E_CORE_WARNING, "async.report_on_sigquit is off: this system has no SIGQUIT");
#endif
    return nullptr;
}

ReportOnSignal::ReportOnSignal(Runtime& runtime, core::Ref<core::SignalWatch> watch) noexcept
    : runtime_(runtime), watch_(std::move(watch)) {
    watch_->subscribe(*this);
}

ReportOnSignal::~ReportOnSignal() { watch_->unsubscribe(*this); }

// In the event loop. Straight to the descriptor: output buffers belong to coroutines.
bool ReportOnSignal::notify(core::Awaitable&, core::Reason*) noexcept {
    watch_->subscribe(*this);
    StringSink out;
    write_coroutine_report(runtime_, out);
    for (size_t written = 0; written < out.text.size();) {
        const auto part = write(STDERR_FILENO, out.text.data() + written, out.text.size() - written);
        if (part <= 0) break;  // nobody reads it
        written += static_cast<size_t>(part);
    }
    return false;
}

}  // namespace async::php
