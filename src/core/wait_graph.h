// Who waits for whom: a picture of one moment, made on demand for reports. Nodes are the unfinished coroutines, in creation
// order, and whatever else they wait for; an edge leads to what has to happen first. A cycle is what cannot resolve itself as
// long as each of its coroutines has no other way on. Owns nothing: valid until anybody runs.
#pragma once

#include <cstdint>
#include <vector>

#include "src/core/awaitable.h"
#include "src/core/coroutine.h"
#include "src/core/scheduler.h"

namespace async::core {

class WaitGraph {
public:
    struct Node {
        const Awaitable* what;
        const Coroutine* coroutine;  // null: something else
        std::vector<uint32_t> waits_for;
        bool has_deadline = false;
        uint32_t group = 0;  // nodes that can reach each other have the same one
    };

    WaitGraph() = default;  // nobody
    explicit WaitGraph(const Scheduler& scheduler);

    const std::vector<Node>& nodes() const noexcept { return nodes_; }
    // The shortest cycle through the oldest coroutine of each knot, in that order.
    const std::vector<std::vector<uint32_t>>& cycles() const noexcept { return cycles_; }
    // Whether the edge is part of a way that leads back to its beginning.
    bool is_on_cycle(uint32_t from, uint32_t to) const noexcept {
        return from == to || nodes_[from].group == nodes_[to].group;
    }

private:
    class Builder;

    void find_groups();
    void find_cycles();
    std::vector<uint32_t> shortest_cycle(uint32_t start) const;

    std::vector<Node> nodes_;
    std::vector<std::vector<uint32_t>> cycles_;
};

}  // namespace async::core
