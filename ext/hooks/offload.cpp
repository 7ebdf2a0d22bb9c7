#include "ext/hooks/offload.h"

namespace async::hooks {

Offloaded offload(core::Ref<core::Job>& job, core::Job::Lane lane, core::Instant deadline) noexcept {
    php::Runtime& runtime = *php::Runtime::get();
    core::Reactor* reactor = runtime.scheduler().reactor();
    if (!reactor || reactor->submit(job, lane)) return Offloaded::refused;
    php::PhpCoroutine& self = php::running_coroutine();
    core::Job* const submitted = job.get();
    self.wait().add(*submitted);
    job.reset();  // from here on the Wait and the runner hold it
    const Waited how = park_until(deadline);
    if (how == Waited::done) job = core::Ref<core::Job>(submitted);
    self.wait().clear();
    if (how == Waited::done) return Offloaded::done;
    errno = how == Waited::timeout ? ETIMEDOUT : ECANCELED;
    return how == Waited::timeout ? Offloaded::timeout : Offloaded::thrown;
}

}  // namespace async::hooks
