// The cell behind Async\Future and Async\FutureState: sync::FutureCell with a PHP value and the lines where it was made and
// ended. A hidden engine object that is counted by whoever can still look at it or fill it; when the last of them is gone it
// complains about what nobody asked for (FU-19…FU-21). Who fills a cell from elsewhere derives from CellObject.
#pragma once

#include "ext/zend/compat.h"

#include "ext/api/code_place.h"
#include "ext/zend/object.h"
#include "src/sync/future_cell.h"

namespace async::api {

class ResultCell : public sync::FutureCell {
public:
    // Remembers the line that is being executed (FU-7).
    ResultCell() noexcept;
    ~ResultCell() override;

    virtual zend_object* object() const noexcept = 0;

    // Only while pending. A copy of `value`; a reference to `throwable` is taken over. Runs no PHP code.
    void complete(const zval* value) noexcept;
    void fail(zend_object* throwable) noexcept;
    // As fail(), for an error that others got as well.
    void fail(core::Reason& error) noexcept;
    // FU-5. No-op when it has ended.
    void cancel(zend_object* cancellation) noexcept;

    const zval& value() const noexcept { return value_; }
    // The Throwable it ended with, borrowed; or null.
    zend_object* throwable() const noexcept;
    // FU-4.
    bool is_cancelled() const noexcept;

    const CodePlace& created() const noexcept { return created_; }
    const CodePlace& completed() const noexcept { return completed_; }
    void describe(core::DescriptionSink& sink) const override;

    // What there is to say when nobody can use it any more (FU-19).
    void report_neglect();
    virtual void collect(zend_get_gc_buffer* buffer);

    // For the worker that fills derived cells: as complete() and fail(), but what is to be made of them joins `more`.
    void put(const zval* value) noexcept {
        completed_.note();
        ZVAL_COPY(&value_, value);
    }
    void note_completion() noexcept { completed_.note(); }

protected:
    void on_derivable(sync::Derivations& ready) noexcept override;

private:
    zval value_;
    bool reported_ = false;
    CodePlace created_;
    CodePlace completed_;
};

template <typename Self>
class CellObject : public php::CountedByObject<ResultCell, Self> {
public:
    zend_object* object() const noexcept final { return this->std_object(); }

    // At module start.
    static void init() {
        using Object = php::NativeObject<Self>;
        Object::init_hidden();
        Object::handlers().dtor_obj = [](zend_object* object) { Object::from(object)->report_neglect(); };
        Object::handlers().get_gc = [](zend_object* object, zval** table, int* count) -> HashTable* {
            zend_get_gc_buffer* buffer = zend_get_gc_buffer_create();
            Object::from(object)->collect(buffer);
            zend_get_gc_buffer_use(buffer, table, count);
            return nullptr;
        };
    }
};

// A cell that anybody may fill.
class PlainCell final : public CellObject<PlainCell> {
public:
    static core::Ref<PlainCell> make() { return core::Ref<PlainCell>::adopt(php::NativeObject<PlainCell>::make_hidden()); }
};

}  // namespace async::api
