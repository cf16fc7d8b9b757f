#!/bin/sh
# Tests of malformed documents on the command line: errors, findings, fixes. usage: repair.sh VMLINT
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
web1=$here/../fixtures/_guests/web1.xml
. "$here/expect.sh"

findings() { # findings FILE: without the name of the file
	"$vmlint" --no-config -f concise "$1" 2>/dev/null | sed 's/^[^:]*://'
}

same() { # same FILE FILE
	if cmp -s "$1" "$2"; then ok; else no "$what: $1 and $2 differ"; fi
}

# whitespace: each error, and the findings of the intact document at the same lines
sed 's|/>|/ >|' "$web1" >spaces.xml
expect 2 'whitespace' "$vmlint" --no-config spaces.xml
says err "^spaces.xml:8:20: error: stray space between '/' and '>'"
counts err ': error: stray space' "$(grep -c '/ >' spaces.xml)"
counts err '  do  |' 1
says out 'net-model-legacy'
findings "$web1" | sed 's/:[0-9]*:/:/' >intact
findings spaces.xml | sed 's/:[0-9]*:/:/' >repaired
same intact repaired
# machine formats have all errors and the findings
expect 2 'json' "$vmlint" --no-config -f json spaces.xml
says out '"errors":\[{"line":8,"column":20,.*{"line":'
says out '"failed":1'
says out '"rule":"net-model-legacy"'
for format in sarif github gitlab junit checkstyle rdjson markdown; do
	expect 2 "$format" "$vmlint" --no-config -f $format spaces.xml
	counts=$(grep -o 'stray space between' out | wc -l)
	[ "$counts" = "$(grep -c '/ >' spaces.xml)" ] || no "$format: $counts errors"
	says out 'net-model-legacy'
done
# --fix changes nothing; --diff=review and --fix=review repair and fix
cp spaces.xml safe.xml
expect 2 '--fix' "$vmlint" --no-config --fix safe.xml
same safe.xml spaces.xml
expect 2 '--diff=review' "$vmlint" --no-config --diff=review --only net-model-legacy spaces.xml
says out '^@@.*syntax'
cp spaces.xml patched.xml
patch -s patched.xml out || no 'patch'
cp spaces.xml review.xml
expect 0 '--fix=review' "$vmlint" --no-config --fix=review --only net-model-legacy review.xml
says err 'review.xml: repaired [0-9]* syntax errors'
same review.xml patched.xml
"$vmlint" --no-config --fix=review --only net-model-legacy - <"$web1" >fixed.xml 2>err
same review.xml fixed.xml

# truncated: no finding on missing parts, also after --fix=review
head -c 900 "$web1" >cut.xml
expect 2 'truncated' "$vmlint" --no-config cut.xml
says err 'error: the document ends inside <'
keeps_quiet_of out 'missing\]'
cp cut.xml whole.xml
expect 2 'truncated, --fix=review' "$vmlint" --no-config --fix=review whole.xml
keeps_quiet_of out 'missing\]'
says err 'repaired 1 syntax error$'
[ "$(tail -n 1 whole.xml)" = '</domain>' ] || no 'end tags'

# secrets are masked in excerpts of errors and findings
cat >secret.xml <<'X'
<domain type='kvm'><name>x</name><os><type arch='x86_64' machine='q35'>hvm</type></os><devices>
<graphics type='vnc' passwd='hunter2' listen='0.0.0.0'/ >
</devices></domain>
X
expect 2 'secret' "$vmlint" --no-config secret.xml
says err '\*\*\*'
keeps_quiet_of err 'hunter2'
keeps_quiet_of out 'hunter2'

# more than one reading, no domain, or a DOCTYPE: one error, and nothing else
for text in "<domain><os><devices/></domain>" "<domain><a b='c/><d e='f'/></domain>" \
	"<network><a/ ></network>" "<!DOCTYPE domain><domain><a/ ></domain>"; do
	printf '%s\n' "$text" >one.xml
	expect 2 "$text" "$vmlint" --no-config one.xml
	counts err ': error: ' 1
	silent out
done
closing
