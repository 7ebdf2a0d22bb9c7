// stream_get_line() looks only at bytes it has not looked at yet, by their number. When another reader has taken some of the buffer
// meanwhile, the number is wrong and an end of record may lie before it: such a call gives up at its next read, and begins anew
// (IO-40).
#pragma once

#include "ext/hooks/cooperative.h"

namespace async::hooks {

// Whose call is to begin anew. Until it does nobody else runs.
inline ASYNC_PHP_THREAD_LOCAL const php::PhpCoroutine* disturbed_record = nullptr;

// Another reader was at the stream's buffer while the running coroutine waited in a read.
void note_other_reader() noexcept;
// To be asked first by each read: true, it is to fail without a word.
inline bool must_begin_anew() noexcept { return UNEXPECTED(disturbed_record != nullptr) && disturbed_record == &php::running_coroutine(); }

void records_dropped() noexcept;
const char* install_records();

}  // namespace async::hooks
