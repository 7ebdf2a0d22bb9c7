#include "ext/hooks/dns.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <resolv.h>
#include <sys/socket.h>

#include <algorithm>
#include <vector>

#include "ext/hooks/native/library_call.h"
#include "ext/hooks/native/symbol_slots.h"
#include "ext/hooks/offload.h"
#include "ext/zend/exceptions.h"
#include "ext/zend/hook_registry.h"
#include "ext/zend/text.h"

namespace async::hooks {

using core::Job;
using core::make_ref;
using core::Ref;

namespace {

// --- getaddrinfo -----------------------------------------------------------------------------------------------------

class AddressLookup final : public Job {
public:
    AddressLookup(const char* node, const char* service, const addrinfo* hints)
        : node_(node ? node : ""), service_(service ? service : ""), has_node_(node), has_service_(service) {
        if (!hints) return;
        hints_ = &hint_values_;
        hint_values_.ai_flags = hints->ai_flags;
        hint_values_.ai_family = hints->ai_family;
        hint_values_.ai_socktype = hints->ai_socktype;
        hint_values_.ai_protocol = hints->ai_protocol;
    }
    ~AddressLookup() override {
        if (result_) freeaddrinfo(result_);
    }

    void work() noexcept override {
        errno = 0;
        status_ = getaddrinfo(has_node_ ? node_.c_str() : nullptr, has_service_ ? service_.c_str() : nullptr, hints_, &result_);
        error_ = errno;
        if (status_ != 0) result_ = nullptr;
    }
    void describe(core::DescriptionSink& sink) const override { sink.format("Lookup(%s)", node_.c_str()); }

    int take(addrinfo** result) noexcept {
        *result = std::exchange(result_, nullptr);
        if (status_ == EAI_SYSTEM) errno = error_;
        return status_;
    }

private:
    const php::Text node_, service_;
    const bool has_node_, has_service_;
    addrinfo hint_values_{};
    const addrinfo* hints_ = nullptr;
    addrinfo* result_ = nullptr;
    int status_ = EAI_FAIL;
    int error_ = 0;
};

// --- gethostbyname, gethostbyaddr ------------------------------------------------------------------------------------

// The C library's answer in a buffer that grows until it fits. `ask` is one of the gethostby*_r calls.
template <typename Ask>
hostent* ask_host(hostent& entry, std::vector<char>& buffer, Ask ask) {
    for (buffer.resize(1024);; buffer.resize(buffer.size() * 2)) {
        hostent* found = nullptr;
        int error = 0;
        const int status = ask(&entry, buffer.data(), buffer.size(), &found, &error);
        if (status == ERANGE && buffer.size() < 1024 * 1024) continue;
        return status == 0 ? found : nullptr;
    }
}

class HostLookup final : public Job {
public:
    explicit HostLookup(zend_string* name) : name_(ZSTR_VAL(name), ZSTR_LEN(name)) {}

    void work() noexcept override {
        hostent entry;
        std::vector<char> buffer;
        const hostent* found = ask_host(entry, buffer, [&](auto... rest) { return gethostbyname_r(name_.c_str(), rest...); });
        if (!found || found->h_addrtype != AF_INET) return;
        for (char** at = found->h_addr_list; *at; ++at) {
            in_addr address;
            std::memcpy(&address, *at, sizeof address);
            addresses_.push_back(address);
        }
    }
    void describe(core::DescriptionSink& sink) const override { sink.format("Lookup(%s)", name_.c_str()); }

    const std::vector<in_addr>& addresses() const noexcept { return addresses_; }

private:
    const php::Text name_;
    std::vector<in_addr> addresses_;
};

class NameLookup final : public Job {
public:
    // False: neither an IPv4 nor an IPv6 address.
    bool parse(const char* text) noexcept {
        auto* wide = reinterpret_cast<sockaddr_in6*>(&address_);
        auto* narrow = reinterpret_cast<sockaddr_in*>(&address_);
        if (inet_pton(AF_INET6, text, &wide->sin6_addr) == 1) {
            wide->sin6_family = AF_INET6;
            size_ = sizeof *wide;
        } else if (inet_pton(AF_INET, text, &narrow->sin_addr) == 1) {
            narrow->sin_family = AF_INET;
            size_ = sizeof *narrow;
        }
        return size_ > 0;
    }

    void work() noexcept override {
        const auto* address = reinterpret_cast<const sockaddr*>(&address_);
        found_ = getnameinfo(address, size_, name_, sizeof name_, nullptr, 0, NI_NAMEREQD) == 0;
    }
    void describe(core::DescriptionSink& sink) const override { sink.append("Lookup(address)", 15); }

    const char* name() const noexcept { return found_ ? name_ : nullptr; }

private:
    sockaddr_storage address_{};
    socklen_t size_ = 0;
    bool found_ = false;
    char name_[NI_MAXHOST];
};

zif_handler original_gethostbyname = nullptr;
zif_handler original_gethostbynamel = nullptr;
zif_handler original_gethostbyaddr = nullptr;

bool is_short_enough(zend_string* name) {
    if (ZSTR_LEN(name) <= 255) return true;  // RFC 1035
    php_error_docref(nullptr, E_WARNING, "Host name cannot be longer than %d characters", 255);
    return false;
}

zend_string* text_of(const in_addr& address) {
    char text[INET_ADDRSTRLEN] = "";
    inet_ntop(AF_INET, &address, text, sizeof text);
    return zend_string_init(text, std::strlen(text), 0);
}

ZEND_FUNCTION(cooperative_gethostbyname) {
    if (!cooperative()) return original_gethostbyname(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    char* name;
    size_t length;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_PATH(name, length)
    ZEND_PARSE_PARAMETERS_END();
    zval* argument = ZEND_CALL_ARG(execute_data, 1);
    if (!is_short_enough(Z_STR_P(argument))) RETURN_COPY(argument);
    auto job = make_ref<HostLookup>(Z_STR_P(argument));
    const Offloaded how = offload(job, Job::Lane::lookup);
    if (how == Offloaded::thrown) return;
    if (how == Offloaded::refused) job->work();
    if (job->addresses().empty()) {
        RETVAL_COPY(argument);
    } else {
        RETVAL_STR(text_of(job->addresses().front()));
    }
}

ZEND_FUNCTION(cooperative_gethostbynamel) {
    if (!cooperative()) return original_gethostbynamel(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    char* name;
    size_t length;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_PATH(name, length)
    ZEND_PARSE_PARAMETERS_END();
    zval* argument = ZEND_CALL_ARG(execute_data, 1);
    if (!is_short_enough(Z_STR_P(argument))) RETURN_FALSE;
    auto job = make_ref<HostLookup>(Z_STR_P(argument));
    const Offloaded how = offload(job, Job::Lane::lookup);
    if (how == Offloaded::thrown) return;
    if (how == Offloaded::refused) job->work();
    if (job->addresses().empty()) {
        RETVAL_FALSE;
        return;
    }
    array_init(return_value);
    for (const in_addr& address : job->addresses()) add_next_index_str(return_value, text_of(address));
}

ZEND_FUNCTION(cooperative_gethostbyaddr) {
    if (!cooperative()) return original_gethostbyaddr(INTERNAL_FUNCTION_PARAM_PASSTHRU);
    char* text;
    size_t length;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_PATH(text, length)
    ZEND_PARSE_PARAMETERS_END();
    auto job = make_ref<NameLookup>();
    if (!job->parse(text)) {
        php_error_docref(nullptr, E_WARNING, "Address is not a valid IPv4 or IPv6 address");
        RETURN_FALSE;
    }
    const Offloaded how = offload(job, Job::Lane::lookup);
    if (how == Offloaded::thrown) return;
    if (how == Offloaded::refused) job->work();
    if (job->name()) {
        RETVAL_STRING(job->name());
    } else {
        RETVAL_COPY(ZEND_CALL_ARG(execute_data, 1));
    }
}

// --- Records ---------------------------------------------------------------------------------------------------------

// PHP's own code asks for each record type through res_nsearch() and reads the packet itself; only the asking moves to a
// worker, with a resolver state of its own.
class RecordLookup final : public Job {
public:
    RecordLookup(const char* name, int record_class, int type, size_t size)
        : name_(name), class_(record_class), type_(type), answer_(size) {}

    void work() noexcept override {
        struct __res_state state;
        std::memset(&state, 0, sizeof state);
        if (res_ninit(&state) != 0) {
            error_ = NO_RECOVERY;
            return;
        }
        length_ = res_nsearch(&state, name_.c_str(), class_, type_, answer_.data(), static_cast<int>(answer_.size()));
        error_ = state.res_h_errno;
        res_nclose(&state);
    }
    void describe(core::DescriptionSink& sink) const override { sink.format("Lookup(%s)", name_.c_str()); }

    int take(unsigned char* answer, size_t size) noexcept {
        h_errno = error_;
        if (length_ > 0) std::memcpy(answer, answer_.data(), std::min<size_t>(static_cast<size_t>(length_), size));
        return length_;
    }
    int error() const noexcept { return error_; }

private:
    const php::Text name_;
    const int class_, type_;
    std::vector<unsigned char> answer_;
    int length_ = -1;
    int error_ = 0;
};

int replaced_res_nsearch(res_state state, const char* name, int record_class, int type, unsigned char* answer, int size) {
    php::PhpCoroutine* caller = native::library_caller();
    if (!caller) return res_nsearch(state, name, record_class, type, answer, size);
    if (native::must_give_up(*caller)) {
        h_errno = state->res_h_errno = NO_RECOVERY;
        return -1;
    }
    auto job = make_ref<RecordLookup>(name, record_class, type, static_cast<size_t>(size));
    switch (offload(job, Job::Lane::lookup)) {
        case Offloaded::thrown:
        case Offloaded::timeout:
            h_errno = state->res_h_errno = NO_RECOVERY;
            return -1;
        case Offloaded::refused:
            job->work();
            break;
        case Offloaded::done:
            break;
    }
    const int length = job->take(answer, static_cast<size_t>(size));
    state->res_h_errno = job->error();
    return length;
}

}  // namespace

int lookup(const char* node, const char* service, const addrinfo* hints, addrinfo** result,
           core::Instant deadline) noexcept {
    auto job = make_ref<AddressLookup>(node, service, hints);
    switch (offload(job, Job::Lane::lookup, deadline)) {
        case Offloaded::thrown:
        case Offloaded::timeout:
            return EAI_SYSTEM;
        case Offloaded::refused:
            job->work();
            break;
        case Offloaded::done:
            break;
    }
    return job->take(result);
}

const char* install_dns() {
    php::HookRegistry& registry = php::hooks();
    registry.replace_function("gethostbyname", ZEND_FN(cooperative_gethostbyname), &original_gethostbyname);
    registry.replace_function("gethostbynamel", ZEND_FN(cooperative_gethostbynamel), &original_gethostbynamel);
    registry.replace_function("gethostbyaddr", ZEND_FN(cooperative_gethostbyaddr), &original_gethostbyaddr);
    return "cooperative";
}

const char* install_dns_records() {
    if (const char* reason = native::why_no_slots()) return reason;
    auto* function = static_cast<zend_function*>(zend_hash_str_find_ptr(CG(function_table), ZEND_STRL("dns_get_record")));
    if (!function) return "not there";
    const native::Import imports[] = {
        {"res_nsearch", reinterpret_cast<void*>(replaced_res_nsearch)},
        {"__res_nsearch", reinterpret_cast<void*>(replaced_res_nsearch)},
    };
    const auto* where = reinterpret_cast<const void*>(function->internal_function.handler);
    if (native::patch_imports_at(where, imports, 2, "dns_get_record") == 0) return "blocking: no slot for res_nsearch";
    static const char* const functions[] = {"dns_get_record", "dns_check_record", "checkdnsrr", "dns_get_mx", "getmxrr"};
    for (const char* name : functions) native::wrap_function(name);
    return "cooperative";
}

}  // namespace async::hooks
