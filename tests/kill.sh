#!/bin/sh
# Test of atomic writes: kill --fix at random times; every file has its old or its new content.
# usage: kill.sh VMLINT [RUNS]
set -eu
vmlint=$(realpath "$1")
runs=${2:-25}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cp "$here/../fixtures/_guests/web1.xml" old
cp old new
"$vmlint" -q --fix=review --fail-on never new >/dev/null 2>&1
if cmp -s old new; then
	echo 'the fixture has nothing to fix'
	exit 1
fi
files=40 run=0 untouched=0 fixed=0
mkdir vms
while [ "$run" -lt "$runs" ]; do
	run=$((run + 1))
	for i in $(seq "$files"); do cp old "vms/$i.xml"; done
	"$vmlint" -q --fix=review --fail-on never vms >/dev/null 2>&1 &
	pid=$!
	# 0 to 59 ms: from before the first write to after the last
	sleep "0.0$(awk -v s="$run$pid" 'BEGIN { srand(s); printf "%02d", rand() * 60 }' | sed 's/^\(..\)$/\1/')"
	kill -9 "$pid" 2>/dev/null || :
	wait "$pid" 2>/dev/null || :
	for i in $(seq "$files"); do
		if cmp -s "vms/$i.xml" old; then
			untouched=$((untouched + 1))
		elif cmp -s "vms/$i.xml" new; then
			fixed=$((fixed + 1))
		else
			echo "run $run: vms/$i.xml has neither its old nor its new content"
			exit 1
		fi
	done
	rm -f vms/*
done
echo "$runs runs killed: $untouched files unchanged, $fixed fixed, none in between"
