// A PHP object and its native part in one block: T first, the engine's object last. Both share one count, the engine's.
// The sole place that does offset arithmetic between the two.
#pragma once

#include <new>
#include <utility>

#include "ext/zend/compat.h"

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
#endif

namespace async::php {

template <typename T>
class NativeObject {
public:
    // To be called once, at module start, after the class entry exists.
    static void init_handlers(zend_class_entry* ce) {
        init_hidden();
        ce->create_object = create;
        ce->ce_flags |= ZEND_ACC_NOT_SERIALIZABLE;
        compat::set_class_handlers(ce, &handlers_);
    }
    // The same for an object that PHP code never gets to see. It is one all the same, so that the cycle collector looks through
    // it and the engine frees it when a fatal error has abandoned its owners.
    static void init_hidden() {
        handlers_ = *zend_get_std_object_handlers();
        handlers_.offset = offsetof(Block, std);
        handlers_.free_obj = free;
        handlers_.clone_obj = nullptr;
        unborn_handlers_ = *zend_get_std_object_handlers();
        unborn_handlers_.offset = handlers_.offset;
    }
    static zend_object_handlers& handlers() noexcept { return handlers_; }

    template <typename... Args>
    static T* make(zend_class_entry* ce, Args&&... args) {
        void* memory = emalloc(sizeof(Block) + zend_object_properties_size(ce));
        Block* block = static_cast<Block*>(memory);
        // The engine's half first: the native constructor may already hand out references. Where it reaches memory_limit there is
        // no native half to destroy, but the engine knows the object.
        zend_object_std_init(&block->std, ce);
        block->std.handlers = &unborn_handlers_;
        object_properties_init(&block->std, ce);
        T* native = new (&block->native) T(std::forward<Args>(args)...);
        block->std.handlers = &handlers_;
        return native;
    }

    template <typename... Args>
    static T* make_hidden(Args&&... args) {
        return make(zend_standard_class_def, std::forward<Args>(args)...);
    }

    static T* from(zend_object* object) noexcept {
        return reinterpret_cast<T*>(reinterpret_cast<char*>(object) - offsetof(Block, std));
    }
    static T* from(zval* value) noexcept { return from(Z_OBJ_P(value)); }
    static zend_object* object(const T* native) noexcept {
        return reinterpret_cast<zend_object*>(reinterpret_cast<char*>(const_cast<T*>(native)) + offsetof(Block, std));
    }

private:
    struct Block {
        union {
            T native;
        };
        zend_object std;
        Block() = delete;
        ~Block() = delete;
    };

    static zend_object* create(zend_class_entry* ce) { return object(make(ce)); }
    static void free(zend_object* object) {
        from(object)->~T();
        zend_object_std_dtor(object);
    }

    static inline zend_object_handlers handlers_;
    static inline zend_object_handlers unborn_handlers_;
};

// Inherit from this to count references on the PHP object that embeds you. Self is the final native class.
template <typename Base, typename Self>
class CountedByObject : public Base {
public:
    using Base::Base;

    void add_ref() noexcept final { GC_ADDREF(std_object()); }
    void release() noexcept final { OBJ_RELEASE(std_object()); }
    zend_object* std_object() const noexcept { return NativeObject<Self>::object(static_cast<const Self*>(this)); }
};

}  // namespace async::php

#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
