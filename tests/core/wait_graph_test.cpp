// Who waits for whom, over hand-made waits.
#include "src/core/wait_graph.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"

using namespace async::test;
using async::core::Coroutine;
using async::core::Duration;
using async::core::HolderVisitor;
using async::core::make_ref;
using async::core::Ref;
using async::core::WaitGraph;

namespace {

// Something that ends when its holder lets go, as a lock does.
class Held final : public async::core::Awaitable {
public:
    void describe(async::core::DescriptionSink& sink) const override { sink.format("held"); }
    void visit_holders(HolderVisitor& visitor) const override {
        if (holder) visitor.visit(*holder);
    }
    bool let_go() noexcept { return settle(nullptr); }
    Coroutine* holder = nullptr;
};

// Nodes by their place in the list, edges, and cycles: "0>1 1>0 | 0,1".
std::string text(const WaitGraph& graph) {
    std::string line;
    for (uint32_t from = 0; from < graph.nodes().size(); ++from) {
        for (const uint32_t to : graph.nodes()[from].waits_for) {
            line += std::to_string(from) + (graph.is_on_cycle(from, to) ? '>' : '-') + std::to_string(to) + ' ';
        }
        if (graph.nodes()[from].has_deadline) line += std::to_string(from) + "-t ";
    }
    for (const auto& cycle : graph.cycles()) {
        line += '|';
        for (const uint32_t node : cycle) line += ' ' + std::to_string(node);
    }
    return line;
}

// A world in which coroutine i runs bodies[i] and then the graph is taken; afterwards everybody is cancelled.
struct Waits {
    explicit Waits(int count) : others(static_cast<std::size_t>(count)) {}

    template <typename F>
    std::string graph(F&& body) {
        std::string result;
        for (std::size_t i = 0; i < others.size(); ++i) others[i] = rt.spawn([this, i, body] { body(*this, i); });
        rt.spawn([&] {
            rt.yield();
            result = text(WaitGraph(rt.scheduler));
            for (auto& other : others) other->cancel(cancellation("over"));
        });
        rt.run();
        return result;
    }
    void await(std::size_t index) { rt.await(*others[index]); }

    TestRuntime rt;
    std::vector<Ref<TestCoroutine>> others;
};

}  // namespace

TEST_CASE("C-155 a graph of nobody, and of those who wait for nothing that is known") {
    CHECK(text(WaitGraph()) == "");
    auto event = make_ref<Event>();
    CHECK(Waits(2).graph([&](Waits& waits, std::size_t i) {
        if (i == 0) waits.rt.sleep(Duration::from_ms(1000000));
        if (i == 1) waits.rt.await(*event);
    }) == "0-t 1-3 ");
}

TEST_CASE("C-155 cycles of one, two and three, each told once, in the order of waiting") {
    CHECK(Waits(1).graph([](Waits& waits, std::size_t) { waits.await(0); }) == "0>0 | 0");
    CHECK(Waits(2).graph([](Waits& waits, std::size_t i) { waits.await(1 - i); }) == "0>1 1>0 | 0 1");
    CHECK(Waits(3).graph([](Waits& waits, std::size_t i) { waits.await((i + 2) % 3); }) == "0>2 1>0 2>1 | 0 2 1");
}

TEST_CASE("C-155 who waits for a cycle is not part of it; two cycles are two") {
    CHECK(Waits(5).graph([](Waits& waits, std::size_t i) {
        const std::size_t targets[] = {1, 2, 1, 4, 3};
        waits.await(targets[i]);
    }) == "0-1 1>2 2>1 3>4 4>3 | 1 2| 3 4");
}

TEST_CASE("C-155 the shortest way around a knot is the one that is told") {
    CHECK(Waits(4).graph([](Waits& waits, std::size_t i) {
        if (i == 0) {
            waits.rt.await(TestRuntime::Waiting{waits.others[1].get(), waits.others[3].get(), nullptr, Duration::forever(), false});
        } else {
            waits.await((i + 1) % 4);
        }
    }) == "0>1 0>3 1>2 2>3 3>0 | 0 3");
}

TEST_CASE("C-155 what has holders leads on to them") {
    auto lock = make_ref<Held>();
    Waits waits(2);
    CHECK(waits.graph([&](Waits& world, std::size_t i) {
        if (i == 0) {
            lock->holder = world.others[0].get();
            world.await(1);
        } else {
            world.rt.await(*lock);
        }
    }) == "0>1 1>3 3>0 | 0 1 3");
}

TEST_CASE("C-155 a chain of a hundred thousand waits is no recursion") {
    TestRuntime rt;
    constexpr int kCount = 100000;
    std::vector<Ref<TestCoroutine>> chain;
    auto event = make_ref<Event>();
    // Not started: a wait is described without a stack of its own.
    for (int i = 0; i < kCount; ++i) {
        chain.push_back(rt.make([] {}));
        rt.scheduler.admit(*chain.back(), *rt.root);
        if (i > 0) chain.back()->wait().add(*chain[static_cast<std::size_t>(i - 1)]);
    }
    const WaitGraph graph(rt.scheduler);
    CHECK(graph.nodes().size() == kCount);
    CHECK(graph.cycles().empty());
    CHECK(graph.nodes().back().waits_for.size() == 1);
    for (auto& coroutine : chain) coroutine->wait().clear();
    for (auto& coroutine : chain) rt.scheduler.enqueue(*coroutine);
    rt.run();
}
