# shellcheck shell=bash
# What the programs of test/cluster share: where things lie, whose cluster it is, how processes start and end.

set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
version=1.20.2
cache=${XDG_CACHE_HOME:-$HOME/.cache}/drover/test-cluster
programs=$cache/$version
state=${DROVER_TEST_CLUSTER_DIR:-$cache/state}
kubeconfig=$state/kubeconfig
# What marks a folder as ours, so that nothing else is ever removed.
marker=$state/.drover-test-cluster

# Exit status of `up` where this machine cannot have such a cluster.
CANNOT=3

# Those that are no root do not have these in their path.
PATH=$PATH:/usr/sbin:/sbin

say() {
  echo "test/cluster: $*" >&2
}

fail() {
  say "$*"
  exit 1
}

# users_cluster: prints the kubeconfig of the user's own cluster, if there is one. What an `eval "$(test/cluster/up ...)"`
# has set is not the user's.
users_cluster() {
  local named=${DROVER_TEST_KUBECONFIG:-${KUBECONFIG:-}}
  [ -n "$named" ] && [ "$named" != "$kubeconfig" ] && echo "$named"
}

# One program at a time works on the cluster. The lock is on the folder above, so that nothing of it is left behind.
lock_state() {
  mkdir -p "$(dirname "$state")"
  exec 9< "$(dirname "$state")"
  flock -w 900 9 || fail "another test/cluster has been working for 15 minutes; this one gives up"
}

# A number that is the same for the same state folder: clusters side by side differ in it.
state_id() {
  printf '%s' "$state" | sha256sum | cut -c 1-8
}

# The settings of the running cluster: mode, address, ports, holder (see node.sh). Fails when there is none.
load_settings() {
  [ -f "$state/settings" ] || return 1
  # shellcheck source=/dev/null
  . "$state/settings"
  inside=()
  if [ -n "$holder" ]; then
    inside=(nsenter --target="$holder" --mount --net --pid --)
  fi
}

save_settings() {
  local name
  for name in mode address holder api_port etcd_port etcd_peer_port manager_port scheduler_port registry_port; do
    printf '%s=%q\n' $name "${!name}"
  done > "$state/settings"
}

# A sleep that is no process: Ctrl-C would end that, and the loop around it.
exec 7<> <(:)
pause() {
  read -r -t 0.2 -u 7 || true
}

# wait_for SECONDS COMMAND...: until the command succeeds.
wait_for() {
  local end=$((SECONDS + $1))
  shift
  until "$@" > /dev/null 2>&1; do
    [ $SECONDS -lt $end ] || return 1
    pause
  done
}

# start NAME COMMAND...: in the background, where the cluster is; the process writes its own id, and when it was started,
# for ids are given again. A start time is counted from the boot, in hundredths of a second.
start() {
  local name=$1
  shift
  starting=yes
  # shellcheck disable=SC2016
  setsid ${inside[@]+"${inside[@]}"} bash -c '
    read -r -a stat < "/proc/$$/stat"
    echo "$$ ${stat[21]}" > "$0"
    exec "$@"' "$state/$name.pid" "$@" > "$state/log/$name" 2>&1 < /dev/null 7<&- 9<&- &
  # The shell is not to tell how it ends.
  disown
  wait_for 30 test -s "$state/$name.pid" || fail "$name did not start: $(tail -n 3 "$state/log/$name")"
  starting=
  [ -z "${interrupted:-}" ] || exit "$interrupted"
}

# interrupt STATUS: ends the program, but not between the start of a process and the record of it.
interrupt() {
  if [ -n "${starting:-}" ]; then interrupted=$1; else exit "$1"; fi
}

# running NAME: prints the id of that process if it still runs.
running() {
  local pid started stat
  [ -s "$state/$1.pid" ] || return 1
  read -r pid started < "$state/$1.pid"
  # The name of a program stands in parentheses and may have spaces in it.
  stat=$(${inside[@]+"${inside[@]}"} cat "/proc/$pid/stat" 2> /dev/null) || return 1
  read -r -a stat <<< "${stat##*) }"
  [ "${stat[19]}" = "$started" ] && [ "${stat[0]}" != Z ] && echo "$pid"
}

gone() {
  ! running "$1"
}

# stop NAME: politely, after 10 s not.
stop() {
  local pid
  if pid=$(running "$1"); then
    ${inside[@]+"${inside[@]}"} kill "$pid" 2> /dev/null || true
    wait_for 10 gone "$1" || ${inside[@]+"${inside[@]}"} kill -KILL "$pid" 2> /dev/null || true
    wait_for 10 gone "$1" || say "process $pid ($1) does not end"
  fi
  rm -f "$state/$1.pid"
}

# kill_now NAME: without a chance to say no.
kill_now() {
  local pid
  if pid=$(running "$1"); then kill -KILL "$pid" 2> /dev/null || true; fi
  wait_for 10 gone "$1" || say "process $pid ($1) does not end"
}

# on_host COMMAND...: of this library, for what runs outside of the node's namespaces.
on_host() {
  local inside=()
  "$@"
}

kube() {
  kubectl --kubeconfig="$kubeconfig" --request-timeout=5s "$@"
}

is_ready() {
  [ "$(kube get --raw /readyz 2> /dev/null)" = ok ]
}

# take_down: ends everything that was recorded, and removes it.
take_down() {
  [ -e "$marker" ] || return 0
  if load_settings; then
    if [ "$mode" = node ]; then
      end_node
    else
      for name in scheduler manager apiserver etcd; do stop "$name"; done
    fi
  fi
  rm -rf "$state"
}
