#!/bin/sh
# Validation of the JSON report on every fixture against its published schema, with
# python3-jsonschema. usage: json.sh VMLINT
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -c 'import jsonschema' 2>/dev/null || { echo 'no python3-jsonschema: skipped'; exit 77; }
cd "$here/../fixtures" || exit 1
n=0
. "$here/sample.sh"
files=$(sample */bad.xml _*/*.xml)
for file in $files; do
	"$vmlint" -f json:"$work/$n.json" -f jsonl:"$work/$n.jsonl" --fail-on never "$file" \
		2>/dev/null
	n=$((n + 1))
done
# shellcheck disable=SC2086 # split into one word per file
"$vmlint" -f json:"$work/dir.json" $files ../nowhere.xml 2>/dev/null
"$vmlint" -f json:"$work/live.json" -c test:///default 2>/dev/null
python3 - "$here/../src/report/vmlint.schema.json" "$work" <<'P'
import glob, json, sys
import jsonschema
schema = json.load(open(sys.argv[1]))
jsonschema.Draft7Validator.check_schema(schema)
report = jsonschema.Draft7Validator(schema)
finding = jsonschema.Draft7Validator(
    dict(schema["definitions"]["finding"], definitions=schema["definitions"]))
reports = findings = 0
for name in glob.glob(sys.argv[2] + "/*.json"):
    document = json.load(open(name))
    report.validate(document)
    summary = document["summary"]
    for level in "error", "warning", "info":
        assert summary[level] == sum(f["severity"] == level for f in document["findings"]), name
    assert summary["inputs"] == len(document["inputs"]), name
    assert summary["domains"] == sum(i["domains"] for i in document["inputs"]), name
    reports += 1
for name in glob.glob(sys.argv[2] + "/*.jsonl"):
    for line in open(name):
        finding.validate(json.loads(line))
        findings += 1
print(f"{reports} reports and {findings} findings are valid")
assert reports > 3 and findings > 20
P
