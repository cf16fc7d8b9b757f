#!/bin/sh
# Test of the JSON report's edits: applied by an independent script, they produce the same bytes
# as --fix. usage: edits.sh VMLINT
set -eu
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
command -v python3 >/dev/null || { echo 'no python3: skipped'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here"/../fixtures/_guests/*.xml "$work"
for rule in "$here"/../fixtures/[!_]*; do
	cp "$rule/bad.xml" "$work/$(basename "$rule").xml"
done
n=0 long=0
. "$here/sample.sh"
for file in $(sample "$work"/*.xml); do
	rule=$(basename "$file" .xml)
	cp "$file" "$work/one"
	# apply the fix of a single finding in both ways
	"$vmlint" -q -f json --fail-on never "$work/one" >"$work/report.json" 2>/dev/null ||
		[ $? = 2 ]
	python3 - "$work/report.json" "$work/one" "$work/two" <<'P'
import json, sys
report, one, two = sys.argv[1:]
data = open(one, "rb").read()
fixes = [f for f in json.load(open(report))["findings"] if f["fix"]]
# rules with one finding: --only RULE applies just its edits
single = [f for f in fixes if sum(g["rule"] == f["rule"] for g in fixes) == 1]
open(two + ".rules", "w").write("".join(f["rule"] + "\n" for f in single))
for f in single:
    new, at = b"", 0
    for e in sorted(f["fix"]["edits"], key=lambda e: (e["start"], e["end"])):
        new += data[at:e["start"]] + e["text"].encode()
        at = e["end"]
    open(two + "." + f["rule"], "wb").write(new + data[at:])
P
	for only in $(cat "$work/two.rules"); do
		cp "$file" "$work/fixed.xml.copy"
		"$vmlint" -q --fix=review --fail-on never --only "$only" "$work/fixed.xml.copy" \
			>/dev/null 2>&1
		if ! cmp -s "$work/fixed.xml.copy" "$work/two.$only"; then
			# a fix may cause another finding of its rule, which --fix fixes in a second round
			"$vmlint" -q -f json --fail-on never --only "$only" "$work/two.$only" |
				grep -q '"fix":{' || {
				echo "$rule: $only: the edits and --fix differ"
				diff "$work/two.$only" "$work/fixed.xml.copy" | head -n 10
				exit 1
			}
			long=$((long + 1))
		fi
		n=$((n + 1))
	done
	rm -f "$work"/two*
done
echo "$n fixes are the same in both ways, $long of them require a second round"
[ "$n" -gt $((60 / step)) ]
