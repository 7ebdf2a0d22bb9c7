// A system call with copies of its arguments, to be made on a worker (see fs_calls.h).
#pragma once

#include <cerrno>
#include <string>

#include "ext/hooks/offload.h"

namespace async::hooks::fs {

// `Call` has run(), keeps its result, and frees in its destructor what nobody took.
template <typename Call>
class Work final : public core::Job {
public:
    explicit Work(Call&& call) noexcept : call_(std::move(call)) {}
    void work() noexcept override {
        call_.run();
        error_ = errno;
    }
    void describe(core::DescriptionSink& sink) const override { sink.format("File"); }

    Call& call() noexcept { return call_; }
    int error() const noexcept { return error_; }

private:
    Call call_;
    int error_ = 0;
};

// Null: cancelled; errno is set in any case.
template <typename Call>
core::Ref<Work<Call>> on_worker(Call call) noexcept {
    auto job = core::make_ref<Work<Call>>(std::move(call));
    switch (offload(job, core::Job::Lane::general)) {
        case Offloaded::done:
            break;
        case Offloaded::refused:
            job->work();
            break;
        default:
            return nullptr;
    }
    errno = job->error();
    return job;
}

}  // namespace async::hooks::fs
