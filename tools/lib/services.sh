# Throw-away servers on this machine for the tests and the demo: no fixed port, gone with the script. Sourced, never run.

service_pids=()
service_signals=()
service_dirs=()
pg_options=() mysql_options=()  # for the servers' command lines, beside those below
service_nice=19
service_restarts=3  # how often a server that crashes is started again

# stop_services: for a trap on EXIT. A server that has ended before is told of: its tests failed for nothing else.
stop_services() {
    local i dir
    for i in "${!service_pids[@]}"; do
        kill -0 "${service_pids[i]}" 2>/dev/null && continue
        say "a server ended while the tests ran (process ${service_pids[i]}):"
        for dir in "${service_dirs[@]}"; do [ ! -f "$dir/log" ] || tail -v -n 30 "$dir/log" >&2; done
    done
    ! services_crashed || for dir in "${service_dirs[@]}"; do
        [ ! -f "$dir/crashed" ] || { say "a server crashed while the tests ran and was started again:"; tail -v -n 300 "$dir/crashed" >&2; }
    done
    for i in "${!service_pids[@]}"; do kill -"${service_signals[i]}" "${service_pids[i]}" 2>/dev/null || true; done
    for i in "${!service_pids[@]}"; do wait "${service_pids[i]}" 2>/dev/null || true; done
    [ ${#service_dirs[@]} = 0 ] || rm -rf "${service_dirs[@]}"
    service_pids=() service_signals=() service_dirs=()
}

# services_crashed: whether one of the servers did, and was started again: what failed meanwhile says nothing of us.
services_crashed() {
    local dir
    for dir in "${service_dirs[@]}"; do [ ! -f "$dir/crashed" ] || return 0; done
    return 1
}

# kept_up DIR COMMAND...: runs a server whose output goes to DIR/log. A signal that nobody of ours sent ends it by a fault of its
# own; it is started again, and DIR/crashed keeps what it said. To stop it, end the shell that runs this.
kept_up() {
    local dir=$1 rc left=$service_restarts
    shift
    while :; do
        rc=0
        "$@" || rc=$?
        [ $rc -gt 128 ] && [ $left -gt 0 ] || return $rc
        left=$((left - 1))
        { echo "ended with exit status $rc:"; tail -n 200 "$dir/log"; } >>"$dir/crashed"
    done
}

free_port() {
    php -n -r '$s = stream_socket_server("tcp://127.0.0.1:0"); echo substr(strrchr(stream_socket_get_name($s, false), ":"), 1);'
}

# make_certificate DIR USER: DIR/cert.pem for this machine, and its key for that user alone, whatever his server thinks of others.
make_certificate() {
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1,DNS:localhost \
        -keyout "$1/key.pem" -out "$1/cert.pem" >"$1/openssl.log" 2>&1 || return 1
    chmod 600 "$1/key.pem" && { [ "$(id -u)" != 0 ] || chown "$(id -u "$2" 2>/dev/null || id -u nobody)" "$1/key.pem"; }
}

# start_postgres: a new PostgreSQL with TLS under an unprivileged user; sets pg_conninfo. Returns 1 where none is installed.
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
    pg_dir=$dir pg_bin=$bin pg_tls=(-c ssl=off)
    ! make_certificate "$dir" postgres || pg_tls=(-c ssl=on -c ssl_cert_file="$dir/cert.pem" -c ssl_key_file="$dir/key.pem")
    for try in 1 2 3 4 5; do
        port=$(free_port)
        run_postgres "$port" && return 0
    done
    echo "PostgreSQL ($user) did not start:" >&2
    tail -n 20 "$dir/log" >&2
    return 1
}

# run_postgres PORT: starts the server that start_postgres has made. Sets pg_pid, pg_conninfo (its unix socket),
# pg_conninfo_tcp and pg_conninfo_tls.
run_postgres() {
    local port=$1 n drop=()
    [ "$(id -u)" != 0 ] || drop=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    (
        # It stands for a database on another machine: fifty backends that start here at once must not take the CPU
        # from the process whose delays are measured.
        cd "$pg_dir"
        exec nice -n $service_nice "${drop[@]}" setpriv --pdeathsig=QUIT "$pg_bin/postgres" -D "$pg_dir/data" -k "$pg_dir" -p "$port" \
            -c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync=off -c shared_buffers=16MB \
            "${pg_tls[@]}" "${pg_options[@]}"
    ) >>"$pg_dir/log" 2>&1 8>&- 9>&- &
    pg_pid=$!
    # A background process of a script starts with INT ignored; QUIT is the server's immediate stop.
    service_pids+=("$pg_pid") service_signals+=(QUIT)
    if wait_for_service "$pg_pid" "$pg_bin/pg_isready" -q -h "$pg_dir" -p "$port"; then
        pg_conninfo="host=$pg_dir port=$port user=demo dbname=postgres"
        pg_conninfo_tcp="host=127.0.0.1 port=$port user=demo dbname=postgres sslmode=disable"
        pg_conninfo_tls="host=127.0.0.1 port=$port user=demo dbname=postgres sslmode=verify-full sslrootcert=$pg_dir/cert.pem"
        return 0
    fi
    kill -QUIT "$pg_pid" 2>/dev/null || true
    wait "$pg_pid" 2>/dev/null || true
    forget_service "$pg_pid"
    return 1
}

# forget_service PID: it has ended, its number may be somebody else's soon.
forget_service() {
    local i
    for i in "${!service_pids[@]}"; do
        [ "${service_pids[i]}" != "$1" ] || unset "service_pids[i]" "service_signals[i]"
    done
}

# as_user NAME DIR: sets `drop` to what runs a command as that unprivileged user, if we are root, and gives him DIR.
as_user() {
    drop=()
    [ "$(id -u)" = 0 ] || return 0
    local name=$1
    id -u "$name" >/dev/null 2>&1 || name=nobody
    chown "$name": "$2"
    drop=(setpriv --reuid="$name" --regid="$(id -gn "$name")" --clear-groups)
}

# wait_for_service PID COMMAND...: until the command succeeds. Returns 1 when the process has ended or half a minute is over.
wait_for_service() {
    local pid=$1 n
    shift
    for n in $(seq 600); do
        "$@" >/dev/null 2>&1 && return 0
        kill -0 "$pid" 2>/dev/null || return 1
        sleep 0.05
    done
    return 1
}

# start_mariadb: a new MariaDB with TLS, user demo without password, database demo. Sets mysql_socket, mysql_port and mysql_ca.
# Returns 1 where none is installed.
start_mariadb() {
    local dir drop
    command -v mariadbd >/dev/null || [ -x /usr/sbin/mariadbd ] || return 1
    command -v mariadb-install-db >/dev/null || return 1
    dir=$(mktemp -d /tmp/async-my.XXXXXX)
    service_dirs+=("$dir")
    as_user mysql "$dir"
    make_certificate "$dir" mysql || return 1
    "${drop[@]}" mariadb-install-db --no-defaults --datadir="$dir/data" --auth-root-authentication-method=normal --skip-test-db \
        >"$dir/install.log" 2>&1 || { tail -n 20 "$dir/install.log" >&2; return 1; }
    cat >"$dir/init.sql" <<'SQL'
CREATE DATABASE IF NOT EXISTS demo;
CREATE USER IF NOT EXISTS demo@localhost;
GRANT ALL ON *.* TO demo@localhost WITH GRANT OPTION;
CREATE USER IF NOT EXISTS demo@127.0.0.1;
GRANT ALL ON *.* TO demo@127.0.0.1 WITH GRANT OPTION;
SQL
    mysql_port=$(free_port) mysql_socket=$dir/sock mysql_ca=$dir/cert.pem mysql_dir=$dir
    run_mariadb
}

# run_mariadb: starts the server that start_mariadb has made. Sets mysql_pid: the server's, or that of the shell that keeps it up.
run_mariadb() {
    local server drop=() dir=$mysql_dir
    server=$(command -v mariadbd || ls /usr/sbin/mariadbd)
    as_user mysql "$dir"
    (
        cd "$dir"
        [ $service_restarts = 0 ] && run=exec || run="kept_up $dir"
        # shellcheck disable=SC2086
        $run nice -n $service_nice "${drop[@]}" setpriv --pdeathsig=KILL "$server" --no-defaults --datadir="$dir/data" \
            --socket="$dir/sock" --pid-file="$dir/pid" --port="$mysql_port" --bind-address=127.0.0.1 --init-file="$dir/init.sql" \
            --ssl-cert="$dir/cert.pem" --ssl-key="$dir/key.pem" --max-connections=300 --local-infile=1 --skip-name-resolve=0 \
            --innodb-flush-log-at-trx-commit=0 --innodb-buffer-pool-size=16M --skip-log-bin --performance-schema=0 \
            "${mysql_options[@]}"
    ) >>"$dir/log" 2>&1 8>&- 9>&- &
    mysql_pid=$!
    service_pids+=("$mysql_pid") service_signals+=(KILL)
    wait_for_service "$mysql_pid" mariadb --no-defaults --socket="$mysql_socket" --user=demo -e 'use demo' || {
        echo "MariaDB did not start:" >&2; tail -n 20 "$dir/log" >&2; return 1; }
}

# start_redis: sets redis_socket and redis_port.
start_redis() {
    local dir drop pid
    command -v redis-server >/dev/null || return 1
    dir=$(mktemp -d /tmp/async-rd.XXXXXX)
    service_dirs+=("$dir")
    as_user redis "$dir"
    redis_port=$(free_port) redis_socket=$dir/sock
    (
        cd "$dir"
        exec nice -n $service_nice "${drop[@]}" setpriv --pdeathsig=TERM redis-server --port "$redis_port" --bind 127.0.0.1 \
            --unixsocket "$redis_socket" --unixsocketperm 777 --save '' --appendonly no --dir "$dir"
    ) >"$dir/log" 2>&1 8>&- 9>&- &
    pid=$!
    service_pids+=("$pid") service_signals+=(TERM)
    wait_for_service "$pid" test -S "$redis_socket" || { tail -n 20 "$dir/log" >&2; return 1; }
}

# start_memcached: sets memcached_port.
start_memcached() {
    local dir drop pid
    command -v memcached >/dev/null || return 1
    dir=$(mktemp -d /tmp/async-mc.XXXXXX)
    service_dirs+=("$dir")
    as_user memcache "$dir"
    memcached_port=$(free_port)
    (
        cd "$dir"
        exec nice -n $service_nice "${drop[@]}" setpriv --pdeathsig=TERM "$(command -v memcached)" -l 127.0.0.1 -p "$memcached_port" -U 0
    ) >"$dir/log" 2>&1 8>&- 9>&- &
    pid=$!
    service_pids+=("$pid") service_signals+=(TERM)
    wait_for_service "$pid" bash -c "exec 3<>/dev/tcp/127.0.0.1/$memcached_port" || { tail -n 20 "$dir/log" >&2; return 1; }
}

# start_databases LOG_DIR: all of them, told to the tests as ASYNC_TEST_*; says which tests will skip.
start_databases() {
    local logs=$1
    if start_postgres 2>"$logs/postgres.log"; then
        export ASYNC_TEST_PG=$pg_conninfo ASYNC_TEST_PG_TCP=$pg_conninfo_tcp ASYNC_TEST_PG_TLS=$pg_conninfo_tls
    else
        skip_reason "(information) no PostgreSQL could be started, its tests skip: $(tail -n 1 "$logs/postgres.log")"
    fi
    if start_mariadb 2>"$logs/mariadb.log"; then
        export ASYNC_TEST_MYSQL_SOCKET=$mysql_socket ASYNC_TEST_MYSQL_PORT=$mysql_port ASYNC_TEST_MYSQL_CA=$mysql_ca
    else
        skip_reason "(information) no MariaDB could be started, its tests skip: $(tail -n 1 "$logs/mariadb.log")"
    fi
    if start_redis 2>"$logs/redis.log"; then
        export ASYNC_TEST_REDIS_SOCKET=$redis_socket ASYNC_TEST_REDIS_PORT=$redis_port
    else
        skip_reason "(information) no Redis could be started, its tests skip: $(tail -n 1 "$logs/redis.log")"
    fi
    if start_memcached 2>"$logs/memcached.log"; then
        export ASYNC_TEST_MEMCACHED_PORT=$memcached_port
    else
        skip_reason "(information) no memcached could be started, its tests skip: $(tail -n 1 "$logs/memcached.log")"
    fi
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
