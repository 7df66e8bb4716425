# Packs the server as tiny-web_<version>_all.deb, with what the base image has.
set -eu
root=package
mkdir -p "$root/DEBIAN" "$root/usr/share/tiny-web"
cp server.pl greeting "$root/usr/share/tiny-web"
printf '%s\n' "$DROVER_VERSION" > "$root/usr/share/tiny-web/version"
printf '%s\n' 'Package: tiny-web' "Version: $DROVER_VERSION" 'Architecture: all' \
  'Maintainer: Tiny <tiny@example.com>' 'Description: a tiny server' > "$root/DEBIAN/control"
find "$root" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$root" .
