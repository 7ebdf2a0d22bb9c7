# Shared by the scripts in tools/: where things are, how they speak, how a copy of the tree is kept. Sourced, never run.
# Nothing is ever built in the work tree: each kind of build keeps a copy of the sources in the cache and builds there.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cache=${ASYNC_CACHE:-$([ "$(id -u)" = 0 ] && echo /var/cache/php-async || echo "${XDG_CACHE_HOME:-$HOME/.cache}/php-async")}
# Builds of two checkouts must not meet; what is downloaded or built from a distribution's source is shared by all.
tree_cache=$cache/tree-$(printf '%s' "$root" | sha1sum | cut -c1-10)
jobs=${ASYNC_JOBS:-$(nproc)}

say() { printf '== %s\n' "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }
usage_error() { printf '%s: %s (try --help)\n' "${0##*/}" "$*" >&2; exit 2; }

# print_usage: the comment at the top of the running script is its help.
print_usage() { sed -n '2,/^[^#]/s/^# \{0,1\}//p' "$0"; }

# Two checkouts find each other's objects.
export CCACHE_BASEDIR=$cache CCACHE_NOHASHDIR=1 CCACHE_DIR=${CCACHE_DIR:-$cache/ccache}

# with_ccache COMPILER: the compiler as a command, through ccache where there is one.
with_ccache() {
    if command -v ccache >/dev/null; then
        echo "ccache $1"
    else
        echo "$1"
    fi
}

# sync_tree DIR: makes DIR a copy of the work tree. Unchanged files keep their time, so builds from it are incremental;
# what phpize makes in it stays. Uncommitted files come along: a test run tests what you see.
sync_tree() {
    mkdir -p "$1"
    # By content and without times: a file that came after its object was compiled must look newer than the object.
    rsync -a --no-times --checksum --delete --exclude=/.git --exclude='/build*/' \
        --exclude=/configure --exclude=/configure.ac --exclude=/config.h.in --exclude=/autom4te.cache \
        --exclude=/aclocal.m4 --exclude=/run-tests.php --exclude='*~' --exclude=/.sources \
        "$root/" "$1/"
}

# quietly LOG COMMAND...: output goes to LOG and is shown only if the command fails.
quietly() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if ! "$@" >"$log" 2>&1; then
        echo "-- from the end of $log:" >&2
        grep -v 'libtool' "$log" | tail -n 60 | cut -c1-400 >&2
        return 1
    fi
}
