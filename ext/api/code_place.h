// A line of PHP code that somebody may want to know later: where something was made, where it ended. And the two forms in which
// the classes of the API tell it.
#pragma once

#include "ext/zend/compat.h"
#include "src/core/awaitable.h"

namespace async::api {

// [file, line]; [null, 0] when `file` is null. And as one string.
void return_place(zval* return_value, zend_string* file, uint32_t line);
void return_location(zval* return_value, zend_string* file, uint32_t line);

class CodePlace {
public:
    CodePlace() = default;
    CodePlace(const CodePlace&) = delete;
    CodePlace& operator=(const CodePlace&) = delete;
    ~CodePlace() {
        if (file_) zend_string_release(file_);
    }

    // The line that is being executed. Stays unknown where the event loop is at work (FU-7).
    void note() noexcept;
    bool is_known() const noexcept { return file_ != nullptr; }
    zend_string* file() const noexcept { return file_; }
    uint32_t line() const noexcept { return line_; }

private:
    zend_string* file_ = nullptr;
    uint32_t line_ = 0;
};

// Collects a description.
class StringSink final : public core::DescriptionSink {
public:
    void append(const char* text, std::size_t length) override { smart_str_appendl(&text_, text, length); }
    zend_string* take() { return smart_str_extract(&text_); }

private:
    smart_str text_ = {};
};

}  // namespace async::api
