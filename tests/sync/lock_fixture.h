// Parties for tests of locks: an Idler is a coroutine that never runs but lends its real Wait and its end, so waiting, handing
// over, interrupting and dying are the product's own, while the test decides when a turn comes.
#pragma once

#include <array>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "src/core/coroutine.h"
#include "src/sync/wait_queue.h"
#include "tests/support/catch.h"
#include "tests/support/model_steps.h"
#include "tests/support/test_runtime.h"

namespace async::sync::test {

using async::test::described;
using core::Ref;

class Idler final : public core::Coroutine {
public:
    explicit Idler(std::string name = "idler") : name_(std::move(name)) {}

    void queue(WaitQueue& line, uint8_t demand = 0) {
        wait().set_demand(demand);
        wait().add(line);
    }
    // The wait is over, well or badly.
    bool woken() const { return wait().is_settled(); }
    std::string failure() { return async::test::text(wait().error()); }
    bool failed() { return wait().error() != nullptr; }
    void interrupt() { wait().interrupt(); }
    void forget() { wait().clear(); }
    // Its body has ended.
    void end() { settle(nullptr); }

    void describe(core::DescriptionSink& sink) const override { sink.append(name_.data(), name_.size()); }

protected:
    core::Ref<core::Reason> run() noexcept override { return nullptr; }
    void on_finished(bool) noexcept override {}

private:
    const std::string name_;
};

// A seeded comparison with a naive model: remembers the first disagreement.
class Comparison {
public:
    explicit Comparison(uint64_t seed) : random_(seed * 0x9e3779b97f4a7c15u) {}

    const std::string& fault() const { return fault_; }

protected:
    int pick(int below) { return static_cast<int>(random_() % static_cast<uint64_t>(below)); }
    template <typename T, typename U>
    void expect(const char* what, T product, U model) {
        if (static_cast<long>(product) == static_cast<long>(model) || !fault_.empty()) return;
        std::ostringstream text;
        text << "step " << step_ << ", last action " << action_ << ": " << what << ": product " << static_cast<long>(product)
             << ", model " << static_cast<long>(model);
        fault_ = text.str();
    }

    std::string fault_;
    const char* action_ = "";
    int step_ = 0;

private:
    std::mt19937_64 random_;
};

constexpr int kTrialSteps = 10000;

// A Trial for each seed; fails at the first disagreement. Returns the sums of the named counts, which tell whether the steps
// came to what the test is about.
template <typename Trial, typename... Counts>
std::array<long, sizeof...(Counts)> run_trials(int seeds, Counts Trial::*... counts) {
    std::array<long, sizeof...(Counts)> sums{};
    for (int seed = 1; seed <= seeds; ++seed) {
        Trial trial(static_cast<uint64_t>(seed));
        trial.run(kTrialSteps);
        if (!trial.fault().empty()) FAIL("seed " << seed << ", " << trial.fault());
        std::size_t i = 0;
        ((sums[i++] += trial.*counts), ...);
    }
    return sums;
}

}  // namespace async::sync::test
