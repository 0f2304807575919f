#!/bin/sh
# PostgreSQL を一時の領域で動かし、データベースを使う検査（引数があれば、それだけ）を行う。終わると止めて消す。
set -eu
cd "$(dirname "$0")/.."
sh scripts/system-packages.sh
INITDB=$(command -v initdb || ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -1)
if [ -z "$INITDB" ]; then
    echo "PostgreSQL がないので、PostgreSQL での検査を省きます。" >&2
    [ "${CI:-}" != true ] || exit 1
    exit 0
fi
PGBIN=$(dirname "$INITDB")
WORK=$(mktemp -d)
chmod 755 "$WORK"
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
[ "$(id -u)" != 0 ] || chown postgres "$WORK"
finish() {
    as_postgres "$PGBIN/pg_ctl" -D "$WORK/db" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$WORK"
}
trap finish EXIT
# 途中で止められても、上の後始末を通る。
trap 'exit 130' INT TERM
FREE='import socket; place = socket.create_server(("127.0.0.1", 0)); print(place.getsockname()[1])'
PGPORT=${PGPORT:-$(.venv/bin/python -c "$FREE")}
as_postgres "$PGBIN/initdb" -D "$WORK/db" -U yakusoku --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
as_postgres "$PGBIN/pg_ctl" -D "$WORK/db" -w -l "$WORK/log" -o "-p $PGPORT -k $WORK -c listen_addresses=127.0.0.1 -c fsync=off" start >/dev/null
YAKUSOKU_DATA=$WORK/data DATABASE_URL="postgresql://yakusoku@127.0.0.1:$PGPORT/postgres"
export YAKUSOKU_DATA DATABASE_URL
mkdir -p "$YAKUSOKU_DATA"
[ $# != 0 ] || set -- tests/apps tests/web tests/api tests/cli tests/killed
.venv/bin/python -m pytest -n 2 --dist loadgroup "$@"
