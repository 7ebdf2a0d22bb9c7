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
    src/core/awaitable.cpp
    src/core/timer_heap.cpp
    src/core/wait.cpp
  "
  async_source_dirs="
    src/core
  "
  dnl gen-sources: end

  async_flags="-std=c++17 -fno-exceptions -fno-rtti -fvisibility=hidden -Wall -Wextra -Wshadow -Wno-unused-parameter"
  async_flags="$async_flags -I@ext_srcdir@ -DZEND_ENABLE_STATIC_TSRMLS_CACHE=1"

  if test "$PHP_ASYNC_DEV" != "no"; then
    dnl The engine's headers are not ours to keep warning-free: as system headers they stay silent under -Werror.
    dnl -MP keeps an incremental build going when a header was renamed.
    INCLUDES=`echo " $INCLUDES" | $SED 's/ -I/ -isystem /g'`
    async_flags="$async_flags -Werror -MP -DASYNC_DEBUG=1"
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
