# The profiles of tools/test --all, one after the other, each a run of its own. Sourced by tools/test, never run.
# Arguments of tools/test per profile; checks and Catch2 run with the plain one.
all_profiles=("" "--asan --only phpt" "--jit tracing --only phpt" "--xdebug --only phpt" "--php 8.4 --only phpt,examples")

rows=() total=(0 0 0) figures=() reasons=()
for arguments in "${all_profiles[@]}"; do
    began=$SECONDS
    say "tools/test $arguments"
    label=${arguments%% --only*} log=$(mktemp)
    [ -z "$json" ] || { figures+=("$(mktemp)"); arguments+=" --json ${figures[-1]}"; }
    rc=0
    # shellcheck disable=SC2086
    "$root/tools/test" $arguments 2>&1 | tee "$log" || rc=$?
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$log" | tail -n 1) || true
    if [ $rc = "$cannot_be_had" ]; then
        line="0 passed, 0 failed, 1 skipped"
        reasons+=("$label: $(tail -n 1 "$log")")
        [ -z "$json" ] || unset 'figures[-1]'
    fi
    rm -f "$log"
    # A run that ends without its line has failed.
    read -r passed _ failed _ skipped _ <<<"${line:-0 passed, 1 failed, 0 skipped}"
    total=($((total[0] + passed)) $((total[1] + failed)) $((total[2] + skipped)))
    rows+=("$(printf '%-34s %7d %7d %7d %6d s' "${label:-plain}" "$passed" "$failed" "$skipped" $((SECONDS - began)))")
done
[ -z "$json" ] || { { echo "["; for file in "${figures[@]}"; do cat "$file"; echo ,; done | sed "\$d"; echo "]"; } >"$json"; rm -f "${figures[@]}"; }
echo
printf '%-34s %7s %7s %7s %8s\n' profile passed failed skipped time
printf "%s\n" "${rows[@]}"
if [ ${#reasons[@]} -gt 0 ]; then
    printf "\nSkipped:\n"
    printf "  %s\n" "${reasons[@]}"
fi
echo
echo "${total[0]} passed, ${total[1]} failed, ${total[2]} skipped"
[ "${total[1]}" = 0 ]
