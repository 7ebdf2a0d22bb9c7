#include "src/sync/rw_lock.h"

namespace async::sync {

namespace {
RwLock::Kind kind_of(const core::Waiter& ticket) { return static_cast<RwLock::Kind>(ticket.demand()); }
}  // namespace

RwLock::~RwLock() {
    for (Readers* list : {&readers_, &spare_}) {
        while (Reader* reader = list->pop_front()) reader->release();
    }
}

bool RwLock::admits(Kind kind) const noexcept {
    if (abandoned_ || writer_.owner() || promised_writer_) return false;
    return kind == Kind::read || (readers_count_ == 0 && promised_readers_ == 0);
}

RwLock::Answer RwLock::lock(Kind kind, core::Coroutine& self) {
    if (abandoned_) return Answer::abandoned;
    if (writer_.is(self) || find_reader(self)) return Answer::recursive;
    if (line_.has_waiters() || !admits(kind)) return Answer::queue;
    if (kind == Kind::write) {
        writer_.hold(self);
    } else {
        add_reader(self);
    }
    return Answer::done;
}

void RwLock::resume(core::Waiter& ticket, Kind kind, core::Coroutine& self) {
    line_.redeem(ticket);
    promise(kind, -1);
    if (kind == Kind::write) {
        writer_.hold(self);
    } else {
        add_reader(self);
    }
}

bool RwLock::unlock(Kind kind, core::Coroutine& self) noexcept {
    if (kind == Kind::write) {
        if (!writer_.is(self)) return false;
        writer_.let_go();
        serve();
        return true;
    }
    Reader* reader = find_reader(self);
    if (!reader) return false;
    remove_reader(*reader);
    return true;
}

void RwLock::promise(Kind kind, int change) noexcept {
    if (kind == Kind::write) {
        promised_writer_ = change > 0;
    } else {
        promised_readers_ = change > 0 ? promised_readers_ + 1 : promised_readers_ - 1;
    }
}

void RwLock::serve() noexcept {
    for (core::Waiter* ticket = line_.oldest(); ticket && admits(kind_of(*ticket)); ticket = line_.oldest()) {
        promise(kind_of(*ticket), +1);
        line_.grant();
    }
}

// SY-31: who leaves the line may have been what those behind it waited for.
void RwLock::Line::unsubscribe(core::Waiter& waiter) noexcept {
    WaitQueue::unsubscribe(waiter);
    lock.serve();
}

void RwLock::Line::decline(core::Waiter& waiter) noexcept {
    redeem(waiter);
    lock.promise(kind_of(waiter), -1);
    lock.serve();
}

void RwLock::add_reader(core::Coroutine& self) {
    Reader* reader = spare_.pop_front();
    if (!reader) reader = core::make_ref<Reader>(*this).detach();
    reader->hold(self);
    readers_.push_back(*reader);
    ++readers_count_;
}

void RwLock::remove_reader(Reader& reader) noexcept {
    reader.let_go();
    static_cast<ReaderLink&>(reader).unlink();
    spare_.push_back(reader);
    --readers_count_;
    serve();
}

RwLock::Reader* RwLock::find_reader(const core::Coroutine& self) const noexcept {
    for (Reader* reader = readers_.front(); reader; reader = readers_.next(*reader)) {
        if (reader->is(self)) return reader;
    }
    return nullptr;
}

void RwLock::abandon() noexcept {
    abandoned_ = true;
    if (line_.has_waiters()) line_.fail_waiting(*make_abandoned_error());
}

void RwLock::describe(core::DescriptionSink& sink) const {  // SY-5
    const Reader* reader = readers_.front();
    sink.format(reader ? "RwLock(readers=%u, reader=" : "RwLock(readers=%u, writer=", readers_count_);
    if (reader) {
        reader->describe(sink);
    } else {
        writer_.describe(sink);
    }
    sink.format(", waiters=%u)", line_.size());
}

}  // namespace async::sync
