#include "ext/zend/class_loading.h"

#include <algorithm>

#include "ext/php_async.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/runtime.h"
#include "ext/zend/throwable_reason.h"

namespace async::php {

namespace {

using Autoload = decltype(zend_autoload);
Autoload original = nullptr;

zend_class_entry* find_linked(zend_string* lc_name) {
    auto* ce = static_cast<zend_class_entry*>(zend_hash_find_ptr(EG(class_table), lc_name));
    return ce && (ce->ce_flags & ZEND_ACC_LINKED) ? ce : nullptr;
}

}  // namespace

class ClassLoading::Load final : public core::Awaitable {
public:
    Load(PhpCoroutine& by, zend_string* class_name) noexcept : loader(by), name(zend_string_copy(class_name)) {}
    ~Load() override { zend_string_release(name); }
    void end() noexcept { settle(nullptr); }
    void describe(core::DescriptionSink& sink) const override { sink.format("Autoload(class=%s)", ZSTR_VAL(name)); }

    PhpCoroutine& loader;
    zend_string* name;
};

ClassLoading::ClassLoading() = default;
ClassLoading::~ClassLoading() = default;

void ClassLoading::forget_all() noexcept {
    loads_.clear();
    waiting_.clear();
}

zend_class_entry* ClassLoading::hook(zend_string* name, zend_string* lc_name) {
    if (EXPECTED(!ASYNC_G(active))) return original(name, lc_name);
    Runtime& runtime = *Runtime::get();
    if (!runtime.can_suspend()) return original(name, lc_name);
    return runtime.class_loading.load(*runtime.current(), name, lc_name);
}

// The engine has just put the name into its own guard; what stands there would be seen by everybody.
zend_class_entry* ClassLoading::load(PhpCoroutine& self, zend_string* name, zend_string* lc_name) {
    zend_hash_del(EG(in_autoload), lc_name);
    while (Load* other = find(lc_name)) {
        if (&other->loader == &self || needs(*other, self)) return nullptr;
        if (self.library_calls > 0) break;  // a foreign library is on this stack: no waiting for other than its own
        if (!wait_for(self, *other)) return nullptr;
        if (zend_class_entry* ce = find_linked(lc_name)) return ce;
    }
    begin(self, lc_name);
    zend_class_entry* ce = original(name, lc_name);
    if (Runtime* runtime = Runtime::get()) runtime->class_loading.end(self, lc_name);
    return ce;
}

bool ClassLoading::is_loading(const PhpCoroutine& coroutine) const noexcept {
    return std::any_of(loads_.begin(), loads_.end(), [&](const core::Ref<Load>& load) { return &load->loader == &coroutine; });
}

ClassLoading::Load* ClassLoading::find(zend_string* lc_name) const noexcept {
    for (const core::Ref<Load>& load : loads_) {
        if (zend_string_equals(load->name, lc_name)) return load.get();
    }
    return nullptr;
}

bool ClassLoading::needs(const Load& load, const PhpCoroutine& self) const noexcept {
    const Load* next = &load;
    for (size_t steps = 0; next && steps <= waiting_.size(); ++steps) {
        if (&next->loader == &self) return true;
        const auto found = std::find_if(waiting_.begin(), waiting_.end(),
                                        [&](const Waiting& waiting) { return waiting.waiter == &next->loader; });
        next = found == waiting_.end() ? nullptr : found->load;
    }
    return false;
}

bool ClassLoading::wait_for(PhpCoroutine& self, Load& load) {
    Runtime& runtime = *Runtime::get();
    waiting_.push_back({&self, &load});
    self.wait().add(load);
    const auto outcome = runtime.park();
    self.wait().clear();
    waiting_.erase(std::find_if(waiting_.begin(), waiting_.end(),
                                [&](const Waiting& waiting) { return waiting.waiter == &self; }));
    if (outcome != core::Wait::Outcome::interrupted) return true;
    if (core::Ref<core::Reason> reason = self.take_interrupt()) raise(*reason);
    return false;
}

void ClassLoading::begin(PhpCoroutine& self, zend_string* lc_name) {
    loads_.push_back(core::make_ref<Load>(self, lc_name));
}

void ClassLoading::end(const PhpCoroutine& self, zend_string* lc_name) noexcept {
    const auto found = std::find_if(loads_.begin(), loads_.end(), [&](const core::Ref<Load>& load) {
        return &load->loader == &self && zend_string_equals(load->name, lc_name);
    });
    if (found == loads_.end()) return;
    const core::Ref<Load> load = std::move(*found);
    loads_.erase(found);
    load->end();
}

const char* ClassLoading::install() {
    hooks().replace(&zend_autoload, &ClassLoading::hook, &original, "class loading");
    return "a loader may suspend";
}

}  // namespace async::php
