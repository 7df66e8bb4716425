#!/bin/sh
# Packs the pages, and the nginx configuration that serves them, as a Debian package: the same source gives the same bytes.
# By hand: DROVER_VERSION=1.0.0 SOURCE_DATE_EPOCH=0 sh package.sh
set -eu
umask 022

root=.package
share=$root/usr/share/app-2048-app
rm -rf "$root"
mkdir -p "$root/DEBIAN" "$share"

mkdir "$share/html"
(
  cd .
  for file in *; do
    case $file in
      build.yaml | application.yaml | environments.yaml | *package.sh | *.deb | reports | tests) ;;
      *) cp -R "$file" "$OLDPWD/$share/html/" ;;
    esac
  done
)

# For a container: not root, nothing written but under /tmp, the log on standard output.
cat > "$share/nginx.conf" <<'END'
daemon off;
pid /tmp/nginx.pid;
error_log stderr warn;
events {}
http {
  include /etc/nginx/mime.types;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  access_log /dev/stdout;
  server_tokens off;
  charset utf-8;
  server {
    listen 8080;
    root html;
    location = /health {
      access_log off;
      default_type text/plain;
      return 200 "ok\n";
    }
  }
}
END

cat > "$root/DEBIAN/control" <<END
Package: app-2048-app
Version: $DROVER_VERSION
Architecture: all
Maintainer: app-2048 team <app-2048@example.com>
Depends: nginx-light
Section: web
Priority: optional
Description: app-2048, packed by Drover
END
find "$root" -exec touch --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --build "$root" .
