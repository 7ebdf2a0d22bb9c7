// What every Reactor does, scripted or real. Each case runs against both.
#include <cerrno>
#include <csignal>
#include <memory>
#include <string>
#include <vector>

#include "tests/support/catch.h"
#include "tests/support/test_runtime.h"
#include "tests/uv/reactor_world.h"

using namespace async::test;
using async::core::ChildWatch;
using async::core::Duration;
using async::core::Error;
using async::core::FdWatch;
using async::core::Instant;
using async::core::Job;
using async::core::make_ref;
using async::core::Ref;
using Direction = FdWatch::Direction;
using Keeping = FdWatch::Keeping;

#define ON_EVERY_REACTOR(title) TEMPLATE_TEST_CASE(title, "", FakeWorld, UvWorld)
#define WITH_EVERY_CHILD_WATCH(title) TEMPLATE_TEST_CASE(title, "", FakeWorld, UvWorld, UvWorldBySignal)

namespace {

template <typename World>
Ref<FdWatch> watch(World& world, int fd, Keeping keeping = Keeping::kept) {
    Error error;
    auto made = world.reactor().watch_fd(fd, keeping, error);
    REQUIRE_FALSE(error);
    REQUIRE(made);
    return made;
}

class CountingJob final : public Job {
public:
    CountingJob(std::vector<int>& order, int number, bool* gone = nullptr) : order_(order), number_(number), gone_(gone) {}
    void work() noexcept override { worked = true; }
    void describe(async::core::DescriptionSink& sink) const override { sink.format("Job %d", number_); }
    bool worked = false;

private:
    ~CountingJob() override {
        order_.push_back(number_);
        if (gone_) *gone_ = true;
    }
    std::vector<int>& order_;
    const int number_;
    bool* const gone_;
};

}  // namespace

ON_EVERY_REACTOR("IO-41 a readable descriptor wakes its readers, in order, and no writer") {
    TestType world;
    Trace trace;
    const int fd = world.open();
    auto w = watch(world, fd);
    world.stuff(fd);
    Probe a([&](auto*) { trace << "a"; }), b([&](auto*) { trace << "b"; }), writer([&](auto*) { trace << "writer"; });
    w->ready(Direction::read).subscribe(a);
    w->ready(Direction::read).subscribe(b);
    w->ready(Direction::write).subscribe(writer);
    poll_now(world);
    REQUIRE(trace.take() == "");
    world.feed(fd);
    REQUIRE(poll_until(world, [&] { return b.count > 0; }));
    REQUIRE(trace.take() == "a b");
    w->ready(Direction::write).unsubscribe(writer);
}

ON_EVERY_REACTOR("IO-41 a waiter that leaves does not take the others' registration with it") {
    TestType world;
    const auto keeping = GENERATE(Keeping::kept, Keeping::transient);
    const int fd = world.open();
    auto w = watch(world, fd, keeping);
    Probe stays, leaves, other;
    w->ready(Direction::read).subscribe(leaves);
    w->ready(Direction::read).subscribe(stays);
    world.stuff(fd);
    w->ready(Direction::write).subscribe(other);
    w->ready(Direction::read).unsubscribe(leaves);
    w->ready(Direction::write).unsubscribe(other);
    world.feed(fd);
    REQUIRE(poll_until(world, [&] { return stays.count > 0; }));
    REQUIRE(leaves.count == 0);
    REQUIRE(other.count == 0);
}

ON_EVERY_REACTOR("IO-40 what is still there wakes the next waiter, what was taken does not") {
    TestType world;
    const auto keeping = GENERATE(Keeping::kept, Keeping::transient);
    const int fd = world.open();
    auto w = watch(world, fd, keeping);
    world.feed(fd);
    Probe first, second, third;
    w->ready(Direction::read).subscribe(first);
    REQUIRE(poll_until(world, [&] { return first.count > 0; }));
    REQUIRE(first.count == 1);
    poll_now(world);  // nobody waits; a kept watch stops asking here
    w->ready(Direction::read).subscribe(second);
    REQUIRE(poll_until(world, [&] { return second.count > 0; }));
    world.consume(fd);
    w->ready(Direction::read).subscribe(third);
    poll_now(world);
    REQUIRE(third.count == 0);
    world.feed(fd);
    REQUIRE(poll_until(world, [&] { return third.count > 0; }));
}

ON_EVERY_REACTOR("a writer wakes when there is room, at once if there is some already") {
    TestType world;
    const int fd = world.open();
    auto w = watch(world, fd);
    Probe now, later;
    w->ready(Direction::write).subscribe(now);
    REQUIRE(poll_until(world, [&] { return now.count > 0; }));
    world.stuff(fd);
    w->ready(Direction::write).subscribe(later);
    poll_now(world);
    REQUIRE(later.count == 0);
    world.relieve(fd);
    REQUIRE(poll_until(world, [&] { return later.count > 0; }));
}

ON_EVERY_REACTOR("IO-231 a hang-up wakes every waiter, whatever it waits for") {
    TestType world;
    const int fd = world.open();
    auto w = watch(world, fd);
    world.stuff(fd);
    Probe reader, writer;
    w->ready(Direction::read).subscribe(reader);
    w->ready(Direction::write).subscribe(writer);
    poll_now(world);
    world.hang_up(fd);
    REQUIRE(poll_until(world, [&] { return reader.count > 0 && writer.count > 0; }));
    REQUIRE(reader.count == 1);
    REQUIRE(writer.count == 1);
    REQUIRE_FALSE(w->is_closed());
    // Whoever asks again is told again, not left hanging.
    w->ready(Direction::read).subscribe(reader);
    REQUIRE(poll_until(world, [&] { return reader.count == 2; }));
}

ON_EVERY_REACTOR("IO-50 closing a watch wakes all and answers whoever comes later") {
    TestType world;
    const int fd = world.open();
    auto w = watch(world, fd);
    Probe reader, writer;
    world.stuff(fd);
    w->ready(Direction::read).subscribe(reader);
    w->ready(Direction::write).subscribe(writer);
    poll_now(world);
    w->close();
    REQUIRE(reader.count == 1);
    REQUIRE(writer.count == 1);
    REQUIRE_FALSE(reader.last);
    REQUIRE(w->is_closed());
    REQUIRE_FALSE(w->ready(Direction::read).is_pending());
    REQUIRE(world.reactor().activity_count() == 0);
    w->close();
    world.close(fd);
    poll_now(world);
}

ON_EVERY_REACTOR("IO-52 a new watch for the number of a closed one is another generation, at once") {
    TestType world;
    const int fd = world.open();
    auto old = watch(world, fd);
    Probe before, after;
    old->ready(Direction::read).subscribe(before);
    poll_now(world);
    old->close();
    world.close(fd);
    const int again = world.open();
    REQUIRE(again == fd);
    auto fresh = watch(world, again);
    REQUIRE(fresh != old);
    fresh->ready(Direction::read).subscribe(after);
    poll_now(world);
    REQUIRE(after.count == 0);
    world.feed(again);
    REQUIRE(poll_until(world, [&] { return after.count > 0; }));
    REQUIRE(before.count == 1);
}

ON_EVERY_REACTOR("IO-52 all who watch one open descriptor share one watch") {
    TestType world;
    const int fd = world.open();
    auto a = watch(world, fd);
    REQUIRE(watch(world, fd) == a);
    FdWatch* raw = a.get();
    async::core::Awaitable* direction = &raw->ready(Direction::read);
    Ref<async::core::Awaitable> held(direction);  // a wait holds the direction, and with it the watch
    a.reset();
    REQUIRE(watch(world, fd).get() == raw);
    REQUIRE(raw->fd() == fd);
    held.reset();
    auto b = watch(world, fd);
    REQUIRE_FALSE(b->is_closed());
}

ON_EVERY_REACTOR("a transient watch survives that its number is closed and used again between waits") {
    TestType world;
    const int fd = world.open();
    auto w = watch(world, fd, Keeping::transient);
    Probe first, second;
    w->ready(Direction::read).subscribe(first);
    world.feed(fd);
    REQUIRE(poll_until(world, [&] { return first.count > 0; }));
    world.close(fd);  // by a library that tells nobody
    const int again = world.open();
    REQUIRE(again == fd);
    auto same = watch(world, again, Keeping::transient);
    same->ready(Direction::read).subscribe(second);
    poll_now(world);
    REQUIRE(second.count == 0);
    world.feed(again);
    REQUIRE(poll_until(world, [&] { return second.count > 0; }));
}

ON_EVERY_REACTOR("IO-41 who asks again for a borrowed watch gets a new one when the number means another file, the same one otherwise") {
    TestType world;
    const int fd = world.open();
    auto w = watch(world, fd, Keeping::borrowed);
    Probe first, second;
    w->ready(Direction::read).subscribe(first);
    poll_now(world);
    world.close(fd);  // by a library that tells nobody
    REQUIRE(world.open() == fd);
    auto other = watch(world, fd, Keeping::borrowed);
    REQUIRE(other != w);
    REQUIRE(w->is_closed());
    REQUIRE(first.count == 1);
    REQUIRE(watch(world, fd, Keeping::borrowed) == other);
    other->ready(Direction::read).subscribe(second);
    world.feed(fd);
    REQUIRE(poll_until(world, [&] { return second.count > 0; }));
}

ON_EVERY_REACTOR("what cannot be watched is refused: no descriptor, a regular file") {
    TestType world;
    Error error;
    REQUIRE_FALSE(world.reactor().watch_fd(-1, Keeping::kept, error));
    REQUIRE(error.code == EBADF);
    REQUIRE(error.text != nullptr);
    REQUIRE_FALSE(world.reactor().watch_fd(1 << 19, Keeping::kept, error));
    REQUIRE(error.code == EBADF);
    REQUIRE_FALSE(world.reactor().watch_fd(world.open_file(), Keeping::kept, error));
    REQUIRE(error.code == EPERM);
    watch(world, world.open());
}

ON_EVERY_REACTOR("IO-6 activity is what somebody waits for") {
    TestType world;
    auto& reactor = world.reactor();
    REQUIRE_FALSE(reactor.has_activity());
    const int fd = world.open();
    auto w = watch(world, fd);
    world.stuff(fd);
    Probe a, b, c;
    REQUIRE_FALSE(reactor.has_activity());  // a watch alone is none
    w->ready(Direction::read).subscribe(a);
    w->ready(Direction::read).subscribe(b);
    REQUIRE(reactor.activity_count() == 1);
    w->ready(Direction::write).subscribe(c);
    REQUIRE(reactor.activity_count() == 2);
    w->ready(Direction::read).unsubscribe(a);
    REQUIRE(reactor.activity_count() == 2);
    w->ready(Direction::read).unsubscribe(b);
    REQUIRE(reactor.activity_count() == 1);
    world.relieve(fd);
    REQUIRE(poll_until(world, [&] { return c.count > 0; }));
    REQUIRE_FALSE(reactor.has_activity());
}

ON_EVERY_REACTOR("IO-14 a job runs, tells its waiters, and is freed; an abandoned one too") {
    TestType world;
    std::vector<int> gone;
    auto job = make_ref<CountingJob>(gone, 1);
    Probe a, b;
    REQUIRE_FALSE(world.reactor().submit(job, Job::Lane::general));
    REQUIRE_FALSE(world.reactor().has_activity());
    job->subscribe(a);
    job->subscribe(b);
    REQUIRE(world.reactor().activity_count() == 1);
    REQUIRE(poll_until(world, [&] { return a.count > 0; }));
    REQUIRE(job->worked);
    REQUIRE(b.count == 1);
    REQUIRE_FALSE(job->is_pending());
    REQUIRE_FALSE(world.reactor().has_activity());
    job.reset();
    REQUIRE(gone == std::vector<int>{1});

    auto left = make_ref<CountingJob>(gone, 2);
    Probe c;
    REQUIRE_FALSE(world.reactor().submit(left, Job::Lane::lookup));
    left->subscribe(c);
    left->unsubscribe(c);
    left.reset();
    REQUIRE_FALSE(world.reactor().has_activity());
    REQUIRE(poll_until(world, [&] { return gone.size() == 2; }));
    REQUIRE(c.count == 0);
}

ON_EVERY_REACTOR("a job may have a waiter before it is submitted") {
    TestType world;
    std::vector<int> gone;
    auto job = make_ref<CountingJob>(gone, 1);
    Probe probe;
    job->subscribe(probe);
    REQUIRE_FALSE(world.reactor().has_activity());
    REQUIRE_FALSE(world.reactor().submit(job, Job::Lane::general));
    REQUIRE(world.reactor().activity_count() == 1);
    REQUIRE(poll_until(world, [&] { return probe.count > 0; }));
    REQUIRE_FALSE(world.reactor().has_activity());
}

ON_EVERY_REACTOR("IO-706 many jobs in both lanes all end") {
    TestType world;
    std::vector<int> gone;
    constexpr int kJobs = 60;
    for (int i = 0; i < kJobs; ++i) {
        REQUIRE_FALSE(world.reactor().submit(make_ref<CountingJob>(gone, i), i % 2 ? Job::Lane::lookup : Job::Lane::general));
    }
    REQUIRE(poll_until(world, [&] { return gone.size() == kJobs; }));
}

WITH_EVERY_CHILD_WATCH("IO-802 a child's end is told with its exit code, and to all who wait") {
    TestType world;
    Error error;
    const int pid = world.start_child();
    auto a = world.reactor().watch_child(pid, error);
    auto b = world.reactor().watch_child(pid, error);
    REQUIRE_FALSE(error);
    Probe first, second;
    a->subscribe(first);
    b->subscribe(second);
    REQUIRE(world.reactor().activity_count() == 2);
    poll_now(world);
    REQUIRE(first.count == 0);
    world.end_child(pid, 7);
    REQUIRE(poll_until(world, [&] { return first.count > 0 && second.count > 0; }));
    REQUIRE(a->status() == 7 << 8);
    REQUIRE(b->status() == 7 << 8);
    REQUIRE_FALSE(world.reactor().has_activity());
}

WITH_EVERY_CHILD_WATCH("IO-811 a killed child's status names the signal") {
    TestType world;
    Error error;
    const int pid = world.start_child();
    auto w = world.reactor().watch_child(pid, error);
    Probe probe;
    w->subscribe(probe);
    world.kill_child(pid, SIGKILL);
    REQUIRE(poll_until(world, [&] { return probe.count > 0; }));
    REQUIRE(w->status() == SIGKILL);
}

WITH_EVERY_CHILD_WATCH("IO-815 twenty children at once do not mix their codes") {
    TestType world;
    Error error;
    std::vector<int> pids;
    std::vector<Ref<ChildWatch>> watches;
    std::vector<std::unique_ptr<Probe>> probes;
    int ended = 0;
    for (int i = 0; i < 20; ++i) {
        pids.push_back(world.start_child());
        watches.push_back(world.reactor().watch_child(pids.back(), error));
        probes.push_back(std::make_unique<Probe>([&](auto*) { ++ended; }));
        watches.back()->subscribe(*probes.back());
    }
    for (std::size_t i = 20; i-- > 0;) world.end_child(pids[i], static_cast<int>(i));
    REQUIRE(poll_until(world, [&] { return ended == 20; }));
    for (std::size_t i = 0; i < 20; ++i) REQUIRE(watches[i]->status() == static_cast<int>(i) << 8);
}

WITH_EVERY_CHILD_WATCH("IO-811 a child somebody else has collected ends with -1") {
    TestType world;
    Error error;
    const int pid = world.start_child();
    auto w = world.reactor().watch_child(pid, error);
    Probe probe;
    w->subscribe(probe);
    poll_now(world);
    world.collect_child(pid);
    REQUIRE(poll_until(world, [&] { return probe.count > 0; }));
    REQUIRE(w->status() == -1);

    auto late = world.reactor().watch_child(pid, error);
    REQUIRE_FALSE(error);
    REQUIRE_FALSE(late->is_pending());
    REQUIRE(late->status() == -1);
}

WITH_EVERY_CHILD_WATCH("a child watch may be dropped while the child lives") {
    TestType world;
    Error error;
    const int pid = world.start_child();
    auto w = world.reactor().watch_child(pid, error);
    Probe probe;
    w->subscribe(probe);
    w->unsubscribe(probe);
    REQUIRE_FALSE(world.reactor().has_activity());
    w.reset();
    world.end_child(pid, 0);
    poll_now(world);
    REQUIRE(probe.count == 0);
}

ON_EVERY_REACTOR("SI-2 a signal is told to everybody who listens, oldest first, each time") {
    TestType world;
    Error error;
    auto a = world.reactor().watch_signal(SIGUSR2, error);
    auto b = world.reactor().watch_signal(SIGUSR2, error);
    auto other = world.reactor().watch_signal(SIGUSR1, error);
    REQUIRE_FALSE(error);
    REQUIRE(a == b);
    Probe first, second, third;
    a->subscribe(first);
    b->subscribe(second);
    other->subscribe(third);
    world.raise(SIGUSR2);
    REQUIRE(poll_until(world, [&] { return first.count > 0 && second.count > 0; }));
    a->subscribe(first);
    world.raise(SIGUSR2);
    REQUIRE(poll_until(world, [&] { return first.count == 2; }));
    REQUIRE(second.count == 1);
    REQUIRE(third.count == 0);
    other->unsubscribe(third);
}

ON_EVERY_REACTOR("SI-5 who listens is activity only as long as he counts himself in") {
    TestType world;
    Error error;
    auto watch = world.reactor().watch_signal(SIGUSR2, error);
    Probe probe;
    watch->subscribe(probe);
    REQUIRE_FALSE(world.reactor().has_activity());
    watch->count_in();
    watch->count_in();
    REQUIRE(world.reactor().activity_count() == 2);
    watch->count_out();
    REQUIRE(world.reactor().has_activity());
    watch->count_out();
    REQUIRE_FALSE(world.reactor().has_activity());
    watch->count_in();
    world.destroy_reactor();
    watch->count_out();
    watch->count_in();
}

ON_EVERY_REACTOR("SI-4 a signal that does not exist is refused with the platform's words") {
    TestType world;
    Error error;
    REQUIRE_FALSE(world.reactor().watch_signal(0, error));
    REQUIRE(error.code == EINVAL);
    REQUIRE_FALSE(world.reactor().watch_signal(4711, error));
    REQUIRE(error.code == EINVAL);
}

ON_EVERY_REACTOR("a timed poll ends at its time, never before it without a reason") {
    TestType world;
    for (const int64_t us : {100, 1000, 1500, 12345}) {
        const Instant until = world.clock().now() + Duration::from_us(us);
        int polls = 0;
        while (world.clock().now() < until) {
            world.reactor().poll(until);
            ++polls;
        }
        REQUIRE(polls <= 3);
    }
    world.reactor().poll({1});                  // long past
    world.reactor().poll(world.clock().now());  // just now
}

ON_EVERY_REACTOR("an interrupt ends a blocking poll") {
    TestType world;
    const Instant far = world.clock().now() + Duration::from_s(3600);
    world.interrupt_soon();
    world.reactor().poll(far);
    REQUIRE(world.clock().now() < far);
}

ON_EVERY_REACTOR("C-147 abandoned waiters hear nothing, and everything can be used again") {
    TestType world;
    Error error;
    std::vector<int> gone;
    const int fd = world.open();
    const int pid = world.start_child();
    auto w = watch(world, fd);
    auto child = world.reactor().watch_child(pid, error);
    auto signal = world.reactor().watch_signal(SIGUSR2, error);
    auto job = make_ref<CountingJob>(gone, 1);
    world.reactor().submit(job, Job::Lane::general);
    Probe lost[4];
    w->ready(Direction::read).subscribe(lost[0]);
    child->subscribe(lost[1]);
    signal->subscribe(lost[2]);
    signal->count_in();
    job->subscribe(lost[3]);
    world.reactor().abandon();
    REQUIRE_FALSE(world.reactor().has_activity());
    for (Probe& probe : lost) REQUIRE_FALSE(probe.linked());

    Probe reader, waiter, listener;
    w->ready(Direction::read).subscribe(reader);
    child->subscribe(waiter);
    signal->subscribe(listener);
    signal->count_in();
    REQUIRE(world.reactor().activity_count() == 3);
    world.feed(fd);
    world.end_child(pid, 3);
    world.raise(SIGUSR2);
    job.reset();
    REQUIRE(poll_until(world, [&] { return reader.count && waiter.count && listener.count && gone.size() == 1; }));
    for (Probe& probe : lost) REQUIRE(probe.count == 0);
}

ON_EVERY_REACTOR("IO-61 what is still held when the reactor goes is closed and harmless") {
    TestType world;
    Error error;
    std::vector<int> gone;
    const int fd = world.open();
    const int pid = world.start_child();
    auto w = watch(world, fd);
    auto child = world.reactor().watch_child(pid, error);
    auto signal = world.reactor().watch_signal(SIGUSR2, error);
    world.reactor().submit(make_ref<CountingJob>(gone, 1), Job::Lane::general);
    world.reactor().submit(make_ref<CountingJob>(gone, 2), Job::Lane::lookup);
    Probe reader;
    w->ready(Direction::read).subscribe(reader);
    poll_now(world);
    world.destroy_reactor();
    REQUIRE(reader.count == 0);
    REQUIRE(w->is_closed());
    REQUIRE_FALSE(w->ready(Direction::read).is_pending());
    REQUIRE_FALSE(child->is_pending());
    REQUIRE(child->status() == -1);
    REQUIRE_FALSE(signal->is_pending());
    REQUIRE(gone.size() == 2);
    w->close();
}

ON_EVERY_REACTOR("C-155 sources say what they wait for") {
    TestType world;
    Error error;
    const int fd = world.open();
    const int pid = world.start_child();
    auto w = watch(world, fd);
    REQUIRE(described(w->ready(Direction::read)) == "Poll(fd=" + std::to_string(fd) + ", events=r)");
    REQUIRE(described(w->ready(Direction::write)) == "Poll(fd=" + std::to_string(fd) + ", events=w)");
    REQUIRE(described(*world.reactor().watch_child(pid, error)) == "Process(pid=" + std::to_string(pid) + ")");
    REQUIRE(described(*world.reactor().watch_signal(SIGUSR2, error)) == "Signal(signum=" + std::to_string(SIGUSR2) + ")");
}
