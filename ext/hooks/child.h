// The end of a child process the hooks have to collect: exec and popen's, proc_open's at its proc_close(). Only ever by its own
// pid (IO-816), which stays taken until we collect it, so that no status can be mistaken for another's (IO-815).
#pragma once

#include "ext/hooks/cooperative.h"

namespace async::hooks {

class Child final : public core::RefCounted {
public:
    explicit Child(int pid) noexcept : pid_(pid) {}

    int pid() const noexcept { return pid_; }
    bool is_collected() const noexcept { return collected_; }
    // As waitpid() gives it; -1 when somebody else has reaped the child.
    int status() const noexcept { return status_; }

    // Nobody will ask any more: it is collected when it ends (IO-805).
    void leave() noexcept;

    // All stacks are gone: those who were waited for are left.
    static void stacks_dropped() noexcept;

    // Collects who was left and outlived his request, and with it the loop. At this moment no child is anybody's, so a number that
    // has been used again meanwhile belongs to another one that was left.
    static void request_startup() noexcept;

private:
    friend Waited collect(core::Ref<Child>& child) noexcept;

    // Whether it is over: ended, or not ours to collect.
    bool look(int options) noexcept;

    const int pid_;
    int status_ = -1;
    bool collected_ = false;
};

// Parks until the child has ended, then collects it; several may wait. Blocks where nobody can park. After `thrown` the child
// belongs to the background. The caller's reference is empty meanwhile, since a fatal error may drop the stack it lies on.
Waited collect(core::Ref<Child>& child) noexcept;

}  // namespace async::hooks
