// What happened, in order. Tests compare the whole line.
#pragma once

#include <string>

namespace async::test {

class Trace {
public:
    void add(const std::string& event) {
        if (!text_.empty()) text_ += ' ';
        text_ += event;
    }
    Trace& operator<<(const std::string& event) {
        add(event);
        return *this;
    }
    // The line so far; the next one starts empty.
    std::string take() {
        std::string line;
        line.swap(text_);
        return line;
    }
    const std::string& text() const { return text_; }

private:
    std::string text_;
};

}  // namespace async::test
