// How a facility that keeps its own resources in an Async\Pool (the PDO pool, IO-1205) reaches that class without knowing it: the
// facility implements PoolSource, the class fills the door when it registers. The source outlives the pool, or says leave().
#pragma once

#include "ext/zend/compat.h"

#include "src/core/awaitable.h"

namespace async::php {

// What callables are to a pool made in PHP code. All but destroy() may suspend and may leave an exception pending.
class PoolSource {
public:
    virtual bool make(zval* resource) = 0;
    virtual void destroy(zval* resource) = 0;
    virtual bool is_healthy(zval* resource) = 0;
    virtual bool may_be_lent(zval* resource) = 0;
    virtual bool may_be_kept(zval* resource) = 0;
    // Who has what, for reports about those who wait (C-155).
    virtual void describe(core::DescriptionSink& sink) const = 0;

protected:
    ~PoolSource() = default;
};

struct PoolDoor {
    // The one reference is the caller's. Null: an exception is pending.
    zend_object* (*open)(PoolSource& source, zend_long min, zend_long max, zend_long check_ms);
    // False: an exception is pending.
    bool (*lend)(zend_object* pool, zval* resource);
    // Takes over the reference.
    void (*give_back)(zend_object* pool, zval* resource);
    void (*close)(zend_object* pool);
    // The source is going; the pool, if somebody still holds it, is closed and empty.
    void (*leave)(zend_object* pool);
    // Visits the idle ones.
    void (*each_idle)(zend_object* pool, void (*visit)(zval* resource, void* argument), void* argument);
};

inline PoolDoor pool_door{};

}  // namespace async::php
