#include "ext/hooks/autoload.h"

#include <algorithm>
#include <vector>

#include "ext/hooks/cooperative.h"
#include "ext/zend/hook_registry.h"

namespace async::hooks {

using core::Ref;

namespace {

// One class on its way, by one coroutine. Ends when its autoloaders have run, whatever came of it.
class Loading final : public core::Awaitable {
public:
    Loading(zend_string* name, const php::PhpCoroutine* loader) noexcept
        : loader(loader), name_(ZSTR_VAL(name), ZSTR_VAL(name) + ZSTR_LEN(name)) {}

    bool is_of(const zend_string* name) const noexcept {
        return name_.size() == ZSTR_LEN(name) && memcmp(name_.data(), ZSTR_VAL(name), name_.size()) == 0;
    }
    void finish() noexcept { settle(nullptr); }
    void describe(core::DescriptionSink& sink) const override {
        sink.format("Class(%.*s)", static_cast<int>(name_.size()), name_.data());
    }

    const php::PhpCoroutine* const loader;
    // Whom the loader itself waits for.
    const Loading* needs = nullptr;

private:
    const std::vector<char> name_;
};

thread_local std::vector<Ref<Loading>> under_way;

zend_class_entry* (*original_autoload)(zend_string* name, zend_string* lc_name) = nullptr;

Loading* find(const zend_string* lc_name) noexcept {
    for (const Ref<Loading>& loading : under_way) {
        if (loading->is_of(lc_name)) return loading.get();
    }
    return nullptr;
}

// What the coroutine is loading, innermost.
Loading* innermost_of(const php::PhpCoroutine* loader) noexcept {
    for (size_t i = under_way.size(); i-- > 0;) {
        if (under_way[i]->loader == loader) return under_way[i].get();
    }
    return nullptr;
}

// Waiting for it would close a circle of classes that need each other.
bool needs_me(const Loading& loading, const php::PhpCoroutine* me) noexcept {
    for (const Loading* each = &loading; each; each = each->needs) {
        if (each->loader == me) return true;
        if (const Loading* inner = innermost_of(each->loader); inner && inner != each && inner->needs) each = inner;
    }
    return false;
}

zend_class_entry* load(zend_string* name, zend_string* lc_name, const php::PhpCoroutine* me) {
    auto made = core::make_ref<Loading>(lc_name, me);
    Loading* const loading = made.get();
    under_way.push_back(std::move(made));
    // The engine's own mark would tell everybody else that there is no such class. It takes it away itself afterwards.
    if (EG(in_autoload)) zend_hash_del(EG(in_autoload), lc_name);
    zend_class_entry* ce = original_autoload(name, lc_name);
    const auto here = std::find_if(under_way.begin(), under_way.end(), [&](const auto& each) { return each.get() == loading; });
    Ref<Loading> done = std::move(*here);
    under_way.erase(here);
    done->finish();
    return ce;
}

zend_class_entry* shared_autoload(zend_string* name, zend_string* lc_name) {
    if (!cooperative()) return find(lc_name) ? nullptr : original_autoload(name, lc_name);
    const php::PhpCoroutine* me = &php::running_coroutine();
    while (Loading* other = find(lc_name)) {
        if (other->loader == me || needs_me(*other, me)) return nullptr;  // as the engine answers a recursion
        Loading* mine = innermost_of(me);
        if (mine) mine->needs = other;
        php::running_coroutine().wait().add(*other);
        const Waited waited = wait_until(core::Instant::never());
        if (mine) mine->needs = nullptr;
        if (waited == Waited::thrown) return nullptr;
        if (auto* ce = static_cast<zend_class_entry*>(zend_hash_find_ptr(EG(class_table), lc_name))) return ce;
    }
    return load(name, lc_name, me);
}

}  // namespace

void autoload_dropped() noexcept { under_way.clear(); }

const char* install_autoload() {
    if (!zend_autoload) return "not there";
    php::hooks().replace(&zend_autoload, &shared_autoload, &original_autoload, "autoload");
    return "cooperative";
}

}  // namespace async::hooks
