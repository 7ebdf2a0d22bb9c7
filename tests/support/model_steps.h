// How long the tests go on that compare the product with a naive model, step by step.
#pragma once

namespace async::test {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kModelSteps = 100000;  // everything takes ten times as long
#else
constexpr int kModelSteps = 1000000;
#endif

}  // namespace async::test
