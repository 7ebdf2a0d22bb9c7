#include "ext/hooks/fs_calls.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include <utime.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>

#include "ext/hooks/fifo_open.h"
#include "ext/hooks/fs_directories.h"
#include "ext/hooks/fs_work.h"
#include "ext/hooks/native/library_call.h"
#include "ext/hooks/native/symbol_slots.h"
#include "ext/zend/exceptions.h"

namespace async::hooks {

namespace fs {

namespace {

// None of them holds anything of the engine's across its system calls that another coroutine could take away.
const char* const callers[] = {
    "stat", "lstat", "file_exists", "is_writable", "is_writeable", "is_readable", "is_executable", "is_file", "is_dir",
    "is_link", "filectime", "fileatime", "filemtime", "fileinode", "filegroup", "fileowner", "filesize", "filetype",
    "fileperms", "touch", "chmod", "chown", "chgrp", "lchown", "lchgrp", "readlink", "link", "symlink", "realpath",
    "linkinfo", "disk_free_space", "diskfreespace", "disk_total_space", "opendir", "dir", "scandir", "glob", "rename",
    "unlink", "copy", "mkdir", "rmdir", "tempnam", "tmpfile", "fopen", "file_get_contents", "file_put_contents", "file",
    "readfile", "md5_file", "sha1_file", "hash_file",
};

HashTable names;
const zend_function* file_object_constructor = nullptr;

bool is_listed(const zend_function* function) noexcept {
    // The frame at the base of a coroutine has no name.
    if (!function || function->type != ZEND_INTERNAL_FUNCTION || !function->common.function_name) return false;
    // A class that inherits it has a copy.
    if (const zend_class_entry* scope = function->common.scope) {
        return file_object_constructor && scope == file_object_constructor->common.scope &&
               function->internal_function.handler == file_object_constructor->internal_function.handler;
    }
    return zend_hash_exists(&names, function->common.function_name);
}

bool is_waiting_call() noexcept {
    if (!native::on_php_thread() || !cooperative()) return false;
    const zend_execute_data* frame = EG(current_execute_data);
    return frame && is_listed(frame->func);
}

}  // namespace

bool may_wait() noexcept { return is_waiting_call() && !EG(exception); }

Way way() noexcept {
    if (!is_waiting_call()) return Way::direct;
    if (UNEXPECTED(EG(exception) != nullptr)) return php::is_cancellation(EG(exception)) ? Way::refused : Way::direct;
    return ASYNC_G(fs_metadata_pool) ? Way::worker : Way::direct;
}

Path::Path(const char* path) {
    char directory[PATH_MAX];
    if (path[0] != '/' && path[0] != '\0' && getcwd(directory, sizeof directory)) {
        text_ = directory;
        text_ += '/';
    }
    text_ += path;
}

namespace {

// What was looked up before somebody changed a file must not be what the engine remembers about it after.
thread_local uint32_t changes = 0;

template <typename Function>
struct NumberCall {
    Function function;
    int answer = -1;
    void run() noexcept { answer = function(); }
};

template <typename Function>
int number_on_worker(Function function) noexcept {
    const auto work = on_worker(NumberCall<Function>{std::move(function)});
    ++changes;
    return work ? work->call().answer : -1;
}

int refuse() noexcept {
    errno = ECANCELED;
    return -1;
}

// `direct` makes the call as it stands, `make` gives one that owns its arguments.
template <typename Direct, typename Make>
int call(Direct direct, Make make) noexcept {
    switch (way()) {
        case Way::worker:
            return number_on_worker(make());
        case Way::refused:
            return refuse();
        default:
            ++changes;
            return direct();
    }
}

int replaced_unlink(const char* path) {
    return call([&] { return ::unlink(path); }, [&] { return [at = Path(path)] { return ::unlink(at.c_str()); }; });
}
int replaced_rmdir(const char* path) {
    return call([&] { return ::rmdir(path); }, [&] { return [at = Path(path)] { return ::rmdir(at.c_str()); }; });
}
int replaced_mkdir(const char* path, mode_t mode) {
    return call([&] { return ::mkdir(path, mode); }, [&] { return [at = Path(path), mode] { return ::mkdir(at.c_str(), mode); }; });
}
int replaced_chmod(const char* path, mode_t mode) {
    return call([&] { return ::chmod(path, mode); }, [&] { return [at = Path(path), mode] { return ::chmod(at.c_str(), mode); }; });
}
int replaced_chown(const char* path, uid_t user, gid_t group) {
    return call([&] { return ::chown(path, user, group); },
                [&] { return [at = Path(path), user, group] { return ::chown(at.c_str(), user, group); }; });
}
int replaced_lchown(const char* path, uid_t user, gid_t group) {
    return call([&] { return ::lchown(path, user, group); },
                [&] { return [at = Path(path), user, group] { return ::lchown(at.c_str(), user, group); }; });
}
int replaced_rename(const char* from, const char* to) {
    return call([&] { return ::rename(from, to); },
                [&] { return [a = Path(from), b = Path(to)] { return ::rename(a.c_str(), b.c_str()); }; });
}
int replaced_link(const char* from, const char* to) {
    return call([&] { return ::link(from, to); },
                [&] { return [a = Path(from), b = Path(to)] { return ::link(a.c_str(), b.c_str()); }; });
}
int replaced_symlink(const char* target, const char* path) {
    return call([&] { return ::symlink(target, path); },
                [&] { return [text = php::Text(target), at = Path(path)] { return ::symlink(text.c_str(), at.c_str()); }; });
}
int replaced_utime(const char* path, const utimbuf* times) {
    return call([&] { return ::utime(path, times); }, [&] {
        return [at = Path(path), given = times != nullptr, copy = times ? *times : utimbuf{}] {
            return ::utime(at.c_str(), given ? &copy : nullptr);
        };
    });
}
int replaced_access(const char* path, int mode) {
    return call([&] { return ::access(path, mode); }, [&] { return [at = Path(path), mode] { return ::access(at.c_str(), mode); }; });
}

// --- Calls that fill something ---------------------------------------------------------------------------------------

template <typename Result, int (*function)(const char*, Result*)>
struct FillCall {
    Path path;
    Result result = {};
    int answer = -1;
    void run() noexcept { answer = function(path.c_str(), &result); }
};

template <typename Result, int (*function)(const char*, Result*)>
int fill(const char* path, Result* result) noexcept {
    const Way how = way();
    if (how == Way::direct) return function(path, result);
    if (how == Way::refused) return refuse();
    const uint32_t before = changes;
    const auto work = on_worker(FillCall<Result, function>{Path(path)});
    if (!work) return -1;
    if (changes != before) return function(path, result);
    if (work->call().answer == 0) *result = work->call().result;
    return work->call().answer;
}

int get_stat(const char* path, struct stat* result) noexcept { return ::stat(path, result); }
int get_lstat(const char* path, struct stat* result) noexcept { return ::lstat(path, result); }
int get_statvfs(const char* path, struct statvfs* result) noexcept { return ::statvfs(path, result); }

struct ReadlinkCall {
    Path path;
    php::Text target;
    ssize_t answer = -1;
    void run() noexcept { answer = ::readlink(path.c_str(), target.data(), target.size()); }
};

ssize_t replaced_readlink(const char* path, char* buffer, size_t size) {
    const Way how = way();
    if (how == Way::direct) return ::readlink(path, buffer, size);
    if (how == Way::refused) return refuse();
    const auto work = on_worker(ReadlinkCall{Path(path), php::Text(size, '\0')});
    if (!work) return -1;
    const ssize_t answer = work->call().answer;
    if (answer > 0) memcpy(buffer, work->call().target.data(), static_cast<size_t>(answer));
    return answer;
}

// --- Opening ---------------------------------------------------------------------------------------------------------

// Closes what nobody took.
struct OpenCall {
    Path path;
    int flags;
    mode_t mode;
    int fd = -1;
    OpenCall(Path at, int how, mode_t rights) noexcept : path(std::move(at)), flags(how), mode(rights) {}
    OpenCall(OpenCall&& other) noexcept
        : path(std::move(other.path)), flags(other.flags), mode(other.mode), fd(std::exchange(other.fd, -1)) {}
    ~OpenCall() {
        if (fd >= 0) ::close(fd);
    }
    void run() noexcept { fd = ::open(path.c_str(), flags | O_CLOEXEC, mode); }
    int take() noexcept {
        if (fd >= 0 && !(flags & O_CLOEXEC)) fcntl(fd, F_SETFD, 0);
        return std::exchange(fd, -1);
    }
};

int replaced_open(const char* path, int flags, ...) {
    mode_t mode = 0;
    if (flags & O_CREAT) {
        va_list rest;
        va_start(rest, flags);
        mode = static_cast<mode_t>(va_arg(rest, int));
        va_end(rest);
    }
    const Way how = way();
    if (how == Way::refused) return refuse();
    if (how == Way::direct) return is_fifo_to_wait_for(path, flags) ? open_fifo(path, flags) : ::open(path, flags, mode);
    if (is_fifo_to_wait_for(path, flags)) return open_fifo(path, flags);
    const auto work = on_worker(OpenCall(Path(path), flags, mode));
    ++changes;
    if (!work) return -1;
    const int error = errno;
    const int fd = work->call().take();
    errno = error;
    return fd;
}

struct FopenCall {
    Path path;
    php::Text mode;
    FILE* file = nullptr;
    FopenCall(Path at, const char* how) : path(std::move(at)), mode(how) {}
    FopenCall(FopenCall&& other) noexcept
        : path(std::move(other.path)), mode(std::move(other.mode)), file(std::exchange(other.file, nullptr)) {}
    ~FopenCall() {
        if (file) fclose(file);
    }
    void run() noexcept { file = ::fopen(path.c_str(), mode.c_str()); }
};

FILE* replaced_fopen(const char* path, const char* mode) {
    const Way how = way();
    if (how == Way::direct) return ::fopen(path, mode);
    if (how == Way::refused) {
        errno = ECANCELED;
        return nullptr;
    }
    const auto work = on_worker(FopenCall(Path(path), mode));
    ++changes;
    return work ? std::exchange(work->call().file, nullptr) : nullptr;
}

// A temporary file nobody took is deleted.
struct MkstempCall {
    php::Text path;
    int fd = -1;
    explicit MkstempCall(const char* pattern) : path(pattern) {}
    MkstempCall(MkstempCall&& other) noexcept : path(std::move(other.path)), fd(std::exchange(other.fd, -1)) {}
    ~MkstempCall() {
        if (fd < 0) return;
        ::close(fd);
        ::unlink(path.c_str());
    }
    void run() noexcept { fd = ::mkstemp(path.data()); }
};

int replaced_mkstemp(char* pattern) {
    const Way how = way();
    if (how == Way::direct || pattern[0] != '/') return ::mkstemp(pattern);
    if (how == Way::refused) return refuse();
    const auto work = on_worker(MkstempCall(pattern));
    if (!work) return -1;
    if (work->call().fd >= 0) memcpy(pattern, work->call().path.c_str(), strlen(pattern));
    return std::exchange(work->call().fd, -1);
}

template <typename F>
void* address_of(F* function) noexcept {
    return reinterpret_cast<void*>(function);
}

}  // namespace

}  // namespace fs

const char* install_fs_calls() {
    if (const char* reason = native::why_no_slots()) return reason;
    auto* function = static_cast<zend_function*>(zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("touch")));
    if (!function) return "not there";
    zend_hash_init(&fs::names, 64, nullptr, nullptr, 1);
    auto* file_object = static_cast<zend_class_entry*>(zend_hash_str_find_ptr(CG(class_table), ZEND_STRL("splfileobject")));
    fs::file_object_constructor = file_object ? file_object->constructor : nullptr;
    for (const char* name : fs::callers) zend_hash_str_add_empty_element(&fs::names, name, strlen(name));
    const native::Import imports[] = {
        {"open", fs::address_of(fs::replaced_open)},
        {"fopen", fs::address_of(fs::replaced_fopen)},
        {"mkstemp", fs::address_of(fs::replaced_mkstemp)},
        {"stat", fs::address_of(fs::fill<struct stat, fs::get_stat>)},
        {"lstat", fs::address_of(fs::fill<struct stat, fs::get_lstat>)},
        {"statvfs", fs::address_of(fs::fill<struct statvfs, fs::get_statvfs>)},
        {"access", fs::address_of(fs::replaced_access)},
        {"readlink", fs::address_of(fs::replaced_readlink)},
        {"unlink", fs::address_of(fs::replaced_unlink)},
        {"rmdir", fs::address_of(fs::replaced_rmdir)},
        {"mkdir", fs::address_of(fs::replaced_mkdir)},
        {"chmod", fs::address_of(fs::replaced_chmod)},
        {"chown", fs::address_of(fs::replaced_chown)},
        {"lchown", fs::address_of(fs::replaced_lchown)},
        {"rename", fs::address_of(fs::replaced_rename)},
        {"link", fs::address_of(fs::replaced_link)},
        {"symlink", fs::address_of(fs::replaced_symlink)},
        {"utime", fs::address_of(fs::replaced_utime)},
        {"opendir", fs::address_of(fs::replaced_opendir)},
        {"readdir", fs::address_of(fs::replaced_readdir)},
        {"closedir", fs::address_of(fs::replaced_closedir)},
        {"glob", fs::address_of(fs::replaced_glob)},
    };
    const auto* where = reinterpret_cast<const void*>(function->internal_function.handler);
    const uint32_t patched = native::patch_imports_at(where, imports, sizeof imports / sizeof *imports, "fs_metadata");
    return patched >= 10 ? "by async.fs_metadata" : "blocking: no slots";
}

}  // namespace async::hooks
