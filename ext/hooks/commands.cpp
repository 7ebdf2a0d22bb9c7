#include "ext/hooks/commands.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "ext/hooks/native/library_call.h"
#include "ext/hooks/native/symbol_slots.h"
#include "ext/hooks/offload.h"
#include "ext/hooks/wait_fd.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/thread_owned.h"

// clang-format off
#include "ext/standard/file.h"
// clang-format on

extern char** environ;

namespace async::hooks {

using core::make_ref;
using core::Ref;

namespace {

enum class Caller : uint8_t {
    foreign,  // not one of ours: the C library's popen()
    popen,
    exec,  // exec(), shell_exec(), system(), passthru(): the call lasts as long as the child
    mail,  // prints the letter into the FILE
};

Caller caller() noexcept {
    const zend_execute_data* frame = EG(current_execute_data);
    if (!frame || !frame->func || frame->func->type != ZEND_INTERNAL_FUNCTION || frame->func->common.scope) return Caller::foreign;
    const zend_string* name = frame->func->common.function_name;
    if (!name) return Caller::foreign;  // the frame at the base of a coroutine
    static const struct {
        const char* name;
        Caller caller;
    } callers[] = {{"popen", Caller::popen},   {"exec", Caller::exec},       {"shell_exec", Caller::exec},
                   {"system", Caller::exec},   {"passthru", Caller::exec},   {"mail", Caller::mail},
                   {"mb_send_mail", Caller::mail}, {"error_log", Caller::mail}};
    for (const auto& known : callers) {
        if (zend_string_equals_cstr(name, known.name, strlen(known.name))) return known.caller;
    }
    return Caller::foreign;
}

// One command between its popen() and its pclose().
struct Command final : core::RefCounted {
    ~Command() override {
        if (pipe >= 0) ::close(pipe);
        std::free(letter);
    }

    Ref<Child> child;
    FILE* file = nullptr;  // null: its pclose() is under way
    int pipe = -1;  // of a mail: the letter is collected in memory first, so that nobody parks inside stdio
    char* letter = nullptr;
    size_t letter_size = 0;
    Caller caller = Caller::foreign;
    bool dropped = false;  // its call died with its stack: the engine closes the stream, nobody waits for the child
    uint32_t parks = 0;  // the runtime's count when it started
};

// Of this thread.
thread_local php::ThreadOwned<std::vector<Ref<Command>>> commands;

template <typename Which>
void forget(Which which) noexcept {
    const auto rest = std::remove_if(commands->begin(), commands->end(), [&](const auto& each) { return which(*each); });
    commands->erase(rest, commands->end());
}

// Starts the shell with `child_end` as its standard input or output. The pid, or -1 with errno.
int start_shell(const char* command, int child_end, int target) noexcept {
    posix_spawn_file_actions_t actions;
    int error = posix_spawn_file_actions_init(&actions);
    if (error == 0) error = posix_spawn_file_actions_adddup2(&actions, child_end, target);
    pid_t pid = -1;
    if (error == 0) {
        char shell[] = "sh", option[] = "-c";
#if defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 38)
        char end[] = "--";
        char* const arguments[] = {shell, option, end, const_cast<char*>(command), nullptr};
#else
        char* const arguments[] = {shell, option, const_cast<char*>(command), nullptr};
#endif
#else
        char* const arguments[] = {shell, option, const_cast<char*>(command), nullptr};
#endif
        error = posix_spawn(&pid, "/bin/sh", &actions, nullptr, arguments, environ);
    }
    posix_spawn_file_actions_destroy(&actions);
    if (error == 0) return pid;
    errno = error;
    return -1;
}

FILE* start(Command& command, const char* text, const char* type) noexcept {
    const bool reads = *type == 'r';
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return nullptr;
    const int ours = ends[reads ? 0 : 1];
    const int theirs = ends[reads ? 1 : 0];
    if (command.caller == Caller::mail) {
        command.file = open_memstream(&command.letter, &command.letter_size);
        command.pipe = ours;
    } else {
        command.file = fdopen(ours, type);
    }
    const int pid = command.file ? start_shell(text, theirs, reads ? STDOUT_FILENO : STDIN_FILENO) : -1;
    const int error = errno;
    ::close(theirs);
    if (pid >= 0) {
        command.child = make_ref<Child>(pid);
        return command.file;
    }
    if (command.file) fclose(command.file);
    if (!command.file && command.pipe < 0) ::close(ours);
    errno = error;
    return nullptr;
}

FILE* replaced_popen(const char* text, const char* type) {
    const Caller asks = native::on_php_thread() ? caller() : Caller::foreign;
    if (asks == Caller::foreign || !cooperative() || (asks == Caller::mail && *type != 'w')) return ::popen(text, type);
    const int before = errno;  // mail() looks at it after a success
    auto command = make_ref<Command>();
    command->caller = asks;
    command->parks = php::Runtime::get()->parks();
    FILE* file = start(*command, text, type);
    if (!file) return nullptr;
    commands->push_back(std::move(command));
    errno = before;
    return file;
}

// --- Ending ----------------------------------------------------------------------------------------------------------

bool is_cancelled() noexcept { return EG(exception) && php::is_cancellation(EG(exception)); }

// The whole letter into the pipe, as far as the reader wants it. False: cancelled.
bool deliver(Command& command) noexcept {
    fcntl(command.pipe, F_SETFL, fcntl(command.pipe, F_GETFL) | O_NONBLOCK);  // this end is nobody else's
    for (size_t written = 0; written < command.letter_size;) {
        const ssize_t now = ::write(command.pipe, command.letter + written, command.letter_size - written);
        if (now > 0) {
            written += static_cast<size_t>(now);
        } else if (now < 0 && errno == EAGAIN) {
            core::Ref<core::FdWatch> watch = watch_of(command.pipe, core::FdWatch::Keeping::transient);
            if (!watch) return !EG(exception);
            php::running_coroutine().wait().add(watch->ready(core::FdWatch::Direction::write));
            watch.reset();  // the Wait holds it
            if (wait_until(core::Instant::never()) == Waited::thrown) return false;
        } else if (now == 0 || errno != EINTR) {
            break;  // the command has closed its input: its exit status tells
        }
    }
    return true;
}

// The rest of a command that was cancelled.
int give_up(Command& command) noexcept {
    if (command.caller == Caller::exec && ASYNC_G(exec_kill_on_cancel) && !command.child->is_collected()) {
        kill(command.child->pid(), SIGTERM);
    }
    command.child->leave();
    errno = ECANCELED;
    return -1;
}

// The engine's marks of a pclose() under way, which belong to this coroutine only (IO-32).
class PcloseMarks {
public:
    PcloseMarks() noexcept : wait_(FG(pclose_wait)) { FG(pclose_wait) = 0; }
    ~PcloseMarks() { FG(pclose_wait) = wait_; }

private:
    const bool wait_;
};

int finish(Command& command) noexcept {
    fclose(std::exchange(command.file, nullptr));  // of a mail: the letter is complete
    bool open = !is_cancelled() && !command.dropped;
    if (command.pipe >= 0) {
        if (open) open = deliver(command);
        ::close(std::exchange(command.pipe, -1));
    }
    if (!open || collect(command.child) == Waited::thrown) return give_up(command);
    // IO-4: also when it was over at once.
    if (command.caller == Caller::exec && cooperative() && php::Runtime::get()->parks() == command.parks) yield();
    if (command.child->status() == -1) errno = ECHILD;
    return command.child->status();
}

// A popen() from before the first use of Async\: its pid is the C library's secret.
class ForeignPclose final : public core::Job {
public:
    explicit ForeignPclose(FILE* file) noexcept : file_(file) {}
    void work() noexcept override {
        status_ = ::pclose(file_);
        error_ = errno;
    }
    void describe(core::DescriptionSink& sink) const override { sink.format("Process"); }
    int take() const noexcept {
        errno = error_;
        return status_;
    }

private:
    FILE* const file_;
    int status_ = -1;
    int error_ = 0;
};

int finish_foreign(FILE* file) noexcept {
    auto job = make_ref<ForeignPclose>(file);
    switch (offload(job, core::Job::Lane::general)) {
        case Offloaded::done:
            return job->take();
        case Offloaded::refused:
            job->work();
            return job->take();
        default:
            return -1;
    }
}

int replaced_pclose(FILE* file) {
    if (!native::on_php_thread()) return ::pclose(file);
    const auto found = std::find_if(commands->begin(), commands->end(), [&](const auto& each) { return each->file == file; });
    if (found == commands->end()) {
        if (caller() == Caller::mail || !cooperative() || is_cancelled()) return ::pclose(file);
        const PcloseMarks marks;
        return finish_foreign(file);
    }
    Command* const command = found->get();  // stays in the list, found by nobody, in case a fatal error drops this stack
    const PcloseMarks marks;
    const int status = finish(*command);
    const int error = errno;
    forget([&](const Command& each) { return &each == command; });
    errno = error;
    return status;
}

}  // namespace

Ref<Child> child_of_pipe(int fd) noexcept {
    for (const Ref<Command>& command : *commands) {
        if (command->file && command->pipe < 0 && fileno(command->file) == fd) return command->child;
    }
    return nullptr;
}

void commands_dropped() noexcept {
    forget([](const Command& command) { return command.file == nullptr; });
    for (const Ref<Command>& command : *commands) command->dropped = command->caller != Caller::popen;
}

const char* install_commands() {
    // Its end is registered with the C library now: later, without memory, that would end the process by a signal.
    commands->clear();
    Child::stacks_dropped();
    if (const char* reason = native::why_no_slots()) return reason;
    auto* function = static_cast<zend_function*>(zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("popen")));
    if (!function) function = static_cast<zend_function*>(zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("fopen")));
    if (!function) return "not there";
    const native::Import imports[] = {
        {"popen", reinterpret_cast<void*>(replaced_popen)},
        {"pclose", reinterpret_cast<void*>(replaced_pclose)},
    };
    const auto* where = reinterpret_cast<const void*>(function->internal_function.handler);
    return native::patch_imports_at(where, imports, 2, "popen") >= 2 ? "cooperative" : "blocking: no slots for popen and pclose";
}

}  // namespace async::hooks
