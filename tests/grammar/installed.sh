#!/bin/sh
# Compare the grammar tables with the schemas of the installed libvirt: installed.sh DUMP
set -eu
here=$(dirname "$0")
schemas=${VMLINT_SCHEMAS:-/usr/share/libvirt/schemas}

command -v python3 >/dev/null || { echo 'no python3: skipped'; exit 77; }
[ -f "$schemas/domain.rng" ] || { echo "no schemas in $schemas: skipped"; exit 77; }
release=$(pkg-config --modversion libvirt 2>/dev/null | cut -d. -f1,2) || true
case $release in
9.0 | 11.3 | 12.8) ;;
*) echo "no tables for libvirt ${release:-of an unknown release}: skipped"; exit 77 ;;
esac
exec "$here/compare" "$1" "$schemas" "$release"
