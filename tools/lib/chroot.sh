# Other versions of PHP, from other releases of the distribution, in a cached chroot. Sourced, never run.

# chroot_suite VERSION: which Debian release packages that PHP.
chroot_suite() {
    case $1 in
        8.2) echo bookworm ;;
        8.4) echo trixie ;;
        *) die "no Debian release packages PHP $1 (known: 8.2, 8.4)" ;;
    esac
}

# make_chroot VERSION: prints the directory, making it on first use (about a minute).
make_chroot() {
    local suite dir
    suite=$(chroot_suite "$1")
    dir=$cache/chroot-$suite
    mkdir -p "$cache"
    (
        flock 9
        if [ ! -e "$dir/.complete" ]; then
            need_packages debootstrap
            say "making a chroot of Debian $suite in $dir"
            rm -rf "$dir"
            quietly "$cache/debootstrap-$suite.log" debootstrap --variant=minbase \
                --include="php$1-cli,php$1-dev,libuv1-dev,catch2,cmake,ninja-build,g++,make,pkg-config,rsync,ccache,ca-certificates,git" \
                "$suite" "$dir" || exit 1
            touch "$dir/.complete"
        fi
    ) 9>"$cache/chroot.lock" || die "cannot make a chroot of $suite"
    echo "$dir"
}

# in_chroot DIR COMMAND...: with /proc and /dev of its own mount namespace, so nothing stays mounted.
in_chroot() {
    local dir=$1
    shift
    # shellcheck disable=SC2016
    unshare --mount --propagation private sh -c '
        dir=$1; shift
        mount -t proc proc "$dir/proc" && mount --rbind /dev "$dir/dev" && exec chroot "$dir" "$@"
    ' sh "$dir" "$@"
}
