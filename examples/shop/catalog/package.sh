#!/bin/sh
# Packs the catalog as shop-catalog_<version>_all.deb: the same source gives the same bytes.
set -eu
umask 022

root=build/package
modules=$root/usr/lib/python3/dist-packages/shop_catalog

rm -rf "$root"
mkdir -p "$root/DEBIAN" "$modules"
install -m 644 shop_catalog/*.py shop_catalog/products.json "$modules"
printf '%s\n' "$DROVER_VERSION" > "$modules/VERSION"
{
  printf 'Version: %s\n' "$DROVER_VERSION"
  cat control
} > "$root/DEBIAN/control"

find "$root" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$root" .
