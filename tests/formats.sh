#!/bin/sh
# Test of the report formats on every fixture and on hostile names, with independent readers.
# With a directory for npm packages, also with public schemas and readers.
# usage: formats.sh VMLINT [DIRECTORY]; exit status 77: npm or python3 is not installed
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
folder=${2:-}
packages='@microsoft/sarif-multitool-linux@5.7.0 @umbrelladocs/rdformat-validator@1.0.0
	@actions/core@3.0.1 junit-xml@1.2.0'
python3 -c 'import jsonschema' 2>/dev/null || { echo 'no python3-jsonschema: skipped'; exit 77; }
if [ -n "$folder" ]; then
	command -v npm >/dev/null || { echo 'no npm: skipped'; exit 77; }
	mkdir -p "$folder"
	# shellcheck disable=SC2086 # split into one word per package
	[ -d "$folder/node_modules/junit-xml" ] ||
		npm install --prefix "$folder" --no-save --no-audit --no-fund --ignore-scripts \
			--loglevel=error $packages || { echo 'npm cannot install: skipped'; exit 77; }
fi
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
formats='json sarif github gitlab junit checkstyle rdjson markdown prometheus html'
failed=0

no() {
	failed=$((failed + 1))
	echo "FAILED: $*"
}

# reports NAME ARGUMENT...: write all formats in one run, to files named after NAME
reports() {
	name=$1
	shift
	outputs=
	for format in $formats; do
		outputs="$outputs -f $format:$work/out/$name.$format"
	done
	# shellcheck disable=SC2086 # split into one word per output
	"$vmlint" $outputs "$@" >"$work/out/$name.stdout" 2>"$work/out/$name.stderr"
	status=$?
	[ $status -le 2 ] || no "$name: exit status $status"
}

mkdir "$work/out"
cd "$here/.." || exit 1
n=0
. "$here/sample.sh"
files=$(sample fixtures/*/bad.xml fixtures/*/good.xml $(find fixtures/_* -name '*.xml' | sort))
for file in $files; do
	n=$((n + 1))
	reports "fixture-$n" "$file"
done
if [ "$step" = 1 ]; then files=fixtures; fi
# shellcheck disable=SC2086 # split into one word per file
reports all $files nowhere.xml
reports live -c test:///default
reports live-node -c "test://$PWD/fixtures/_live/node.xml"
reports hosts -c "test://$PWD/fixtures/_live/node.xml" -c test:///default \
	-c 'qemu+tcp://a;b"c|d%0A::error::&<e>/system' -c 'nonsense://../x' -c "nonsense://'é☃$(printf '\033')[31m/x"
reports stdin - <fixtures/_guests/web1.xml
reports named --stdin-filename "it's/100% here.xml" - <fixtures/_guests/web1.xml
reports twice fixtures/_guests/web1.xml ./fixtures/../fixtures/_guests/web1.xml
"$vmlint" --help | grep -q -e --show-suppressed &&
	reports suppressed --show-suppressed fixtures/suppression-no-reason

# names, paths and values that imitate the syntax of a report format
mkdir "$work/hostile"
cd "$work/hostile" || exit 1
git init -q . 2>/dev/null || mkdir -p .git
mkdir below
python3 "$here/formats.py" hostile || no 'hostile files cannot be made'
reports hostile .
reports hostile-each ./* below/*
cd below || exit 1
reports hostile-below ../::error* ./*
cd ..
for format in text concise; do
	"$vmlint" -v -f $format . >"$work/out/hostile.$format" 2>"$work/out/hostile-$format.stderr"
done
cd "$here/.." || exit 1

# more findings than a Markdown report may have
mkdir "$work/many"
i=0
while [ $i -lt 600 ]; do
	i=$((i + 1))
	cat fixtures/_guests/web1.xml
done >"$work/many.xml"
"$vmlint" -q -f "markdown:$work/many/large.markdown" -f "json:$work/many/large.json" "$work/many.xml"
python3 "$here/formats.py" large "$work/many" || no 'a large report'
python3 "$here/formats.py" check "$work/out" "$vmlint" "$here/.." "$work/hostile" ||
	no 'a report is not what its readers expect'
xmllint --noout "$work"/out/*.junit "$work"/out/*.checkstyle || no 'a report is not well-formed'
if command -v promtool >/dev/null; then
	for file in "$work"/out/*.prometheus; do
		promtool check metrics <"$file" || no "promtool refuses $file"
	done
	echo "promtool: $(find "$work/out" -name '*.prometheus' | wc -l) files are good"
fi
if [ -n "$folder" ]; then
	python3 "$here/formats.py" schemas "$work/out" "$folder/node_modules" || no 'schemas'
	node "$folder/node_modules/@umbrelladocs/rdformat-validator/bin/rdformat-validator.js" \
		--strict --no-extra-fields --silent "$work"/out/*.rdjson >"$work/said" 2>&1 ||
		{ cat "$work/said"; no 'rdformat-validator refuses a report'; }
	# the toolkit of GitHub writes the same bytes for the same annotations
	cat "$work"/out/*.github >"$work/annotations"
	python3 "$here/formats.py" annotations "$work/annotations" |
		node "$here/issue.mjs" "$folder/node_modules" >"$work/said"
	cmp "$work/said" "$work/annotations" || no '@actions/core writes annotations differently'
	echo "@actions/core: $(wc -l <"$work/annotations") annotations are the same"
fi

# write errors are reported
web1=$here/../fixtures/_guests/web1.xml
for format in text concise jsonl $formats; do
	"$vmlint" -q -f "$format:/dev/full" "$web1" >/dev/null 2>"$work/err"
	[ $? = 2 ] && grep -q "cannot write '/dev/full'" "$work/err" || no "$format to a full device"
	[ -c /dev/full ] || no "$format replaced a device"
	"$vmlint" -q -f "$format:$work/nowhere/x" "$web1" >/dev/null 2>"$work/err"
	[ $? = 2 ] && grep -q 'cannot write' "$work/err" || no "$format to a missing directory"
	"$vmlint" -q -f "$format" "$web1" >/dev/full 2>"$work/err"
	[ $? = 2 ] && grep -q 'cannot write' "$work/err" || no "$format to a full standard output"
done
[ "$failed" = 0 ]
