# shellcheck shell=bash
# Who is who in the cluster: an authority, the servers' certificates, the key of service accounts, a kubeconfig for each.

keys=$state/keys

make_key() {
  openssl ecparam -name prime256v1 -genkey -noout -out "$1"
}

# make_certificate NAME SUBJECT [ALTERNATIVE NAMES]
make_certificate() {
  local name=$keys/$1
  make_key "$name.key"
  openssl req -new -key "$name.key" -subj "$2" -out "$name.csr"
  printf '%s\n' "basicConstraints=CA:FALSE" "extendedKeyUsage=serverAuth,clientAuth" ${3:+"subjectAltName=$3"} \
    > "$name.ext"
  openssl x509 -req -in "$name.csr" -CA "$keys/ca.crt" -CAkey "$keys/ca.key" -CAcreateserial -days 30 \
    -extfile "$name.ext" -out "$name.crt" 2> /dev/null
  rm "$name.csr" "$name.ext"
}

# make_kubeconfig NAME FILE: whole in itself, so that it can be copied elsewhere. The address is the same on the host and
# in the node's network.
make_kubeconfig() {
  cat > "$2" << KUBECONFIG
apiVersion: v1
kind: Config
clusters:
  - name: drover-test
    cluster: {server: "https://127.0.0.1:$api_port", certificate-authority-data: $(base64 -w0 "$keys/ca.crt")}
users:
  - name: $1
    user: {client-certificate-data: $(base64 -w0 "$keys/$1.crt"), client-key-data: $(base64 -w0 "$keys/$1.key")}
contexts:
  - name: drover-test
    context: {cluster: drover-test, user: $1}
current-context: drover-test
KUBECONFIG
}

make_certificates() {
  mkdir -p "$keys"
  make_key "$keys/ca.key"
  openssl req -x509 -new -key "$keys/ca.key" -subj /CN=drover-test -days 30 -out "$keys/ca.crt"
  openssl genrsa -out "$keys/accounts.key" 2048 2> /dev/null
  openssl rsa -in "$keys/accounts.key" -pubout -out "$keys/accounts.pub" 2> /dev/null
  local names=DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc
  make_certificate apiserver /CN=kube-apiserver \
    "$names,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:10.68.0.1,IP:$address"
  make_certificate apiserver-kubelet /O=system:masters/CN=apiserver-kubelet
  make_certificate admin /O=system:masters/CN=admin
  make_certificate manager /CN=system:kube-controller-manager
  make_certificate scheduler /CN=system:kube-scheduler
  make_certificate proxy /CN=system:kube-proxy
  make_certificate kubelet /O=system:nodes/CN=system:node:node "DNS:node,IP:$address"
  local user
  for user in manager scheduler proxy kubelet; do make_kubeconfig $user "$keys/$user.kubeconfig"; done
  make_kubeconfig admin "$kubeconfig"
}
