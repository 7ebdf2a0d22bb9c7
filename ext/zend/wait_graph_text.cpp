#include "ext/zend/compat.h"

#include "ext/zend/wait_graph_text.h"

#include "ext/zend/php_coroutine.h"

namespace async::php::wait_graph {

namespace {

using core::DescriptionSink;
using core::WaitGraph;
using Node = WaitGraph::Node;

// For a label between double quotes; file names may contain anything.
class LabelSink final : public DescriptionSink {
public:
    enum class Kind : uint8_t { mermaid, dot };
    LabelSink(DescriptionSink& out, Kind kind) : out_(out), kind_(kind) {}
    void append(const char* text, std::size_t length) override {
        for (std::size_t i = 0; i < length; ++i) {
            const char c = text[i];
            if (c == '"') {
                kind_ == Kind::mermaid ? out_.append("#quot;", 6) : out_.append("\\\"", 2);
            } else if (c == '\\' && kind_ == Kind::dot) {
                out_.append("\\\\", 2);
            } else if (c == '\n' || c == '\r') {
                out_.append(" ", 1);
            } else {
                out_.append(&c, 1);
            }
        }
    }

private:
    DescriptionSink& out_;
    const Kind kind_;
};

void write_id(const WaitGraph& graph, uint32_t index, DescriptionSink& out) {
    const Node& node = graph.nodes()[index];
    if (node.coroutine) {
        out.format("c%u", static_cast<const PhpCoroutine*>(node.coroutine)->std_object()->handle);
    } else {
        out.format("e%u", index);
    }
}

template <typename F>
void for_each_edge(const WaitGraph& graph, F&& visit) {
    for (uint32_t from = 0; from < graph.nodes().size(); ++from) {
        for (const uint32_t to : graph.nodes()[from].waits_for) visit(from, to);
    }
}

}  // namespace

void write_text(const WaitGraph& graph, DescriptionSink& out) {
    for (const Node& node : graph.nodes()) {
        if (!node.coroutine) continue;
        node.what->describe(out);
        out.format("\n");
        for (const uint32_t target : node.waits_for) {
            out.format("  waits for ");
            graph.nodes()[target].what->describe(out);
            out.format("\n");
        }
        if (node.has_deadline) out.format("  waits for a timer\n");
    }
    write_cycles(graph, out);
}

void write_cycles(const WaitGraph& graph, DescriptionSink& out) {
    uint32_t number = 0;
    for (const auto& cycle : graph.cycles()) {
        out.format("Wait cycle %u:\n  ", ++number);
        for (const uint32_t index : cycle) {
            if (index != cycle.front()) out.format("  waits for ");
            graph.nodes()[index].what->describe(out);
            out.format("\n");
        }
        out.format(cycle.size() == 1 ? "  waits for itself\n" : "  waits for the first of these\n");
    }
}

void write_mermaid(const WaitGraph& graph, DescriptionSink& out) {
    out.format("flowchart LR\n");
    LabelSink label(out, LabelSink::Kind::mermaid);
    for (uint32_t index = 0; index < graph.nodes().size(); ++index) {
        const Node& node = graph.nodes()[index];
        out.format("  ");
        write_id(graph, index, out);
        out.format(node.coroutine ? "[\"" : "([\"");
        node.what->describe(label);
        out.format(node.coroutine ? "\"]\n" : "\"])\n");
    }
    for_each_edge(graph, [&](uint32_t from, uint32_t to) {
        out.format("  ");
        write_id(graph, from, out);
        out.format(graph.is_on_cycle(from, to) ? " ==> " : " --> ");
        write_id(graph, to, out);
        out.format("\n");
    });
}

void write_dot(const WaitGraph& graph, DescriptionSink& out) {
    out.format("digraph waits {\n");
    LabelSink label(out, LabelSink::Kind::dot);
    for (uint32_t index = 0; index < graph.nodes().size(); ++index) {
        const Node& node = graph.nodes()[index];
        out.format("  ");
        write_id(graph, index, out);
        out.format(node.coroutine ? " [shape=box, label=\"" : " [shape=ellipse, label=\"");
        node.what->describe(label);
        out.format("\"];\n");
    }
    for_each_edge(graph, [&](uint32_t from, uint32_t to) {
        out.format("  ");
        write_id(graph, from, out);
        out.format(" -> ");
        write_id(graph, to, out);
        out.format(graph.is_on_cycle(from, to) ? " [color=red, penwidth=2];\n" : ";\n");
    });
    out.format("}\n");
}

}  // namespace async::php::wait_graph
