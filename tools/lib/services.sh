# Throw-away servers on this machine for the tests and the demo: no fixed port, gone with the script. Sourced, never run.

service_pids=()
service_signals=()
service_dirs=()

# stop_services: for a trap on EXIT.
stop_services() {
    local i
    for i in "${!service_pids[@]}"; do kill -"${service_signals[i]}" "${service_pids[i]}" 2>/dev/null || true; done
    for i in "${!service_pids[@]}"; do wait "${service_pids[i]}" 2>/dev/null || true; done
    [ ${#service_dirs[@]} = 0 ] || rm -rf "${service_dirs[@]}"
    service_pids=() service_signals=() service_dirs=()
}

free_port() {
    php -n -r '$s = stream_socket_server("tcp://127.0.0.1:0"); echo substr(strrchr(stream_socket_get_name($s, false), ":"), 1);'
}

# start_postgres: a new PostgreSQL under an unprivileged user; sets pg_conninfo. Returns 1 where none is installed.
start_postgres() {
    local bin dir port try drop=() user
    bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
    [ -x "$bin/initdb" ] || return 1
    # The socket's path must stay short, and the server's user must be able to reach it.
    dir=$(mktemp -d /tmp/async-pg.XXXXXX)
    service_dirs+=("$dir")
    user=$(id -un)
    if [ "$(id -u)" = 0 ]; then
        user=postgres
        chown postgres: "$dir"
        drop=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    fi
    (cd "$dir" && "${drop[@]}" "$bin/initdb" -D "$dir/data" -U demo -A trust -E UTF8 --locale=C --no-sync) \
        >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; return 1; }
    for try in 1 2 3 4 5; do
        port=$(free_port)
        (
            # It stands for a database on another machine: fifty backends that start here at once must not take the CPU
            # from the process whose delays are measured.
            cd "$dir"
            exec nice -n 19 "${drop[@]}" setpriv --pdeathsig=QUIT "$bin/postgres" -D "$dir/data" -k "$dir" -p "$port" \
                -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync=off -c shared_buffers=16MB
        ) >"$dir/log" 2>&1 8>&- 9>&- &
        local pid=$!
        local n
        for n in $(seq 200); do
            if "$bin/pg_isready" -q -h "$dir" -p "$port"; then
                # A background process of a script starts with INT ignored; QUIT is the server's immediate stop.
                service_pids+=("$pid") service_signals+=(QUIT)
                pg_conninfo="host=$dir port=$port user=demo dbname=postgres"
                pg_conninfo_tcp="host=127.0.0.1 port=$port user=demo dbname=postgres"
                return 0
            fi
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.05
        done
        kill -QUIT "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    echo "PostgreSQL ($user) did not start:" >&2
    tail -n 20 "$dir/log" >&2
    return 1
}

# start_http_delay MILLISECONDS: the small C server of benchmarks/peer; sets http_url.
start_http_delay() {
    local dir=$cache/bin port n
    mkdir -p "$dir"
    if [ ! -x "$dir/http_delay" ] || [ "$root/benchmarks/peer/http_delay.c" -nt "$dir/http_delay" ]; then
        gcc -O2 -Wall -Wextra -o "$dir/http_delay.$$" "$root/benchmarks/peer/http_delay.c"
        mv "$dir/http_delay.$$" "$dir/http_delay"
    fi
    local out
    out=$(mktemp)
    setpriv --pdeathsig=TERM "$dir/http_delay" "$1" >"$out" 2>&1 8>&- 9>&- &
    service_pids+=("$!") service_signals+=(TERM)
    for n in $(seq 200); do
        port=$(sed -n 's/^port \([0-9]*\)$/\1/p' "$out")
        [ -z "$port" ] || break
        sleep 0.02
    done
    rm -f "$out"
    [ -n "$port" ] || return 1
    http_url=http://127.0.0.1:$port
}
