#!/bin/sh
# Tests of the pre-commit hook and of the git hook in src/ci: only staged content is audited.
# usage: pre-commit.sh VMLINT
set -u
vmlint=$(realpath "$1")
source=$(cd "$(dirname "$0")/.." && pwd)
for need in git pre-commit; do
	command -v $need >/dev/null || {
		echo "no $need: skipped"
		exit 77
	}
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/home" "$work/hooks"
ln -s "$vmlint" "$work/bin/vmlint"
PATH=$work/bin:$PATH HOME=$work/home PRE_COMMIT_HOME=$work/home/cache GIT_CONFIG_NOSYSTEM=1
GIT_AUTHOR_NAME=t GIT_AUTHOR_EMAIL=t@t GIT_COMMITTER_NAME=t GIT_COMMITTER_EMAIL=t@t
export PATH HOME PRE_COMMIT_HOME GIT_CONFIG_NOSYSTEM
export GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE
passed=0 failed=0

# expect STATUS WHAT COMMAND...: run COMMAND; STATUS 1 accepts any exit status other than 0
expect() {
	want=$1 what=$2
	shift 2
	"$@" >out 2>&1
	got=$?
	[ $got = 0 ] || got=1
	if [ $got = "$want" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAILED: %s: exit status %s\n' "$what" $got
		sed 's/^/  /' out
	fi
}

says() {
	if grep -q -e "$1" out; then passed=$((passed + 1)); else
		failed=$((failed + 1))
		printf "FAILED: %s: no '%s'\n" "$what" "$1"
		sed 's/^/  /' out
	fi
}

# the tests of both hooks: commits that must pass and commits that must fail
try_commits() { # try_commits WHAT
	expect 0 "$1: other XML" commit page.xml network.xml 'a note.txt'
	cp "$source/fixtures/_guests/web1.xml" 'vms/web 1.xml'
	expect 1 "$1: a faulty file" commit 'vms/web 1.xml'
	says 'vms/web 1.xml:41:20: warning: .*\[net-model-legacy\]'
	# the staged content is audited, not the file in the working tree
	cp clean.xml 'vms/web 1.xml'
	expect 1 "$1: staged is faulty, the working tree is clean" git commit -qm x
	expect 0 "$1: clean" commit 'vms/web 1.xml'
	cp "$source/fixtures/_guests/web1.xml" 'vms/web 1.xml'
	echo >>clean.xml
	expect 0 "$1: staged is clean, the working tree is faulty" commit clean.xml
	printf '<domain><name>x</nam></domain>\n' >broken.xml
	expect 1 "$1: a broken domain" commit broken.xml
	git rm -q --cached -f broken.xml
	rm broken.xml
	cp clean.xml ./--config=none.xml
	expect 0 "$1: a file whose name is an option" commit --config=none.xml
	printf '[vmlint]\nonly = memory-unit-suspicious\n' >.vmlint.ini
	expect 0 "$1: the configuration holds" commit .vmlint.ini 'vms/web 1.xml'
	git rm -q .vmlint.ini
	expect 0 "$1: a deletion" git commit -qm deleted
}

commit() { # commit FILE...: stage and commit
	git add -- "$@" && git commit -qm test
}

scratch() { # scratch NAME: a repository with a commit in it
	git init -q -b main "$work/$1"
	cd "$work/$1" || exit 1
	mkdir vms
	cat >clean.xml <<'X'
<domain type='kvm'>
  <name>clean</name>
  <memory unit='GiB'>2</memory>
  <os firmware='efi'><type arch='aarch64' machine='virt'>hvm</type></os>
  <cpu mode='host-passthrough'/>
</domain>
X
	printf '<network><name>default</name></network>\n' >network.xml
	printf '<!DOCTYPE html>\n<html/>\n' >page.xml
	echo 'no XML' >'a note.txt'
}

# a repository that provides the hook, as vmlint's does
git init -q -b main "$work/hooks"
cd "$work/hooks" || exit 1
cp "$source/.pre-commit-hooks.yaml" .
git add . && git commit -qm hooks && git tag v1
expect 0 'manifest' pre-commit validate-manifest .pre-commit-hooks.yaml
scratch pre-commit
# the configuration in src/ci, with the repository just created
sed "s|repo: .*|repo: $work/hooks|; s|rev: .*|rev: v1|" "$source/src/ci/pre-commit-config.yaml" \
	>.pre-commit-config.yaml
expect 0 'configuration' pre-commit validate-config .pre-commit-config.yaml
expect 0 'id' grep -q 'id: vmlint' .pre-commit-config.yaml
expect 0 'install' pre-commit install
expect 0 'the first commit' commit .pre-commit-config.yaml clean.xml
try_commits 'pre-commit'
cp "$source/fixtures/_guests/web1.xml" faulty.xml
expect 1 'try-repo' pre-commit try-repo "$work/hooks" vmlint --files faulty.xml network.xml
says 'net-model-legacy'
expect 0 'try-repo' pre-commit try-repo "$work/hooks" vmlint --files clean.xml network.xml

# the hook for git
scratch git
cp "$source/src/ci/git-pre-commit" .git/hooks/pre-commit
expect 0 'the hook is executable' [ -x .git/hooks/pre-commit ]
expect 0 'the first commit' commit clean.xml
try_commits 'git'
# git commit -a and git commit FILE use a temporary index
cp "$source/fixtures/_guests/web1.xml" clean.xml
expect 1 'git commit -a' git commit -qam x
expect 1 'git commit FILE' git commit -qm x clean.xml
git checkout -q HEAD -- clean.xml
git worktree add -q ../linked
cd ../linked || exit 1
cp "$source/fixtures/_guests/web1.xml" clean.xml
expect 1 'a linked worktree' commit clean.xml
mkdir -p below
mv clean.xml below/CLEAN.XML
git checkout -q HEAD -- clean.xml
cd below || exit 1
expect 1 'a subdirectory' commit CLEAN.XML

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
