#!/usr/bin/env bash
# Runs the property tests with ten other seeds.
set -euo pipefail
cd "$(dirname "$0")/.."
files="$(grep -rl "from 'fast-check'" test --include='*.test.ts')"
for seed in $(seq 1 10); do
  # shellcheck disable=SC2086 # a list of files
  PROPERTY_SEED="$seed" npx vitest run --reporter=dot $files
done
