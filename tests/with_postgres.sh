#!/usr/bin/env bash
# Starts a throw-away PostgreSQL server, runs the given command with DATABASE_URL set, and removes the server.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v postgres)")
place=$(mktemp -d /tmp/unionhall-pg-XXXXXX)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
  # PostgreSQL refuses to run as root.
  chown postgres "$place"
  as() { (cd "$place" && setpriv --reuid=postgres --regid=postgres --init-groups "$@"); }
fi
stop() { as "$bin/pg_ctl" -D "$place/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$place"; }
trap stop EXIT
as "$bin/initdb" -D "$place/data" -U postgres --auth=trust -E UTF8 --locale=C.UTF-8 >/dev/null
as "$bin/pg_ctl" -D "$place/data" -w -l "$place/log" -o "-p $port -k $place -c listen_addresses=127.0.0.1 \
  -c fsync=${PG_FSYNC:-off} -c full_page_writes=off -c max_connections=60 -c shared_buffers=512MB -c work_mem=16MB" start >/dev/null
export DATABASE_URL="postgresql://postgres@127.0.0.1:$port/postgres"
"$@"
