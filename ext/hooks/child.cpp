#include "ext/hooks/child.h"

#include <sys/wait.h>

#include <algorithm>
#include <cerrno>
#include <vector>

namespace async::hooks {

using core::Ref;

namespace {

// Those of this thread somebody is parked for, once per caller.
thread_local std::vector<Ref<Child>> waited_for;

// Those of this thread that were left; the loop may have collected some since.
thread_local std::vector<int> left;

template <typename Test>
void forget_left(Test is_gone) noexcept {
    left.erase(std::remove_if(left.begin(), left.end(), is_gone), left.end());
}

// Before the list grows it loses who is no child of ours any more.
void note_left(int pid) noexcept {
    if (left.size() == left.capacity()) {
        forget_left([](int each) {
            siginfo_t info;
            return waitid(P_PID, static_cast<id_t>(each), &info, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD;
        });
        left.reserve(2 * left.size() + 8);
    }
    left.push_back(pid);
}

Ref<Child> take_waited_for(Child& child) noexcept {
    const auto found = std::find_if(waited_for.begin(), waited_for.end(), [&](const auto& each) { return each.get() == &child; });
    Ref<Child> taken = std::move(*found);
    waited_for.erase(found);
    return taken;
}

}  // namespace

bool Child::look(int options) noexcept {
    if (collected_) return true;
    int status = 0;
    int answer;
    do {
        answer = waitpid(pid_, &status, options);
    } while (answer < 0 && errno == EINTR);
    if (answer == 0) return false;
    collected_ = true;
    status_ = answer > 0 ? status : -1;
    return true;
}

Waited collect(Ref<Child>& child) noexcept {
    Child& self = *child;
    while (!self.look(WNOHANG)) {
        core::Reactor* reactor = cooperative() ? php::Runtime::get()->scheduler().reactor() : nullptr;
        core::Error error;
        Ref<core::ChildWatch> watch = reactor ? reactor->watch_child(self.pid_, error) : nullptr;
        if (!watch) {
            self.look(0);
            break;
        }
        php::running_coroutine().wait().add(*watch);
        watch.reset();  // the Wait holds it
        waited_for.push_back(std::move(child));
        const Waited how = wait_until(core::Instant::never());
        child = take_waited_for(self);
        if (how != Waited::thrown) continue;
        self.leave();
        return Waited::thrown;
    }
    return Waited::done;
}

void Child::stacks_dropped() noexcept {
    for (const Ref<Child>& child : waited_for) child->leave();
    waited_for.clear();
}

void Child::leave() noexcept {
    if (look(WNOHANG)) return;
    note_left(pid_);
    core::Reactor* reactor = ASYNC_G(active) ? php::Runtime::get()->scheduler().reactor() : nullptr;
    if (reactor) reactor->reap_child(pid_);
}

void Child::request_startup() noexcept {
    if (left.empty()) return;
    forget_left([](int pid) { return waitpid(pid, nullptr, WNOHANG) != 0; });
}

}  // namespace async::hooks
