dnl Build of the extension with phpize. The source list between the markers is written by tools/gen-sources and
dnl compared with config.w32, CMakeLists.txt and package.xml by tools/check-sources.

PHP_ARG_ENABLE([async],
  [whether to enable coroutines (async)],
  [AS_HELP_STRING([--disable-async], [Disable coroutines (async)])],
  [yes])

PHP_ARG_ENABLE([async-dev],
  [whether to treat compiler warnings in async as errors],
  [AS_HELP_STRING([--enable-async-dev], [async: warnings are errors, assertions on (for developers)])],
  [no],
  [no])

PHP_ARG_ENABLE([async-asan],
  [whether to build async with AddressSanitizer and UBSan],
  [AS_HELP_STRING([--enable-async-asan], [async: AddressSanitizer and UndefinedBehaviorSanitizer])],
  [no],
  [no])

if test "$PHP_ASYNC" != "no"; then
  PHP_REQUIRE_CXX()
  PKG_CHECK_MODULES([UV], [libuv >= 1.44.2])
  PHP_EVAL_INCLINE([$UV_CFLAGS])
  PHP_EVAL_LIBLINE([$UV_LIBS], [ASYNC_SHARED_LIBADD])
  PHP_ADD_LIBRARY([dl], [1], [ASYNC_SHARED_LIBADD])
  PHP_ADD_LIBRARY([stdc++], [1], [ASYNC_SHARED_LIBADD])

  dnl gen-sources: begin
  async_sources="
    ext/api/await_functions.cpp
    ext/api/await_set.cpp
    ext/api/barrier.cpp
    ext/api/channel.cpp
    ext/api/channel_future.cpp
    ext/api/code_place.cpp
    ext/api/condition.cpp
    ext/api/context.cpp
    ext/api/coroutine.cpp
    ext/api/fs_watcher.cpp
    ext/api/functions.cpp
    ext/api/future.cpp
    ext/api/future_chain.cpp
    ext/api/iteration.cpp
    ext/api/mutex.cpp
    ext/api/once.cpp
    ext/api/parked_call.cpp
    ext/api/php_pool.cpp
    ext/api/pool.cpp
    ext/api/result_cell.cpp
    ext/api/rw_lock.cpp
    ext/api/scope.cpp
    ext/api/scope_wait.cpp
    ext/api/select.cpp
    ext/api/semaphore.cpp
    ext/api/signal.cpp
    ext/api/spawn_with.cpp
    ext/api/sync.cpp
    ext/api/system_info.cpp
    ext/api/task_entries.cpp
    ext/api/task_group.cpp
    ext/api/task_iterator.cpp
    ext/api/task_methods.cpp
    ext/api/task_outcomes.cpp
    ext/api/thread.cpp
    ext/api/thread_channel.cpp
    ext/api/thread_pool.cpp
    ext/api/timeout.cpp
    ext/api/wait_graph.cpp
    ext/api/wait_group.cpp
    ext/async.cpp
    ext/hooks/child.cpp
    ext/hooks/clients.cpp
    ext/hooks/commands.cpp
    ext/hooks/cooperative.cpp
    ext/hooks/curl.cpp
    ext/hooks/dns.cpp
    ext/hooks/fifo_open.cpp
    ext/hooks/flock.cpp
    ext/hooks/fork.cpp
    ext/hooks/fs_calls.cpp
    ext/hooks/fs_directories.cpp
    ext/hooks/hook_list.cpp
    ext/hooks/multisort.cpp
    ext/hooks/mysqli.cpp
    ext/hooks/native/borrowed_watches.cpp
    ext/hooks/native/libc_calls.cpp
    ext/hooks/native/libpq_calls.cpp
    ext/hooks/native/library_call.cpp
    ext/hooks/native/poll_wait.cpp
    ext/hooks/native/symbol_slots.cpp
    ext/hooks/native/tls_wait.cpp
    ext/hooks/offload.cpp
    ext/hooks/pcntl_signal.cpp
    ext/hooks/pdo/connection_pool.cpp
    ext/hooks/pdo/connection_setup.cpp
    ext/hooks/pdo/driver.cpp
    ext/hooks/pdo/held_report.cpp
    ext/hooks/pdo/mysql.cpp
    ext/hooks/pdo/mysql_driver.cpp
    ext/hooks/pdo/pooled_pdo.cpp
    ext/hooks/pdo/statement.cpp
    ext/hooks/pdo/statement_cache.cpp
    ext/hooks/pdo/surface.cpp
    ext/hooks/pdo_calls.cpp
    ext/hooks/pgsql.cpp
    ext/hooks/preg_callbacks.cpp
    ext/hooks/proc_close.cpp
    ext/hooks/sessions.cpp
    ext/hooks/sleep.cpp
    ext/hooks/socket_ready.cpp
    ext/hooks/socket_wait.cpp
    ext/hooks/sockets.cpp
    ext/hooks/sqlite.cpp
    ext/hooks/stream_pin.cpp
    ext/hooks/streams/connect.cpp
    ext/hooks/streams/datagram.cpp
    ext/hooks/streams/file_ops.cpp
    ext/hooks/streams/held_streams.cpp
    ext/hooks/streams/receive.cpp
    ext/hooks/streams/records.cpp
    ext/hooks/streams/select.cpp
    ext/hooks/streams/socket_ops.cpp
    ext/hooks/streams/stdio_ops.cpp
    ext/hooks/streams/tls_ops.cpp
    ext/hooks/streams/transport.cpp
    ext/hooks/streams/user_filters.cpp
    ext/hooks/streams/user_wrappers.cpp
    ext/hooks/wait_fd.cpp
    ext/threads/closure_transfer.cpp
    ext/threads/transfer.cpp
    ext/zend/allocation.cpp
    ext/zend/awaitable_object.cpp
    ext/zend/cancellation_class.cpp
    ext/zend/class_loading.cpp
    ext/zend/composite_exception.cpp
    ext/zend/context.cpp
    ext/zend/coroutine_report.cpp
    ext/zend/deadlock_report.cpp
    ext/zend/engine_signals.cpp
    ext/zend/error_climb.cpp
    ext/zend/exceptions.cpp
    ext/zend/fiber_switcher.cpp
    ext/zend/finally_run.cpp
    ext/zend/gc.cpp
    ext/zend/hook_registry.cpp
    ext/zend/info.cpp
    ext/zend/ini.cpp
    ext/zend/interfaces.cpp
    ext/zend/internal_iterator.cpp
    ext/zend/lifecycle.cpp
    ext/zend/loaded_object.cpp
    ext/zend/output_layers.cpp
    ext/zend/php_coroutine.cpp
    ext/zend/php_scope.cpp
    ext/zend/runtime.cpp
    ext/zend/stand_in_frame.cpp
    ext/zend/switch_state.cpp
    ext/zend/throwable_gate.cpp
    ext/zend/throwable_reason.cpp
    ext/zend/time_slice.cpp
    ext/zend/user_error_handler.cpp
    ext/zend/user_fibers.cpp
    ext/zend/wait_graph_text.cpp
    src/core/awaitable.cpp
    src/core/cancellation.cpp
    src/core/context_pool.cpp
    src/core/coroutine.cpp
    src/core/machine_load.cpp
    src/core/run_queue.cpp
    src/core/scheduler.cpp
    src/core/scope.cpp
    src/core/stack_slab.cpp
    src/core/timer_heap.cpp
    src/core/wait.cpp
    src/core/wait_graph.cpp
    src/sync/channel.cpp
    src/sync/combinators.cpp
    src/sync/future_cell.cpp
    src/sync/mutex.cpp
    src/sync/path_changes.cpp
    src/sync/pool.cpp
    src/sync/rw_lock.cpp
    src/sync/select.cpp
    src/uv/monotonic_clock.cpp
    src/uv/uv_path.cpp
    src/uv/uv_poll.cpp
    src/uv/uv_process.cpp
    src/uv/uv_reactor.cpp
    src/uv/uv_signal.cpp
    src/uv/uv_timer.cpp
    src/uv/uv_wakeup.cpp
    src/uv/uv_watchdog.cpp
    src/uv/uv_work.cpp
    src/uv/worker_threads.cpp
  "
  async_source_dirs="
    ext
    ext/api
    ext/hooks
    ext/hooks/native
    ext/hooks/pdo
    ext/hooks/streams
    ext/threads
    ext/zend
    src/core
    src/sync
    src/uv
  "
  dnl gen-sources: end

  async_flags="-std=c++17 -fno-exceptions -fno-rtti -fvisibility=hidden -Wall -Wextra -Wshadow -Wno-unused-parameter -Wno-invalid-offsetof"
  dnl -MP keeps an incremental build going when a header is gone.
  async_flags="$async_flags -I@ext_srcdir@ -MP -DZEND_ENABLE_STATIC_TSRMLS_CACHE=1"

  dnl The tables of arguments, methods and constants are thousands of pointers; unpacked, what relocates them is a tenth of the extension,
  dnl and resident. The loader has to know it too (glibc 2.36, musl 1.2.4), so it is run.
  AC_MSG_CHECKING([for packed relocations])
  async_saved_CFLAGS=$CFLAGS
  async_saved_LDFLAGS=$LDFLAGS
  CFLAGS="$CFLAGS -fPIE"
  LDFLAGS="$LDFLAGS -pie -Wl,-z,pack-relative-relocs -Wl,--fatal-warnings"
  AC_RUN_IFELSE([AC_LANG_SOURCE([[
    static int seven = 7;
    static int *const volatile pointers[] = { &seven, &seven, &seven };
    int main(void) { return *pointers[2] == 7 ? 0 : 1; }
  ]])], [
    async_packed=yes
    ASYNC_SHARED_LIBADD="$ASYNC_SHARED_LIBADD -Wl,-z,pack-relative-relocs"
  ], [async_packed=no], [async_packed=no])
  CFLAGS=$async_saved_CFLAGS
  LDFLAGS=$async_saved_LDFLAGS
  AC_MSG_RESULT([$async_packed])

  if test "$PHP_ASYNC_DEV" != "no"; then
    dnl The engine's headers are not ours to keep warning-free: as system headers they stay silent under -Werror.
    INCLUDES=`echo " $INCLUDES" | $SED 's/ -I/ -isystem /g'`
    async_flags="$async_flags -Werror -DASYNC_DEBUG=1"
  fi

  if test "$PHP_ASYNC_ASAN" != "no"; then
    dnl The process has to preload libasan, since php itself is built without it.
    async_flags="$async_flags -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=all"
    async_flags="$async_flags -fno-omit-frame-pointer"
    ASYNC_SHARED_LIBADD="$ASYNC_SHARED_LIBADD -lasan -lubsan"
  fi

  PHP_NEW_EXTENSION([async], [$async_sources], [$ext_shared],, [$async_flags], [yes])
  for async_dir in $async_source_dirs; do
    PHP_ADD_BUILD_DIR([$ext_builddir/$async_dir])
  done
  PHP_SUBST([ASYNC_SHARED_LIBADD])
fi
