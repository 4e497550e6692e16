#!/usr/bin/env bash
# Installs the programs outside Python and npm that some tests drive: a browser, nginx. Where they cannot
# be installed (no apt-get, not root) those tests are skipped and say so; nothing else needs them.
set -uo pipefail
declare -A package=(
  [nginx]=nginx-light
  [chromium]=chromium
  [systemd-analyze]=systemd
  [speech-dispatcher]=speech-dispatcher
)
missing=()
for program in "${!package[@]}"; do
  command -v "$program" >/dev/null || missing+=("${package[$program]}")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "Not installed, their tests are skipped: ${missing[*]}"
  exit 0
fi
echo "Installing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
  echo "Could not be installed, their tests are skipped: ${missing[*]}"
