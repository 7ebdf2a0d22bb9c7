#include "src/core/wait_graph.h"

#include <algorithm>
#include <unordered_map>

namespace async::core {

class WaitGraph::Builder {
public:
    explicit Builder(std::vector<Node>& nodes) : nodes_(nodes) {}

    void build(const Scheduler& scheduler) {
        scheduler.for_each_alive([&](const Coroutine& coroutine) {
            index_[&coroutine] = static_cast<uint32_t>(nodes_.size());
            nodes_.push_back({&coroutine, &coroutine, {}, coroutine.wait().has_deadline()});
        });
        const auto count = static_cast<uint32_t>(nodes_.size());
        for (uint32_t from = 0; from < count; ++from) {
            if (!nodes_[from].coroutine->is_suspended()) continue;
            nodes_[from].coroutine->wait().for_each_source([&](const Awaitable& source) { connect(from, source); });
        }
    }

private:
    void connect(uint32_t from, const Awaitable& source) {
        if (!source.is_pending()) return;
        const auto known = index_.find(&source);
        if (known != index_.end()) {
            add_edge(from, known->second);
            return;
        }
        const auto node = static_cast<uint32_t>(nodes_.size());
        index_[&source] = node;
        nodes_.push_back({&source, nullptr, {}});
        add_edge(from, node);
        struct Holders final : HolderVisitor {
            Holders(Builder& owner, uint32_t of) : builder(owner), node(of) {}
            void visit(const Coroutine& holder) override {
                const auto found = builder.index_.find(&holder);
                if (found != builder.index_.end()) builder.add_edge(node, found->second);
            }
            Builder& builder;
            uint32_t node;
        } holders(*this, node);
        source.visit_holders(holders);
    }

    void add_edge(uint32_t from, uint32_t to) {
        std::vector<uint32_t>& targets = nodes_[from].waits_for;
        if (std::find(targets.begin(), targets.end(), to) == targets.end()) targets.push_back(to);
    }

    std::vector<Node>& nodes_;
    std::unordered_map<const Awaitable*, uint32_t> index_;
};

WaitGraph::WaitGraph(const Scheduler& scheduler) {
    Builder(nodes_).build(scheduler);
    find_groups();
    find_cycles();
}

// Tarjan's strongly connected components, without recursion: a chain of waits may be a million long.
void WaitGraph::find_groups() {
    struct Visit {
        uint32_t node;
        uint32_t next_edge;
    };
    const auto count = static_cast<uint32_t>(nodes_.size());
    std::vector<uint32_t> order(count, 0);  // 0: not seen yet
    std::vector<uint32_t> low(count, 0);
    std::vector<bool> open(count, false);
    std::vector<uint32_t> stack;
    std::vector<Visit> path;
    uint32_t seen = 0;
    uint32_t groups = 0;
    for (uint32_t root = 0; root < count; ++root) {
        if (order[root]) continue;
        path.push_back({root, 0});
        while (!path.empty()) {
            const uint32_t node = path.back().node;
            if (path.back().next_edge == 0 && !order[node]) {
                order[node] = low[node] = ++seen;
                stack.push_back(node);
                open[node] = true;
            }
            if (path.back().next_edge < nodes_[node].waits_for.size()) {
                const uint32_t target = nodes_[node].waits_for[path.back().next_edge++];
                if (!order[target]) {
                    path.push_back({target, 0});
                } else if (open[target]) {
                    low[node] = std::min(low[node], order[target]);
                }
                continue;
            }
            path.pop_back();
            if (!path.empty()) low[path.back().node] = std::min(low[path.back().node], low[node]);
            if (low[node] != order[node]) continue;
            ++groups;
            for (uint32_t member = count; member != node;) {
                member = stack.back();
                stack.pop_back();
                open[member] = false;
                nodes_[member].group = groups;
            }
        }
    }
}

void WaitGraph::find_cycles() {
    std::vector<bool> told(nodes_.size() + 1, false);
    for (uint32_t start = 0; start < nodes_.size(); ++start) {
        if (!nodes_[start].coroutine || told[nodes_[start].group]) continue;
        std::vector<uint32_t> cycle = shortest_cycle(start);
        if (cycle.empty()) continue;
        told[nodes_[start].group] = true;
        cycles_.push_back(std::move(cycle));
    }
}

// Breadth first, inside the group; nodes in the order of waiting, the first one not repeated.
std::vector<uint32_t> WaitGraph::shortest_cycle(uint32_t start) const {
    constexpr uint32_t kNone = UINT32_MAX;
    std::unordered_map<uint32_t, uint32_t> came_from;
    std::vector<uint32_t> queue{start};
    for (std::size_t i = 0; i < queue.size(); ++i) {
        for (const uint32_t target : nodes_[queue[i]].waits_for) {
            if (target == start) {
                std::vector<uint32_t> cycle;
                for (uint32_t node = queue[i]; node != kNone; node = node == start ? kNone : came_from[node]) {
                    cycle.push_back(node);
                }
                std::reverse(cycle.begin(), cycle.end());
                return cycle;
            }
            if (nodes_[target].group != nodes_[start].group || !came_from.emplace(target, queue[i]).second) continue;
            queue.push_back(target);
        }
    }
    return {};
}

}  // namespace async::core
