#!/bin/sh
# Test of the README's CI snippets: the YAML has the required keys, and the shell commands run,
# except for installing packages and building. usage: ci.sh VMLINT
set -u
vmlint=$(realpath "$1")
source=$(cd "$(dirname "$0")/.." && pwd)
# Debian's Python: another one in PATH may lack the modules
python=/usr/bin/python3
for need in git bash; do
	command -v $need >/dev/null || {
		echo "no $need: skipped"
		exit 77
	}
done
$python -c 'import yaml' 2>/dev/null || {
	echo 'no python3-yaml: skipped'
	exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home"
ln -s "$vmlint" "$work/bin/vmlint"
PATH=$work/bin:$PATH HOME=$work/home GIT_CONFIG_NOSYSTEM=1
GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@t GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@t
export PATH HOME GIT_CONFIG_NOSYSTEM
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE
passed=0 failed=0

expect() { # expect STATUS WHAT COMMAND...
	want=$1 what=$2
	shift 2
	"$@" >out 2>&1
	got=$?
	if [ $got = "$want" ]; then passed=$((passed + 1)); else
		failed=$((failed + 1))
		printf 'FAILED: %s: exit status %s, not %s\n' "$what" $got "$want"
		sed 's/^/  /' out
	fi
}

says() {
	if grep -q -e "$2" "$1"; then passed=$((passed + 1)); else
		failed=$((failed + 1))
		printf "FAILED: %s: no '%s'\n" "$what" "$2"
		sed 's/^/  /' "$1"
	fi
}

# extract two scripts from each snippet: the commands that audit, and those that prepare
cd "$work" || exit 1
cat >extract.py <<'X'
import re, sys, yaml
blocks = re.findall(r"^```yaml\n(.*?)^```", open(sys.argv[1]).read(), re.S | re.M)
by_name = {b.split("\n", 1)[0][2:]: yaml.safe_load(b) for b in blocks}
github = by_name[".github/workflows/vmlint.yml"]
assert github[True] == ["push", "pull_request"], github  # YAML 1.1 reads "on" as true
assert github["permissions"]["security-events"] == "write"
steps = github["jobs"]["vmlint"]["steps"]
assert all(("uses" in s) != ("run" in s) for s in steps), steps
assert steps[0]["with"]["fetch-depth"] == 0
runs = [s["run"] for s in steps if "run" in s]
upload = steps[-1]
assert "upload-sarif" in upload["uses"] and upload["if"] == "always()"
assert "sarif:" + upload["with"]["sarif_file"] in runs[-1]
open("github-prepare", "w").write(runs[0])
open("github", "w").write(runs[-1])
job = by_name[".gitlab-ci.yml"]["vmlint"]
assert job["variables"]["GIT_DEPTH"] == 0
assert "gitlab:" + job["artifacts"]["reports"]["codequality"] in job["script"][0]
assert job["artifacts"]["when"] == "always"
open("gitlab-prepare", "w").write("\n".join(job["before_script"]))
open("gitlab", "w").write("\n".join(job["script"]))
X
expect 0 'YAML' $python extract.py "$source/README.md"
for host in github gitlab; do
	expect 0 "$host: shell" bash -n $host-prepare
	# the snippet installs the packages that a build requires, and its cmake command works
	for package in $(sed -n '/^# Debian packages that building/,/^# and/{/^#/d;p}' "$source/tests/packages"); do
		expect 0 "$host: package $package" grep -qw -e "$package" $host-prepare
	done
	ln -sfn "$source" $host-source
	sed -n "s|^cmake -S [^ ]* -B [^ ]*|cmake -S $host-source -B $host-build|p" $host-prepare >configure
	expect 0 "$host: configures" bash -e configure
	expect 0 "$host: has an install target" grep -q '^install: phony\|^build install:' $host-build/build.ninja
done

# a repository with a known finding on main, and a branch
git init -q -b main origin
cd origin || exit 1
mkdir vms
cp "$source/fixtures/_guests/web1.xml" vms/old.xml
git add . && git commit -qm old
cd .. || exit 1
git clone -q origin clone
cd clone || exit 1
# as the runners do: GitHub uses bash -e, GitLab runs all lines in one shell
expect 1 'github: push' bash -e ../github
says out '^::warning file=vms/old.xml,line=41,'
says vmlint.sarif '"ruleId":"net-model-legacy"'
expect 1 'gitlab: push' bash -eo pipefail ../gitlab
says gl-code-quality-report.json '"path":"vms/old.xml"'
git checkout -q -b topic
echo '<!-- one more line -->' >>vms/old.xml
base=$(git rev-parse HEAD)
GITHUB_BASE_REF=main CI_MERGE_REQUEST_DIFF_BASE_SHA=$base
export GITHUB_BASE_REF CI_MERGE_REQUEST_DIFF_BASE_SHA
expect 0 'github: nothing new' bash -e ../github
expect 0 'gitlab: nothing new' bash -eo pipefail ../gitlab
sed 's/web1/new/; s/<uuid>3/<uuid>8/' vms/old.xml >vms/new.xml
git add . && git commit -qm new
expect 1 'github: a new one' bash -e ../github
says out '^::warning file=vms/new.xml,line=41,'
if grep -q 'file=vms/old.xml' out; then
	failed=$((failed + 1))
	echo 'FAILED: github: a known finding is reported as new'
fi
expect 1 'gitlab: a new one' bash -eo pipefail ../gitlab
says gl-code-quality-report.json '"path":"vms/new.xml"'

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
