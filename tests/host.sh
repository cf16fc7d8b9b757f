#!/bin/sh
# Tests of host profiles: saving, reading, errors, configuration, several hosts, live domains.
# usage: host.sh VMLINT
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/expect.sh"
HOME=$work/home XDG_CONFIG_HOME=$work/xdg
export HOME XDG_CONFIG_HOME

cat >d.xml <<END
<domain type='kvm'>
  <name>web1</name>
  <memory>1048576</memory>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
  </os>
  <devices>
    <interface type='network'>
      <source network='lab'/>
    </interface>
  </devices>
</domain>
END
# profile NAME ACTIVE: a host whose network "lab" is active or not
profile() {
	cat <<END
<vmlint-host format='1' name='$1' libvirt='9.0.0' driver='QEMU' hypervisor='7.2.0'>
<networks><entry active='$2' autostart='no'><network><name>lab</name></network></entry></networks>
</vmlint-host>
END
}
mkdir hosts
profile prod1 no >hosts/prod1.xml
profile prod2 no >hosts/prod2.xml
profile spare yes >hosts/spare.xml
run() { "$vmlint" --no-config --only 'host-*' "$@"; }

expect 0 'without a host' run -v d.xml
says err '^vmlint: host-network: not checked: needs a host'
counts err 'host-network: not checked' 1
expect 0 'without a host, -v, another rule' "$vmlint" --no-config --only disk-cache-unsafe -v d.xml
keeps_quiet_of err 'not checked'
expect 1 'one host' run --host hosts/prod1.xml d.xml
says out "uses network 'lab', which is not active: the guest does not start \[host-network\]"
expect 0 'a host with the network' run --host hosts/spare.xml -v d.xml
says err 'host-kvm-missing did not run on web1: needs the capabilities of the host$'
expect 1 'two of three hosts' run --host hosts/prod1.xml --host hosts/spare.xml --host hosts/prod2.xml d.xml
says out 'does not start on prod1 and prod2 \[host-network\]'
counts out '\[host-network\]' 1
expect 1 'hosts in JSON' run -f json --host hosts/prod1.xml --host hosts/prod2.xml d.xml
says out '"hosts": *\["prod1", *"prod2"\]'
cp hosts/prod1.xml hosts/twin.xml
expect 1 'two hosts of one name' run --host hosts/prod1.xml --host hosts/twin.xml d.xml
says out 'on prod1 and hosts/twin.xml'
rm hosts/twin.xml

sed 's/q35/pc-q35-9.0/' d.xml >new.xml
profile newer no | sed 's/9[.]0[.]0/11.3.0/; s/7[.]2[.]0/10.0.0/' >hosts/newer.xml
targets() { "$vmlint" --no-config --only machine-type-unavailable "$@" new.xml; }
expect 1 'the versions of the host are the target' targets --host hosts/prod1.xml
says out 'pc-q35-9.0 is too new for QEMU 7.2: libvirt rejects the domain'
expect 1 'the oldest of two hosts' targets --host hosts/newer.xml --host hosts/prod1.xml
says out 'too new for QEMU 7.2'
expect 0 'a newer host' targets --host hosts/newer.xml
expect 0 '--target overrides the host' targets --host hosts/prod1.xml --target libvirt=10.0,qemu=9.0

# rejected NAME MESSAGE: the profile bad.xml is an error with a location
rejected() {
	expect 3 "rejected: $1" run --host bad.xml d.xml
	says err "^vmlint: bad.xml:$2"
	silent out
}
cp d.xml bad.xml
rejected 'no profile' '1:1: not a host profile: expected <vmlint-host>'
printf '<vmlint-host format="1">\n<networks>\n</vmlint-host>' >bad.xml
rejected malformed 3:
printf '<!DOCTYPE a [<!ENTITY a "a">]>\n<vmlint-host/>' >bad.xml
rejected 'a DOCTYPE' '1:1: DOCTYPE is not allowed'
printf '<vmlint-host format="2"/>' >bad.xml
rejected 'a newer format' '1:1: host profile of an unknown format'
: >bad.xml
rejected empty 1:1:
awk 'BEGIN { for (i = 0; i < 300; i++) printf "<a>"; }' >bad.xml
rejected 'deeply nested' 1:
expect 3 'an absent profile' run --host nowhere.xml d.xml
says err "^vmlint: cannot read 'nowhere.xml': No such file"
expect 3 'an endless profile' run --host /dev/zero d.xml
says err "cannot read '/dev/zero': larger than 256 MiB"

# many networks: searches must not be linear
{
	echo "<vmlint-host format='1' name='big'><networks>"
	awk 'BEGIN { for (i = 0; i < 50000; i++)
		printf "<entry active=\"yes\"><network><name>n%d</name></network></entry>\n", i }'
	echo "</networks></vmlint-host>"
} >big.xml
expect 1 '50,000 networks' run --host big.xml d.xml
says out "network 'lab', which does not exist"
says out '(n0, n1'

printf '<capabilities><host><cpu><arch>x86_64</arch></cpu></host><guest><os_type>hvm</os_type>\n' >caps.xml
printf '<arch name="x86_64"><domain type="qemu"/></arch></guest></capabilities>' >>caps.xml
printf '<?xml version="1.0"?><domainCapabilities><arch>x86_64</arch></domainCapabilities>' >domcaps.xml
expect 1 'a capabilities document as a profile' run --host caps.xml d.xml
says out 'KVM is not available'
expect 1 'capabilities and domain capabilities' run --capabilities caps.xml --domcaps domcaps.xml d.xml
says out 'KVM is not available'
expect 0 'joined documents' "$vmlint" --save-host joined.xml --capabilities caps.xml --domcaps domcaps.xml
expect 1 'the joined profile' run --host joined.xml d.xml
expect 3 'a malformed document' run --capabilities /dev/null d.xml
says err '^vmlint: /dev/null:1:1: '
expect 3 '--host with --connect' "$vmlint" --host caps.xml -c test:///default
expect 3 '--read-write without --connect' "$vmlint" --read-write d.xml
expect 3 '--save-host without --connect' "$vmlint" --save-host x.xml
expect 3 '--save-host with operands' "$vmlint" --save-host x.xml -c test:///default d.xml
expect 3 '--save-host of two hosts' "$vmlint" --save-host x.xml -c test:///default -c test:///other

mkdir prod other
cp d.xml prod/d.xml
cp d.xml other/d.xml
printf '[files "prod/**"]\nhost = hosts/prod*.xml\n[files "other/**"]\nhost = hosts/spare.xml\n' >v.ini
expect 1 'hosts by path' "$vmlint" --config v.ini --only 'host-*' prod other
says out '^prod/d.xml: web1: 1 error$'
says out '^  9:24: error: .*on prod1 and prod2'
counts out '\[host-network\]' 1
expect 0 '--host overrides the configuration' "$vmlint" --config v.ini --only 'host-*' --host hosts/spare.xml prod
printf '[vmlint]\nhost = hosts/spare.xml,\n  hosts/prod1.xml\n' >v.ini
expect 1 'hosts for all' "$vmlint" --config v.ini --only 'host-*' d.xml
says out 'does not start on prod1 \['
printf '[files "nothing"]\nhost = hosts/absent*.xml\n' >v.ini
expect 3 'a pattern without a match' "$vmlint" --config v.ini d.xml
says err "^vmlint: v.ini:2: host: no host profile matches '.*/hosts/absent\*.xml'"
printf '[domains "x"]\nhost = hosts/spare.xml\n' >v.ini
expect 3 'host by domain' "$vmlint" --config v.ini d.xml
says err '^vmlint: v.ini:2: host is allowed in \[vmlint\] and \[files\] only'

if "$vmlint" -c test:///default --only disk-cache-unsafe >/dev/null 2>&1; then
	expect 0 'the test driver' "$vmlint" --save-host t.xml -c test:///default
	expect 0 'standard output' "$vmlint" --save-host - -c test:///default
	says out "<network>"
	says out "<name>default-pool</name>"
	says out "<interface name='eth1'/>"
	# no definitions of domains; the <domain> elements of capabilities are indented
	keeps_quiet_of out '^<domain[ >]'
	expect 1 'the saved host' run --host t.xml d.xml
	says out "network 'lab', which does not exist"
	says out '(default)'
	expect 2 'a directory that does not exist' "$vmlint" --save-host nowhere/t.xml -c test:///default
	expect 2 'no such host' "$vmlint" --save-host u.xml -c test:///nowhere.xml
	[ ! -e u.xml ] && ok || no 'no file after an error'
	expect 2 'an escape sequence in a URI' "$vmlint" --save-host u.xml -c "$(printf 'test:///\033[2J\n.xml')"
	says err "^  do  | .* test:///\\\\u{1b}\[2J\\\\u{a}\.xml list' works$"
fi
closing
