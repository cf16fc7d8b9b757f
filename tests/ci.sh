#!/bin/sh
# Test of the CI recipes in src/ci and of the GitHub action: the YAML has the required keys, and the
# shell commands run for pushes and merge requests, with known findings and with new ones. Packages
# are not installed, and vmlint is not built. usage: ci.sh VMLINT
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

says() { # says FILE PATTERN
	if grep -q -e "$2" "$1"; then passed=$((passed + 1)); else
		failed=$((failed + 1))
		printf "FAILED: %s: no '%s'\n" "$what" "$2"
		sed 's/^/  /' "$1"
	fi
}

lacks() { # lacks FILE PATTERN
	if ! grep -q -e "$2" "$1"; then passed=$((passed + 1)); else
		failed=$((failed + 1))
		printf "FAILED: %s: '%s'\n" "$what" "$2"
		sed 's/^/  /' "$1"
	fi
}

# extract two scripts from each recipe: the commands that prepare, and those that audit
cd "$work" || exit 1
cat >extract.py <<'X'
import re, sys, yaml

def load(name):
    return yaml.safe_load(open(sys.argv[1] + "/src/" + name))

def write(name, text):
    open(name, "w").write(text + "\n")

github = load("ci/github.yml")
events = github[True]  # YAML 1.1 reads "on" as true
assert set(events) == {"push", "pull_request"} and events["push"]["branches"] == ["main"]
assert github["permissions"]["security-events"] == "write"
checkout, audit, upload = github["jobs"]["vmlint"]["steps"]
assert checkout["with"]["fetch-depth"] == 0
assert re.fullmatch(r"OWNER/vmlint/src/packaging@v\d.*", audit["uses"])
assert "upload-sarif" in upload["uses"] and upload["if"].startswith("always()")

action = load("packaging/action.yml")
inputs = {name: i["default"] for name, i in action["inputs"].items()}
assert set(audit["with"]) <= set(inputs)
assert upload["with"]["sarif_file"] == inputs["sarif"]
steps = action["runs"]["steps"]
assert all(("uses" in s) != ("run" in s) for s in steps), steps
assert all(s["shell"] == "bash" for s in steps if "run" in s), steps
runs = {s["name"]: s for s in steps}
build = runs["Build vmlint"]
cached = runs["Restore vmlint from the cache"]["with"]["path"].replace("~", "$HOME")
assert cached in build["run"] and "cache-hit" in build["if"]
# a prebuilt program is used as it is: only the audit runs
assert [s["name"] for s in steps if "inputs.binary == ''" not in s.get("if", "")] == ["Audit"]
write("github-identify", runs["Identify the sources"]["run"])
write("github-prepare", runs["Install the libraries"]["run"] + build["run"])
# write the value of each environment variable: an input of the workflow, or its default; but
# VMLINT_BEFORE depends on the event
values = dict(inputs, **audit["with"])
for name, value in runs["Audit"]["env"].items():
    match = re.fullmatch(r"\$\{\{ (.*) \}\}", value)
    if match[1] != "github.event.before":
        write("github-" + name, values[match[1].removeprefix("inputs.")])
write("github", runs["Audit"]["run"])

job = load("ci/gitlab-ci.yml")["vmlint"]
assert job["rules"] == [{"if": '$CI_PIPELINE_SOURCE == "merge_request_event"'},
                        {"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
assert job["variables"]["GIT_DEPTH"] == 0
assert "gitlab:" + job["artifacts"]["reports"]["codequality"] in job["script"][-1]
assert job["artifacts"]["when"] == "always"
write("gitlab-prepare", "\n".join(job["before_script"]))
write("gitlab", "\n".join(job["script"]))
X
expect 0 'YAML' $python extract.py "$source"
for host in github gitlab; do
	expect 0 "$host: shell" bash -n $host-prepare
	# the recipe installs the packages that a build requires, and its cmake command works
	for package in $(sed -n '/^# Debian packages that building/,/^# and/{/^#/d;p}' "$source/tests/packages"); do
		expect 0 "$host: package $package" grep -qw -e "$package" $host-prepare
	done
	mkdir $host-action
	ln -sfn "$source" $host-source
	sed -n "s|^cmake -S [^ ]* -B [^ ]*|cmake -S $host-source -B $host-build|p" $host-prepare >configure
	expect 0 "$host: configures" bash -e configure
	expect 0 "$host: has an install target" grep -q '^install: phony\|^build install:' $host-build/build.ninja
done
grep -q 'CMAKE_INSTALL_PREFIX:.*=.*/.cache/vmlint-action$' github-build/CMakeCache.txt
expect 0 'github: the cache is the installation' [ $? = 0 ]
GITHUB_ACTION_PATH=$source/src/packaging GITHUB_OUTPUT=$work/github-output
export GITHUB_ACTION_PATH GITHUB_OUTPUT
expect 0 'github: hash of the sources' bash -e github-identify
says github-output '^hash=[0-9a-f]\{32\}$'

# as the runners do: GitHub uses bash -e, GitLab runs all lines in one shell
mkdir -p "$HOME/.cache/vmlint-action/bin"
ln -s "$vmlint" "$HOME/.cache/vmlint-action/bin/vmlint"
for name in PATHS ARGS SARIF BINARY; do
	read -r value <"github-VMLINT_$name"
	export "VMLINT_$name=$value"
done
github_push() { # github_push STATUS WHAT BEFORE
	export GITHUB_EVENT_NAME=push VMLINT_BEFORE="$3" GITHUB_STEP_SUMMARY="$work/summary"
	unset GITHUB_BASE_REF
	expect "$1" "github: push: $2" bash -e ../github
}
github_request() { # github_request STATUS WHAT
	export GITHUB_EVENT_NAME=pull_request GITHUB_BASE_REF=main VMLINT_BEFORE=
	expect "$1" "github: pull request: $2" bash -e ../github
}
gitlab_push() { # gitlab_push STATUS WHAT BEFORE
	export CI_COMMIT_BEFORE_SHA="$3"
	unset CI_MERGE_REQUEST_DIFF_BASE_SHA
	expect "$1" "gitlab: push: $2" bash -eo pipefail ../gitlab
}
gitlab_request() { # gitlab_request STATUS WHAT BASE
	export CI_COMMIT_BEFORE_SHA=$zeros CI_MERGE_REQUEST_DIFF_BASE_SHA="$3"
	expect "$1" "gitlab: merge request: $2" bash -eo pipefail ../gitlab
}
zeros=0000000000000000000000000000000000000000
quality=gl-code-quality-report.json

# full NEW: the reports contain the known findings, and new ones if NEW is yes
full_sarif() {
	says vmlint.sarif '"ruleId":"net-model-legacy".*"uri":"vms/old.xml".*"baselineState":"unchanged"'
	says ../summary 'vms/old.xml'
	lacks out 'file=vms/old.xml'
	[ "$1" = yes ] || return
	says vmlint.sarif '"ruleId":"net-model-legacy".*"uri":"vms/new.xml".*"baselineState":"new"'
	says out '^::warning file=vms/new.xml,line=41,'
}
full_quality() {
	says $quality '"path":"vms/old.xml"'
	lacks out '^vms/old.xml'
	[ "$1" = yes ] || return
	says $quality '"path":"vms/new.xml"'
	says out '^vms/new.xml:41:.*net-model-legacy'
}

# a repository with a known finding on main
git init -q -b main origin
cd origin || exit 1
mkdir vms
cp "$source/fixtures/_guests/web1.xml" vms/old.xml
git add . && git commit -qm old
cd .. || exit 1
git clone -q origin clone
cd clone || exit 1
first=$(git rev-parse HEAD)
github_push 0 'the first one' $zeros
says vmlint.sarif '"uri":"vms/old.xml"'
gitlab_push 0 'the first one' $zeros
says $quality '"path":"vms/old.xml"'

# a guest with resources of its own: a plain copy would also conflict with the old one
new_guest() {
	sed 's/web1/new/; s/<uuid>3/<uuid>8/; s/52:54:00/52:54:01/; s,/srv/vm,/srv/new,' \
		vms/old.xml >vms/new.xml
}

# pushes to the default branch
echo '<!-- one more line -->' >>vms/old.xml
git commit -qam edit
github_push 0 'nothing new' "$first"
full_sarif no
gitlab_push 0 'nothing new' "$first"
full_quality no
new_guest
git add vms && git commit -qm new
github_push 1 'a new finding' HEAD^
full_sarif yes
gitlab_push 1 'a new finding' HEAD^
full_quality yes
github_push 1 'forced' 1111111111111111111111111111111111111111
full_sarif yes
gitlab_push 1 'forced' 1111111111111111111111111111111111111111
full_quality yes

# merge requests: several commits; main has moved on
git reset -q --hard "$first"
git checkout -q -b topic
echo '<!-- one more line -->' >>vms/old.xml
git commit -qam edit
github_request 0 'nothing new'
full_sarif no
gitlab_request 0 'nothing new' "$first"
full_quality no
new_guest
git add vms && git commit -qm new
echo >>vms/new.xml
git commit -qam more
github_request 1 'a new finding'
full_sarif yes
gitlab_request 1 'a new finding' "$first"
full_quality yes
export VMLINT_ARGS='--disable net-model-legacy --fail-on error'
github_request 0 'options'

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
