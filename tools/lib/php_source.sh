# The source of the distribution's PHP, with the engine's own phpt. Sourced, never run; wants common.sh and packages.sh.

# fetch_source: $cache/php-source/phpX.Y-VERSION, through a source list that exists only while it is read.
fetch_source() {
    local dir=$cache/php-source list suite key
    mkdir -p "$dir"
    if ! find "$dir" -mindepth 2 -maxdepth 2 -name .complete | grep -q .; then
        [ "$(id -u)" = 0 ] || die "only root can fetch the distribution's source"
        suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
        key=/usr/share/keyrings/debian-archive-keyring.gpg
        list=$(mktemp -d)
        trap 'rm -rf "$list"' EXIT
        local mirror
        mirror=$(grep -hoE 'https?://[^ ]*/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1 | tr -d ' ')
        mirror=${mirror:-http://deb.debian.org/debian}
        # The release itself, not its later security updates: only the release has its source in the pool for good.
        echo "deb-src [signed-by=$key] $mirror $suite main" >"$list/source.list"
        mkdir -p "$list/state/lists/partial"
        local options=(-o Dir::Etc::sourcelist="$list/source.list" -o Dir::Etc::sourceparts=- -o Dir::State::lists="$list/state/lists"
            -o APT::Sandbox::User=root)
        say "fetching the source of $php"
        (cd "$dir" && quietly "$cache/php-source.log" apt-get "${options[@]}" update -q &&
            quietly "$cache/php-source.log" apt-get "${options[@]}" source -q "$php") >&2
        local tree
        tree=$(find "$dir" -mindepth 1 -maxdepth 1 -type d -name "$php-*" | head -n 1)
        [ -n "$tree" ] || die "apt-get source gave no directory"
        touch "$tree/.complete"
    fi
    dirname "$(find "$dir" -mindepth 2 -maxdepth 2 -name .complete | head -n 1)"
}
