# shellcheck shell=bash
# etcd, the API server, the controller manager and the scheduler: the same for each mode. In mode `node` they run in the
# node's namespaces, else on the host, and listen on 127.0.0.1 only.

# free_ports N: ports that nobody listens on, outside of those that the kernel and Kubernetes give out.
free_ports() {
  local port count=0
  while [ $count -lt "$1" ]; do
    port=$((20000 + RANDOM % 10000))
    if ! (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; then
      echo $port
      count=$((count + 1))
    fi
  done
}

start_etcd() {
  local clients=http://127.0.0.1:$etcd_port peers=http://127.0.0.1:$etcd_peer_port
  start etcd etcd --name=default --data-dir="$state/etcd" --log-level=warn \
    --listen-client-urls="$clients" --advertise-client-urls="$clients" \
    --listen-peer-urls="$peers" --initial-advertise-peer-urls="$peers" --initial-cluster="default=$peers"
}

start_apiserver() {
  local listen=127.0.0.1 endpoints=none
  # Pods reach the API server at the node's address, by way of the Service `kubernetes`.
  if [ "$mode" = node ]; then listen=0.0.0.0 endpoints=lease; fi
  start apiserver "$programs/bin/kube-apiserver" --etcd-servers="http://127.0.0.1:$etcd_port" \
    --bind-address=$listen --advertise-address="$address" --secure-port="$api_port" --endpoint-reconciler-type=$endpoints \
    --service-cluster-ip-range=10.68.0.0/20 --allow-privileged=true --authorization-mode=Node,RBAC \
    --enable-admission-plugins=NodeRestriction --client-ca-file="$keys/ca.crt" \
    --tls-cert-file="$keys/apiserver.crt" --tls-private-key-file="$keys/apiserver.key" \
    --kubelet-certificate-authority="$keys/ca.crt" --kubelet-client-certificate="$keys/apiserver-kubelet.crt" \
    --kubelet-client-key="$keys/apiserver-kubelet.key" --kubelet-preferred-address-types=InternalIP \
    --service-account-issuer=https://kubernetes.default.svc.cluster.local \
    --service-account-key-file="$keys/accounts.pub" --service-account-signing-key-file="$keys/accounts.key" \
    --anonymous-auth=true --profiling=false
}

# Their own limits of requests per second would be what benchmarks measure.
start_controllers() {
  local limits=(--kube-api-qps=300 --kube-api-burst=600) user=$keys/manager.kubeconfig
  start manager "$programs/bin/kube-controller-manager" --kubeconfig="$user" --authentication-kubeconfig="$user" \
    --authorization-kubeconfig="$user" --bind-address=127.0.0.1 --secure-port="$manager_port" --port=0 \
    --leader-elect=false --use-service-account-credentials=true "${limits[@]}" \
    --service-account-private-key-file="$keys/accounts.key" --root-ca-file="$keys/ca.crt" \
    --client-ca-file="$keys/ca.crt" --cluster-signing-cert-file="$keys/ca.crt" --cluster-signing-key-file="$keys/ca.key" \
    --cluster-cidr=10.67.0.0/24 --service-cluster-ip-range=10.68.0.0/20 --allocate-node-cidrs=false
  user=$keys/scheduler.kubeconfig
  start scheduler "$programs/bin/kube-scheduler" --kubeconfig="$user" --authentication-kubeconfig="$user" \
    --authorization-kubeconfig="$user" --bind-address=127.0.0.1 --secure-port="$scheduler_port" --port=0 \
    --leader-elect=false "${limits[@]}"
}

# log_end NAME: what is said when it does not come up.
log_end() {
  tail -n 15 "$state/log/$1" >&2
}

start_control_plane() {
  say "starting the API server"
  start_etcd
  start_apiserver
  wait_for 120 is_ready || { log_end apiserver && fail "the API server was not ready within two minutes"; }
  if [ "$mode" = api ]; then return 0; fi
  say "starting the controllers"
  start_controllers
  # Pods are refused until it is there.
  wait_for 120 kube get serviceaccount default || { log_end manager && fail "the controllers did not work within two minutes"; }
}
