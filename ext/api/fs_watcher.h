// Async\FileSystemWatcher and the events it gives (FS-1…FS-10).
#pragma once

namespace async::api {

void register_fs_watcher();

}  // namespace async::api
