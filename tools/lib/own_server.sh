#!/usr/bin/env bash
# A throw-away database server for one test, which may kill it: commands on the standard input, gone at its end.
# usage: tools/lib/own_server.sh postgres|mariadb
# Says "up PID WHERE" when the server answers (WHERE: a conninfo, or the path of a socket), or "failed TEXT". Then obeys
#   kill     SIGKILL to the server; says "down" when it is dead
#   start    the same server again; says "up ..." as before

set -uo pipefail
export LC_ALL=C
. "$(dirname "$0")/common.sh"
. "$root/tools/lib/services.sh"
trap stop_services EXIT

kind=${1:?}
exec 3>&1 >/dev/null
pg_options=(-c autovacuum=off -c max_worker_processes=0 -c max_logical_replication_workers=0)
mysql_options=(--innodb-log-file-size=4M --innodb-buffer-pool-size=8M --key-buffer-size=1M)
service_nice=0  # a test waits for each start
service_restarts=0  # and ends it itself

say_up() {
    case $kind in
        postgres) echo "up $pg_pid $pg_conninfo" >&3 ;;
        mariadb) echo "up $mysql_pid $mysql_socket" >&3 ;;
    esac
}

# What the dead server's children still hold keeps a new one from starting for a moment.
start_again() {
    local try
    case $kind in
        postgres)
            local port=${pg_conninfo##*port=}
            for try in $(seq 100); do run_postgres "${port%% *}" && return 0; sleep 0.05; done
            return 1
            ;;
        mariadb) run_mariadb ;;
    esac
}

case $kind in
    postgres) start_postgres ;;
    mariadb) start_mariadb ;;
    *) false ;;
esac 2>"${TMPDIR:-/tmp}/async-own.$$" || { echo "failed $(tr '\n' ' ' <"${TMPDIR:-/tmp}/async-own.$$")" >&3; rm -f "${TMPDIR:-/tmp}/async-own.$$"; exit 1; }
rm -f "${TMPDIR:-/tmp}/async-own.$$"
say_up
while read -r command; do
    pid=$([ $kind = postgres ] && echo "$pg_pid" || echo "$mysql_pid")
    case $command in
        kill)
            kill -KILL "$pid"
            wait "$pid" 2>/dev/null
            forget_service "$pid"
            echo down >&3
            ;;
        start) if start_again 2>/dev/null; then say_up; else echo "failed to start again" >&3; fi ;;
    esac
done
