// Async\\wait_graph(): who waits for whom, for people and for what draws graphs.
#include "ext/zend/compat.h"

#include "ext/zend/runtime.h"
#include "ext/zend/wait_graph_text.h"

#include "ext/api/arginfo/functions_arginfo.h"

using namespace async;

namespace {

class StringSink final : public core::DescriptionSink {
public:
    void append(const char* text, std::size_t length) override { smart_str_appendl(&string_, text, length); }
    zend_string* take() { return smart_str_extract(&string_); }

private:
    smart_str string_ = {nullptr, 0};
};

using Write = void (*)(const core::WaitGraph& graph, core::DescriptionSink& out);

Write writer_of(zend_string* format) {
    if (zend_string_equals_literal(format, "text")) return php::wait_graph::write_text;
    if (zend_string_equals_literal(format, "mermaid")) return php::wait_graph::write_mermaid;
    if (zend_string_equals_literal(format, "dot")) return php::wait_graph::write_dot;
    return nullptr;
}

}  // namespace

ZEND_FUNCTION(Async_wait_graph) {
    zend_string* format = nullptr;
    ZEND_PARSE_PARAMETERS_START(0, 1)
        Z_PARAM_OPTIONAL
        Z_PARAM_STR(format)
    ZEND_PARSE_PARAMETERS_END();
    const Write write = format ? writer_of(format) : php::wait_graph::write_text;
    if (!write) {
        zend_argument_value_error(1, "must be \"text\", \"mermaid\" or \"dot\"");
        RETURN_THROWS();
    }
    php::Runtime* runtime = php::Runtime::get();
    if (!runtime && write == php::wait_graph::write_text) RETURN_EMPTY_STRING();
    StringSink out;
    if (runtime) {
        write(core::WaitGraph(runtime->scheduler()), out);
    } else {
        write(core::WaitGraph(), out);
    }
    RETURN_STR(out.take());
}
