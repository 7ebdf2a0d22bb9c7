// Directories for fs_calls.h. A listing that one function makes from beginning to end (scandir, glob) is read by a worker, many
// names at a time; readdir() of an open handle asks the kernel itself, which has read ahead, since the script may close that
// handle meanwhile.
#pragma once

#include <dirent.h>
#include <glob.h>

namespace async::hooks::fs {

DIR* replaced_opendir(const char* path);
dirent* replaced_readdir(DIR* directory);
int replaced_closedir(DIR* directory);
int replaced_glob(const char* pattern, int flags, int (*on_error)(const char*, int), glob_t* result);

}  // namespace async::hooks::fs
