#include "ext/hooks/fs_directories.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <vector>

#include "ext/hooks/fs_calls.h"
#include "ext/hooks/fs_work.h"
#include "ext/zend/thread_owned.h"

namespace async::hooks::fs {

namespace {

struct OpendirCall {
    Path path;
    DIR* directory = nullptr;
    explicit OpendirCall(Path at) noexcept : path(std::move(at)) {}
    OpendirCall(OpendirCall&& other) noexcept
        : path(std::move(other.path)), directory(std::exchange(other.directory, nullptr)) {}
    ~OpendirCall() {
        if (directory) ::closedir(directory);
    }
    void run() noexcept { directory = ::opendir(path.c_str()); }
};

// The next names of one directory. Whoever leaves while a worker reads leaves the closing to it.
class Batch final : public core::Job {
public:
    static constexpr size_t kMost = 512;

    explicit Batch(DIR* directory) noexcept : directory_(directory) {}

    void work() noexcept override {
        entries_.clear();
        errno = 0;
        while (entries_.size() < kMost) {
            const dirent* entry = ::readdir(directory_);
            if (!entry) break;
            // The kernel's records are shorter than the type.
            dirent copy = {};
            memcpy(&copy, entry, std::min<size_t>(entry->d_reclen, sizeof copy));
            entries_.push_back(copy);
        }
        error_ = errno;
        if (state_.exchange(State::idle, std::memory_order_acq_rel) == State::orphan) ::closedir(directory_);
    }
    void describe(core::DescriptionSink& sink) const override { sink.format("Directory"); }

    void starts() noexcept { state_.store(State::reading, std::memory_order_release); }
    // False: the worker closes it when it is through.
    bool may_close() noexcept {
        State expected = State::reading;
        return !state_.compare_exchange_strong(expected, State::orphan, std::memory_order_acq_rel);
    }

    const DIR* directory() const noexcept { return directory_; }
    std::vector<dirent>& entries() noexcept { return entries_; }
    int error() const noexcept { return error_; }

private:
    enum class State : uint8_t { idle, reading, orphan };

    DIR* const directory_;
    std::vector<dirent> entries_;
    int error_ = 0;
    std::atomic<State> state_{State::idle};
};

// One listing under way: what has been read of it, and how far the engine has come.
struct Listing {
    const DIR* directory;
    core::Ref<Batch> last;
    std::vector<dirent> entries;
    size_t next = 0;
};

// Of this thread.
thread_local php::ThreadOwned<std::vector<Listing>> listings;

Listing& listing_of(const DIR* directory) {
    for (Listing& listing : *listings) {
        if (listing.directory == directory) return listing;
    }
    listings->push_back(Listing{directory, nullptr, {}, 0});
    return listings->back();
}

bool is_scandir() noexcept {
    return zend_string_equals_literal(EG(current_execute_data)->func->common.function_name, "scandir");
}

// False: cancelled.
bool read_more(DIR* directory) noexcept {
    auto batch = core::make_ref<Batch>(directory);
    listing_of(directory).last = batch;
    batch->starts();
    switch (offload(batch, core::Job::Lane::general)) {
        case Offloaded::done:
            break;
        case Offloaded::refused:
            batch->work();
            break;
        default:
            return false;
    }
    Listing& listing = listing_of(directory);
    listing.entries.swap(batch->entries());
    listing.next = 0;
    errno = batch->error();
    return true;
}

}  // namespace

DIR* replaced_opendir(const char* path) {
    const Way how = way();
    if (how == Way::direct) return ::opendir(path);
    if (how == Way::refused) {
        errno = ECANCELED;
        return nullptr;
    }
    const auto work = on_worker(OpendirCall(Path(path)));
    return work ? std::exchange(work->call().directory, nullptr) : nullptr;
}

dirent* replaced_readdir(DIR* directory) {
    const Way how = way();
    if (how == Way::direct || !is_scandir()) return ::readdir(directory);
    if (how == Way::refused) return nullptr;
    Listing* listing = &listing_of(directory);
    if (listing->next == listing->entries.size()) {
        if (!read_more(directory)) return nullptr;
        listing = &listing_of(directory);
    }
    return listing->next < listing->entries.size() ? &listing->entries[listing->next++] : nullptr;
}

int replaced_closedir(DIR* directory) {
    const auto found = std::find_if(listings->begin(), listings->end(),
                                    [&](const Listing& listing) { return listing.directory == directory; });
    if (found == listings->end()) return ::closedir(directory);
    const core::Ref<Batch> last = std::move(found->last);
    listings->erase(found);
    return !last || last->may_close() ? ::closedir(directory) : 0;
}

namespace {

struct GlobCall {
    php::Text pattern;
    int flags;
    glob_t found = {};
    int answer = GLOB_ABORTED;
    GlobCall(const char* text, int how) : pattern(text), flags(how) {}
    GlobCall(GlobCall&& other) noexcept
        : pattern(std::move(other.pattern)), flags(other.flags), found(std::exchange(other.found, glob_t{})), answer(other.answer) {}
    ~GlobCall() { globfree(&found); }
    void run() noexcept { answer = ::glob(pattern.c_str(), flags, nullptr, &found); }
};

}  // namespace

// A relative pattern means the directory of now, and its results are relative: that one stays here.
int replaced_glob(const char* pattern, int flags, int (*on_error)(const char*, int), glob_t* result) {
    const Way how = way();
    if (how == Way::refused) return GLOB_ABORTED;
    if (how == Way::direct || on_error || pattern[0] != '/' || (flags & (GLOB_APPEND | GLOB_DOOFFS))) {
        return ::glob(pattern, flags, on_error, result);
    }
    const auto work = on_worker(GlobCall(pattern, flags));
    if (!work) return GLOB_ABORTED;
    *result = std::exchange(work->call().found, glob_t{});
    return work->call().answer;
}

}  // namespace async::hooks::fs
