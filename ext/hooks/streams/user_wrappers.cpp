#include "ext/hooks/streams/user_wrappers.h"

#include "ext/hooks/streams/held_streams.h"
#include "ext/hooks/streams/read_target.h"
#include "ext/zend/hook_registry.h"

namespace async::hooks {

namespace {

php_stream_ops original;
php_stream_ops original_directory;

// The engine's code for these streams goes on in the stream's memory when the method has returned (IO-51).
template <typename Call, typename Answer>
Answer pinned(php_stream* stream, Call call, Answer when_closed) {
    if (!cooperative()) return call();
    StreamPin& pin = pin_of_stream(stream);
    pin.enter();
    const Answer answer = call();
    return pin.leave() ? answer : when_closed;
}

// What the method returns is copied when it has returned, and the stream's buffer may be another one by then (IO-40).
ssize_t read(php_stream* stream, char* buffer, size_t size) {
    if (!cooperative()) return original.read(stream, buffer, size);
    if (must_begin_anew()) return -1;
    ReadTarget target(stream, buffer, size);
    char* bytes = static_cast<char*>(emalloc(size));
    const ssize_t got = pinned<>(stream, [&] { return original.read(stream, bytes, size); }, ssize_t{-1});
    target.note_others();
    if (got > 0) target.put(bytes, static_cast<size_t>(got));
    efree(bytes);
    return got;
}

ssize_t write(php_stream* stream, const char* data, size_t size) {
    return pinned<>(stream, [&] { return original.write(stream, data, size); }, ssize_t{-1});
}

int flush(php_stream* stream) {
    return pinned<>(stream, [&] { return original.flush(stream); }, -1);
}

int seek(php_stream* stream, zend_off_t offset, int whence, zend_off_t* position) {
    return pinned<>(stream, [&] { return original.seek(stream, offset, whence, position); }, -1);
}

int cast(php_stream* stream, int as, void** result) {
    return pinned<>(stream, [&] { return original.cast(stream, as, result); }, static_cast<int>(FAILURE));
}

int stat(php_stream* stream, php_stream_statbuf* result) {
    return pinned<>(stream, [&] { return original.stat(stream, result); }, -1);
}

int set_option(php_stream* stream, int option, int value, void* parameter) {
    return pinned<>(stream, [&] { return original.set_option(stream, option, value, parameter); }, PHP_STREAM_OPTION_RETURN_ERR);
}

ssize_t read_directory(php_stream* stream, char* buffer, size_t size) {
    return pinned<>(stream, [&] { return original_directory.read(stream, buffer, size); }, ssize_t{-1});
}

int rewind_directory(php_stream* stream, zend_off_t offset, int whence, zend_off_t* position) {
    return pinned<>(stream, [&] { return original_directory.seek(stream, offset, whence, position); }, -1);
}

}  // namespace

const char* install_user_wrappers() {
    original = php_stream_userspace_ops;
    original_directory = php_stream_userspace_dir_ops;
    php_stream_ops ours = original;
    ours.read = &read;
    ours.write = &write;
    ours.flush = &flush;
    ours.seek = &seek;
    ours.cast = &cast;
    ours.stat = &stat;
    ours.set_option = &set_option;
    php_stream_ops directory = original_directory;
    directory.read = &read_directory;
    directory.seek = &rewind_directory;
    php::HookRegistry& registry = php::hooks();
    const bool replaced = registry.replace_table(const_cast<php_stream_ops*>(&php_stream_userspace_ops), ours, "user wrappers") &&
                          registry.replace_table(const_cast<php_stream_ops*>(&php_stream_userspace_dir_ops), directory, "user wrappers");
    return replaced ? "may suspend" : "stock: the table of functions cannot be written to";
}

}  // namespace async::hooks
