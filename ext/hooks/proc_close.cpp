#include "ext/hooks/proc_close.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "ext/hooks/commands.h"
#include "ext/hooks/native/library_call.h"
#include "ext/hooks/native/symbol_slots.h"
#include "ext/zend/hook_registry.h"

// clang-format off
#include "ext/standard/file.h"
#include "ext/standard/proc_open.h"
// clang-format on

namespace async::hooks {

using core::make_ref;
using core::Ref;

namespace {

zif_handler original_proc_close = nullptr;
zif_handler original_pclose = nullptr;

// The pipes of a process that is about to end, which their filters may run PHP code in (IO-50: whoever is parked in one of them
// wakes). That code must find the process closed.
class Pipes {
public:
    explicit Pipes(php_process_handle& process) noexcept
        : count_(std::exchange(process.npipes, 0)),
          pipes_(static_cast<zend_resource**>(safe_emalloc(static_cast<size_t>(count_) + 1, sizeof(zend_resource*), 0))) {
        for (int i = 0; i < count_; ++i) pipes_[i] = process.pipes[i];
    }
    void close() noexcept {
        for (int i = 0; i < count_; ++i) {
            if (!pipes_[i]) continue;
            GC_DELREF(pipes_[i]);
            zend_list_close(pipes_[i]);
        }
        efree(pipes_);
    }

private:
    const int count_;
    zend_resource** const pipes_;
};

// What the engine remembers of a child that proc_get_status() has collected (IO-812).
bool take_cached(const php_process_handle& process, int& status) noexcept {
#ifdef ASYNC_HAS_CACHED_EXIT_STATUS
    status = process.cached_exit_wait_status_value;
    return process.has_cached_exit_wait_status;
#else
    static_cast<void>(process);
    static_cast<void>(status);
    return false;
#endif
}

// IO-811
zend_long result_of(int status) noexcept {
    if (status == -1) return -1;
    if (WIFSIGNALED(status)) return -WTERMSIG(status);
    return WIFEXITED(status) ? WEXITSTATUS(status) : status;
}

ZEND_FUNCTION(cooperative_proc_close) {
    static const int kind = zend_fetch_list_dtor_id("process");
    zval* argument = ZEND_NUM_ARGS() == 1 ? ZEND_CALL_ARG(execute_data, 1) : nullptr;
    if (argument) ZVAL_DEREF(argument);
    // Whatever is wrong with the call, the original says it.
    if (!argument || Z_TYPE_P(argument) != IS_RESOURCE || Z_RES_P(argument)->type != kind || !cooperative()) {
        return original_proc_close(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    }
    auto* process = static_cast<php_process_handle*>(Z_RES_P(argument)->ptr);
    Pipes pipes(*process);
    int cached = -1;
    if (take_cached(*process, cached)) {
        zend_list_close(Z_RES_P(argument));
        pipes.close();
        RETURN_LONG(result_of(cached));
    }
    // The resource ends now, a second call finds none; the child is collected by us. Its own destructor finds no child.
    const pid_t pid = std::exchange(process->child, getpid());
    zend_list_close(Z_RES_P(argument));
    pipes.close();
    Ref<Child> child = make_ref<Child>(pid);
    if (collect(child) != Waited::thrown) RETVAL_LONG(result_of(child->status()));
}

int descriptor_of(zval* argument) noexcept {
    auto* stream =
        static_cast<php_stream*>(zend_fetch_resource2_ex(argument, nullptr, php_file_le_stream(), php_file_le_pstream()));
    if (!stream || stream->ops != &php_stream_stdio_ops) return -1;
    php_socket_t fd = SOCK_ERR;
    const int answer = stream->ops->cast(stream, PHP_STREAM_AS_FD_FOR_SELECT, reinterpret_cast<void**>(&fd));
    return answer == SUCCESS ? fd : -1;
}

// The child's end is waited for when the stream is freed (commands.cpp). When somebody is still parked in the stream that
// happens later, and the wait is here.
ZEND_FUNCTION(cooperative_pclose) {
    zval* argument = ZEND_NUM_ARGS() == 1 ? ZEND_CALL_ARG(execute_data, 1) : nullptr;
    if (argument) ZVAL_DEREF(argument);
    if (!argument || Z_TYPE_P(argument) != IS_RESOURCE || Z_RES_P(argument)->type < 0 || !cooperative()) {
        return original_pclose(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    }
    Ref<Child> child = child_of_pipe(descriptor_of(argument));
    original_pclose(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    if (!child || EG(exception) || collect(child) == Waited::thrown) return;
    const int status = child->status();
    ZVAL_LONG(return_value, WIFEXITED(status) && status != -1 ? WEXITSTATUS(status) : status);
}

// --- Implicit close --------------------------------------------------------------------------------------------------

bool calls_itself(const char* prefix) noexcept {
    const zend_execute_data* frame = EG(current_execute_data);
    const zend_string* name = frame && frame->func ? frame->func->common.function_name : nullptr;
    return name && strncmp(ZSTR_VAL(name), prefix, strlen(prefix)) == 0;
}

// IO-813: the engine frees a process nobody closed with one look at the child, and would leave a zombie (IO-805).
pid_t replaced_waitpid(pid_t pid, int* status, int options) {
    if (!native::on_php_thread() || options != WNOHANG || pid <= 0 || pid == getpid() || calls_itself("pcntl_")) {
        return ::waitpid(pid, status, options);
    }
    const php::Runtime* runtime = php::Runtime::get();
    const bool request_ends = runtime && runtime->is_closed();
    if (!request_ends && !cooperative()) return ::waitpid(pid, status, options);
    Ref<Child> child = make_ref<Child>(pid);
    // Not while a stack unwinds, nor in the middle of the cycle collector.
    if (request_ends || EG(exception) || php::running_coroutine().is_internal()) {
        child->leave();
    } else if (collect(child) != Waited::thrown && child->status() != -1) {
        *status = child->status();
        return pid;
    }
    errno = ECHILD;
    return -1;
}

}  // namespace

const char* install_proc_close() {
    php::HookRegistry& registry = php::hooks();
    const bool closes = registry.replace_function("proc_close", ZEND_FN(cooperative_proc_close), &original_proc_close);
    registry.replace_function("pclose", ZEND_FN(cooperative_pclose), &original_pclose);
    if (closes && !native::why_no_slots()) {
        const native::Import imports[] = {{"waitpid", reinterpret_cast<void*>(replaced_waitpid)}};
        native::patch_imports_at(reinterpret_cast<const void*>(original_proc_close), imports, 1, "proc_close");
    }
    return closes ? "cooperative" : "not there";
}

}  // namespace async::hooks
