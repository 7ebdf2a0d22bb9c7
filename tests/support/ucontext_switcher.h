// Real stacks for tests, by way of ucontext. Tells the sanitizers about every switch. A limit makes "no stack can be had"
// happen on demand.
#pragma once

#include <ucontext.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "src/core/switcher.h"

namespace async::test {

class UcontextSwitcher final : public core::ContextSwitcher {
public:
    UcontextSwitcher() noexcept;
    ~UcontextSwitcher();
    UcontextSwitcher(const UcontextSwitcher&) = delete;
    UcontextSwitcher& operator=(const UcontextSwitcher&) = delete;

    core::MachineContext* create(Entry entry, void* argument) noexcept override;
    void switch_to(core::ResumePoint& from, core::ResumePoint to) noexcept override;
    void destroy(core::MachineContext& context) noexcept override;

    // The flows in them are lost on purpose.
    void drop_all() noexcept;
    // At most so many stacks at a time.
    void limit(uint32_t count) noexcept { limit_ = count; }
    uint32_t live() const noexcept { return static_cast<uint32_t>(contexts_.size()); }
    uint32_t created() const noexcept { return created_; }
    uint64_t switches() const noexcept { return switches_; }

private:
    // A flow of control: the thread's own or a context's.
    struct Flow {
        ucontext_t machine;
        void* stack = nullptr;
        std::size_t size = 0;
        void* fake_stack = nullptr;  // AddressSanitizer's
        void* tsan_fiber = nullptr;  // ThreadSanitizer's
    };
    struct Context final : core::MachineContext {
        Flow flow;
        std::unique_ptr<char[]> memory;
        Entry entry = nullptr;
        void* argument = nullptr;
        UcontextSwitcher* switcher = nullptr;
        std::size_t index = 0;  // in contexts_
    };

    static void trampoline(unsigned high, unsigned low);
    void arrived() noexcept;

    Flow thread_;
    Flow* current_ = &thread_;
    Flow* previous_ = nullptr;
    uint32_t limit_ = UINT32_MAX;
    std::vector<Context*> contexts_;
    uint32_t created_ = 0;
    uint64_t switches_ = 0;
};

}  // namespace async::test
