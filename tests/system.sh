#!/usr/bin/env bash
# Installs what the tests need from the system where we may, and says in one line what to install where not.
set -euo pipefail
need=()
command -v chromium >/dev/null || need+=(chromium)
compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null || command -v postgres >/dev/null || need+=(postgresql)
command -v msgfmt >/dev/null && command -v xgettext >/dev/null || need+=(gettext)
command -v fc-list >/dev/null && fc-list 2>/dev/null | grep -qi 'cjk' || need+=(fonts-noto-cjk fontconfig)
[ ${#need[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${need[@]}" >/dev/null
else
  echo "Please install: ${need[*]} (for example: sudo apt-get install ${need[*]})" >&2
  exit 1
fi
