#!/bin/sh
# Tests of the exit status, which must not change because scripts depend on it: one section per
# status. usage: status.sh VMLINT
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/expect.sh"
HOME=$work XDG_CONFIG_HOME=$work
export HOME XDG_CONFIG_HOME

guest() { # guest NAME CACHE [COMMENT]
	cat <<G
<domain type='kvm'>
  <name>$1</name>
  <memory unit='GiB'>2</memory>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
  <devices>$3
    <disk type='block' device='disk'>
      <driver name='qemu' type='raw' cache='$2'/>
      <source dev='/dev/vg/$1'/>
      <target dev='vda' bus='virtio'/>
    </disk>
  </devices>
</domain>
G
}
only="--only disk-cache-unsafe,disk-cache-unset,suppression-*"
guest good none '' >good.xml
guest bad unsafe '' >bad.xml
guest info writeback '' >info.xml
guest allowed unsafe '<!-- vmlint: allow disk-cache-unsafe: scratch -->' >allowed.xml
printf '<domain><name>x</nam></domain>\n' >broken.xml
printf '<network><name>n</name></network>\n' >network.xml
# shellcheck disable=SC2086 # split into one word per option
run() {
	expect "$1" "$2" "$vmlint" $only $3
}

# 0: no finding at or above --fail-on
run 0 'no finding' good.xml
run 0 'below the default' info.xml
says out 'info: '
run 0 'below --fail-on error' '--fail-on error info.xml good.xml'
run 0 '--fail-on never' '--fail-on never bad.xml'
run 0 'suppressed' allowed.xml
run 0 'suppressed and shown' '--show-suppressed allowed.xml'
says out 'suppressed error: '
run 0 'written into a baseline' '--write-baseline base.json bad.xml'
run 0 'in the baseline' '--baseline base.json bad.xml'
run 0 'in the baseline and shown' '--baseline base.json --show-suppressed bad.xml'
says out 'baselined error: '
cp bad.xml fixed.xml
run 0 'fixed' '--fix fixed.xml'
run 0 'nothing to fix' '--diff fixed.xml'
run 0 'a pipe, fixed' '--fix --stdin-filename x.xml -' <bad.xml
expect 0 '--help' "$vmlint" --help
expect 0 '--version' "$vmlint" --version
expect 0 '--list-rules' "$vmlint" --list-rules
expect 0 '--explain' "$vmlint" --explain disk-cache-unsafe

# 1: findings at or above --fail-on, or --diff would change something
run 1 'a finding' bad.xml
run 1 'an info, asked for' '--fail-on info info.xml'
run 1 'one bad among good ones' 'good.xml bad.xml good.xml'
run 1 'a suppression that is ignored' '--no-inline allowed.xml'
cp bad.xml again.xml
run 1 'not in the baseline' '--baseline base.json bad.xml again.xml'
run 1 'a patch' '--diff bad.xml'
run 1 'a patch although nothing fails' '--diff --fail-on never bad.xml'
run 1 'machine format' '-f json bad.xml'

# 2: an input could not be read, parsed or reached, or nothing matched; takes precedence over 1
run 2 'missing' 'bad.xml nowhere.xml'
says out 'disk-cache-unsafe'
run 2 'malformed' 'broken.xml bad.xml'
says out 'disk-cache-unsafe'
run 2 'malformed, and nothing fails' '--fail-on never broken.xml good.xml'
run 2 'no domain' 'network.xml bad.xml'
says out 'disk-cache-unsafe'
: >empty.xml
run 2 'an empty file' empty.xml
mkdir none
run 2 'an empty directory' 'none bad.xml'
says out 'disk-cache-unsafe'
run 2 'an empty pipe' - </dev/null
run 2 'no patch for what is broken' '--diff broken.xml'
run 2 'no fix for what is broken' '--fix broken.xml'
if [ "$(id -u)" != 0 ]; then
	cp bad.xml secret.xml
	chmod 0 secret.xml
	run 2 'unreadable' 'secret.xml bad.xml'
fi
run 2 'a broken baseline is not written' '--write-baseline b.json broken.xml'
for format in $("$vmlint" --help | sed -n '/^Formats:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
	run 2 "$format to a full disk" "-f $format:/dev/full bad.xml"
	says err "cannot write '/dev/full': No space left"
	run 2 "$format to a missing directory" "-f $format:nowhere/x bad.xml"
	says err "cannot write 'nowhere/x': No such file"
	# shellcheck disable=SC2086
	expect 2 "$format, standard output full" sh -c "'$vmlint' $only -f $format bad.xml >/dev/full"
	says err 'cannot write'
done
expect 2 'standard output closed' sh -c "'$vmlint' bad.xml >&-"
if "$vmlint" -c test:///default >/dev/null 2>&1; [ $? -le 1 ]; then
	run 2 'no domain of that name' '-c test:///default nonesuch test'
	# not the default socket, which a libvirtd of this machine may answer
	run 2 'no such connection' "-c nonesuch:///x?socket=$work/nowhere"
fi

# 3: usage or configuration error: nothing audited, nothing written
usage() {
	run 3 "$1" "-f json:never.json $2"
	silent out
	if [ -e never.json ]; then no "$1: a report was written"; rm never.json; else ok; fi
}
usage 'an unknown option' '--nonesuch bad.xml'
usage 'an unknown rule' '-d nonesuch bad.xml'
usage 'an unknown format' '-f nonesuch bad.xml'
usage 'an unknown level' '--fail-on nonesuch bad.xml'
usage 'no number' '-j 0 bad.xml'
usage 'an argument too many' '--live=x bad.xml'
usage 'both' '--fix --diff bad.xml'
usage 'a fix of a connection' '--fix -c test:///default'
usage 'no such configuration' '--config nowhere.ini bad.xml'
printf 'nonsense\n' >bad.ini
usage 'a broken configuration' '--config bad.ini bad.xml'
usage 'no such baseline' '--baseline nowhere.json bad.xml'
says err 'create a baseline with --write-baseline FILE'
usage 'a broken baseline' '--baseline bad.ini bad.xml'
usage '--live of a file' '--live bad.xml'
says err '^vmlint: --live requires --connect URI$'
usage '--diff-base of a connection' '--diff-base HEAD -c test:///default'
says err '^  do  | accept the known findings of a connection with --baseline$'
usage '--gate without known findings' '--gate new bad.xml'
says err "requires --baseline, --diff-base or the setting 'baseline' of a configuration$"
usage 'an unknown gate' '--gate old --baseline base.json bad.xml'
usage '--diff-base of nameless input' '--diff-base HEAD -'
says err 'requires --stdin-filename'
usage 'no such revision' '--diff-base nonesuch bad.xml'

# SIGPIPE ends vmlint without a message
i=0
while [ $i -lt 300 ]; do
	cat bad.xml
	i=$((i + 1))
done >many.xml
for format in text jsonl sarif junit; do
	# shellcheck disable=SC2086
	{ "$vmlint" $only -f $format many.xml 2>err; echo $? >status; } | head -n 1 >out
	what="SIGPIPE of $format"
	silent err
	if [ "$(cat status)" -gt 128 ] || [ "$(cat status)" -le 1 ]; then ok; else
		no "$what: exit status $(cat status)"
	fi
done

# other signals end vmlint, too, and leave no incomplete report
mkdir reports
mkfifo endless
for signal in HUP INT TERM; do
	# a background job of a shell ignores SIGINT, and so do its child processes
	env --default-signal=INT "$vmlint" -f "json:reports/a.json" - <endless 2>err &
	pid=$!
	exec 3>endless
	for _ in $(seq 100); do
		[ -z "$(ls -A reports)" ] || break
		sleep 0.05
	done
	[ -n "$(ls -A reports)" ] || no "SIG$signal: nothing under way"
	kill -s "$signal" "$pid"
	wait "$pid"
	got=$?
	exec 3>&-
	what="SIG$signal: status $got"
	if [ "$(kill -l "$got" 2>/dev/null)" = "$signal" ]; then ok; else no "$what"; fi
	if [ -z "$(ls -A reports)" ]; then ok; else no "$what: leaves $(ls -A reports)"; rm -r reports/.??*; fi
done
what='SIGPIPE of one report among two'
# shellcheck disable=SC2086
"$vmlint" $only -f text -f json:reports/a.json many.xml 2>err | head -n 1 >out
if [ -z "$(ls -A reports)" ] || [ "$(ls -A reports)" = a.json ]; then ok; else no "$what: $(ls -A reports)"; fi

closing
