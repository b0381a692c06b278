#!/usr/bin/env bash
# Builds in Release, checks the format and runs every test:  bash tests/run.sh [filter]
# The filter is one of `dotnet test --filter`; with it, a project in which nothing matches is no error.
# Test projects are found as tests/*/*.Tests.csproj. The last line is always "N passed, N failed, N skipped".
# Exits non-zero when anything failed, hung or crashed, when a project has no tests and, with CI=true, when a test was skipped.
set -uo pipefail
cd "$(dirname "$0")/.."

# What the tests need beside the .NET SDK: a command or a file, and the Debian package that brings it.
needs=(
  "gcc                   gcc"
  "/usr/include/stdio.h  libc6-dev"
  "/usr/include/zlib.h   zlib1g-dev"
  "chromium              chromium"
)

filter=${1:-}

# Campaigns need more than an ordinary machine gives (here: root, to mount a small disk), so they run when they are asked for.
chosen=$filter
[[ -n ${GAMEZOP_FULL_DISKS:-} ]] || chosen="${filter:+($filter)&}Category!=Campaign"
results=artifacts/test-results
hang_timeout=${HANG_TIMEOUT:-4m}
project_timeout=${PROJECT_TIMEOUT:-15m}
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
passed=0 failed=0 skipped=0 broken=0

finish() {
  ((failed == 0 && passed > 0)) || broken=1
  [[ ${CI:-} != true ]] || ((skipped == 0)) || { echo "Under CI no test may be skipped."; broken=1; }
  echo "$passed passed, $failed failed, $skipped skipped"
  exit $broken
}

# Everything goes on after this, except where nothing sensible can.
wrong() { echo "run.sh: $*"; broken=1; }

install_missing() {
  local need what package missing=() root=()
  for need in "${needs[@]}"; do
    read -r what package <<<"$need"
    [[ -e $what ]] || command -v "$what" >/dev/null || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  echo "Installing ${missing[*]}"
  ((EUID == 0)) || root=(sudo -n)
  "${root[@]}" apt-get -qq update && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}" >/dev/null ||
    echo "Could not install ${missing[*]}: tests that need them will fail or be skipped."
}

# `dotnet format` answers 0 for what it could not load, so a warning while loading counts as a failure too.
check_format() {
  local report
  report=$(dotnet format Gamezop.Scores.sln --verify-no-changes --no-restore --verbosity normal 2>&1) || { echo "$report"; wrong "the format is not as 'dotnet format' writes it"; return; }
  ! grep -q 'Warnings were encountered while loading' <<<"$report" || { echo "$report"; wrong "'dotnet format' could not load the whole solution"; }
}

# One number out of a trx file's <Counters>.
counter() { sed -n "s/.*<Counters [^>]*\b$2=\"\([0-9]*\)\".*/\1/p" "$1" | head -1; }

run_tests() {
  local project=$1 name trx status total good bad
  name=$(basename "$project" .csproj)
  trx=$results/$name.trx
  echo "== $name"
  timeout --kill-after=20s "$project_timeout" dotnet test "$project" --configuration Release --no-build --nologo ${chosen:+--filter "$chosen"} \
    --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger "console;verbosity=minimal" \
    --blame-hang --blame-hang-dump-type none --blame-hang-timeout "$hang_timeout"
  status=$?
  total=0 good=0 bad=0
  if [[ -f $trx ]]; then
    total=$(counter "$trx" total) good=$(counter "$trx" passed) bad=$(counter "$trx" failed)
  fi
  # A host that crashed or hung takes the running test with it: no result, so it is counted here.
  if ((status != 0)) && { ((bad == 0)) || grep -q '<Text>The active test run was aborted' "$trx"; }; then
    wrong "$name ended with status $status: a test crashed the host or hung"
    bad=$((bad + 1)) total=$((total + 1))
  fi
  [[ $total != 0 || -n $filter ]] || wrong "$name has no tests"
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + total - good - bad))
}

trap finish EXIT
install_missing
rm -rf "$results"
dotnet restore Gamezop.Scores.sln --verbosity quiet || { wrong "restore failed"; exit; }
dotnet build Gamezop.Scores.sln --configuration Release --no-restore --verbosity quiet --nologo || { wrong "the build failed"; exit; }
check_format
for project in tests/*/*.Tests.csproj; do
  run_tests "$project"
done
