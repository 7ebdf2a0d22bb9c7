// Cells that one object is going to fill: a channel, a task group. It holds none of them, so a future that is dropped is out of
// the way at once (CH-21, TG-12), unless something is to be made of it: then the object keeps it until it is filled (FU-14), and
// shows it to the cycle collector.
#pragma once

#include "ext/zend/compat.h"

#include "ext/api/result_cell.h"

namespace async::api {

class Promise : public core::ListNode {
public:
    virtual ResultCell& cell() noexcept = 0;

protected:
    ~Promise() { unlink(); }  // a collector of cycles may take it before the object that keeps it
};

class Promises {
public:
    Promises() = default;
    ~Promises() {
        while (Promise* promise = kept_.pop_front()) promise->cell().release();
    }
    void keep(Promise& promise) noexcept {
        promise.cell().add_ref();
        kept_.push_back(promise);
    }
    static void let_go(Promise& promise) noexcept {
        if (!promise.linked()) return;
        promise.unlink();
        promise.cell().release();
    }
    void collect(zend_get_gc_buffer* buffer) {
        kept_.for_each([&](Promise& promise) { zend_get_gc_buffer_add_obj(buffer, promise.cell().object()); });
    }

private:
    core::List<Promise> kept_;
};

template <typename Self>
class PromisedCell : public CellObject<Self>, public Promise {
public:
    template <typename... Args>
    static core::Ref<Self> make(Args&&... args) {
        return core::Ref<Self>::adopt(php::NativeObject<Self>::make_hidden(std::forward<Args>(args)...));
    }
    ResultCell& cell() noexcept final { return *this; }

protected:
    // Who is going to fill it; null when that is over.
    virtual Promises* keeper() noexcept = 0;

    void on_derived() noexcept final {
        if (Promises* promises = keeper()) promises->keep(*this);
    }
    void on_ended() noexcept override { Promises::let_go(*this); }
};

}  // namespace async::api
