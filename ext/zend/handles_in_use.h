// Handles of foreign libraries (a cURL handle, a PostgreSQL connection) that a coroutine is in the middle of using while it
// is parked: nobody else may enter the library with one of them (IO-44), and what somebody frees meanwhile goes when its user
// has left. Part of the Runtime, so that nothing survives lost stacks.
#pragma once

#include <unordered_map>
#include <vector>

namespace async::php {

class PhpCoroutine;

class HandlesInUse {
public:
    void take(const void* handle, PhpCoroutine& user) { users_[handle] = &user; }
    void drop(const void* handle) { users_.erase(handle); }
    PhpCoroutine* user_of(const void* handle) const {
        if (users_.empty()) return nullptr;
        const auto found = users_.find(handle);
        return found == users_.end() ? nullptr : found->second;
    }

    // To be freed when `user` has returned from the library.
    void free_later(void* handle, void (*free)(void*), PhpCoroutine& user) { orphans_.push_back({handle, free, &user}); }
    bool has_orphans() const noexcept { return !orphans_.empty(); }
    void free_orphans_of(const PhpCoroutine& user) {
        for (size_t i = 0; i < orphans_.size();) {
            if (orphans_[i].user != &user) {
                ++i;
                continue;
            }
            const Orphan orphan = orphans_[i];
            orphans_.erase(orphans_.begin() + static_cast<std::ptrdiff_t>(i));
            orphan.free(orphan.handle);
        }
    }

    // The stacks of all users are lost, and what they had open with them.
    void forget_all() {
        users_.clear();
        orphans_.clear();
    }

private:
    struct Orphan {
        void* handle;
        void (*free)(void*);
        PhpCoroutine* user;
    };

    std::unordered_map<const void*, PhpCoroutine*> users_;
    std::vector<Orphan> orphans_;
};

}  // namespace async::php
