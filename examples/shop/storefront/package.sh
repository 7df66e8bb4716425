#!/bin/sh
# Packs the pages as shop-storefront_<version>_all.deb: the same source gives the same bytes.
set -eu
umask 022

root=build/package
share=$root/usr/share/shop-storefront

rm -rf "$root"
mkdir -p "$root/DEBIAN" "$share/html"
install -m 644 nginx.conf catalog.conf "$share"
install -m 755 start "$share"
install -m 644 html/* "$share/html"
printf '{"service": "storefront", "version": "%s"}\n' "$DROVER_VERSION" > "$share/html/version.json"
{
  printf 'Version: %s\n' "$DROVER_VERSION"
  cat control
} > "$root/DEBIAN/control"

find "$root" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$root" .
