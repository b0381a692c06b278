#!/usr/bin/env bash
# Runs the tests at other times, in other time zones and under other languages:  bash tests/clocks.sh [project [part of a test's name]]
# Without a project every tests/*.Tests runs, one at a time, in every place below. Needs Debian's faketime, tzdata and locales-all.
# PLACES="leap-day berlin" chooses places; CONFIGURATION=Debug tests what is built there. The last line says how many runs failed.
set -uo pipefail
cd "$(dirname "$0")/.."

# The time in UTC at which each project starts, its time zone and its language. In the first place it is the evening of a month's 31st in
# UTC and there, where the month ends three minutes later. In the second the year ends in UTC, the default of windows, and the zone has
# had the new one for long. The leap day is one in both. The clocks of the last two zones change a minute later.
places=(
  "long-month  2027-01-31T20:57:00Z  Europe/Istanbul     tr_TR.UTF-8"
  "new-year    2026-12-31T23:57:00Z  Pacific/Kiritimati  ar_SA.UTF-8"
  "leap-day    2028-02-29T12:00:00Z  America/St_Johns    de_DE.UTF-8"
  "berlin      2027-03-28T00:59:00Z  Europe/Berlin       tr_TR.UTF-8"
  "new-york    2027-11-07T05:59:00Z  America/New_York    ar_SA.UTF-8"
)

project=${1:-} part=${2:-} configuration=${CONFIGURATION:-Release} runs=0 failed=0
command -v faketime >/dev/null || { echo "faketime is missing. Install it: apt-get install faketime tzdata locales-all"; exit 1; }

# Random cases that are repeated by the thousand are about other things than the clock: fewer will do.
export GAMEZOP_FUZZ=${GAMEZOP_FUZZ:-500} GAMEZOP_SLOW_CALLERS=${GAMEZOP_SLOW_CALLERS:-50} GAMEZOP_ORACLE_CASES=${GAMEZOP_ORACLE_CASES:-100}
export GAMEZOP_USERS=${GAMEZOP_USERS:-2000} GAMEZOP_CRASHES=${GAMEZOP_CRASHES:-2} GAMEZOP_INBOX_EVENTS=${GAMEZOP_INBOX_EVENTS:-20000}

run_there() {
  local name=$1 at=$2 zone=$3 language=$4 program=$5 shifted
  shifted=(faketime -m --exclude-monotonic -f "$(printf '%+d' $(($(date -d "$at" +%s) - $(date +%s))))s")
  echo "== $(basename "$program" .dll) at $at in $zone under $language ($name)"
  # A zone that the system does not know is UTC to .NET, and a library that cannot be preloaded shifts nothing: neither would prove anything.
  [[ -f ${TZDIR:-/usr/share/zoneinfo}/$zone ]] || { echo "clocks.sh: $zone is unknown here. Install tzdata."; return 2; }
  [[ $("${shifted[@]}" date -u +%F) == "${at%T*}" ]] || { echo "clocks.sh: faketime does not shift the clock"; return 2; }
  # Only the wall clock is shifted: what a test waits for takes as long as ever (with the "fix" .NET's waits would be over at once).
  # Paths are as with `dotnet test`.
  (export TZ=$zone LANG=$language LC_ALL=$language NO_FAKE_STAT=1 FAKETIME_FORCE_MONOTONIC_FIX=0 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=0 &&
    cd "$(dirname "$program")" &&
    timeout --kill-after=20s "${PROJECT_TIMEOUT:-30m}" "${shifted[@]}" dotnet "$(basename "$program")" "$part")
}

for folder in tests/${project:-*.Tests}; do
  program=$(echo "$folder"/bin/"$configuration"/net*/"$(basename "$folder")".dll)
  [[ -f $program ]] || { echo "clocks.sh: $program is not built"; failed=$((failed + 1)); continue; }
  for place in "${places[@]}"; do
    read -r name at zone language <<<"$place"
    [[ " ${PLACES:-$name} " == *" $name "* ]] || continue
    runs=$((runs + 1))
    run_there "$name" "$at" "$zone" "$language" "$program" || { echo "clocks.sh: it ended with status $?"; failed=$((failed + 1)); }
  done
done
echo "$runs runs, $failed failed"
((runs > 0 && failed == 0))
