#!/bin/sh
# Packs the program as a Debian package: the same source gives the same bytes.
# By hand: DROVER_VERSION=1.0.0 SOURCE_DATE_EPOCH=0 sh package.sh
set -eu
umask 022

root=.package
share=$root/usr/share/demo-app
rm -rf "$root"
mkdir -p "$root/DEBIAN" "$share"

# Everything but tests, hidden files, and what only the build needs.
for file in *; do
  case $file in
    build.yaml | application.yaml | environments.yaml | *package.sh | *.deb) ;;
    reports | test | tests | *.test.js | test_*.py | pytest.ini) ;;
    *) cp -R "$file" "$share/" ;;
  esac
done
printf '%s\n' "$DROVER_VERSION" > "$share/VERSION"

cat > "$root/DEBIAN/control" <<END
Package: demo-app
Version: $DROVER_VERSION
Architecture: $(dpkg --print-architecture)
Maintainer: demo team <demo@example.com>
Depends: nodejs
Section: web
Priority: optional
Description: demo, packed by Drover
END
find "$root" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$root" .
