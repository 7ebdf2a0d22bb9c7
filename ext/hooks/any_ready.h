// Any of several sources: settles when the first of them ends or pulses. For waits with more sources than a Wait holds; one heap
// object per wait, removed from all its sources as a unit.
#pragma once

#include <cstddef>
#include <vector>

#include "src/core/awaitable.h"

namespace async::hooks {

class AnyReady final : public core::Awaitable {
public:
    // At most `capacity` sources: members do not move, they are linked into other queues.
    explicit AnyReady(size_t capacity) : members_(capacity) {}
    ~AnyReady() override { leave_all(); }

    void add(core::Awaitable& source) noexcept {
        Member& member = members_[used_++];
        member.group = this;
        member.source = core::Ref<core::Awaitable>(&source);
    }
    void describe(core::DescriptionSink& sink) const override {
        const char* separator = "";
        for (size_t i = 0; i < used_; ++i) {
            sink.format("%s", separator);
            members_[i].source->describe(sink);
            separator = ", ";
        }
    }

private:
    struct Member final : core::Waiter {
        bool notify(core::Awaitable&, core::Reason*) noexcept override {
            if (group->is_pending()) group->settle(nullptr);
            return true;
        }
        AnyReady* group = nullptr;
        core::Ref<core::Awaitable> source;
    };

    void arm() noexcept override {
        for (size_t i = 0; i < used_ && is_pending(); ++i) {
            Member& member = members_[i];
            if (member.source->is_pending()) {
                member.source->subscribe(member);
            } else {  // closed: whoever looks again will see
                settle(nullptr);
            }
        }
    }
    void disarm() noexcept override { leave_all(); }
    void leave_all() noexcept {
        for (size_t i = 0; i < used_; ++i) members_[i].source->unsubscribe(members_[i]);
    }

    std::vector<Member> members_;
    size_t used_ = 0;
};

}  // namespace async::hooks
