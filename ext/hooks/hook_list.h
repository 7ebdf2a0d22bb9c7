// The one table of what is made cooperative.
#pragma once

namespace async::hooks {

// In MINIT: arranges for the table to be installed once all modules have started (IO-71).
void install_at_post_startup();

// In RINIT: what earlier requests have left.
void request_startup() noexcept;

}  // namespace async::hooks
