#!/bin/sh
# Compare the grammar tables with the schemas of the installed libvirt: installed.sh DUMP
set -eu
here=$(dirname "$0")
schemas=${VMLINT_SCHEMAS:-/usr/share/libvirt/schemas}

command -v python3 >/dev/null || { echo "skipped: no python3"; exit 77; }
[ -f "$schemas/domain.rng" ] || { echo "skipped: no schemas in $schemas"; exit 77; }
release=$(pkg-config --modversion libvirt 2>/dev/null | cut -d. -f1,2) || true
case $release in
9.0 | 11.3 | 12.8) ;;
*) echo "skipped: the tables are not compared with libvirt ${release:-of an unknown release}"; exit 77 ;;
esac
exec "$here/compare" "$1" "$schemas" "$release"
