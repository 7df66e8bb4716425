# shellcheck shell=bash
# What this machine must have for a cluster; what lacks is installed where that is allowed, else named.

# needed_programs MODE: each program with the Debian package that brings it. It is the program that counts: containerd may
# be Docker's, and kubectl Google's, whose packages do not go together with Debian's.
needed_programs() {
  cat << 'PROGRAMS'
etcd etcd-server
openssl openssl
kubectl kubernetes-client
flock util-linux
PROGRAMS
  [ "$1" = node ] || return 0
  cat << 'PROGRAMS'
containerd containerd
runc runc
/usr/lib/cni/ptp containernetworking-plugins
iptables iptables
ip iproute2
sysctl procps
nsenter util-linux
socat socat
catatonit catatonit
dnsmasq dnsmasq-base
docker-registry docker-registry
PROGRAMS
}

missing_packages() {
  local program package
  while read -r program package; do
    command -v "$program" > /dev/null || echo "$package"
  done < <(needed_programs "$1") | sort -u
}

# provide MODE: installs what is missing. Nothing is ever removed for it.
provide() {
  local packages
  mapfile -t packages < <(missing_packages "$1")
  if [ ${#packages[@]} -eq 0 ]; then return 0; fi
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get > /dev/null; then
    lacks+=("these Debian packages (only root can install them, with apt-get): ${packages[*]}")
    return 0
  fi
  say "installing ${packages[*]}"
  export DEBIAN_FRONTEND=noninteractive
  if ! { apt-get -q update && apt-get -q -y --no-install-recommends --no-remove install "${packages[@]}"; } \
    > "$cache/install.log" 2>&1 7<&- 9<&-; then
    lacks+=("these Debian packages, which apt-get could not install (see $cache/install.log): ${packages[*]}")
  fi
}

# require_memory MIB WHAT, require_disk FOLDER MIB WHAT
require_memory() {
  local available
  available=$(awk '/^MemAvailable:/ { print int($2 / 1024) }' /proc/meminfo)
  [ "$available" -ge "$1" ] || lacks+=("memory: $2 takes $1 MiB, $available are available")
}

require_disk() {
  local available
  available=$(df -Pm "$1" | awk 'NR == 2 { print $4 }')
  [ "$available" -ge "$2" ] || lacks+=("disk space: $3 takes $2 MiB, $available are free in $1")
}

# What a node does to the kernel, tried in namespaces that are gone at once.
try_namespaces() {
  local script='
    mount -t proc proc /proc
    mount --bind /usr /mnt
    ip link set lo up
    echo 1 > /proc/sys/net/ipv4/ip_forward
    iptables -w 5 -t nat -A OUTPUT -m comment --comment try -m statistic --mode random --probability 0.5 -j ACCEPT'
  timeout 20 unshare --mount --net --pid --fork --kill-child bash -ec "$script" 2>&1
}

try_cgroups() {
  local folder
  for folder in $(cgroup_folders "drover-try-$$"); do
    if ! mkdir "$folder" 2> /dev/null; then
      echo "$folder"
    else
      # At once it is sometimes "busy".
      wait_for 5 rmdir "$folder" || true
    fi
  done
}

require_node() {
  local said
  if [ "$(id -u)" -ne 0 ]; then
    lacks+=("root: only root can make a node's namespaces and control groups")
    return 0
  fi
  if ! said=$(try_namespaces); then
    lacks+=("the right to make mount, network and process namespaces, to mount and to set packet filters in them: ${said:-no reason given}")
  fi
  if [ -n "$(cgroup_folders x)" ]; then
    said=$(try_cgroups | head -n 1)
    [ -z "$said" ] || lacks+=("the right to make control groups: $said cannot be made")
  else
    lacks+=("control groups: none are mounted under /sys/fs/cgroup")
  fi
  # The kubelet of this version speaks an interface that containerd 2 no longer has.
  if command -v containerd > /dev/null && ! containerd --version | grep -qE ' v?1\.'; then
    lacks+=("containerd 1.x: this machine's is $(containerd --version | awk '{ print $3 }')")
  fi
}

# check MODE: says what lacks, all at once.
check() {
  lacks=()
  mkdir -p "$cache"
  provide "$1"
  if ! is_built; then
    require_builder
    require_memory 2500 "building Kubernetes"
    require_disk "$cache" 3500 "building Kubernetes"
  fi
  case $1 in
    api) require_memory 700 "an API server" ;;
    cp) require_memory 900 "a control plane" ;;
    node) require_memory 1500 "a node" ;;
  esac
  require_disk "$(dirname "$state")" 1000 "a cluster"
  if [ "$1" = node ]; then require_node; fi
  # A path of a Unix socket has room for 107 characters.
  [ ${#state} -le 80 ] || lacks+=("a shorter path than $state (set DROVER_TEST_CLUSTER_DIR)")
  if [ ${#lacks[@]} -gt 0 ]; then
    say "THIS MACHINE CANNOT HAVE A CLUSTER ($1). It lacks"
    printf '  - %s\n' "${lacks[@]}" >&2
    exit $CANNOT
  fi
}
