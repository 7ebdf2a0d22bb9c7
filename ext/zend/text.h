// A string whose memory comes from the extension's own operator new (allocation.cpp). The members of std::string stand compiled in
// the C++ library: they take memory with that one's, which throws where there is none, and nothing here can catch.
#pragma once

#include <cstddef>
#include <string>

namespace async::php {

template <typename T>
struct OwnMemory {
    using value_type = T;

    OwnMemory() = default;
    template <typename U>
    OwnMemory(const OwnMemory<U>&) noexcept {}

    T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T))); }
    void deallocate(T* block, std::size_t) noexcept { ::operator delete(block); }

    friend bool operator==(const OwnMemory&, const OwnMemory&) noexcept { return true; }
    friend bool operator!=(const OwnMemory&, const OwnMemory&) noexcept { return false; }
};

using Text = std::basic_string<char, std::char_traits<char>, OwnMemory<char>>;

}  // namespace async::php
