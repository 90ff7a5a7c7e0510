# Sourced by the setup scripts, which run under `set -eu` from the root of the repository.

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "error: $*"
    exit 2
}

# need PACKAGE…: install Debian packages as root; otherwise print the one line that does it, and stop.
need() {
    command -v apt-get >/dev/null ||
        stop "this is not Debian (best effort): install what its packages $* hold, then try again."
    [ "$(id -u)" -eq 0 ] || stop "something is missing; run: sudo apt-get install -y $*"
    say "==> installing $*"
    export DEBIAN_FRONTEND=noninteractive
    set -- apt-get install -y -qq --no-install-recommends "$@"
    # The lists of packages are fetched only if what they hold is not enough.
    "$@" >/dev/null 2>&1 || { apt-get update -qq && "$@" >/dev/null; } || stop "failed: $*"
}

# unpack FOLDER PACKAGE…: what Debian packages hold, in a folder and nowhere else: nothing is installed, no service starts.
unpack() {
    folder=$1
    shift
    if [ -e "$folder/.unpacked" ]; then
        return
    fi
    command -v apt-get >/dev/null ||
        stop "this is not Debian (best effort): unpack its packages $* in $folder, touch $folder/.unpacked, try again."
    say "==> unpacking $* in $folder"
    mkdir -p "$folder"
    (
        cd "$folder"
        apt-get download -qq "$@" >/dev/null 2>&1 ||
            { [ "$(id -u)" -eq 0 ] && apt-get update -qq && apt-get download -qq "$@" >/dev/null; }
        for archive in ./*.deb; do
            dpkg-deb -x "$archive" .
        done
        rm ./*.deb
    ) || stop "failed: $*; if the lists of packages are old: sudo apt-get update, then try again."
    touch "$folder/.unpacked"
}

# sync_venv LOCK: bring .venv to requirements/LOCK.lock. The copy kept in .venv tells that it is done.
sync_venv() {
    lock=requirements/$1.lock
    if .venv/bin/python -c '' 2>/dev/null && cmp -s "$lock" ".venv/$1.lock"; then
        return
    fi
    say "==> installing $lock in .venv"
    # uv when it is there, for its speed; pip when it is not, or when uv does not reach the registry as pip is set up to.
    if ! { uv venv --quiet --allow-existing --python "$PYTHON" .venv &&
        uv pip install --quiet --python .venv/bin/python --require-hashes -r "$lock"; } 2>/dev/null; then
        "$PYTHON" -m venv .venv
        .venv/bin/python -m pip install --quiet --no-compile --disable-pip-version-check --require-hashes -r "$lock"
    fi
    cp "$lock" ".venv/$1.lock"
}
