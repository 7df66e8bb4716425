# shellcheck shell=bash
# The binaries of Kubernetes, built once and kept.

is_built() {
  [ "$(cat "$programs/stamp" 2> /dev/null)" = "$(build_recipe)" ]
}

# What is built says so itself: a cache of another recipe is built again.
build_recipe() {
  sed -n 's/^recipe=//p' "$here/lib/build"
}

require_builder() {
  if ! command -v apt-get > /dev/null || ! command -v dpkg > /dev/null; then
    lacks+=("apt-get and dpkg: Kubernetes is built from Debian's source package")
  fi
  [ -r /usr/share/keyrings/debian-archive-keyring.gpg ] || lacks+=("the Debian package debian-archive-keyring")
}

# build: into $programs/bin, unless that is there.
build() {
  exec 8> "$cache/lock"
  flock -w 1800 8 || fail "another test/cluster has been building for 30 minutes; this one gives up"
  if ! is_built; then
    say "building Kubernetes $version: four minutes, once (log: $cache/build.log)"
    rm -rf "$programs"
    # In a session of its own, so that the whole of it can be ended. It keeps the lock: should this program be killed, the
    # next one waits for what goes on.
    setsid "$here/lib/build" "$programs" > "$cache/build.log" 2>&1 < /dev/null 7<&- 9<&- &
    builder=$!
    if ! wait "$builder"; then
      builder=
      tail -n 15 "$cache/build.log" >&2
      fail "Kubernetes was not built"
    fi
    builder=
  fi
  exec 8>&-
}

# end_build: when interrupted.
end_build() {
  [ -n "${builder:-}" ] || return 0
  kill -KILL -- "-$builder" 2> /dev/null || true
  wait "$builder" 2> /dev/null || true
  rm -rf "$programs"
}
