// Where a read puts its bytes. The engine reads into a stream's own buffer, behind what is in it already, or into somebody's. Its
// own may have been moved, emptied or filled by another reader when a parked one comes back (IO-40); no byte may be lost or read
// twice then.
#pragma once

#include "ext/hooks/streams/records.h"
#include "ext/zend/compat.h"

namespace async::hooks {

class ReadTarget {
public:
    ReadTarget(php_stream* stream, char* buffer, size_t size) noexcept
        : stream_(stream),
          at_(buffer),
          size_(size),
          is_read_buffer_(has_room() && buffer == end_of_buffer()),
          position_(stream->position),
          buffered_(buffered()) {}

    char* at() const noexcept { return at_; }
    size_t size() const noexcept { return size_; }

    // To be called after each wait. False when another reader has left something for us: the caller reads nothing.
    bool find_again() noexcept {
        const bool others_left = note_others() && buffered() > 0;
        // Filtered bytes land in the stream's buffer, whatever is read into.
        if (!is_read_buffer_) return !(others_left && stream_->readfilters.head);
        if (others_left) return false;
        if (buffered() == 0) stream_->readpos = stream_->writepos = 0;
        at_ = end_of_buffer();
        size_ = stream_->readbuflen - static_cast<size_t>(stream_->writepos);
        return true;
    }

    // Whether another reader was here meanwhile.
    bool note_others() const noexcept {
        const bool changed = stream_->position != position_ || buffered() != buffered_;
        if (UNEXPECTED(changed)) note_other_reader();
        return changed;
    }

    // For bytes that were read elsewhere meanwhile.
    void put(const char* bytes, size_t size) noexcept {
        if (!is_read_buffer_) {
            memcpy(at_, bytes, size);
            return;
        }
        const auto end = static_cast<size_t>(stream_->writepos);
        if (stream_->readbuflen - end < size) {
            stream_->readbuflen = end + size;
            stream_->readbuf =
                static_cast<unsigned char*>(perealloc(stream_->readbuf, stream_->readbuflen, stream_->is_persistent));
        }
        memcpy(stream_->readbuf + end, bytes, size);
    }

private:
    // Without room the address behind the stream's buffer may be anybody's.
    bool has_room() const noexcept { return stream_->readbuf && static_cast<size_t>(stream_->writepos) < stream_->readbuflen; }
    zend_off_t buffered() const noexcept { return stream_->writepos - stream_->readpos; }
    char* end_of_buffer() const noexcept { return reinterpret_cast<char*>(stream_->readbuf) + stream_->writepos; }

    php_stream* const stream_;
    char* at_;
    size_t size_;
    const bool is_read_buffer_;
    const zend_off_t position_;
    const zend_off_t buffered_;
};

}  // namespace async::hooks
