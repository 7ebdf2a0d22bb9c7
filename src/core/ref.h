// Shared ownership inside one thread. RefCounted objects are made with make_ref<T>() and die with their last Ref. A class
// whose life is counted elsewhere (a PHP object that embeds its native part) overrides add_ref/release, so that both halves
// share one count.
#pragma once

#include <cstdint>
#include <utility>

namespace async::core {

class RefCounted {
public:
    RefCounted() = default;
    RefCounted(const RefCounted&) = delete;
    RefCounted& operator=(const RefCounted&) = delete;

    virtual void add_ref() noexcept { ++count_; }
    virtual void release() noexcept {
        if (--count_ == 0) delete this;
    }

protected:
    virtual ~RefCounted() = default;

private:
    uint32_t count_ = 0;
};

template <typename T>
class Ref {
public:
    Ref() = default;
    Ref(std::nullptr_t) noexcept {}
    Ref(T* object) noexcept : object_(object) {
        if (object_) object_->add_ref();
    }
    Ref(const Ref& other) noexcept : Ref(other.object_) {}
    Ref(Ref&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
    template <typename U>
    Ref(const Ref<U>& other) noexcept : Ref(other.get()) {}
    template <typename U>
    Ref(Ref<U>&& other) noexcept : object_(other.detach()) {}
    ~Ref() { reset(); }

    Ref& operator=(Ref other) noexcept {
        std::swap(object_, other.object_);
        return *this;
    }

    void reset() noexcept {
        if (T* object = std::exchange(object_, nullptr)) object->release();
    }

    // Gives the counted reference away without releasing it.
    T* detach() noexcept { return std::exchange(object_, nullptr); }
    // Takes over a reference that is already counted.
    static Ref adopt(T* object) noexcept {
        Ref ref;
        ref.object_ = object;
        return ref;
    }

    T* get() const noexcept { return object_; }
    T* operator->() const noexcept { return object_; }
    T& operator*() const noexcept { return *object_; }
    explicit operator bool() const noexcept { return object_ != nullptr; }
    bool operator==(const Ref& other) const noexcept { return object_ == other.object_; }
    bool operator!=(const Ref& other) const noexcept { return object_ != other.object_; }

private:
    T* object_ = nullptr;
};

template <typename T, typename... Args>
Ref<T> make_ref(Args&&... args) {
    return Ref<T>(new T(std::forward<Args>(args)...));
}

}  // namespace async::core
