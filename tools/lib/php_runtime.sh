# A php command with the extension in it, whatever the machine's own ini files say. Sourced, never run.

# make_php DIR PHP ASYNC_SO PROFILE: writes DIR/php, a command that runs PHP with its packaged extensions and ours, and
# prints its path. PROFILE is a list of words: plain, opcache, jit=KIND, xdebug=MODES, asan, leaks, valgrind.
# Everything travels in the environment, so a php started by the script under test has it too.
make_php() {
    local dir=$1 php=$2 so=$3 profile=$4 word scan file
    rm -rf "$dir/ini" "$dir/rc"
    mkdir -p "$dir/ini" "$dir/rc"
    : >"$dir/rc/php.ini"
    scan=$("$php" -n -r 'echo PHP_CONFIG_FILE_SCAN_DIR;')
    if [ -n "$scan" ]; then
        for file in "$scan"/*.ini; do
            case $file in
                *xdebug.ini | *async.ini | *'*.ini') ;;
                *) cp -L "$file" "$dir/ini/" ;;
            esac
        done
    fi
    cp "$so" "$dir/async.so"
    {
        echo "#!/bin/sh"
        echo "export PHPRC='$dir/rc' PHP_INI_SCAN_DIR='$dir/ini'"
    } >"$dir/php"
    {
        echo "extension=$dir/async.so"
        for word in $profile; do
            case $word in
                plain) ;;
                opcache) php_opcache_ini "$php" "$dir" ;;
                jit=*)
                    php_opcache_ini "$php" "$dir"
                    printf 'opcache.jit_buffer_size=64M\nopcache.jit=%s\n' "${word#jit=}"
                    ;;
                xdebug=*)
                    # The depth limits are Xdebug's own; the tests expect whole dumps and deep recursion.
                    printf 'zend_extension=xdebug.so\nxdebug.log_level=0\nxdebug.cli_color=0\nxdebug.max_nesting_level=-1\n'
                    printf 'xdebug.var_display_max_%s=-1\n' depth children data
                    echo "export XDEBUG_MODE=\"\${ASYNC_XDEBUG_MODE:-${word#xdebug=}}\"" >>"$dir/php"  # tests may switch it off
                    ;;
                asan) php_asan_env "$so" "$profile" >>"$dir/php" ;;
                leaks) ;;
                # Compiled expressions read whole vectors, in frames that tell nobody whose they are.
                valgrind) echo 'pcre.jit=0' ;;
                *) die "unknown profile word $word" ;;
            esac
        done
    } >"$dir/ini/90-async.ini"
    # What a tool wants loaded first of all, also before the sanitizer's runtime (tools/faults).
    echo '[ -z "${ASYNC_PRELOAD:-}" ] || export LD_PRELOAD="$ASYNC_PRELOAD${LD_PRELOAD:+ $LD_PRELOAD}"' >>"$dir/php"
    # run-tests gives up on a test that hangs, but cannot end what its shell has started.
    echo 'ulimit -t "${ASYNC_CPU_SECONDS:-unlimited}"' >>"$dir/php"
    echo "exec '$php' \"\$@\"" >>"$dir/php"
    chmod +x "$dir/php"
    echo "$dir/php"
}

php_opcache_ini() {
    if ! "$1" -n -m | grep -qi opcache && ! grep -qs '^zend_extension=.*opcache' "$2"/ini/*.ini; then
        echo "zend_extension=opcache"
    fi
    printf 'opcache.enable=1\nopcache.enable_cli=1\n'
}

# The engine is not instrumented: it needs the runtime preloaded and its own allocator off, so that every block is seen.
php_asan_env() {
    local asan ubsan leaks=0
    asan=$(gcc -print-file-name=libasan.so) ubsan=$(gcc -print-file-name=libubsan.so)
    case " $2 " in *" leaks "*) leaks=1 ;; esac
    # The engine loads modules with RTLD_DEEPBIND, which the sanitizer's runtime refuses.
    local shim
    shim=$(dirname "$1")/no_deepbind.so
    [ "$shim" -nt "$root/tools/lib/no_deepbind.c" ] || gcc -O2 -shared -fPIC -o "$shim" "$root/tools/lib/no_deepbind.c"
    echo "export LD_PRELOAD='$shim $(readlink -f "$asan") $(readlink -f "$ubsan")'"
    echo "export USE_ZEND_ALLOC=0 ZEND_DONT_UNLOAD_MODULES=1"
    echo "export ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=$leaks:detect_stack_use_after_return=0:abort_on_error=0:exitcode=99"
    echo "export UBSAN_OPTIONS=print_stacktrace=1"
}
