// What the dynamic loader knows about an address: which loaded object (executable or library) it belongs to,
// how to store into data the loader made read-only, and how to stay loaded. Used at module start and shutdown
// only, by one thread.
#pragma once

namespace async::php {

// The load address of the object `address` lies in, or null when it lies in none (heap, stack, unloaded).
const void* object_base(const void* address);

// Stores a pointer where the page may be read-only (constant tables live in relocation-read-only memory) and
// leaves the protection as the loader set it. False: the page could not be made writable, nothing was stored.
bool store_protected(void** slot, void* value);

// Never unload this extension: somebody keeps a pointer to our code (IO-72).
void keep_loaded();

}  // namespace async::php
