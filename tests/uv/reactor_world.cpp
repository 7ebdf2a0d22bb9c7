#include "tests/uv/reactor_world.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <thread>

namespace async::test {

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

UvWorld::UvWorld(uv::ChildWatching watching) {
    core::Error error;
    reactor_ = uv::UvReactor::make(error, watching);
    require(reactor_ != nullptr);
}

UvWorld::~UvWorld() {
    reactor_.reset();
    for (auto& [fd, peer] : peers_) {
        ::close(fd);
        if (peer >= 0) ::close(peer);
    }
    for (const int fd : files_) ::close(fd);
    for (auto& [pid, pipe] : children_) {
        ::close(pipe);
        waitpid(pid, nullptr, 0);
    }
}

int UvWorld::open() {
    int pair[2];
    require(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
    peers_[pair[0]] = pair[1];
    return pair[0];
}

int UvWorld::open_file() {
    char name[] = "/tmp/async-test-XXXXXX";
    files_.push_back(mkostemp(name, O_CLOEXEC));
    require(files_.back() >= 0);
    unlink(name);
    return files_.back();
}

void UvWorld::feed(int fd) { require(send(peers_[fd], "x", 1, 0) == 1); }

void UvWorld::consume(int fd) {
    char buffer[4096];
    while (recv(fd, buffer, sizeof buffer, MSG_DONTWAIT) > 0) {
    }
}

void UvWorld::stuff(int fd) {
    char block[4096] = {};
    while (send(fd, block, sizeof block, MSG_DONTWAIT | MSG_NOSIGNAL) > 0) {
    }
}

void UvWorld::relieve(int fd) { consume(peers_[fd]); }

void UvWorld::hang_up(int fd) {
    ::close(peers_[fd]);
    peers_[fd] = -1;
}

void UvWorld::close(int fd) {
    if (peers_[fd] >= 0) ::close(peers_[fd]);
    peers_.erase(fd);
    ::close(fd);
}

int UvWorld::start_child() {
    int pipe[2];
    require(pipe2(pipe, O_CLOEXEC) == 0);
    const pid_t pid = fork();
    require(pid >= 0);
    if (pid == 0) {
        ::close(pipe[1]);
        unsigned char code = 0;
        const ssize_t got = read(pipe[0], &code, 1);
        _exit(got == 1 ? code : 99);
    }
    ::close(pipe[0]);
    children_[pid] = pipe[1];
    return pid;
}

void UvWorld::end_child(int pid, int code) {
    const auto byte = static_cast<unsigned char>(code);
    require(write(children_[pid], &byte, 1) == 1);
}

void UvWorld::kill_child(int pid, int signum) { require(kill(pid, signum) == 0); }

void UvWorld::collect_child(int pid) {
    ::close(children_[pid]);
    children_.erase(pid);
    require(waitpid(pid, nullptr, 0) == pid);
}

void UvWorld::raise(int signum) { require(kill(getpid(), signum) == 0); }

void UvWorld::interrupt_soon() {
    std::thread([this] { reactor_->interrupt(); }).join();
}

}  // namespace async::test
