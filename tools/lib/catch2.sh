# Builds and runs the Catch2 tests of src/. Sourced, never run.

# catch2_step PRESET FILTER
catch2_step() {
    local preset=$1 filter=$2 name=catch2-$1
    local dir=$tree_cache/catch2-$preset
    mkdir -p "$dir"
    exec 7>"$dir/lock"
    flock 7
    sync_tree "$dir/tree"
    (cd "$dir/tree" && tools/gen-sources >/dev/null)
    local launcher=()
    ! command -v ccache >/dev/null || launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    export ASYNC_BUILD=$dir/build
    (cd "$dir/tree" && cmake --preset "$preset" "${launcher[@]}" && cmake --build --preset "$preset" -j "$jobs") || return 1

    export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=0 UBSAN_OPTIONS=print_stacktrace=1
    export TSAN_OPTIONS=die_after_fork=0  # children of fork() start worker threads of their own
    local program passed=0 failed=0 skipped=0 programs=0
    for program in "$ASYNC_BUILD/$preset"/tests/test_*; do
        [ -x "$program" ] && [ -f "$program" ] || continue
        programs=$((programs + 1))
        catch2_program "$program" "$filter"
    done
    if [ $programs = 0 ]; then
        skip_reason "$name: no Catch2 test yet"
        skipped=1
    fi
    record "$name" $passed $failed $skipped
}

# catch2_program PROGRAM FILTER: adds to passed and failed of the caller. Anything but a readable summary is a failure.
catch2_program() {
    local program=$1 filter=$2 log rc=0 line
    log=$program.out
    local args=()
    [ -z "$filter" ] || args=("*$filter*")
    timeout 600 "$program" "${args[@]}" >"$log" 2>&1 || rc=$?
    cat "$log"
    if [ -n "$filter" ] && grep -qE 'No test cases matched|No tests ran' "$log"; then
        return 0
    fi
    line=$(grep -E '^(All tests passed|test cases:)' "$log" | tail -n 1)
    local p=0 f=0
    case $line in
        "All tests passed"*) p=$(sed -E 's/.* in ([0-9]+) test cases?.*/\1/' <<<"$line") ;;
        "test cases:"*)
            p=$(grep -oE '[0-9]+ passed' <<<"$line" | cut -d' ' -f1)
            f=$(grep -oE '[0-9]+ failed' <<<"$line" | cut -d' ' -f1)
            ;;
    esac
    passed=$((passed + ${p:-0})) failed=$((failed + ${f:-0}))
    if [ $rc != 0 ]; then
        [ "${f:-0}" != 0 ] || failed=$((failed + 1))
        failure "catch2 ${program##*/} (exit $rc), log $log"
        grep -E '^(  )?[^ ].*: FAILED' "$log" | head -n 20 >>"$results/failures" || true
    fi
}
