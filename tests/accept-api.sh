#!/usr/bin/env bash
# Writes the public API as it is now into each package's PublicAPI.Unshipped.txt: run it after a wanted change, then read the diff.
set -euo pipefail
cd "$(dirname "$0")/.."
for project in src/*/*.csproj; do
  folder=$(dirname "$project")
  log=$(dotnet build "$project" --no-incremental -v q -p:TreatWarningsAsErrors=false -p:NoWarn=CS1591 2>&1 | grep -F "[$PWD/$project]" || true)
  {
    echo '#nullable enable'
    {
      # What is gone (RS0017) leaves the file; what is new (RS0016) enters it.
      grep -v '^#' "$folder/PublicAPI.Unshipped.txt" | grep -vxF -f <(sed -n "s/.*RS0017: Symbol '\(.*\)' is part of the declared API.*/\1/p" <<<"$log" | sort -u; echo '#') || true
      sed -n "s/.*RS0016: Symbol '\(.*\)' is not part of the declared.*/\1/p" <<<"$log"
    } | LC_ALL=C sort -u
  } > "$folder/PublicAPI.Unshipped.new"
  mv "$folder/PublicAPI.Unshipped.new" "$folder/PublicAPI.Unshipped.txt"
done
