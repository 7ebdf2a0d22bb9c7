// One blocking native call on a worker thread (layer L4), while the calling coroutine is parked. The job owns every buffer the
// call touches, so the coroutine may leave it alone at any time: the call then ends unheard and the job frees itself (IO-14).
#pragma once

#include "ext/hooks/cooperative.h"
#include "src/core/reactor.h"

namespace async::hooks {

enum class Offloaded : uint8_t {
    done,     // the job is yours again, with its results
    thrown,   // cancelled: the job is gone, the exception pending
    timeout,  // the deadline came first: the job is gone
    refused,  // no worker can be had; the job is yours and has not run
};

// Submits the job and parks. Always gives others a turn. The caller's reference is empty meanwhile, since a fatal error may
// drop the stack it lies on. After `thrown`, errno is ECANCELED, after `timeout` ETIMEDOUT.
Offloaded offload(core::Ref<core::Job>& job, core::Job::Lane lane,
                  core::Instant deadline = core::Instant::never()) noexcept;

template <typename T>
Offloaded offload(core::Ref<T>& job, core::Job::Lane lane, core::Instant deadline = core::Instant::never()) noexcept {
    core::Ref<core::Job> plain = std::move(job);
    const Offloaded answer = offload(plain, lane, deadline);
    if (answer != Offloaded::thrown && answer != Offloaded::timeout) job = core::Ref<T>::adopt(static_cast<T*>(plain.detach()));
    return answer;
}

}  // namespace async::hooks
