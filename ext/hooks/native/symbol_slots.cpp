#include "ext/hooks/native/symbol_slots.h"

#include "ext/zend/hook_registry.h"
#include "ext/zend/loaded_object.h"

#if defined(__ELF__) && !defined(_WIN32)
#define ASYNC_HAS_ELF_SLOTS 1
#include <dlfcn.h>
#include <elf.h>
#include <link.h>
#endif

namespace async::hooks::native {

#ifdef ASYNC_HAS_ELF_SLOTS

namespace {

struct Object {
    ElfW(Addr) base;
    const ElfW(Dyn) * dynamic;
};

struct Search {
    const char* name;     // by name …
    const void* address;  // … or by an address inside
    std::vector<Object> found;
};

bool is_called(const char* path, const char* name) noexcept {
    const char* slash = std::strrchr(path, '/');
    const char* base = slash ? slash + 1 : path;
    const size_t length = std::strlen(name);
    return std::strncmp(base, name, length) == 0 && (base[length] == '.' || base[length] == '-');
}

int look_at(dl_phdr_info* info, size_t, void* argument) {
    auto& search = *static_cast<Search*>(argument);
    const ElfW(Dyn)* dynamic = nullptr;
    bool inside = false;
    for (int i = 0; i < info->dlpi_phnum; ++i) {
        const auto& segment = info->dlpi_phdr[i];
        const ElfW(Addr) begin = info->dlpi_addr + segment.p_vaddr;
        if (segment.p_type == PT_DYNAMIC) dynamic = reinterpret_cast<const ElfW(Dyn)*>(begin);
        const auto address = reinterpret_cast<ElfW(Addr)>(search.address);
        if (segment.p_type == PT_LOAD && address >= begin && address < begin + segment.p_memsz) inside = true;
    }
    const bool wanted = search.name ? is_called(info->dlpi_name, search.name) : inside;
    if (wanted && dynamic) search.found.push_back(Object{info->dlpi_addr, dynamic});
    return 0;
}

// Some C libraries relocate the dynamic section, some do not.
template <typename T>
const T* pointer_in(const Object& object, ElfW(Addr) value) noexcept {
    return reinterpret_cast<const T*>(value < object.base ? value + object.base : value);
}

// Relocations that store the plain address of a symbol.
bool is_slot(unsigned long type) noexcept {
#if defined(__x86_64__)
    return type == R_X86_64_JUMP_SLOT || type == R_X86_64_GLOB_DAT || type == R_X86_64_64;
#elif defined(__aarch64__)
    return type == R_AARCH64_JUMP_SLOT || type == R_AARCH64_GLOB_DAT || type == R_AARCH64_ABS64;
#elif defined(__i386__)
    return type == R_386_JMP_SLOT || type == R_386_GLOB_DAT || type == R_386_32;
#elif defined(__arm__)
    return type == R_ARM_JUMP_SLOT || type == R_ARM_GLOB_DAT || type == R_ARM_ABS32;
#elif defined(__riscv)
    return type == R_RISCV_JUMP_SLOT || type == R_RISCV_64;
#elif defined(__powerpc64__)
    return type == R_PPC64_JMP_SLOT || type == R_PPC64_GLOB_DAT || type == R_PPC64_ADDR64;
#elif defined(__s390x__)
    return type == R_390_JMP_SLOT || type == R_390_GLOB_DAT || type == R_390_64;
#else
    (void)type;
    return false;
#endif
}

template <typename Info>
unsigned long symbol_of(Info info) noexcept {
    return static_cast<unsigned long>(sizeof(Info) == 8 ? static_cast<uint64_t>(info) >> 32 : info >> 8);
}

template <typename Info>
unsigned long type_of(Info info) noexcept {
    return static_cast<unsigned long>(sizeof(Info) == 8 ? info & 0xffffffff : info & 0xff);
}

class Patcher {
public:
    Patcher(const Object& object, const Import* imports, size_t count, const char* facility) noexcept
        : object_(object), imports_(imports), count_(count), facility_(facility) {}

    uint32_t patch_all() {
        const ElfW(Sym)* symbols = nullptr;
        const char* strings = nullptr;
        struct Table {
            ElfW(Addr) at = 0;
            size_t size = 0;
        } plt, rela, rel;
        bool plt_is_rela = true;
        for (const ElfW(Dyn)* entry = object_.dynamic; entry->d_tag != DT_NULL; ++entry) {
            switch (entry->d_tag) {
                case DT_SYMTAB: symbols = pointer_in<ElfW(Sym)>(object_, entry->d_un.d_ptr); break;
                case DT_STRTAB: strings = pointer_in<char>(object_, entry->d_un.d_ptr); break;
                case DT_JMPREL: plt.at = entry->d_un.d_ptr; break;
                case DT_PLTRELSZ: plt.size = entry->d_un.d_val; break;
                case DT_PLTREL: plt_is_rela = entry->d_un.d_val == DT_RELA; break;
                case DT_RELA: rela.at = entry->d_un.d_ptr; break;
                case DT_RELASZ: rela.size = entry->d_un.d_val; break;
                case DT_REL: rel.at = entry->d_un.d_ptr; break;
                case DT_RELSZ: rel.size = entry->d_un.d_val; break;
                default: break;
            }
        }
        if (!symbols || !strings) return 0;
        symbols_ = symbols;
        strings_ = strings;
        if (plt.size > 0) plt_is_rela ? walk<ElfW(Rela)>(plt.at, plt.size) : walk<ElfW(Rel)>(plt.at, plt.size);
        if (rela.size > 0) walk<ElfW(Rela)>(rela.at, rela.size);
        if (rel.size > 0) walk<ElfW(Rel)>(rel.at, rel.size);
        return patched_;
    }

private:
    template <typename Relocation>
    void walk(ElfW(Addr) at, size_t size) {
        const auto* entry = pointer_in<Relocation>(object_, at);
        for (const auto* end = entry + size / sizeof *entry; entry != end; ++entry) {
            if (!is_slot(type_of(entry->r_info))) continue;
            const char* name = strings_ + symbols_[symbol_of(entry->r_info)].st_name;
            for (size_t i = 0; i < count_; ++i) {
                if (std::strcmp(name, imports_[i].symbol) != 0) continue;
                patch(reinterpret_cast<void**>(object_.base + entry->r_offset), imports_[i]);
                break;
            }
        }
    }

    void patch(void** slot, const Import& import) {
        if (*slot == import.replacement) {
            ++patched_;
            return;
        }
        if (import.real && !*import.real) *import.real = target_of(slot, import.symbol);
        if (import.real && !*import.real) return;
        if (php::hooks().replace_readonly(slot, import.replacement, static_cast<void**>(nullptr), facility_)) ++patched_;
    }

    // A slot that has not been bound yet leads back into its own object, to code that would bind it and so undo us.
    static void* target_of(void** slot, const char* symbol) {
        return php::object_base(*slot) != php::object_base(slot) ? *slot : dlsym(RTLD_DEFAULT, symbol);
    }

    const Object& object_;
    const Import* imports_;
    size_t count_;
    const char* facility_;
    const ElfW(Sym)* symbols_ = nullptr;
    const char* strings_ = nullptr;
    uint32_t patched_ = 0;
};

uint32_t patch_found(Search& search, const Import* imports, size_t count, const char* facility) {
    // The list first: the loader's lock is held while it walks.
    dl_iterate_phdr(look_at, &search);
    uint32_t patched = 0;
    for (const Object& object : search.found) patched += Patcher(object, imports, count, facility).patch_all();
    return patched;
}

int read_generation([[maybe_unused]] dl_phdr_info* info, [[maybe_unused]] size_t size, void* generation) {
#if defined(__GLIBC__) || defined(__linux__)
    if (size >= offsetof(dl_phdr_info, dlpi_adds) + sizeof info->dlpi_adds) {
        *static_cast<uint64_t*>(generation) = info->dlpi_adds;
    }
#endif
    return 1;
}

}  // namespace

const char* why_no_slots() noexcept { return nullptr; }

uint32_t patch_imports(const char* name, const Import* imports, size_t count, const char* facility) {
    Search search{name, nullptr, {}};
    return patch_found(search, imports, count, facility);
}

uint32_t patch_imports_at(const void* address, const Import* imports, size_t count, const char* facility) {
    Search search{nullptr, address, {}};
    return patch_found(search, imports, count, facility);
}

uint64_t loader_generation() noexcept {
    uint64_t generation = 0;
    dl_iterate_phdr(read_generation, &generation);
    return generation;
}

#else

const char* why_no_slots() noexcept { return "blocking: no import slots on this platform"; }
uint32_t patch_imports(const char*, const Import*, size_t, const char*) { return 0; }
uint32_t patch_imports_at(const void*, const Import*, size_t, const char*) { return 0; }
uint64_t loader_generation() noexcept { return 0; }

#endif

}  // namespace async::hooks::native
