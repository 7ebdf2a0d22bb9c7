# Runs the phpt with the engine's own run-tests.php. Sourced, never run.

# list_phpt WORK FILTER: copies the work tree and goes there; the tests that match go into WORK/phpt.list.
list_phpt() {
    local work=$1 filter=$2
    sync_tree "$work/tree"
    cd "$work/tree"
    find tests/phpt -name '*.phpt' 2>/dev/null | sort >"$work/phpt.list"
    if [ -n "$filter" ]; then
        local path
        while read -r path; do
            # The pattern is a glob on the path below tests/phpt.
            # shellcheck disable=SC2053
            [[ ${path#tests/phpt/} == *$filter* ]] && echo "$path"
        done <"$work/phpt.list" >"$work/phpt.filtered"
        mv "$work/phpt.filtered" "$work/phpt.list"
    fi
}

# phpt_step WORK RUN_TESTS PHP WRAPPER FILTER MODE: WORK/tree is a copy of the work tree; MODE is plain, valgrind or
# xdebug-develop.
phpt_step() {
    local work=$1 run_tests=$2 php=$3 wrapper=$4 filter=$5 mode=$6
    list_phpt "$work" "$filter"
    if [ ! -s "$work/phpt.list" ]; then
        [ -n "$filter" ] || skip_reason "phpt: no phpt yet"
        record phpt 0 0 "$([ -n "$filter" ] && echo 0 || echo 1)"
        return 0
    fi

    local options=(-q --no-progress --no-color -j"$jobs" -r "$work/phpt.list" -W "$work/phpt.results")
    if [ "$mode" = valgrind ]; then
        export USE_ZEND_ALLOC=0 ZEND_DONT_UNLOAD_MODULES=1
        # The extension's own operators new and delete are malloc() and free(): the one is seen, the other is often inlined.
        export VALGRIND_OPTS="--suppressions=$root/tools/lib/valgrind.supp --max-stackframe=8388608 --show-mismatched-frees=no"
        # Peers and servers of a test are not what is looked at, and a database takes minutes to start.
        VALGRIND_OPTS+=" --trace-children-skip=*/bash,*/openssl --trace-children-skip-by-arg=*/_inc/*"
        options+=(-m)
    fi
    # Worker processes of run-tests.php run under the plain php: only the php under test is slow and special.
    cp "$run_tests" "$work/tree/run-tests.php"
    local rc=0
    rm -f "$work/phpt.results"
    TEST_PHP_EXECUTABLE=$wrapper TEST_TIMEOUT=${TEST_TIMEOUT:-60} NO_INTERACTION=1 REPORT_EXIT_STATUS=1 \
        "$php" -n $(phpt_driver_modules "$php") "$work/tree/run-tests.php" -p "$wrapper" "${options[@]}" \
        >"$work/phpt.out" 2>&1 9>&- || rc=$?  # a test that was given up may live on; it does not hold the lock
    cat "$work/phpt.out"
    [ -s "$work/phpt.results" ] || { failure "phpt: run-tests.php did not run (exit $rc)"; record phpt 0 1 0; return 1; }

    judge_form "$work" "$php" "$mode"
    [ "$mode" = valgrind ] || phpt_second_try "$work" "$php" "$wrapper" "$mode"
    [ "$mode" != xdebug-develop ] ||
        echo "$(grep -c '^SAME_BUT_FORM' "$work/phpt.results") tests differ only by the form of Xdebug's dumps and traces"

    local passed failed skipped
    passed=$(grep -cE '^(PASSED|WARNED|SAME_BUT_FORM)\b' "$work/phpt.results") || true
    # WARNED: it has other means to fail than ours (its peer, the clock) and passed at a second try. Say so.
    sed -n 's/^WARNED\t/(information) passed at the second try: /p' "$work/phpt.results" | tee -a "$results/skips"
    skipped=$(grep -cE '^(SKIPPED|XFAILED)\b' "$work/phpt.results") || true
    failed=$(grep -cvE '^(PASSED|WARNED|SAME_BUT_FORM|SKIPPED|XFAILED)\b' "$work/phpt.results") || true
    local expected got
    expected=$(sort -u "$work/phpt.list" | wc -l) got=$((passed + failed + skipped))
    if [ "$got" -lt "$expected" ]; then
        failure "phpt: $((expected - got)) tests have no result (exit $rc)"
        failed=$((failed + expected - got))
    fi
    grep -E '^(SKIP|XFAIL) ' "$work/phpt.out" | sed -E 's/^/phpt: /' >>"$results/skips" || true
    grep -vE '^(PASSED|WARNED|SAME_BUT_FORM|SKIPPED|XFAILED)\b' "$work/phpt.results" | sed 's/^/phpt: /' >>"$results/failures" || true
    record phpt "$passed" "$failed" "$skipped"
    # The first differences, for who reads only this.
    local test diff
    grep -E '^(FAILED|LEAKED|BORKED)' "$work/phpt.results" | cut -f2 | head -n 5 | while read -r test; do
        for diff in "${test%.phpt}.diff" "${test%.phpt}.mem"; do
            [ ! -f "$diff" ] || { echo "---- $diff"; head -n 30 "$diff"; }
        done
    done
}

# judge_form WORK PHP MODE: under Xdebug what differs by the form of its messages alone has not failed.
judge_form() {
    [ "$3" = xdebug-develop ] || return 0
    "$2" -n "$root/tools/lib/xdebug_form.php" "$1/phpt.results" >"$1/phpt.judged"
    mv "$1/phpt.judged" "$1/phpt.results"
}

# phpt_second_try WORK PHP WRAPPER MODE: a loaded machine may starve a test's peer beyond its patience, and a server may crash.
# What failed runs once more with nothing beside it; what passes then is WARNED, and named in the summary. Many failures are not
# bad luck, unless a server crashed.
phpt_second_try() {
    local work=$1 php=$2 wrapper=$3 mode=$4 path kept suffix most=3
    ! services_crashed || most=40
    grep -E '^FAILED\b' "$work/phpt.results" | cut -f2 >"$work/phpt.again" || true
    [ -s "$work/phpt.again" ] && [ "$(wc -l <"$work/phpt.again")" -le $most ] || return 0
    while read -r path; do
        kept=${path%.phpt}
        for suffix in diff out; do cp "$kept.$suffix" "$kept.first-$suffix" 2>/dev/null || true; done
    done <"$work/phpt.again"
    mv "$work/phpt.results" "$work/phpt.first"
    # shellcheck disable=SC2046
    TEST_PHP_EXECUTABLE=$wrapper TEST_TIMEOUT=${TEST_TIMEOUT:-60} NO_INTERACTION=1 \
        "$php" -n $(phpt_driver_modules "$php") "$work/tree/run-tests.php" -p "$wrapper" -q --no-progress --no-color \
        -r "$work/phpt.again" -W "$work/phpt.results" >"$work/phpt.second-out" 2>&1 9>&- || true
    judge_form "$work" "$php" "$mode"
    mv "$work/phpt.results" "$work/phpt.second"
    mv "$work/phpt.first" "$work/phpt.results"
    grep -E '^(PASSED|SAME_BUT_FORM)\b' "$work/phpt.second" 2>/dev/null | cut -f2 | while read -r path; do
        sed -i "s#^FAILED\t$path\$#WARNED\t$path#" "$work/phpt.results"
        echo "---- what failed at the first try: ${path%.phpt}.first-diff"
        head -n 30 "${path%.phpt}.first-diff"
    done
}

# run-tests.php itself wants posix and sockets where they are shared modules.
phpt_driver_modules() {
    local module
    for module in posix sockets; do
        "$1" -n -m | grep -qx "$module" || [ ! -e "$("$1" -n -r 'echo ini_get("extension_dir");')/$module.so" ] ||
            printf -- '-d extension=%s ' "$module"
    done
}

# seeds_step WORK RUN_TESTS PHP WRAPPER FILTER SEEDS: all tests, once per seed, with the run queue shuffled by it. What the
# title calls "(any order)" must come out the same; of the others only a crash or a hang is held against them. Most of a test's
# time is waiting, so more of them run at once than elsewhere, and who waits for a peer that comes too late does not for a minute.
seeds_step() {
    local work=$1 run_tests=$2 php=$3 wrapper=$4 filter=$5 seed test passed=0 failed=0
    local first=${6%-*} last=${6#*-}
    [[ $6 == *-* ]] || first=1
    list_phpt "$work" "$filter"
    cp "$run_tests" "$work/tree/run-tests.php"
    cp "$work/phpt.list" "$results/always"
    for ((seed = first; seed <= last; seed++)); do
        rm -f "$work/phpt.results"
        find tests/phpt \( -name '*.out' -o -name '*.diff' \) -delete
        TEST_PHP_EXECUTABLE=$wrapper TEST_TIMEOUT=${TEST_TIMEOUT:-60} NO_INTERACTION=1 \
            "$php" -n $(phpt_driver_modules "$php") "$work/tree/run-tests.php" -p "$wrapper" -q --no-progress --no-color \
            -j$((3 * jobs)) -d async.debug_schedule=seed:"$seed" -d default_socket_timeout=5 -r "$work/phpt.list" -W "$work/phpt.results" >"$work/phpt.out" 2>&1 9>&- || true
        [ -s "$work/phpt.results" ] || { failure "seed $seed: run-tests.php did not run"; record seeds "$passed" $((failed + 1)) 0; return 1; }
        while read -r test; do
            if any_order "$test"; then
                failed=$((failed + 1)); failure "seed $seed, any order: $test"
                head -n 30 "${test%.phpt}.diff" 2>/dev/null || true
            elif grep -qE 'Termsig=|process timed out|AddressSanitizer' "${test%.phpt}.out" 2>/dev/null; then
                failed=$((failed + 1)); failure "seed $seed, crash or hang: $test"
                tail -n 30 "${test%.phpt}.out"
            else
                passed=$((passed + 1))
            fi
        done < <(grep -E '^(FAILED|LEAKED|BORKED)' "$work/phpt.results" | cut -f2)
        passed=$((passed + $(grep -cE '^(PASSED|WARNED)' "$work/phpt.results")))
        grep -E '^(PASSED|WARNED)' "$work/phpt.results" | cut -f2 | sort | comm -12 "$results/always" - >"$results/still"
        mv "$results/still" "$results/always"
        echo "seed $seed: $(grep -cE '^FAILED' "$work/phpt.results" || true) tests print something else"
    done
    echo "passed with every seed and not marked \"(any order)\":"
    while read -r test; do any_order "$test" || echo "  $test"; done <"$results/always"
    record seeds $passed $failed 0
}

any_order() { grep -q -m1 '(any order)' <(sed -n 2p "$1"); }
