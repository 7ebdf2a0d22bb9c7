# How the steps of tools/test count and speak. Sourced, never run. $results is the folder of this run.

# record STEP PASSED FAILED SKIPPED
record() { echo "$2 $3 $4" >"$results/$1.count"; }
# skip_reason TEXT / failure TEXT: one line each for the summary at the end.
skip_reason() { printf '%s\n' "$*" >>"$results/skips"; }
failure() { printf '%s\n' "$*" >>"$results/failures"; }

# step NAME COMMAND...: runs one step with its own log. A step that records nothing counts as one test.
step() {
    local name=$1 began=$SECONDS rc=0
    shift
    ("$@") >"$results/$name.log" 2>&1 </dev/null || rc=$?
    if [ ! -f "$results/$name.count" ]; then
        if [ $rc = 0 ]; then
            record "$name" 1 0 0
        else
            record "$name" 0 1 0
            failure "$name (exit $rc)"
        fi
    fi
    local passed failed skipped
    read -r passed failed skipped <"$results/$name.count"
    if [ "$failed" != 0 ]; then
        echo "-- $name: from the end of its log"
        tail -n 80 "$results/$name.log" | cut -c1-400
    fi
    printf -- '-- %s: %d passed, %d failed, %d skipped (%d s)\n' \
        "$name" "$passed" "$failed" "$skipped" $((SECONDS - began))
    [ "$failed" = 0 ]
}

# summarise: skips and failures with their reasons, then the one line that sums everything. Exit status for the caller.
summarise() {
    local passed=0 failed=0 skipped=0 p f s file
    for file in "$results"/*.count; do
        [ -e "$file" ] || continue
        read -r p f s <"$file"
        passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
    done
    if [ -s "$results/skips" ]; then
        echo
        echo "Skipped:"
        sort "$results/skips" | sed 's/^/  /'
    fi
    if [ -s "$results/failures" ]; then
        echo
        echo "Failed:"
        sort "$results/failures" | sed 's/^/  /'
        echo "  logs: $results"
    fi
    [ $((passed + failed + skipped)) -gt 0 ] || failed=1
    echo
    echo "$passed passed, $failed failed, $skipped skipped"
    [ $failed = 0 ]
}

# figures_of_run PHP PROFILE FILTER: one JSON object, from what the steps recorded. FILTER is empty where all tests ran.
figures_of_run() {
    "$1" -n -r '
        [, $results, $profile, $filter, $seconds] = $argv;
        $steps = [];
        foreach (glob("$results/*.count") as $file) $steps[basename($file, ".count")] = array_map(intval(...), explode(" ", file_get_contents($file)));
        $lines = fn($file) => is_file("$results/$file") ? file("$results/$file", FILE_IGNORE_NEW_LINES) : [];
        $sum = fn($column) => array_sum(array_column($steps, $column));
        echo json_encode(["date" => gmdate("c"), "tool" => "test", "profile" => $profile, "filter" => $filter, "passed" => $sum(0), "failed" => $sum(1),
            "skipped" => $sum(2), "seconds" => (int) $seconds, "steps" => $steps, "skips" => $lines("skips"), "failures" => $lines("failures")],
            JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES), "\n";' "$results" "$2" "$3" "$SECONDS"
}
