// Import slots of named loaded objects (layer L3): where the loader has put the address of a function that one object calls
// in another. Patched through the HookRegistry, which gives back what was there. The caller names objects it has audited;
// libc, the loader, libuv and this extension are never patched (spec 20). Module start-up and dl() only, one thread.
#pragma once

#include <cstddef>
#include <cstdint>

namespace async::hooks::native {

struct Import {
    const char* symbol;
    void* replacement;
    void** real = nullptr;  // filled with the function the slot led to, before the slot changes
};

// Whether this platform has slots at all; the reason when not.
const char* why_no_slots() noexcept;

// Patches every matching slot of every loaded object called `name`, whatever its version suffix ("libcurl" is
// "libcurl.so.4" and "libcurl-gnutls.so.4", but "curl" is not). Returns how many slots hold the replacement now.
uint32_t patch_imports(const char* name, const Import* imports, size_t count, const char* facility);
// The same for the one object that `address` lies in.
uint32_t patch_imports_at(const void* address, const Import* imports, size_t count, const char* facility);

// Changes whenever an object was loaded.
uint64_t loader_generation() noexcept;

}  // namespace async::hooks::native
