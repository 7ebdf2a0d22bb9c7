# What the tools need from the distribution. Sourced, never run.

# Packages of PHP carry the version of the release; elsewhere the unversioned ones depend on whatever is current.
case $(. /etc/os-release 2>/dev/null && echo "${VERSION_CODENAME:-}") in
    bookworm) php=php8.2 ;;
    trixie) php=php8.4 ;;
    *) php=php ;;
esac
packages_build="g++ make cmake ninja-build pkg-config libuv1-dev catch2 ccache rsync git ca-certificates procps"
packages_php="$php-cli $php-dev $php-curl $php-pgsql $php-mbstring"
packages_test="$php-xdebug openssl valgrind"
[ $php != php8.2 ] || packages_test="$packages_test php-parser"
packages_demo="postgresql"
packages_databases="$php-mysql $php-sqlite3 $php-redis $php-memcached mariadb-server redis-server memcached"

# need_packages NAME...: installs those that are missing. Does nothing, and needs neither network nor root, if none is.
need_packages() {
    local missing=() name
    for name in "$@"; do
        dpkg-query -W -f='${Status}' "$name" 2>/dev/null | grep -q 'install ok installed' || missing+=("$name")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] || die "missing packages, and only root can install them: ${missing[*]}"
    say "installing ${missing[*]}"
    # One installer at a time, whatever runs in parallel; a service is never started by installing it.
    (
        flock 9
        export DEBIAN_FRONTEND=noninteractive
        policy=/usr/sbin/policy-rc.d made=no
        if [ ! -e $policy ]; then
            printf '#!/bin/sh\nexit 101\n' >$policy
            chmod +x $policy
            made=yes
        fi
        ok=yes
        apt-get install -y -q --no-install-recommends "${missing[@]}" >"$cache/apt.log" 2>&1 || {
            apt-get update -q >"$cache/apt.log" 2>&1 &&
                apt-get install -y -q --no-install-recommends "${missing[@]}" >>"$cache/apt.log" 2>&1 || ok=no
        }
        [ $made = no ] || rm -f $policy
        [ $ok = yes ]
    ) 9>"$cache/apt.lock" || { tail -n 20 "$cache/apt.log" >&2; die "cannot install ${missing[*]}"; }
}
