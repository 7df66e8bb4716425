# shellcheck shell=bash
# A node on which pods run. It lives in mount, network and process namespaces of its own, together with the control plane:
# nothing of it is seen on the host, its addresses may be used again by the next cluster, and when the first process in
# there, the holder, is killed, the kernel ends all others, unmounts what was mounted and removes the network.
#
# Only two things cross the border, each by a Unix socket and a socat on either side: the API server comes out, and the
# registry, which runs on the host, goes in, both at the same 127.0.0.1:port on either side.
#
# Addresses: 10.66.0.1 the node, 10.67.0.0/24 pods, 10.68.0.0/20 services.

control_group=drover-test-$(state_id)

# cgroup_folders NAME: that control group, in each hierarchy of version 1, or in the one of version 2.
cgroup_folders() {
  local folder
  if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
    echo "/sys/fs/cgroup/$1"
    return 0
  fi
  for folder in /sys/fs/cgroup/*/; do
    if [ ! -L "${folder%/}" ] && [ -f "$folder/cgroup.procs" ]; then echo "$folder$1"; fi
  done
}

# The pods of each cluster are in a control group of their own, or the kubelets would delete each other's.
make_control_group() {
  local folder file
  for folder in $(cgroup_folders "$control_group"); do
    mkdir -p "$folder"
    # Of version 1, which does not inherit these.
    for file in cpuset.cpus cpuset.mems; do
      if [ -f "$folder/$file" ] && [ -z "$(cat "$folder/$file")" ]; then cat "$folder/../$file" > "$folder/$file"; fi
    done
    # Of version 2, where each controller is handed down by name.
    if [ -f "$folder/cgroup.subtree_control" ]; then
      for file in $(cat "$folder/../cgroup.controllers"); do
        echo "+$file" > "$folder/../cgroup.subtree_control" || true
        echo "+$file" > "$folder/cgroup.subtree_control" || true
      done 2> /dev/null
    fi
  done
}

has_no_control_group() {
  local folder left=0
  for folder in $(cgroup_folders "$control_group"); do
    if [ -d "$folder" ]; then find "$folder" -depth -type d -exec rmdir {} \; 2> /dev/null || left=1; fi
  done
  return $left
}

# Folders in which programs leave files whatever they are told: each is mounted from the state folder. Those that
# the host does not have are made, and removed at the end.
hidden_folders=(/var/lib/kubelet /var/lib/cni /var/log /run/netns /run/containerd /usr/libexec/kubernetes)

# Settings of the kernel that the kubelet wants to see. It would change the host's, or fail where /proc/sys cannot be
# written; so it is shown files in their place.
kernel_settings=(vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1
  kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000)

write_holder() {
  local setting file folder
  mkdir -p "$state/sys"
  cat << 'HEAD'
set -e
# The number that the host knows this process by, and its start: /proc is still the host's.
read -r -a stat < /proc/self/stat
mount --make-rshared /
mount -t proc proc /proc
HEAD
  for setting in "${kernel_settings[@]}"; do
    file=${setting%=*}
    echo "${setting#*=}" > "$state/sys/${file##*/}"
    printf 'mount --bind %q /proc/sys/%s\n' "$state/sys/${file##*/}" "$file"
  done
  for folder in "${hidden_folders[@]}"; do
    mkdir -p "$state/folders$folder"
    printf 'mount --bind %q %s\n' "$state/folders$folder" "$folder"
  done
  cat << HEAD
ip link set lo up
ip address add $address/32 dev lo scope global
# The node itself needs a route to services, which exist only as packet filters.
ip route add 10.68.0.0/20 dev lo
sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.route_localnet=1
echo "\${stat[0]} \${stat[21]}" > $(printf %q "$state/holder.pid")
# The first process of a process namespace inherits orphans, and has to bury them. A shell does while it waits.
while :; do sleep 3600 & wait \$!; done
HEAD
}

start_holder() {
  local folder
  : > "$state/made"
  for folder in "${hidden_folders[@]}"; do
    if [ ! -d "$folder" ]; then
      echo "$folder" >> "$state/made"
      mkdir -p "$folder"
    fi
  done
  write_holder > "$state/holder.sh"
  inside=()
  start unshare unshare --mount --net --pid --fork --kill-child --propagation private bash "$state/holder.sh"
  wait_for 30 test -s "$state/holder.pid" || { log_end unshare && fail "the node's namespaces were not made"; }
  read -r holder _ < "$state/holder.pid"
  save_settings
  load_settings
}

start_registry() {
  cat > "$state/registry.yml" << REGISTRY
version: 0.1
log: {level: warn}
storage: {filesystem: {rootdirectory: "$state/registry"}, delete: {enabled: true}}
http: {addr: "127.0.0.1:$registry_port"}
REGISTRY
  on_host start registry docker-registry serve "$state/registry.yml"
}

start_bridges() {
  start api-inside socat "UNIX-LISTEN:$state/api.sock,fork" "TCP:127.0.0.1:$api_port"
  on_host start api-outside socat "TCP-LISTEN:$api_port,bind=127.0.0.1,fork,reuseaddr" "UNIX-CONNECT:$state/api.sock"
  on_host start registry-outside socat "UNIX-LISTEN:$state/registry.sock,fork" "TCP:127.0.0.1:$registry_port"
  start registry-inside socat "TCP-LISTEN:$registry_port,bind=127.0.0.1,fork,reuseaddr" \
    "UNIX-CONNECT:$state/registry.sock"
}

# The network of pods goes through the node's own stack (ptp) instead of a bridge: on a bridge, packets from one pod to
# another pass the filters that make services only where the kernel has the module br_netfilter.
write_network() {
  mkdir -p "$state/network"
  cat > "$state/network/10-pods.conflist" << NETWORK
{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {"type": "ptp", "ipMasq": false,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "10.67.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
NETWORK
}

start_containerd() {
  local snapshotter=overlayfs
  # Not every file system can be below an overlay; copies always work.
  mkdir -p "$state/try"/{lower,upper,work,merged}
  "${inside[@]}" mount -t overlay overlay "$state/try/merged" \
    -o "lowerdir=$state/try/lower,upperdir=$state/try/upper,workdir=$state/try/work" 2> /dev/null || snapshotter=native
  cat > "$state/containerd.toml" << CONTAINERD
version = 2
root = "$state/containerd/root"
state = "$state/containerd/state"
[grpc]
  address = "$state/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$state/containerd/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  disable_apparmor = true
  # Lower scores take a right that root does not have in every container.
  restrict_oom_score_adj = true
  stream_server_address = "127.0.0.1"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "$snapshotter"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
      [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
        BinaryName = "runc"
        SystemdCgroup = false
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$state/network"
CONTAINERD
  start containerd containerd -c "$state/containerd.toml"
  wait_for 60 ctr_images list || { log_end containerd && fail "containerd did not start within a minute"; }
}

ctr_images() {
  "${inside[@]}" ctr -a "$state/containerd.sock" -n k8s.io images "$@"
}

# The container that holds each pod's network: Kubernetes' own image is in no registry within reach. catatonit does the
# same when asked to, and Debian's is linked statically. The archive is what `docker save` writes.
import_pause_image() {
  local folder=$state/pause layer config
  mkdir -p "$folder/files"
  cp "$(command -v catatonit)" "$folder/files/pause"
  tar -C "$folder/files" --owner=0 --group=0 -cf "$folder/layer.tar" pause
  layer=$(sha256sum < "$folder/layer.tar" | cut -c 1-64)
  printf '{"architecture":"%s","os":"linux","config":{"Entrypoint":["/pause","-P"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$(dpkg --print-architecture)" "$layer" > "$folder/config.json"
  config=$(sha256sum < "$folder/config.json" | cut -c 1-64).json
  mv "$folder/config.json" "$folder/$config"
  printf '[{"Config":"%s","RepoTags":["localhost/pause:1"],"Layers":["layer.tar"]}]' "$config" > "$folder/manifest.json"
  tar -C "$folder" -cf "$folder/pause.tar" "$config" layer.tar manifest.json
  ctr_images import "$folder/pause.tar" > "$state/log/pause" 2>&1 || { log_end pause && fail "the pause image was not imported"; }
}

start_kubelet() {
  printf 'nameserver %s\n' "$address" > "$state/resolv.conf"
  cat > "$state/kubelet.yaml" << KUBELET
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $address
port: 10250
healthzBindAddress: 127.0.0.1
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: "$keys/ca.crt"}}
authorization: {mode: Webhook}
tlsCertFile: $keys/kubelet.crt
tlsPrivateKeyFile: $keys/kubelet.key
cgroupDriver: cgroupfs
cgroupRoot: /$control_group
failSwapOn: false
# Only looks at the kernel's settings instead of changing them: see kernel_settings.
protectKernelDefaults: true
resolvConf: $state/resolv.conf
clusterDNS: [$address]
clusterDomain: cluster.local
volumePluginDir: $state/volume-plugins
# Tests wait for what the kubelet does: nothing is throttled.
serializeImagePulls: false
registryPullQPS: 0
eventRecordQPS: 0
kubeAPIQPS: 100
kubeAPIBurst: 200
nodeStatusUpdateFrequency: 1s
nodeStatusReportFrequency: 1m
# A disk that is nearly full makes no node that tests cannot use.
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
KUBELET
  start kubelet "$programs/bin/kubelet" --config="$state/kubelet.yaml" --kubeconfig="$keys/kubelet.kubeconfig" \
    --root-dir=/var/lib/kubelet --hostname-override=node --node-ip="$address" --container-runtime=remote \
    --container-runtime-endpoint="unix://$state/containerd.sock"
}

# The zeros leave the host's table of connections as it is.
start_proxy() {
  start proxy "$programs/bin/kube-proxy" --kubeconfig="$keys/proxy.kubeconfig" --proxy-mode=iptables \
    --cluster-cidr=10.67.0.0/24 --hostname-override=node --bind-address="$address" \
    --healthz-bind-address=127.0.0.1:10256 --metrics-bind-address=127.0.0.1:10249 --conntrack-max-per-core=0 \
    --conntrack-min=0 --conntrack-tcp-timeout-established=0s --conntrack-tcp-timeout-close-wait=0s
}

start_names() {
  touch "$state/hosts"
  start names dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file --user=root --no-resolv --no-hosts --no-poll \
    --listen-address="$address" --bind-interfaces --local=/#/ --addn-hosts="$state/hosts"
  start names-watch "$here/lib/names" "$kubeconfig" "$state/hosts" "$state/names.pid"
}

node_is_ready() {
  [ "$(kube get node node -o 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]
}

start_node() {
  say "starting the node"
  start_registry
  write_network
  start_containerd
  import_pause_image
  start_kubelet
  start_proxy
  start_names
  wait_for 120 node_is_ready || { log_end kubelet && fail "the node was not ready within two minutes"; }
}

end_node() {
  local name folder
  # With its first process, all of the node ends.
  on_host kill_now holder
  on_host kill_now unshare
  for name in api-outside registry-outside registry; do on_host stop $name; done
  if [ -f "$state/made" ]; then
    while read -r folder; do rmdir "$folder" 2> /dev/null || true; done < "$state/made"
  fi
  wait_for 30 has_no_control_group || say "control group $control_group still has processes"
}
