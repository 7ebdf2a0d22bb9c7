// What happens when nothing can ever happen: the report of C-154, the DeadlockError of C-152, and everybody is cancelled.
#include "ext/zend/exceptions.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"
#include "ext/zend/user_fibers.h"
#include "ext/zend/wait_graph_text.h"
#include "src/core/deadlock.h"

namespace async::php {

namespace {

class OutputSink final : public core::DescriptionSink {
public:
    void append(const char* text, std::size_t length) override { php_output_write(text, length); }
};

void print_report(Runtime& runtime, uint32_t alive, uint32_t events) {
    OutputSink out;
    out.format("\n=== DEADLOCK REPORT START ===\nCoroutines waiting: %d, active_events: %u\n\n", static_cast<int>(alive), events);
    runtime.scheduler().for_each_alive([&](core::Coroutine& coroutine) {
        coroutine.describe(out);
        bool any = false;
        coroutine.wait().for_each_source([&](const core::Awaitable& source) {
            if (!any) out.format("\n  waiting for:\n");
            any = true;
            out.format("    - ");
            source.describe(out);
            out.format("\n");
        });
        if (!any) out.format("\n  waiting for: <nothing>\n");
        out.format("\n");
    });
    out.format("=== DEADLOCK REPORT END   ===\n\n");
    if (!ASYNC_G(debug_wait_cycles)) return;
    const core::WaitGraph graph(runtime.scheduler());
    wait_graph::write_cycles(graph, out);
    if (!graph.cycles().empty()) out.format("\n");
}

// C-153: as if created with no active frame, wherever the scheduler happened to notice.
zend_object* make_without_frame(zend_class_entry* ce, const char* message) {
    zend_execute_data* frame = EG(current_execute_data);
    EG(current_execute_data) = nullptr;
    zend_object* throwable = make_throwable(ce, message);
    EG(current_execute_data) = frame;
    return throwable;
}

}  // namespace

bool Runtime::resolve_deadlock(uint32_t alive) noexcept {
    if (user_fibers::release_idle(*this)) return true;  // C-151
    core::Reactor* reactor = scheduler_.reactor_if_made();
    const uint32_t events = (reactor ? reactor->activity_count() : 0) + scheduler_.timers().active_count();
    if (ASYNC_G(debug_deadlock)) print_report(*this, alive, events);

    char message[128];
    snprintf(message, sizeof message, "Deadlock detected: no active coroutines, %u coroutines in waiting", alive);
    zend_object* error = make_without_frame(ce_deadlock_error, message);
    if (exit_exception_) set_previous(error, exit_exception_);
    exit_exception_ = error;
    shutting_down_ = true;
    cancel_everybody(ThrowableReason::own(make_without_frame(ce_async_cancellation, "Deadlock detected"),
                                          core::Reason::Kind::deadlock));
    return true;
}

}  // namespace async::php
