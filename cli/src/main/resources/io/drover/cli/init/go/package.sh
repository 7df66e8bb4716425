#!/bin/sh
# Packs the program as a Debian package: the same source gives the same bytes.
# By hand: DROVER_VERSION=1.0.0 SOURCE_DATE_EPOCH=0 sh @SCRIPT@
set -eu
umask 022

root=.package
bin=$root/usr/bin
rm -rf "$root"
mkdir -p "$root/DEBIAN" "$bin"

# No paths of the build machine in it, and no C library needed.
CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=$DROVER_VERSION" \
  -o "$bin/@PACKAGE@" @MAIN@

cat > "$root/DEBIAN/control" <<END
Package: @PACKAGE@
Version: $DROVER_VERSION
Architecture: $(dpkg --print-architecture)
Maintainer: @NAME@ team <@NAME@@example.com>
Section: web
Priority: optional
Description: @NAME@, packed by Drover
END
find "$root" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$root" .
