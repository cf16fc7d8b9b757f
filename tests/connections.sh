#!/bin/sh
# Test of several connections with libvirt's test driver, which requires no daemon: order, operands,
# host names in all formats, configuration, commands, passwords. usage: connections.sh VMLINT
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/expect.sh"
HOME=$work/home XDG_CONFIG_HOME=$work/xdg
export HOME XDG_CONFIG_HOME
unset LIBVIRT_DEFAULT_URI
# no warnings of libvirt, such as that on a host name without an address: they contain the time
export LIBVIRT_DEBUG=error

# domain NAME UUID-DIGIT [XML]: a domain with a finding of graphics-listen-public
domain() {
	printf "<domain type='test' xmlns:test='http://libvirt.org/schemas/domain/test/1.0'>"
	printf '<name>%s</name><uuid>0000000%s-aaaa-4bbb-8ccc-0123456789ab</uuid>' "$1" "$2"
	printf "<memory>8192</memory><os><type>hvm</type></os>%s<devices>" "${3:-}"
	printf "<graphics type='vnc' port='5901' listen='0.0.0.0'/></devices></domain>\n"
}
{
	echo '<node>'
	domain same 1
	domain web1 2
	domain ' -lead' 3 '<test:runstate>5</test:runstate>'
	domain -dash 4 '<test:runstate>5</test:runstate>'
	domain passing 5 '<test:transient>1</test:transient>'
	echo '</node>'
} >a.xml
{
	echo '<node>'
	domain same 1
	domain web2 6
	domain 'a;b$(c)`d`|e%%0A::error::&amp;&lt;&gt;"é‮☃' 7
	domain "$(printf '%010240d' 0 | tr 0 n)" 8
	echo '</node>'
} >b.xml
a=test://$work/a.xml b=test://$work/b.xml
"$vmlint" -c "$a" >out 2>err
if [ $? -gt 1 ]; then
	echo 'no libvirt: skipped'
	exit 77
fi
only='--only graphics-listen-public'

# order and determinism
for format in text concise json jsonl sarif github gitlab junit checkstyle rdjson markdown; do
	"$vmlint" $only --in-flight 1 -f $format -c "$b" -c "$a" >one 2>&1
	for n in 2 10 100; do
		"$vmlint" $only --in-flight $n -f $format -c "$b" -c "$a" >many 2>&1
		what="$format, --in-flight $n"
		if cmp -s one many; then ok; else no "$what: differs from --in-flight 1"; fi
	done
	# two domains of one name are distinguished
	cp one out
	: >err
	what="$format: hosts"
	says out '[/_]a[.]xml'
	says out '[/_]b[.]xml'
done
"$vmlint" $only -f concise -c "$b" -c "$a" >out 2>err
what='order of the connections'
if [ "$(sed 's/: .*//; s/.*\///' out | uniq | tr '\n' ' ')" = 'b.xml a.xml ' ]; then ok; else no "$what"; fi
counts out . 9

# operands apply to all connections together
expect 1 'an operand on one connection' "$vmlint" $only -f concise -c "$a" -c "$b" web1 web2
counts out . 2
silent err
expect 1 'an operand on both' "$vmlint" $only -f concise -c "$a" -c "$b" same
counts out . 2
expect 2 'an operand on none' "$vmlint" $only -f concise -c "$a" -c "$b" web1 nothing
says err '^nothing: error: no domain of the connections matches'
counts out . 1
expect 2 'with a failed connection' "$vmlint" $only -f concise -c "$a" -c test:///no/node.xml web1 nothing
says err '^nothing: error: no domain of the other connections matches'
says err 'cannot connect to test:///no/node.xml: '
counts out . 1
expect 2 'an operand of a single connection' "$vmlint" $only -c "$a" nothing
says err "no domain matches 'nothing'"

# a connection that is given twice, also if once as the default connection
expect 1 'twice' "$vmlint" $only -f concise -c "$a" -c "$a" web1
counts out . 1
LIBVIRT_DEFAULT_URI=$a expect 1 'twice, by default' "$vmlint" $only -f concise -c '' -c "$a" web1
counts out . 1

# in baselines and fingerprints, a domain is identified with its host only if an earlier connection
# has the same domain
expect 0 'write a baseline' "$vmlint" $only --write-baseline base.json -c "$a" -c "$b"
if [ "$(grep -c '6789ab@' base.json)" = 1 ]; then ok; else no 'baseline: one domain with a host'; fi
expect 0 'use it' "$vmlint" $only --baseline base.json -c "$a" -c "$b"
counts err stale 0
"$vmlint" $only -f gitlab -c "$a" -c "$b" | grep -o '"fingerprint":"[^"]*"' | sort >prints
what='fingerprints are different'
if [ "$(uniq prints | wc -l)" = 9 ]; then ok; else no "$what"; fi
"$vmlint" $only -f gitlab -c "$a" same | grep -o '"fingerprint":"[^"]*"' >print
if grep -q -f print prints; then ok; else no 'fingerprint of the first host'; fi

# commands
"$vmlint" -f json -c "$a" --enable '*' | python3 -c '
import json, sys
for finding in json.load(sys.stdin)["findings"]:
    fix = finding["fix"]
    print(finding["domain"]["name"], "|", fix and fix["command"] or "")' >out
what='no command for a transient domain'
keeps_quiet_of out '^passing | virt-xml'
says out '^passing | $'
says out "^web1 | virt-xml --connect $a web1 "
says out "^-dash | virt-xml --connect $a 00000004-aaaa"
says out "^-lead | virt-xml --connect $a 00000003-aaaa"
expect 1 'no command with --live' "$vmlint" --enable '*' --live -c "$a"
keeps_quiet_of out 'virt-xml'
says out 'fix |'

# passwords
for uri in 'nonsense://root:hunter2@host.invalid/system' 'qemu+tcp://u:hunter2@[::1]:1/system' \
	'test://u:hunter2@/no/node.xml' 'qemu+tcp://u:hun/hunter2@host.invalid/system' \
	'qemu+tcp://u:%68unter2@host.invalid:1/system'; do
	for format in text json sarif junit markdown; do
		expect 2 "password: $uri" "$vmlint" -v -f $format -c "$uri" -c "$a"
		keeps_quiet_of out hunter2
		keeps_quiet_of err hunter2
		keeps_quiet_of err %68unter2
	done
done

# options and configuration
expect 3 'in-flight' "$vmlint" --in-flight 0 -c "$a"
says err 'expected 1 to 100'
expect 3 'timeout' "$vmlint" --timeout x -c "$a"
says err 'expected 1 to 86400'
mkdir -p xdg/vmlint
printf "[vmlint]\nconnect = $a\n  $b\nin-flight = 3\ntimeout = 7\n" >xdg/vmlint/vmlint.ini
expect 1 'connections of the user' "$vmlint" $only -f concise -c '' same
counts out . 2
expect 1 'an option overrides them' "$vmlint" $only -f concise -c "$a" same
counts out . 1
printf "[vmlint]\nin-flight = 0\n" >xdg/vmlint/vmlint.ini
expect 3 'an invalid number' "$vmlint" -c "$a"
says err 'vmlint.ini:2: in-flight: invalid value'
rm xdg/vmlint/vmlint.ini
printf "[vmlint]\nconnect = $a\n" >.vmlint.ini
expect 3 'connections of a repository' "$vmlint" -c ''
says err '.vmlint.ini:2: connect: connections are not allowed in a configuration found'
expect 3 'also for files' "$vmlint" a.xml
printf "[connections \"test://*/a.xml\"]\ndisable = graphics-listen-public\n" >.vmlint.ini
expect 1 'settings by connection' "$vmlint" -f concise -e graphics-listen-public -c "$b" -c "$a" same
printf "[vmlint]\nonly = graphics-listen-public\n[connections \"test://*/a.xml\"]\ngraphics-listen-public = info\n" >.vmlint.ini
expect 1 'severity by connection' "$vmlint" -f concise -c "$b" -c "$a" same
says out '/b.xml: same: \(warning\|error\)'
says out '/a.xml: same: info'
expect 1 'not for files' "$vmlint" -f concise a.xml
keeps_quiet_of out ': info'
rm .vmlint.ini
expect 1 'a patch of two connections' "$vmlint" --diff=review $only -c "$a" -c "$b" same
counts out '^+++' 2

closing
