#include "src/sync/path_changes.h"

#include <algorithm>
#include <utility>

namespace async::sync {

void PathChanges::configure(Settings settings, core::TimerHeap& timers, core::Clock& clock) noexcept {
    settings_ = std::move(settings);
    timers_ = &timers;
    clock_ = &clock;
}

PathChanges::~PathChanges() {
    if (armed()) timers_->disarm(*this);
}

PathChanges::Answer PathChanges::take(PathChange& change) noexcept {
    if (changes_.size() > line_.reserved()) {
        pop(change);
        return Answer::taken;
    }
    return closed_ ? Answer::closed : Answer::queue;
}

void PathChanges::resume(core::Waiter& ticket, PathChange& change) noexcept {
    line_.redeem(ticket);
    pop(change);
}

void PathChanges::pop(PathChange& change) noexcept {
    PathChange& oldest = changes_.front();
    if (settings_.coalesce) {
        if (oldest.named) {
            by_name_.erase(oldest.name);
        } else {
            unnamed_ = nullptr;
        }
    }
    change = std::move(oldest);
    changes_.pop_front();
}

void PathChanges::close() noexcept {
    if (std::exchange(closed_, true)) return;
    if (armed()) timers_->disarm(*this);
    core::Ref<core::Reason> ended(new core::Reason(core::Reason::Kind::error));
    line_.fail_waiting(*ended);
    settle(nullptr);
}

void PathChanges::on_failure(core::Error error) noexcept {
    error_ = error;
    close();
}

// FS-8: what follows the last dot of the last component.
bool PathChanges::matters(const char* name, std::size_t length) const {
    if (settings_.extensions.empty()) return true;
    const std::string path(name ? name : "", length);
    const std::size_t dot = path.find_last_of("./");
    if (dot == std::string::npos || path[dot] != '.') return false;
    std::string extension = path.substr(dot + 1);
    for (char& c : extension) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    const auto& all = settings_.extensions;
    return std::find(all.begin(), all.end(), extension) != all.end();
}

void PathChanges::on_change(const char* name, std::size_t length, bool renamed, bool changed) noexcept {
    if (closed_ || !matters(name, length)) return;
    if (settings_.debounce.ns > 0) {
        collect(renamed, changed);
    } else {
        push(name, length, renamed, changed);
    }
    pulse();
}

// FS-7. Hidden: the watcher keeps the process alive, not its timer.
void PathChanges::collect(bool renamed, bool changed) noexcept {
    const core::Instant now = clock_->now();
    if (armed()) {
        timers_->disarm(*this);
    } else {
        burst_began_ = now;
        burst_ = {};
    }
    burst_.renamed |= renamed;
    burst_.changed |= changed;
    core::Instant end = now + settings_.debounce;
    if (settings_.max_hold.ns > 0) end = std::min(end, burst_began_ + settings_.max_hold);
    timers_->arm(*this, end, core::TimerHeap::Visibility::hidden);
}

void PathChanges::on_deadline() noexcept { push(nullptr, 0, burst_.renamed, burst_.changed); }

void PathChanges::push(const char* name, std::size_t length, bool renamed, bool changed) noexcept {
    PathChange change;
    change.named = name != nullptr;
    if (name) change.name.assign(name, length);
    if (settings_.coalesce) {
        if (PathChange* earlier = known(change)) {
            earlier->renamed |= renamed;
            earlier->changed |= changed;
            return;
        }
    }
    change.renamed = renamed;
    change.changed = changed;
    changes_.push_back(std::move(change));
    if (settings_.coalesce) known(changes_.back()) = &changes_.back();
    line_.grant();
}

}  // namespace async::sync
