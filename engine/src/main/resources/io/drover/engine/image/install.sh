# Installs packages in a container that becomes an image.
# Arguments: the package manager, then packages as it takes them; without any only the package manager itself. Drover mounts a folder at /mnt with what it needs for that:
# settings and certificates of the platform, an apt source with its key, package files. Nothing of it stays in the image.
set -eu
manager=$1
shift
given=/mnt
export DEBIAN_FRONTEND=noninteractive
# What the package managers cache and note goes into a home that is deleted.
HOME=$(mktemp -d)
export HOME
# buildah ends with its container, and may leave behind what was said last: why it failed.
trap 'status=$?; rm -rf "$HOME" /etc/apt/sources.list.d/drover.sources; [ $status -eq 0 ] || sleep 1' EXIT

. $given/environment.sh
if [ -e $given/ca.pem ]; then
  cat /etc/ssl/certs/ca-certificates.crt $given/ca.pem > "$HOME/ca.pem" 2> /dev/null || cp $given/ca.pem "$HOME/ca.pem"
  export SSL_CERT_FILE="$HOME/ca.pem" PIP_CERT="$HOME/ca.pem" NODE_EXTRA_CA_CERTS="$HOME/ca.pem"
  chmod -R a+rX "$HOME"
fi

has() {
  command -v "$1" > /dev/null
}

fail() {
  echo "drover: $*" >&2
  exit 1
}

# Lists, caches and logs do not belong into an image.
apt() {
  if [ -n "${SSL_CERT_FILE:-}" ]; then
    echo "Acquire::https::CAInfo \"$SSL_CERT_FILE\";" > "$HOME/apt.conf"
    export APT_CONFIG="$HOME/apt.conf"
  fi
  # All Debian packages come from the cache, and nothing else is asked.
  if [ -e $given/apt.conf ]; then
    cat $given/apt.conf >> "$HOME/apt.conf"
    export APT_CONFIG="$HOME/apt.conf"
  fi
  apt-get -q -o Acquire::Languages=none -o APT::Update::Error-Mode=any update
  apt-get -q -y --no-install-recommends install "$@"
  rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log /var/log/alternatives.log
}

add_source() {
  if grep -q '^URIs: https:' $given/drover.sources && [ ! -e /etc/ssl/certs/ca-certificates.crt ]; then
    apt ca-certificates
  fi
  sed "s/@CODENAME@/$(. /etc/os-release && echo "${VERSION_CODENAME:-}")/" $given/drover.sources \
    > /etc/apt/sources.list.d/drover.sources
}

# A file may hold another package than the one that was asked for.
check_files() {
  for file in "$@"; do
    case $file in
      /*)
        name=$(basename "$file" .deb)
        [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$name" 2> /dev/null)" = installed ] ||
          fail "the file at the location of $name holds another package"
        ;;
    esac
  done
}

# The package manager itself where the base lacks it: its packages in Debian and Ubuntu, and in Alpine.
provide() {
  if has apt-get; then
    apt $1
  elif has apk; then
    apk add --no-cache $2
  else
    fail "the base has no $manager, and neither apt nor apk to install it with"
  fi
}

case $manager in
  apt)
    has apt-get || fail "the base has no apt: packages of type debian-package are for Debian and Ubuntu"
    if [ -e $given/drover.sources ]; then add_source; fi
    apt "$@"
    check_files "$@"
    ;;
  apk)
    has apk || fail "the base has no apk: packages of type apk-package are for Alpine"
    apk add --no-cache "$@"
    ;;
  pip)
    python3 -m pip --version > /dev/null 2>&1 || provide python3-pip py3-pip
    [ $# -gt 0 ] || exit 0
    # An older pip does not know all of these, and does not mind. Nobody else looks after the packages of an image, so
    # that there is nothing to break (PEP 668).
    export PIP_BREAK_SYSTEM_PACKAGES=1 PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
    python3 -m pip install --no-cache-dir "$@"
    ;;
  gem)
    has gem || provide ruby ruby
    # Debian's ruby comes without the certificates that https needs.
    [ -e /etc/ssl/certs/ca-certificates.crt ] || provide ca-certificates ca-certificates
    [ $# -gt 0 ] || exit 0
    gem install --no-document --no-user-install "$@"
    rm -rf "$(gem environment gemdir)"/cache/*
    ;;
  npm)
    has npm || provide npm npm
    [ $# -gt 0 ] || exit 0
    npm install --global --no-audit --no-fund --no-update-notifier "$@"
    ;;
  certificates)
    has update-ca-certificates || provide ca-certificates ca-certificates
    # It wants a file for each.
    mkdir -p /usr/local/share/ca-certificates
    awk '/-----BEGIN CERTIFICATE/ { file = "/usr/local/share/ca-certificates/platform-" ++count ".crt" }
      file { print > file }
      /-----END CERTIFICATE/ { close(file); file = "" }' $given/ca.pem
    update-ca-certificates
    ;;
  *) fail "there is no package manager $manager" ;;
esac
