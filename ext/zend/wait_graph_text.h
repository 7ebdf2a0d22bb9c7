// Writes who waits for whom: as text, and as graphs that Mermaid and Graphviz draw.
#pragma once

#include "src/core/wait_graph.h"

namespace async::php::wait_graph {

void write_text(const core::WaitGraph& graph, core::DescriptionSink& out);
void write_mermaid(const core::WaitGraph& graph, core::DescriptionSink& out);
void write_dot(const core::WaitGraph& graph, core::DescriptionSink& out);
// The cycles alone; nothing when there are none.
void write_cycles(const core::WaitGraph& graph, core::DescriptionSink& out);

}  // namespace async::php::wait_graph
