#!/bin/sh
# Tests of baselines, --diff-base and suppressions in a git repository: known findings pass, new
# findings fail.
# usage: gate.sh VMLINT
set -u
command -v git >/dev/null || { echo 'no git: skipped'; exit 77; }
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/expect.sh"
HOME=$work XDG_CONFIG_HOME=$work GIT_CONFIG_NOSYSTEM=1
export HOME XDG_CONFIG_HOME GIT_CONFIG_NOSYSTEM
git config --global user.name t && git config --global user.email t@example.org
git config --global init.defaultBranch main

# a repository of 30 definitions: ten with a legacy card, ten with an IDE disk, ten clean
define() { # define NUMBER MODEL BUS DEVICE
	cat <<D
<domain type='kvm'>
  <name>vm$1</name>
  <uuid>00000000-0000-4000-8000-0000000000$(printf %02d "$1")</uuid>
  <metadata>
    <libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0">
      <libosinfo:os id="http://debian.org/debian/12"/>
    </libosinfo:libosinfo>
  </metadata>
  <memory unit='GiB'>2</memory>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
  <features><acpi/></features>
  <cpu mode='host-passthrough'/>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='none'/>
      <source file='/srv/vm$1.qcow2'/>
      <target dev='$4' bus='$3'/>
    </disk>
    <interface type='bridge'>
      <mac address='52:54:00:00:00:$(printf %02x "$1")'/>
      <source bridge='br0'/>
      <model type='$2'/>
    </interface>
  </devices>
</domain>
D
}
mkdir repo && cd repo && git init -q . && mkdir vms lab
for i in $(seq 1 10); do define "$i" rtl8139 virtio vda >"vms/vm$i.xml"; done
for i in $(seq 11 20); do define "$i" virtio ide hda >"vms/vm$i.xml"; done
for i in $(seq 21 30); do define "$i" virtio virtio vda >"vms/vm$i.xml"; done
expect 1 'an old repository' "$vmlint" -q -f concise .
old=$(wc -l <"$work/out")
expect 0 '--write-baseline' "$vmlint" --write-baseline vmlint-baseline.json .
says err "wrote $old findings to vmlint-baseline.json"
says out "30 domains in 30 inputs: nothing found, $old baselined"
cp vmlint-baseline.json ../first.json
expect 0 'a baseline is stable' "$vmlint" -q --write-baseline vmlint-baseline.json vms
if cmp -s vmlint-baseline.json ../first.json; then ok; else no 'the same baseline differs'; fi
# a part of the guests: the entries of the others are kept
expect 0 'a baseline of one guest' "$vmlint" --write-baseline vmlint-baseline.json vms/vm1.xml
says err 'kept [0-9]* findings of guests that were not audited'
if cmp -s vmlint-baseline.json ../first.json; then ok; else no 'entries of other guests are lost'; fi
printf '[vmlint]\nbaseline = vmlint-baseline.json\n' >.vmlint.ini
expect 0 'green' "$vmlint" .
silent err
git add -A && git commit -qm 'Old definitions with their baseline'

# known findings stay known when the files around them are edited
mkdir moved && git mv vms/vm1.xml moved/renamed.xml
sed -i 's/^  *//' vms/vm2.xml
sed -i "s/'/\"/g" vms/vm3.xml
sed -i 's/$/\r/' vms/vm4.xml
sed -i '1i <!-- a comment -->' vms/vm5.xml
sed -i 's|<devices>|<devices><controller type="usb" index="0" model="qemu-xhci"/>|' vms/vm6.xml
# the interface before the disk
sed -i '/<interface/,/<.interface>/{H;d};/<devices>/{p;d};/<.devices>/{x;G}' vms/vm7.xml
expect 0 'moved, renamed, reindented, quoted, commented, reordered' "$vmlint" .
silent err
expect 0 'the same by git' "$vmlint" --no-config --diff-base HEAD .
expect 0 'the same by git from below' sh -c "cd moved && '$vmlint' --no-config --diff-base HEAD ."
git add -A && git commit -qm 'Tidy up'

# a new finding fails, and is the only one reported
sed -i "s/cache='none'/cache='unsafe'/" vms/vm25.xml
expect 1 'a new fault' "$vmlint" -f concise .
counts out . 1
says out '^\./vms/vm25.xml:15:[0-9]*: error: .*\[disk-cache-unsafe\]$'
expect 1 'a new fault by git' "$vmlint" --no-config --diff-base HEAD -f concise .
counts out . 1
# with --gate new, reports in files list all findings, but only the new one counts
for from in '--baseline vmlint-baseline.json' '--diff-base HEAD'; do
	# shellcheck disable=SC2086 # an option and its value
	expect 1 "--gate new $from" "$vmlint" --no-config $from --gate new -f concise \
		-f gitlab:../gate.gitlab -f github:../gate.github -f sarif:../gate.sarif \
		-f junit:../gate.junit -f prometheus:../gate.prometheus -f text:../gate.text .
	counts out . 1
	cp ../gate.gitlab "$work/out"
	counts out check_name $((old + 1))
	cp ../gate.github "$work/out"
	counts out '^::' $((old + 1))
	cp ../gate.sarif "$work/out"
	counts out '"baselineState":"unchanged"' "$old"
	counts out '"baselineState":"new"' 1
	keeps_quiet_of out '"kind":"external"'
	cp ../gate.junit "$work/out"
	counts out '<failure' 1
	says out '<skipped message="baselined"'
	cp ../gate.prometheus "$work/out"
	counts out 'rule="net-model-legacy"' 10
	counts out 'rule="disk-cache-unsafe"' 1
	cp ../gate.text "$work/out"
	says out '^baselined \|baselined warning: .*net-model-legacy'
done
expect 0 '--gate new without a new finding' "$vmlint" --gate new -f concise -f json:../gate.json vms/vm2.xml
silent out
cp ../gate.json "$work/out"
says out '"state":"baselined"'
git commit -qam 'Break it'
expect 0 'no new fault since' "$vmlint" --no-config --diff-base HEAD -f concise .
expect 1 'standard input is not the file of its name' sh -c "
	sed 's|</devices>|<interface type=\"user\"><model type=\"rtl8139\"/></interface>&|' \"\$1\" |
	'$vmlint' --no-config --diff-base HEAD -f concise --stdin-filename \"\$1\" -" sh "$(git ls-files '*.xml' | head -n 1)"
says out 'net-model-legacy'
expect 1 'a new fault since the commit before' "$vmlint" --no-config --diff-base HEAD~1 -f concise .
counts out disk-cache-unsafe 1

# a second instance of a known finding is new
sed "s/vda/vdb/; s/52:54:00:00:00:08/52:54:00:00:01:08/" vms/vm8.xml >extra
sed -i '/<interface/,/<.interface>/!d' extra
sed -i '/<devices>/r extra' vms/vm8.xml && rm extra
expect 1 'a second old fault' "$vmlint" -f concise vms/vm8.xml
counts out . 1
says out 'interface 52:54:00:00:01:08 .*\[net-model-legacy\]'
git checkout -q vms/vm8.xml
# and so is a copy of a known file
cp vms/vm9.xml vms/vm9-copy.xml
expect 1 'a copied file' "$vmlint" -f concise --min-severity warning vms/vm9.xml vms/vm9-copy.xml
says out '^vms/vm9-copy.xml:.*net-model-legacy'
counts out . 1
rm vms/vm9-copy.xml

# a suppression with a reason passes; an unused one is a finding
sed -i "s|^ *<driver name='qemu' type='qcow2' cache='unsafe'/>|<!-- vmlint: allow disk-cache-unsafe: scratch disk -->&|" vms/vm25.xml
expect 0 'a reasoned suppression' "$vmlint" .
says out '1 suppressed'
expect 0 'what it hides' "$vmlint" --show-suppressed vms/vm25.xml
says out 'suppressed error: .*\[disk-cache-unsafe\]'
says out 'reason: scratch disk'
expect 1 '--no-inline' "$vmlint" --no-inline -f concise vms/vm25.xml
# the date is the last valid day; repeat the check if midnight passes meanwhile
day=$(date +%F)
sed "s/unsafe: scratch/unsafe until $day: scratch/" vms/vm25.xml >../today.xml
expect 0 'a suppression until today' \
	sh -c "'$vmlint' ../today.xml || [ $day != \"\$(date +%F)\" ]"
sed -i "s/cache='unsafe'/cache='none'/" vms/vm25.xml
expect 1 'an unused suppression' "$vmlint" -f concise .
counts out . 1
says out '^\./vms/vm25.xml:15:[0-9]*: warning: .*unused.*\[suppression-unused\]$'
# if its rule did not run, it is unknown whether a suppression is unused
expect 0 'a suppression of a rule that is off' "$vmlint" -d disk-cache-unsafe vms/vm25.xml
sed 's/allow disk-cache-unsafe/allow rng-missing/' vms/vm25.xml >../quiet.xml
expect 0 'a suppression of a rule that is too quiet' "$vmlint" --min-severity warning ../quiet.xml
sed -i 's/<!-- vmlint.*-->//' vms/vm25.xml
expect 0 'green again' "$vmlint" .

# fixing a known finding makes its baseline entry stale
sed -i "s/rtl8139/virtio/" vms/vm10.xml
expect 0 'a stale entry' "$vmlint" .
counts err 'stale entry: ' 1
says err "vmlint-baseline.json: stale entry: vm10 no longer has net-model-legacy at /domain/devices/interface\[mac/@address='52:54:00:00:00:0a'\]/model/@type"
expect 0 'an entry whose file is not audited' "$vmlint" vms/vm2.xml
silent err
expect 0 'an entry whose rule is off' "$vmlint" -d net-model-legacy .
silent err
expect 0 'written again' "$vmlint" -q --no-config --write-baseline vmlint-baseline.json .
if [ "$(grep -c '"rule"' vmlint-baseline.json)" = $((old - 1)) ]; then ok; else no 'entries'; fi
expect 0 'nothing stale' "$vmlint" .
silent err

# a suppressed finding does not use its entry, which is stale
sed "s|^ *<interface|<!-- vmlint: allow net-model-legacy: old -->&|" vms/vm9.xml >../vm9.xml
expect 0 'suppressed, and in the baseline' "$vmlint" ../vm9.xml
says out '1 suppressed'
says err 'stale entry: vm9 no longer has net-model-legacy'
# an entry of a rule that no longer exists is stale
sed 's/net-model-legacy/net-model-gone/' vmlint-baseline.json >../gone.json
expect 1 'an entry whose rule is gone' "$vmlint" --no-config --baseline ../gone.json vms/vm9.xml
says err 'stale entry: vm9 no longer has net-model-gone'
# entries also match domains that are moved into a file with several
{ echo '<domains>'; cat vms/vm8.xml vms/vm9.xml; echo '</domains>'; } >../both.xml
expect 0 'domains in a wrapper' "$vmlint" ../both.xml
silent err

# the path of an entry contains names, but no secrets
cat >../named.xml <<'D'
<domain type='kvm'>
  <name>named</name>
  <memory unit='GiB'>2</memory>
  <vcpu>2</vcpu>
  <iothreads>1</iothreads>
  <cputune>
    <vcpupin vcpu='1' cpuset='3'/>
    <iothreadpin iothread='1' cpuset='4'/>
    <vcpusched vcpus='0-1' scheduler='batch'/>
  </cputune>
  <numatune><memnode cellid='1' mode='strict' nodeset='1'/></numatune>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
  <features><acpi/></features>
  <cpu mode='host-passthrough'>
    <feature policy='require' name='invtsc'/>
    <numa>
      <cell id='0' cpus='0' memory='1' unit='GiB'/>
      <cell id='1' cpus='1' memory='1' unit='GiB'/>
    </numa>
  </cpu>
  <devices>
    <disk type='network' device='cdrom'>
      <driver name='qemu' type='raw'/>
      <source protocol='https' name='install.iso'>
        <host name='images.example.org' port='443'/>
        <cookies><cookie name='session'>2c1743a391305fbf</cookie></cookies>
      </source>
      <target dev='sda' bus='sata'/>
    </disk>
    <controller type='scsi' index='1' model='virtio-scsi'/>
    <filesystem type='mount'><source dir='/srv'/><target dir='share'/></filesystem>
    <interface type='bridge'><mac address='52:54:00:00:00:63'/><source bridge='br0'/></interface>
    <serial type='pty'><target port='0'/></serial>
    <console type='pty'><target type='serial' port='0'/></console>
    <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
    <hostdev mode='subsystem' type='usb'>
      <source><address bus='1' device='4'/></source>
    </hostdev>
    <hostdev mode='subsystem' type='mdev' model='vfio-pci'>
      <source><address uuid='c2177883-f1bb-47f0-914d-32a22e3a8804'/></source>
    </hostdev>
  </devices>
</domain>
D
cat >../named.ini <<'I'
[vmlint]
only = acme-named
[rule "acme-named"]
xpath = /domain/devices/* | //feature | //cell | //driver | //cookie | //vcpupin |
    //iothreadpin | //vcpusched | //memnode
message = m
I
expect 0 'names' "$vmlint" -q --config ../named.ini --write-baseline ../named.json ../named.xml
sed -n 's|.*"path": "/domain/\([^"]*\)".*|\1|p' ../named.json >../paths
cat >../wanted <<'P'
cpu/feature[@name='invtsc']
cpu/numa/cell[@id='0']
cpu/numa/cell[@id='1']
cputune/iothreadpin[@iothread='1']
cputune/vcpupin[@vcpu='1']
cputune/vcpusched[@vcpus='0-1']
devices/channel[target/@name='org.qemu.guest_agent.0']
devices/console[target/@port='0']
devices/controller[@index='1']
devices/disk[target/@dev='sda']
devices/disk[target/@dev='sda']/driver
devices/disk[target/@dev='sda']/source[@name='install.iso']/cookies/cookie[@name='session']
devices/filesystem[target/@dir='share']
devices/hostdev[source/address/@bus='1']
devices/hostdev[source/address/@uuid='c2177883-f1bb-47f0-914d-32a22e3a8804']
devices/interface[mac/@address='52:54:00:00:00:63']
devices/serial[target/@port='0']
numatune/memnode[@cellid='1']
P
if diff ../wanted ../paths >../out; then ok; else no 'other names'; fi
sed 's/2c1743a391305fbf/5e884898da280471/' ../named.xml >../other.xml
expect 0 'another secret' "$vmlint" -q --config ../named.ini --write-baseline ../other.json ../other.xml
if cmp -s ../named.json ../other.json; then ok; else no 'a baseline depends on a secret'; fi

# other linters expect the reason after '--', which XML does not allow in comments
printf "<domain>\n<!-- vmlint: allow disk-cache-unsafe -- scratch -->\n</domain>\n" >../dashes.xml
expect 2 "'--' in a comment" "$vmlint" ../dashes.xml
says err "dashes.xml:2:[0-9]*: error: '--' in a comment"
says err 'the reason of a suppression follows a colon'

# libvirt preserves the metadata, but drops comments
sed -i "s|</metadata>|<v:vmlint xmlns:v='urn:vmlint:metadata:1'><v:allow rule='disk-cache-unsafe' path=\"devices/disk[target/@dev='vda']\" reason='scratch'/></v:vmlint></metadata>|; s/cache='none'/cache='unsafe'/" vms/vm26.xml
expect 0 'a suppression in the metadata' "$vmlint" vms/vm26.xml
if command -v virsh >/dev/null; then
	virsh -q -c test:///default "define vms/vm26.xml; dumpxml vm26" 2>/dev/null |
		sed '1,/^ *$/!b' | sed -n '/<domain/,$p' >../defined.xml
	expect 0 'and it comes out of libvirt again' "$vmlint" ../defined.xml
	says out '1 suppressed'
fi

# the settings of the repository
cat >.vmlint.ini <<'I'
[vmlint]
require-reason = yes
fail-on = error   ; lower severities are only reported
disable = memory-*,
    cpu-mitigations-missing
[severity]
net-model-legacy = error
[files "lab/**"]
disable = net-model-legacy
[domains "vm2?"]
disk-cache-unsafe = info
[rule "acme-bridge"]
xpath = /domain/devices/interface[not(source/@bridge='br-prod')]
severity = info
message = interface is not on br-prod
remedy = attach it to br-prod
I
cp vms/vm2.xml lab/
expect 1 'severities' "$vmlint" -f concise vms/vm3.xml
says out 'error: .*\[net-model-legacy\]'
says out 'info: interface is not on br-prod \[acme-bridge\]'
expect 0 'a section of files' "$vmlint" -f concise lab
keeps_quiet_of out net-model-legacy
expect 0 'the same from within' sh -c "cd lab && '$vmlint' -f concise vm2.xml"
expect 0 'the same on standard input' sh -c "'$vmlint' --stdin-filename lab/new.xml <vms/vm3.xml"
sed -i "s/cache='none'/cache='unsafe'/" vms/vm27.xml
expect 0 'a section of domains' "$vmlint" -f concise vms/vm27.xml
says out 'info: .*\[disk-cache-unsafe\]'
expect 1 'the command line wins' "$vmlint" -e net-model-legacy -f concise lab
expect 0 'a site rule alone' "$vmlint" --only acme-bridge -f concise vms
counts out 'acme-bridge' 29
sed -i "s|^ *<driver name='qemu' type='qcow2' cache='unsafe'/>|<!-- vmlint: allow disk-cache-unsafe -->&|" vms/vm27.xml
expect 1 'require-reason' "$vmlint" -f concise vms/vm27.xml
says out 'error: .*\[suppression-no-reason\]'
expect 0 '-v prints the origin of settings' "$vmlint" -v --fail-on never vms/vm21.xml
says err '^vmlint: configuration: .vmlint.ini (found'
says err '^vmlint: .vmlint.ini:3: \[vmlint\] fail-on = error (overridden by the command line)$'
says err '^vmlint: .vmlint.ini:4: \[vmlint\] disable = memory-\*, cpu-mitigations-missing$'
says err '^vmlint: command line: --fail-on$'
expect 0 '--no-config' "$vmlint" -v --no-config --fail-on never vms/vm21.xml
says err 'configuration: none'

closing
