#include "src/core/run_queue.h"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"

using namespace async::test;
using async::core::Coroutine;
using async::core::make_ref;
using async::core::Ref;
using async::core::RunQueue;

namespace {

// Coroutines that never run, named by their place.
struct Crew {
    explicit Crew(int count) {
        for (int i = 0; i < count; ++i) {
            members.push_back(make_ref<TestCoroutine>([] { return nullptr; }));
            names[members.back().get()] = static_cast<char>('a' + i);
        }
    }
    std::string drain(RunQueue& queue) const {
        std::string order;
        while (Coroutine* coroutine = queue.pop()) order += names.at(coroutine);
        return order;
    }
    std::vector<Ref<TestCoroutine>> members;
    std::map<Coroutine*, char> names;
};

std::string shuffled(uint64_t seed, int count) {
    const Crew crew(count);
    RunQueue queue;
    queue.shuffle(seed);
    for (auto& member : crew.members) queue.push_back(*member);
    return crew.drain(queue);
}

}  // namespace

TEST_CASE("C-25 first in, first out") {
    const Crew crew(4);
    RunQueue queue;
    REQUIRE(queue.pop() == nullptr);
    for (auto& member : crew.members) queue.push_back(*member);
    REQUIRE(queue.size() == 4);
    REQUIRE(crew.drain(queue) == "abcd");
    REQUIRE(queue.empty());
}

TEST_CASE("C-26 pushed to the front runs before everything queued") {
    const Crew crew(4);
    RunQueue queue;
    queue.push_back(*crew.members[0]);
    queue.push_back(*crew.members[1]);
    queue.push_front(*crew.members[2]);
    queue.push_front(*crew.members[3]);
    REQUIRE(crew.drain(queue) == "dcab");
}

TEST_CASE("removing keeps the order of the rest") {
    const Crew crew(4);
    RunQueue queue;
    for (auto& member : crew.members) queue.push_back(*member);
    queue.remove(*crew.members[1]);
    REQUIRE_FALSE(crew.members[1]->is_queued());
    REQUIRE(queue.size() == 3);
    REQUIRE(crew.drain(queue) == "acd");
}

TEST_CASE("a seed gives one order, always the same, and all orders occur") {
    REQUIRE(shuffled(7, 20) == shuffled(7, 20));
    std::map<std::string, int> seen;
    for (uint64_t seed = 1; seed <= 2000; ++seed) ++seen[shuffled(seed * 0x9e3779b97f4a7c15u, 4)];
    REQUIRE(seen.size() == 24);
    // Long queues too: nobody is lost, nobody comes twice.
    std::string order = shuffled(99, 26);
    REQUIRE(order != "abcdefghijklmnopqrstuvwxyz");
    std::sort(order.begin(), order.end());
    REQUIRE(order == "abcdefghijklmnopqrstuvwxyz");
}

TEST_CASE("C-26 a shuffle leaves what was pushed to the front in front") {
    for (uint64_t seed = 1; seed <= 200; ++seed) {
        const Crew crew(6);
        RunQueue queue;
        queue.shuffle(seed);
        for (int i = 0; i < 4; ++i) queue.push_back(*crew.members[static_cast<std::size_t>(i)]);
        queue.push_front(*crew.members[4]);
        queue.push_front(*crew.members[5]);
        REQUIRE(crew.drain(queue).substr(0, 2) == "fe");
    }
}

TEST_CASE("IO-5, D-12 preempted ones stand behind those that were woken") {
    const Crew crew(4);
    RunQueue queue;
    queue.push_preempted(*crew.members[0]);
    queue.push_back(*crew.members[1]);
    queue.push_preempted(*crew.members[2]);
    queue.push_front(*crew.members[3]);
    REQUIRE(queue.size() == 4);
    REQUIRE(crew.drain(queue) == "dbac");
}

TEST_CASE("D-12 a preempted one is passed a limited number of times") {
    const Crew crew(2);
    RunQueue queue;
    queue.push_preempted(*crew.members[0]);
    uint32_t passed = 0;
    for (Coroutine* next = nullptr; next != crew.members[0].get(); ++passed) {
        REQUIRE(passed <= RunQueue::kMaxPassed);
        if (!crew.members[1]->is_queued()) queue.push_back(*crew.members[1]);
        next = queue.pop();
    }
    REQUIRE(passed == RunQueue::kMaxPassed + 1);
    queue.remove(*crew.members[1]);
    REQUIRE(queue.empty());
}

TEST_CASE("a shuffle of queued and preempted ones loses nobody") {
    for (uint64_t seed = 1; seed <= 200; ++seed) {
        const Crew crew(6);
        RunQueue queue;
        queue.shuffle(seed);
        for (int i = 0; i < 6; ++i) {
            Coroutine& member = *crew.members[static_cast<std::size_t>(i)];
            i % 2 ? queue.push_back(member) : queue.push_preempted(member);
        }
        std::string order = crew.drain(queue);
        std::sort(order.begin(), order.end());
        REQUIRE(order == "abcdef");
    }
}
