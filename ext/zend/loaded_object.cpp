#include "ext/zend/loaded_object.h"

#include <cerrno>
#include <cstdint>

#if defined(_WIN32)
#include <windows.h>
#else
#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>
#if defined(__APPLE__)
#include <mach/mach.h>
#include <mach/mach_vm.h>
#else
#include <link.h>
#endif
#endif

namespace async::php {

#if defined(_WIN32)

const void* object_base(const void* address) {
    HMODULE module = nullptr;
    GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT,
                       static_cast<LPCSTR>(address), &module);
    return module;
}

Unprotected::Unprotected(void* begin, std::size_t size) noexcept : pages_(begin), size_(size) {
    writable_ = VirtualProtect(pages_, size_, PAGE_READWRITE, &before_);
    if (!writable_) errno = EACCES;
}

Unprotected::~Unprotected() {
    if (writable_) VirtualProtect(pages_, size_, before_, &before_);
}

void keep_loaded() {
    HMODULE module = nullptr;
    GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                       reinterpret_cast<LPCSTR>(&keep_loaded), &module);
}

#else

namespace {

enum class Protection { writable, read_only };

#if defined(__APPLE__)

Protection protection_of(const void* address) {
    auto at = reinterpret_cast<mach_vm_address_t>(address);
    mach_vm_size_t size = 0;
    vm_region_basic_info_data_64_t info;
    mach_msg_type_number_t count = VM_REGION_BASIC_INFO_COUNT_64;
    mach_port_t object = MACH_PORT_NULL;
    const kern_return_t known = mach_vm_region(mach_task_self(), &at, &size, VM_REGION_BASIC_INFO_64,
                                               reinterpret_cast<vm_region_info_t>(&info), &count, &object);
    return known == KERN_SUCCESS && !(info.protection & VM_PROT_WRITE) ? Protection::read_only
                                                                       : Protection::writable;
}

bool protect(void* page, size_t size, Protection wanted) {
    const vm_prot_t mode =
        wanted == Protection::writable ? VM_PROT_READ | VM_PROT_WRITE | VM_PROT_COPY : VM_PROT_READ;
    return mach_vm_protect(mach_task_self(), reinterpret_cast<mach_vm_address_t>(page), size, FALSE, mode) ==
           KERN_SUCCESS;
}

#else

struct Query {
    uintptr_t address;
    uintptr_t page_mask;
    Protection answer;
};

// The loader takes write permission from whole pages of PT_GNU_RELRO once it has relocated them.
int look_at_object(dl_phdr_info* info, size_t, void* argument) {
    auto* query = static_cast<Query*>(argument);
    bool inside = false;
    Protection found = Protection::writable;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const auto& segment = info->dlpi_phdr[i];
        const uintptr_t begin = info->dlpi_addr + segment.p_vaddr;
        const uintptr_t end = begin + segment.p_memsz;
        if (segment.p_type == PT_LOAD && query->address >= begin && query->address < end) {
            inside = true;
            if (!(segment.p_flags & PF_W)) found = Protection::read_only;
        } else if (segment.p_type == PT_GNU_RELRO && query->address >= (begin & query->page_mask) &&
                   query->address < (end & query->page_mask)) {
            found = Protection::read_only;
        }
    }
    if (inside) query->answer = found;
    return inside;
}

Protection protection_of(const void* address) {
    const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
    Query query{reinterpret_cast<uintptr_t>(address), ~(page - 1), Protection::writable};
    dl_iterate_phdr(look_at_object, &query);
    return query.answer;
}

bool protect(void* page, size_t size, Protection wanted) {
    return mprotect(page, size, wanted == Protection::writable ? PROT_READ | PROT_WRITE : PROT_READ) == 0;
}

#endif

}  // namespace

const void* object_base(const void* address) {
    Dl_info info;
    return dladdr(address, &info) ? info.dli_fbase : nullptr;
}

Unprotected::Unprotected(void* begin, std::size_t size) noexcept {
    if (protection_of(begin) == Protection::writable) return;
    const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto first = reinterpret_cast<uintptr_t>(begin) & ~(page - 1);
    size_ = reinterpret_cast<uintptr_t>(begin) + size - first;
    pages_ = reinterpret_cast<void*>(first);
    writable_ = protect(pages_, size_, Protection::writable);
}

Unprotected::~Unprotected() {
    if (pages_ && writable_) protect(pages_, size_, Protection::read_only);
}

void keep_loaded() {
    Dl_info info;
    if (dladdr(reinterpret_cast<void*>(&keep_loaded), &info) && info.dli_fname) {
        // The handle is dropped on purpose: RTLD_NODELETE holds for the object, not for the handle.
        (void)dlopen(info.dli_fname, RTLD_NOW | RTLD_NOLOAD | RTLD_NODELETE);
    }
}

#endif

}  // namespace async::php
