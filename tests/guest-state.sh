#!/bin/sh
# Test of the guest-* rules and the sums of the fleet-* rules with a real libvirtd and QEMU: guests of
# many kinds that run, are saved or shut off cause no finding; each change and each state does.
# usage: guest-state.sh VMLINT [-v]; -v keeps going and prints the definitions of wrong findings
here=$(dirname "$(realpath "$0")")
qemu_conf='user = "libvirt-qemu"
group = "libvirt-qemu"'
. "$here/own-libvirtd.sh"
verbose=${2:-}
passed=0 failed=0

check() { # check WHAT STATUS: count a result
	if [ "$2" = 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAILED: %s\n' "$1"
		sed 's/^/  /' said
	fi
}

rules=guest
# audit OPTION...: print the findings of the rules under test; all rules run
audit() {
	timeout 60 "$vmlint" --no-config --color never -f concise -c $uri "$@" 2>err |
		grep -E "\\[($rules)-" >said
	cat said >>all-said
}

# silent WHAT [OPTION...]: an audit with these options has no finding
silent() {
	what=$1
	shift
	audit "$@"
	[ ! -s said ]
	check "$what" $?
	[ ! -s said ] || [ "$verbose" != -v ] || virsh -c $uri dumpxml "$(sed 's/.*: \(.*\): [ewi].*/\1/; q' said)"
}

# says WHAT PATTERN OPTION...: an audit with these options has a finding that matches PATTERN
says() {
	what=$1 pattern=$2
	shift 2
	audit "$@"
	grep -q -e "$pattern" said
	check "$what: $pattern" $?
}

n=0
# write NAME KEY=VALUE...: write the definition NAME.xml; the keys are the variables below
write() {
	name=$1 type=qemu machine=pc memory="<memory unit='MiB'>24</memory>" vcpu='<vcpu>1</vcpu>'
	tune='' efi='' os='' features='' cpu='' devices='' extra='' video=''
	n=$((n + 1))
	shift
	for it; do eval "${it%%=*}=\${it#*=}"; done
	cat >"$name.xml" <<-X
	<domain type='$type' $extra>
	  <name>$name</name>
	  <uuid>4dea22b3-1d52-d8f3-2516-$(printf %012d $n)</uuid>
	  $memory
	  $tune
	  $vcpu
	  <os $efi>
	    <type arch='x86_64' machine='$machine'>hvm</type>
	    $os
	  </os>
	  <features><acpi/>$features</features>
	  $cpu
	  <devices>
	    <emulator>/usr/bin/qemu-system-x86_64</emulator>
	    <controller type='usb' model='none'/>
	    $devices
	    $video
	  </devices>
	  ${args:-}
	</domain>
	X
}

guests=
guest() { # guest NAME KEY=VALUE...: define and start a guest
	write "$@"
	must virsh -q -c $uri define "$1.xml"
	if timeout 60 virsh -q -c $uri start "$1" --paused >start.log 2>&1; then
		guests="$guests $1"
	else
		printf '%s does not start: %s\n' "$1" "$(sed -n 2p start.log)"
		virsh -q -c $uri undefine "$1" --nvram >/dev/null 2>&1
	fi
}

images=/var/lib/libvirt/images
image() { must qemu-img create -q -f "$1" "$images/$2" 1M; }
disk() { # disk IMAGE FORMAT [DRIVER-ATTRIBUTES] [TARGET]
	image "$2" "$1"
	printf '<disk type="file" device="disk"><driver name="qemu" type="%s" %s/><source file="%s"/><target %s/></disk>' \
		"$2" "${3:-}" "$images/$1" "${4:-dev='vda' bus='virtio'}"
}

guest plain
guest q35 machine=q35
guest isapc-cpu "cpu=<cpu mode='custom' match='exact'><model>qemu64</model><feature policy='require' name='aes'/><feature policy='disable' name='svm'/><feature policy='optional' name='avx512f'/></cpu>"
guest cpu-unprovided "cpu=<cpu mode='custom' match='exact'><model>EPYC</model></cpu>"
guest cpu-fallback "cpu=<cpu mode='custom' match='exact'><model fallback='allow'>Haswell</model></cpu>"
guest cpu-maximum "cpu=<cpu mode='maximum'/>"
guest cpu-host-model "vcpu=<vcpu current='1'>4</vcpu>" \
	"cpu=<cpu mode='host-model'><topology sockets='1' cores='2' threads='2'/><feature policy='disable' name='svm'/></cpu>"
guest numa 'vcpu=<vcpu>2</vcpu>' "memory=<memory unit='MiB'>32</memory>" \
	"cpu=<cpu><numa><cell id='0' cpus='0' memory='16' unit='MiB'/><cell id='1' cpus='1' memory='16' unit='MiB'/></numa></cpu>"
guest dimm "memory=<maxMemory slots='4' unit='MiB'>512</maxMemory><memory unit='MiB'>152</memory>" \
	"cpu=<cpu><numa><cell id='0' cpus='0' memory='24' unit='MiB'/></numa></cpu>" \
	"devices=<memory model='dimm'><target><size unit='MiB'>128</size><node>0</node></target></memory>"
guest balloon "memory=<memory unit='MiB'>32</memory><currentMemory unit='MiB'>16</currentMemory>" \
	"devices=<memballoon model='virtio' freePageReporting='on'/>"
guest hyperv "features=<hyperv><relaxed state='on'/><vapic state='on'/><spinlocks state='on' retries='8191'/></hyperv>"
guest hyperv-clock "features=<apic/><pae/><kvm><hidden state='on'/></kvm><vmport state='off'/>" \
	"tune=<iothreads>2</iothreads>" "extra="
guest efi machine=q35 "efi=firmware='efi'"
guest efi-secure machine=q35 "efi=firmware='efi'" "os=<loader secure='yes'/>" "features=<smm state='on'/>"
guest boot "os=<boot dev='hd'/><bootmenu enable='yes'/><smbios mode='sysinfo'/>" \
	"tune=<sysinfo type='smbios'><system><entry name='serial'>7</entry></system></sysinfo>"
image raw vmlinuz
guest kernel "os=<kernel>$images/vmlinuz</kernel><cmdline>quiet</cmdline>"
guest disks "tune=<iothreads>1</iothreads>" "devices=$(disk a.img raw "cache='none' io='native'")$(disk b.qcow2 qcow2 \
	"cache='writeback' discard='unmap' detect_zeroes='unmap' iothread='1' queues='1'" "dev='vdb' bus='virtio'")<controller type='scsi' model='virtio-scsi'/>$(disk c.img raw "discard='unmap' detect_zeroes='unmap'" "dev='sda' bus='scsi'")<disk type='file' device='cdrom'><target dev='hda' bus='ide'/></disk>"
guest nics "devices=<interface type='user'><mac address='52:54:00:00:01:01'/><model type='virtio'/><driver name='qemu' queues='1'/></interface><interface type='user'><mac address='52:54:00:00:01:02'/></interface>"
guest many-devices machine=q35 "devices=<sound model='ich9'/><input type='tablet' bus='virtio'/><watchdog model='i6300esb' action='reset'/><rng model='virtio'><backend model='random'>/dev/urandom</backend></rng><panic model='isa'/><serial type='pty'/><console type='pty'/><channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel><iommu model='intel'/>" \
	"features=<ioapic driver='qemu'/>" "video=<graphics type='vnc' autoport='yes'/><video><model type='virtio'/></video>"
guest display "video=<graphics type='vnc' port='5930' listen='127.0.0.1'/><graphics type='spice' autoport='yes'/><video><model type='qxl'/></video>"
guest shared-memory "tune=<memoryBacking><source type='memfd'/><access mode='shared'/></memoryBacking>"
guest directory "devices=<filesystem type='mount'><source dir='/srv'/><target dir='a'/></filesystem>"
guest pinned "tune=<cputune><vcpupin vcpu='0' cpuset='0'/><emulatorpin cpuset='0'/></cputune>"
guest clock "extra=" "features=<apic/>" "cpu=<clock offset='utc'><timer name='rtc' tickpolicy='catchup'/><timer name='pit' tickpolicy='delay'/><timer name='hpet' present='no'/></clock>"
write off
must virsh -q -c $uri define off.xml
number=$(echo "$guests" | wc -w)
[ "$number" -ge 20 ] || printf 'only %s guests start\n' "$number"
[ "$number" -ge 20 ]
check 'enough guests start' $?

silent "$number guests that run"
silent "$number guests that run, from their current XML" --live
silent 'with a read-write connection' --read-write

# saved guests: the saved hardware is that of the definition, so there is no finding
for it in $guests; do
	virsh -q -c $uri managedsave "$it" >save.log 2>&1 || printf '%s: %s\n' "$it" "$(head -n 1 save.log)"
done
silent 'saved guests'
printf '%s guests saved\n' "$(virsh -c $uri list --all --managed-save --name | grep -c .)"

# change NAME SED-SCRIPT: change the definition
change() {
	virsh -c $uri dumpxml --inactive "$1" >changed.xml || exit 1
	cp changed.xml before.xml
	sed -i "$2" changed.xml
	if cmp -s before.xml changed.xml; then
		: >said
		check "$1: the definition changes" 1
	fi
	must virsh -q -c $uri define changed.xml
}
stale='the next start restores a saved state that differs from the definition:'
change plain 's|24576</memory>|32768</memory>|'
says 'stale save' "plain: warning: $stale memory 24 MiB instead of 32 MiB \[guest-managed-save-stale\]" plain
admin managedsave-remove plain
silent 'save removed' plain
for it in $guests; do
	virsh -q -c $uri managedsave-remove "$it" >/dev/null 2>&1
	virsh -q -c $uri start "$it" --paused >start.log 2>&1 || cat start.log
done
silent 'started again'

pending='until it is shut off and started again, the running guest differs from its definition:'
# pending GUEST SED-SCRIPT PATTERN: a change that only a restart applies
pending() {
	virsh -c $uri dumpxml --inactive "$1" >original.xml
	change "$1" "$2"
	says "$1" "$1: warning: $pending $3 \[guest-restart-pending\]" "$1"
	says "$1 by its current XML" "guest-restart-pending" --live "$1"
	must virsh -q -c $uri define original.xml
	silent "$1 changed back" "$1"
}

pending plain 's|<vcpu placement=.static.>1<|<vcpu placement="static">2<|' "vcpu '1' instead of '2'"
pending plain 's|pc-i440fx-7.2|pc-i440fx-7.1|' "os/type/@machine 'pc-i440fx-7.2' instead of 'pc-i440fx-7.1'"
pending plain "s|machine='pc-i440fx-7.2'>hvm</type>|&<kernel>/boot/k</kernel><cmdline>secret</cmdline>|" \
	"os/kernel unset instead of '/boot/k' and os/cmdline"
pending plain 's|</memory>|&<memoryBacking><locked/></memoryBacking>|' \
	"memoryBacking/locked unset instead of 'present'"
pending plain 's|<acpi/>|<apic/><kvm><hidden state="on"/></kvm>|' \
	"features/acpi 'present' instead of unset, features/apic unset instead of 'present' and features/kvm/hidden 'off' instead of 'on'"
pending plain 's|<clock offset=.utc.|<clock offset="localtime"|' "clock/@offset 'utc' instead of 'localtime'"
pending plain 's|<memballoon model=.virtio.>|<sound model="ich6"/>&|' 'number of <sound> 0 instead of 1'
pending balloon 's|>32768</memory>|>65536</memory>|' 'memory 32 MiB instead of 64 MiB'
pending balloon "s|freePageReporting='on'|freePageReporting='off'|" \
	"memballoon @freePageReporting 'on' instead of 'off'"
pending q35 "s|<os>|<os firmware='efi'>|" 'firmware BIOS instead of UEFI'
pending kernel 's|<cmdline>quiet</cmdline>|<cmdline>password=geheim</cmdline>|' 'os/cmdline'
if grep -q geheim all-said; then false; fi
check 'no kernel argument is printed' $?
pending isapc-cpu 's|>qemu64</model>|>kvm64</model>|' "cpu/model 'qemu64' instead of 'kvm64'"
pending isapc-cpu "s|<feature policy='disable' name='svm'/>|<feature policy='require' name='pcid'/>|" \
	"CPU feature pcid unset instead of 'require'"
pending isapc-cpu "s|policy='require' name='aes'|policy='disable' name='aes'|" \
	"CPU feature aes 'require' instead of 'disable'"
pending cpu-host-model "s|mode='host-model'|mode='maximum'|" "cpu/@mode 'custom' instead of 'maximum'"
pending cpu-host-model "s|cores='2'|cores='4'|; s|threads='2'|threads='1'|" \
	"cpu/topology/@cores '2' instead of '4' and cpu/topology/@threads '2' instead of '1'"
pending numa "s|cpus='0' memory|cpus='0-1' memory|; s|cpus='1' memory|memory|" \
	"cpu/numa/cell/@cpus '0' instead of '0-1' and cpu/numa/cell/@cpus '1' instead of unset"
pending disks "s|cache='none' io='native'|cache='writeback'|" \
	"disk 'vda' driver/@cache 'none' instead of 'writeback' and disk 'vda' driver/@io 'native' instead of unset"
pending disks "s|images/a.img|images/other.img|" "disk 'vda' source/@file '$images/a.img' instead of '$images/other.img'"
pending disks "s|model='virtio-scsi'|model='lsilogic'|" "scsi controller 0 @model 'virtio-scsi' instead of 'lsilogic'"
pending nics "s|<driver name='qemu'|<driver name='vhost'|" \
	"interface 52:54:00:00:01:01 driver/@name 'qemu' instead of 'vhost'"
pending nics "s|<model type='virtio'/>|<model type='e1000'/>|" \
	"interface 52:54:00:00:01:01 model/@type 'virtio' instead of 'e1000'"
pending display "s|port='5930'|port='5931'|" "vnc display @port '5930' instead of '5931'"
pending display "s|<model type='qxl'.*/>|<model type='vga' vram='16384' heads='1'/>|" "video model/@type 'qxl' instead of 'vga'.*"
pending many-devices "s|<watchdog model='i6300esb' action='reset'|<watchdog model='i6300esb' action='poweroff'|" \
	"watchdog @action 'reset' instead of 'poweroff'"

# what libvirt changes while the guest runs is not pending
admin setmem balloon 20M --live
admin setvcpus cpu-host-model 2 --live
for it in d e f; do image raw $it.img; done
admin attach-disk plain $images/d.img vdc --live --subdriver raw
admin attach-disk nics $images/e.img vdc --config --subdriver raw
admin change-media disks hda $images/f.img --live --force
admin desc plain --live --title 'a title'
silent 'changes of running guests'

# an error that the running guest keeps
image raw data.img
guest unsafe "devices=$(disk data.img raw "cache='unsafe'")"
silent 'an error in both definitions' unsafe
change unsafe "s|cache='unsafe'|cache='none'|"
says 'error of the running guest' "unsafe: warning: until it is shut off and started again, the running guest has an error that its definition no longer has: disk 'vda' .* (disk-cache-unsafe) \[guest-restart-pending\]" unsafe
audit --live unsafe
grep -q 'error that its definition no longer has' said
[ $? = 1 ]
check 'its current XML reports the error itself' $?

# transient and tainted guests
write fleeting
must virsh -q -c $uri create fleeting.xml --paused
says transient 'fleeting: info: the guest is transient: .*\[guest-transient\]' fleeting
admin qemu-monitor-command q35 --hmp 'info status'
says monitor 'q35: warning: libvirt marks the running guest as tainted (custom monitor control commands issued): .*\[guest-tainted\]' q35
args='<commandline xmlns="http://libvirt.org/schemas/domain/qemu/1.0"><arg value="-msg"/><arg value="timestamp=on"/></commandline>'
guest arguments
silent 'arguments of QEMU, which another rule reports' arguments
change arguments 's|timestamp=on|timestamp=off|'
says arguments "$pending arguments of QEMU" arguments

# sums: of the guests that run or start with the host, each once
rules=fleet-memory
silent 'all guests fit'
kib=$(virsh -c $uri nodeinfo | awk '/^Memory size/ { print int($3 * 0.6) }')
args=
for big in big bigger; do
	write $big "memory=<memory unit='KiB'>$kib</memory>"
	must virsh -q -c $uri define $big.xml
done
silent 'too large guests that are shut off'
admin autostart big
silent 'one large guest'
admin autostart bigger
says overcommit 'big: warning: the host has .* of memory, and the [0-9]* guests .* the largest are this one and guests .bigger., .* and [0-9]* more \[fleet-memory-overcommit\]'
[ "$(grep -c . said)" = 1 ]
check 'one finding' $?
audit -c qemu:///system -c "qemu+unix:///system?socket=/run/libvirt/libvirt-sock"
[ "$(grep -c fleet-memory-overcommit said)" -le 2 ]
check 'the host by two connections' $?
for it in $guests; do
	virsh -q -c $uri destroy "$it" >/dev/null 2>&1
done

# the remedy for an inactive pool or network depends on whether the host starts it at boot
rules=host
echo '<network><name>lab</name></network>' >lab.xml
admin net-define lab.xml
admin pool-define-as spare dir --target /srv
write idle devices="<disk type='volume' device='disk'><source pool='spare' volume='a'/><target dev='hda' bus='ide'/></disk><interface type='network'><source network='lab'/><model type='virtio'/></interface>"
admin define idle.xml
says 'inactive pool' "error: .*'spare', which is not active.*host-pool" idle
says 'inactive network' "error: .*'lab', which is not active.*host-network" idle
admin pool-autostart spare
admin net-autostart lab
says 'inactive pool with autostart' "error: .*'spare', which is not active.*host-pool" idle
says 'inactive network with autostart' "error: .*'lab', which is not active.*host-network" idle
"$vmlint" --no-config -c $uri idle 2>/dev/null | grep -B1 -A2 'do: Start' >said
grep -q 'net-start lab' said && grep -q 'pool-start spare' said && ! grep -q 'autostart' said
check 'no advice to enable autostart, which is enabled' $?

# QEMU runs as a user without privileges here, and may not enter each directory
mkdir -m 700 closed
truncate -s 1M closed/a.img /var/lib/libvirt/images/a.img
chmod 711 .
image() { printf '<disk type="file" device="disk"><driver name="qemu" type="raw"/><source file="%s"/><target dev="hda" bus="ide"/></disk>' "$1"; }
starts() { virsh -q -c $uri start idle --paused >start.log 2>&1 && admin destroy idle; }
admin undefine idle
write idle devices="$(image "$work/closed/a.img")"
admin define idle.xml
says 'closed directory' "error: .*$work/closed/a.img, but QEMU's user (.*) cannot enter directory $work/closed: .*host-file-unusable" idle
! starts
check 'a guest with an image in a closed directory' $?
chmod 711 closed
silent 'open directory' idle
starts
check 'a guest with an image in an open directory' $?
chmod 710 closed
chgrp "$(id -g libvirt-qemu)" closed
silent 'directory of the group' idle
starts
check 'a guest with an image in a directory of its group' $?
printf '%d passed, %d failed\n' $passed $failed
[ $failed = 0 ]
