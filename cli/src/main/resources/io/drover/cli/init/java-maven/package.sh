#!/bin/sh
# Packs the jar as a Debian package: the same source gives the same bytes.
# By hand: DROVER_VERSION=1.0.0 SOURCE_DATE_EPOCH=0 sh @SCRIPT@
set -eu
umask 022

root=.package
share=$root/usr/share/@PACKAGE@
rm -rf "$root"
mkdir -p "$root/DEBIAN" "$share"

# The jar that runs: not those with sources, tests or documentation, nor what a shading plugin
# puts aside.
jars=$(find target -maxdepth 1 -name '*.jar' ! -name '*-sources.jar' ! -name '*-javadoc.jar' \
  ! -name '*-tests.jar' ! -name 'original-*.jar')
[ "$(printf '%s\n' "$jars" | grep -c .)" -eq 1 ] || {
  echo "@SCRIPT@: one jar was expected in target, not: $jars" >&2
  exit 1
}
install -m 644 "$jars" "$share/@NAME@.jar"
printf '%s\n' "$DROVER_VERSION" > "$share/VERSION"

cat > "$root/DEBIAN/control" <<END
Package: @PACKAGE@
Version: $DROVER_VERSION
Architecture: all
Maintainer: @NAME@ team <@NAME@@example.com>
Depends: default-jre-headless
Section: web
Priority: optional
Description: @NAME@, packed by Drover
END
find "$root" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$root" .
