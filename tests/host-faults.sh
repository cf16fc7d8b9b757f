#!/bin/sh
# Test of the host-* rules with a real libvirtd and QEMU: defines domains with a fault that depends
# on the host, checks each by "vmlint -c" and by host profiles that were saved before, and starts
# it. Then guests that start must cause no error. Runs in its own namespaces and without KVM, so
# that results do not depend on the machine. usage: host-faults.sh VMLINT [-v]
set -u
here=$(dirname "$(realpath "$0")")
images=/var/lib/libvirt/images
# none of the huge pages is reserved
qemu_conf="user = \"root\"
group = \"root\"
hugetlbfs_mount = \"${VMLINT_INSIDE:-}/huge\""
prepare() {
	command -v ip >/dev/null || skip 'no ip'
	mkdir huge empty
	mount -t hugetlbfs none huge 2>/dev/null || :
	ip link add vmlint2 type bridge 2>/dev/null || skip 'no bridges'
}
. "$here/own-libvirtd.sh"
verbose=${2:-}

# What the host has: images in a pool and others, an inactive pool, networks, a bridge, a secret.
image() { must qemu-img create -q "$@"; }
image -f raw $images/web.img 1M
image -f qcow2 $images/web.qcow2 1M
image -f vmdk $images/web.vmdk 1M
image -f qcow2 -F qcow2 -b web.qcow2 $images/overlay.qcow2
image -f qcow2 -u -F qcow2 -b gone.qcow2 $images/orphan.qcow2 1M
image -f qcow2 -F qcow2 -b orphan.qcow2 -u $images/second.qcow2 1M
image -f raw other.img 1M
image -f qcow2 other.qcow2 1M
admin pool-define-as default dir --target $images
admin pool-start default
admin pool-define-as spare dir --target /srv
cat >lab.xml <<'X'
<network>
  <name>lab</name>
  <forward mode='open'/>
  <bridge name='vmlint0'/>
  <ip address='192.0.2.1' prefix='24'/>
</network>
X
admin net-define lab.xml
sed "s/lab/idle/; s/vmlint0/vmlint1/; s/192.0.2/198.51.100/" lab.xml >idle.xml
admin net-define idle.xml
virsh -q -c $uri net-start lab >net.log 2>&1
network() { # network NAME CHILDREN
	printf '<network><name>%s</name>%s</network>' "$1" "$2" >"$1.xml"
	admin net-define "$1.xml"
	admin net-start "$1"
}
network isolated "<bridge name='vmlint4'/>"
network lan "<forward mode='bridge'/><bridge name='vmlint2'/>"
network lost "<forward mode='bridge'/><bridge name='br78'/>"
network switch "<forward mode='bridge'/><bridge name='vmlint2'/><virtualport type='openvswitch'/>"
network macvtap "<forward mode='private'><interface dev='vmlint2'/></forward>"
network gone "<forward mode='bridge'><interface dev='eth78'/></forward>"
network bare "<forward mode='passthrough'/>"
network functions "<forward mode='hostdev' managed='yes'/>"
cat >secret.xml <<'X'
<secret ephemeral='no' private='yes'>
  <uuid>2a1b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d</uuid>
  <usage type='volume'><volume>/luks</volume></usage>
</secret>
X
admin secret-define secret.xml
printf 12345678 >value
admin secret-set-value 2a1b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d --file value --plain
# qemu-img measures the CPU time of the hash, and fails if it is too short for the clock: with
# SHA-256, the default, on many virtual machines
image -f luks --object secret,id=s,data=12345678 -o key-secret=s,hash-alg=sha512 $images/luks.img 1M
admin pool-refresh default
# write NAME KEY=VALUE...: write the definition NAME.xml; the keys are the variables below
write() {
	file=$1.xml type=qemu machine=pc memory="<memory unit='MiB'>32</memory>" vcpu='<vcpu>1</vcpu>'
	tune='' efi='' os='' features='' cpu='' devices='' label='' video='' usb='none'
	emulator='<emulator>/usr/bin/qemu-system-x86_64</emulator>'
	shift
	for it; do eval "${it%%=*}=\${it#*=}"; done
	cat >"$file" <<X
<domain type='$type'>
  <name>vmlint-fault</name>
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
    $emulator
    <controller type='usb' model='$usb'/>
    $devices
    $video
    <memballoon model='none'/>
  </devices>
  $label
</domain>
X
}

disk() { # disk PATH FORMAT [CHILDREN]
	printf '<disk type="file" device="disk"><driver name="qemu" type="%s"/><source file="%s"/>%s<target dev="hda" bus="ide"/></disk>' \
		"$2" "$1" "${3:-}"
}
cdrom() { # cdrom PATH [ATTRIBUTES]
	printf '<disk type="file" device="cdrom"><driver name="qemu" type="raw"/><source file="%s" %s/><target dev="hdb" bus="ide"/><readonly/></disk>' \
		"$1" "${2:-}"
}
volume() { # volume POOL NAME
	printf '<disk type="volume" device="disk"><driver name="qemu" type="raw"/><source pool="%s" volume="%s"/><target dev="hda" bus="ide"/></disk>' "$@"
}
nic() { # nic TYPE SOURCE [CHILDREN]
	printf '<interface type="%s"><source %s/><model type="rtl8139"/>%s</interface>' "$1" "$2" "${3:-}"
}
net() { # net NETWORK [CHILDREN]
	nic network "network='$1'" "${2:-}"
}
listen() { # listen NETWORK [TYPE]
	printf '<graphics type="%s" port="-1"><listen type="network" network="%s"/></graphics>' "${2:-vnc}" "$1"
}
vlan='<vlan><tag id="42"/></vlan>'
floor='<bandwidth><inbound average="1000" floor="500"/></bandwidth>'
ovs='<virtualport type="openvswitch"/>'
qbh='<virtualport type="802.1Qbh"><parameters profileid="x"/></virtualport>'
chr() { # chr ELEMENT TYPE SOURCE [TARGET]
	printf '<%s type="%s"><source %s/>%s</%s>' "$1" "$2" "$3" "${4:-}" "$1"
}
hostdev() { # hostdev TYPE SOURCE [ATTRIBUTES]
	printf '<hostdev mode="subsystem" type="%s" %s><source>%s</source></hostdev>' "$1" "${3:-}" "$2"
}
dimm() { # dimm SOURCE
	printf '<memory model="dimm"><source>%s</source><target><size unit="MiB">32</size><node>0</node></target></memory>' "$1"
}
slots='<maxMemory unit="MiB" slots="4">256</maxMemory><memory unit="MiB">64</memory>'
cells='<cpu><numa><cell id="0" cpus="0" memory="32" unit="MiB"/></numa></cpu>'
shared='<memoryBacking><source type="memfd"/><access mode="shared"/></memoryBacking>'

# another guest of the host: its image is in no pool
mknod block b 7 99
: >empty.qcow2
write other "devices=$(disk "$work/other.img" raw)"
sed -i 's/<name>vmlint-fault/<name>vmlint-other/' other.xml
admin define other.xml
must "$vmlint" --save-host host.xml -c $uri
[ "$verbose" != -v ] || wc host.xml
must "$vmlint" --save-host host-rw.xml -c $uri --read-write
# the profile that another machine would save: it has neither files nor IP addresses of the host
sed '/^<files>$/,/^<.files>$/d; /^<addresses>$/,/^<.addresses>$/d' host.xml >host-remote.xml

n=0 undefined=0 failing=0 decidable=0 live=0 offline=0 portable=0 remote=0 with_rw=0 of_rw=0 starting=0 wrong=0

row() { [ "$verbose" != -v ] || printf '%-34s %-9s %-8s %-5s %-7s %-5s %s\n' "$@"; }

# finds RULE OPTION...: print yes if vmlint reports a finding of the rule
finds() {
	rule=$1
	shift
	if timeout 20 "$vmlint" --no-config --color never --only 'host-*,machine-type-unavailable' "$@" \
		>said 2>err; then :; fi
	if grep -q "\[$rule\]" said; then echo yes; else echo no; fi
}

# fault SCOPE RULE NAME KEY=VALUE...: check a definition whose fault RULE must report
# SCOPE: facts that suffice to find the fault: ro: those of a read-only connection; local: the files
# and IP addresses of the host, too; rw: those of a read-write connection; no: there are none
fault() {
	scope=$1 want=$2 name=$3
	shift 3
	n=$((n + 1))
	write fault "$@"
	if ! virsh -q -c $uri define fault.xml >define.log 2>&1; then
		undefined=$((undefined + 1))
		row "$name" rejected - - - - "$(sed -n 2p define.log)"
		return
	fi
	by_live=$(finds "$want" -c $uri vmlint-fault)
	by_profile=$(finds "$want" --host host.xml fault.xml)
	by_remote=$(finds "$want" --host host-remote.xml fault.xml)
	by_rw=$(finds "$want" --host host-rw.xml fault.xml)
	if timeout 60 virsh -q -c $uri start vmlint-fault --paused >start.log 2>&1; then
		starting=$((starting + 1))
		row "$name" defined starts "$by_live" "$by_profile" "$by_rw" "($scope)"
		virsh -q -c $uri destroy vmlint-fault >/dev/null
	else
		failing=$((failing + 1))
		row "$name" defined fails "$by_live" "$by_profile" "$by_rw" \
			"($scope) $(sed 's/^error: //' start.log | tail -n +2 | head -n 1)"
		case $scope in
		ro | local)
			decidable=$((decidable + 1))
			[ "$by_live" = no ] || live=$((live + 1))
			[ "$by_profile" = no ] || offline=$((offline + 1))
			[ "$by_remote" = no ] || remote=$((remote + 1))
			[ $scope = local ] || portable=$((portable + 1))
			;;
		rw)
			of_rw=$((of_rw + 1))
			[ "$by_rw" = no ] || with_rw=$((with_rw + 1))
			;;
		esac
	fi
	virsh -q -c $uri undefine vmlint-fault --nvram >/dev/null 2>&1
}

# good NAME KEY=VALUE...: check a definition; if the guest starts, vmlint must report no error
good() {
	name=$1
	shift
	write good "$@"
	must virsh -q -c $uri define good.xml
	: >errors
	for options in "-c $uri vmlint-fault" "-c $uri --read-write vmlint-fault" \
		'--host host.xml good.xml' '--host host-rw.xml good.xml'; do
		# shellcheck disable=SC2086
		timeout 20 "$vmlint" --no-config --color never --only 'host-*' --min-severity error \
			$options >said 2>err
		grep '\[host-' said >>errors
	done
	if timeout 60 virsh -q -c $uri start vmlint-fault --paused >start.log 2>&1; then
		started=$((started + 1))
		row "$name" defined starts - - - ''
		virsh -q -c $uri destroy vmlint-fault >/dev/null
		if [ -s errors ]; then
			wrong=$((wrong + 1))
			printf 'FAILED: %s starts:\n' "$name"
			cat errors
		fi
	else
		row "$name" defined fails - - - "$(sed -n 2p start.log)"
	fi
	virsh -q -c $uri undefine vmlint-fault --nvram >/dev/null 2>&1
}

row FAULT DEFINE START LIVE PROFILE RW MESSAGE
fault ro host-image-missing 'image absent from its pool' "devices=$(disk $images/gone.img raw)"
fault local host-image-missing 'image absent elsewhere' "devices=$(disk "$work/gone.img" raw)"
fault local host-image-missing 'block device absent' \
	"devices=<disk type='block' device='disk'><driver name='qemu' type='raw'/><source dev='/dev/vmlint-gone'/><target dev='hda' bus='ide'/></disk>"
fault ro host-image-missing 'ISO absent' "devices=$(cdrom $images/gone.iso)"
fault ro host-image-format 'raw image as qcow2' "devices=$(disk $images/web.img qcow2)"
fault ro host-image-format 'VMDK image as qcow2' "devices=$(disk $images/web.vmdk qcow2)"
fault local host-image-format 'raw image as qcow2, elsewhere' "devices=$(disk "$work/other.img" qcow2)"
fault ro host-image-missing 'backing image absent' "devices=$(disk $images/orphan.qcow2 qcow2)"
fault ro host-image-missing 'second backing image absent' "devices=$(disk $images/second.qcow2 qcow2)"
fault ro host-image-missing '<backingStore> absent' "devices=$(disk $images/web.qcow2 qcow2 \
	"<backingStore type='file'><format type='qcow2'/><source file='$images/gone.qcow2'/></backingStore>")"
fault local host-file-unusable 'directory as an image' "devices=$(disk /srv raw)"
fault local host-file-unusable 'directory as a medium' "devices=$(cdrom /srv)"
fault local host-file-unusable 'image as a block device' \
	"devices=<disk type='block' device='disk'><driver name='qemu' type='raw'/><source dev='$images/web.img'/><target dev='hda' bus='ide'/></disk>"
fault local host-file-unusable 'block device as an image' "devices=$(disk "$work/block" raw)"
fault local host-file-unusable 'character device as an image' "devices=$(disk /dev/zero raw)"
fault local host-file-unusable 'directory as a backing image' \
	"devices=<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='$images/web.qcow2'/><backingStore type='file'><format type='raw'/><source file='/srv'/></backingStore><target dev='hda' bus='ide'/></disk>"
fault local host-file-unusable 'empty file as qcow2' "devices=$(disk "$work/empty.qcow2" qcow2)"
fault local host-program-missing 'numad absent' "vcpu=<vcpu placement='auto'>1</vcpu>"
fault local host-program-missing 'numad for memory absent' \
	"tune=<numatune><memory mode='strict' placement='auto'/></numatune>"
fault ro host-pool 'pool absent' "devices=$(volume nowhere web.img)"
fault ro host-pool 'pool inactive' "devices=$(volume spare web.img)"
fault ro host-pool 'volume absent' "devices=$(volume default gone.img)"
fault ro host-network 'network absent' "devices=$(nic network "network='nowhere'")"
fault ro host-network 'network inactive' "devices=$(nic network "network='idle'")"
fault ro host-network 'VNC in a network that is absent' "devices=$(listen nowhere)"
fault ro host-network 'SPICE in a network that is absent' "devices=$(listen nowhere spice)"
fault ro host-network 'VNC in an inactive network' "devices=$(listen idle)"
fault ro host-network 'VNC in a network without an address' "devices=$(listen isolated)"
fault ro host-network 'VNC in a network without devices' "devices=$(listen bare)"
fault ro host-network 'VNC in a network of mode hostdev' "devices=$(listen functions)"
fault ro host-network 'VLAN tag on a bridge of libvirt' "devices=$(net lab "$vlan")"
fault ro host-network 'VLAN tag in an isolated network' "devices=$(net isolated "$vlan")"
fault ro host-network 'VLAN tag on a bridge of the host' "devices=$(net lan "$vlan")"
fault ro host-network 'VLAN tag on a macvtap network' "devices=$(net macvtap "$vlan")"
fault ro host-network 'floor in a network without QoS' "devices=$(net lab "$floor")"
fault ro host-network 'floor on a bridge of the host' "devices=$(net lan "$floor")"
fault ro host-network 'floor on a macvtap network' "devices=$(net macvtap "$floor")"
fault ro host-network '802.1Qbh on a bridge of libvirt' "devices=$(net lab "$qbh")"
fault ro host-network '802.1Qbh in an isolated network' "devices=$(net isolated "$qbh")"
fault ro host-network '802.1Qbh on a bridge of the host' "devices=$(net lan "$qbh")"
fault ro host-network '802.1Qbh in a network of Open vSwitch' "devices=$(net switch "$qbh")"
fault ro host-network 'Open vSwitch on a bridge of libvirt' "devices=$(net lab "$ovs")"
fault ro host-network 'Open vSwitch on a macvtap network' "devices=$(net macvtap "$ovs")"
fault ro host-network 'virtual port without a type' "devices=$(net lan '<virtualport/>')"
fault ro host-network 'isolated port on a macvtap network' \
	"devices=$(net macvtap "<port isolated='yes'/>")"
fault ro host-network 'network filter on a macvtap network' \
	"devices=$(net macvtap "<filterref filter='clean-traffic'/>")"
fault ro host-network 'tap path on a macvtap network' \
	"devices=<interface type='network'><source network='macvtap'/><model type='virtio'/><backend tap='/dev/net/tun'/></interface>"
fault ro host-network 'transient team half on a tap device' \
	"devices=<interface type='network'><source network='lab'/><model type='virtio'/><teaming type='persistent'/><alias name='ua-a'/></interface><interface type='network'><source network='lab'/><model type='virtio'/><teaming type='transient' persistent='ua-a'/></interface>"
fault ro host-network 'network whose device is absent' "devices=$(net gone)"
fault ro host-network 'network without devices' "devices=$(net bare)"
fault ro host-network 'network of mode hostdev without devices' "devices=$(net functions)"
fault ro host-bridge 'bridge absent' "devices=$(nic bridge "bridge='br77'")"
fault ro host-bridge 'bridge of a network absent' "devices=$(net lost)"
fault local host-bridge 'bridge is another device' "devices=$(nic bridge "bridge='lo'")"
fault local host-bridge 'Open vSwitch on a Linux bridge' \
	"devices=$(nic bridge "bridge='vmlint2'" "$ovs")"
fault local host-bridge 'network of Open vSwitch on a Linux bridge' "devices=$(net switch)"
# a profile does not contain whether the guest runs, and owns the device
fault ro host-interface-exists 'device of a bridge interface exists' \
	"devices=$(nic bridge "bridge='vmlint2'" "<target dev='lo'/>")"
fault ro host-interface-exists 'device of a network interface exists' \
	"devices=$(net lab "<target dev='vmlint2'/>")"
fault ro host-interface-exists 'macvtap device exists' "devices=$(net macvtap "<target dev='lo'/>")"
fault ro host-device-missing 'tap device absent' \
	"devices=<interface type='ethernet'><target dev='tap77' managed='no'/></interface>"
fault ro host-device-missing 'macvtap device absent' \
	"devices=$(nic direct "dev='eth77' mode='bridge'")"
fault ro host-nwfilter 'network filter absent' \
	"devices=$(nic bridge "bridge='vmlint2'" "<filterref filter='nowhere'/>")"
fault ro host-secret 'secret of an encrypted image absent' "devices=$(disk $images/luks.img raw \
	"<encryption format='luks'><secret type='passphrase' uuid='00000000-5e6f-4a8b-9c0d-1e2f3a4b5c6d'/></encryption>")"
fault ro host-secret 'secret of a Ceph volume absent' \
	"devices=<disk type='network' device='disk'><driver name='qemu' type='raw'/><auth username='u'><secret type='ceph' usage='nowhere'/></auth><source protocol='rbd' name='a/b'><host name='localhost'/></source><target dev='hda' bus='ide'/></disk>"
fault ro host-pinning-absent 'NUMA node absent' \
	"tune=<numatune><memory mode='strict' nodeset='63'/></numatune>"
fault ro host-pinning-absent 'NUMA node of a cell absent' \
	"tune=<numatune><memnode cellid='0' mode='strict' nodeset='63'/></numatune>" \
	"cpu=<cpu><numa><cell id='0' cpus='0' memory='32' unit='MiB'/></numa></cpu>"
fault ro host-pinning-absent 'vCPU pinned to an absent CPU' \
	"tune=<cputune><vcpupin vcpu='0' cpuset='999'/></cputune>"
fault ro host-pinning-absent 'emulator pinned to an absent CPU' \
	"tune=<cputune><emulatorpin cpuset='999'/></cputune>"
fault ro host-pinning-absent 'I/O thread pinned to an absent CPU' \
	"vcpu=<vcpu>1</vcpu><iothreads>1</iothreads><cputune><iothreadpin iothread='1' cpuset='999'/></cputune>"
fault ro host-pinning-absent 'vcpu/@cpuset of absent CPUs' "vcpu=<vcpu cpuset='998-999'>1</vcpu>"
fault ro host-hugepages-short 'no huge pages reserved' \
	"tune=<memoryBacking><hugepages/></memoryBacking>" "memory=<memory unit='TiB'>1</memory>"
fault ro host-hugepages-short 'huge pages of an unknown size' \
	"tune=<memoryBacking><hugepages><page size='16' unit='MiB'/></hugepages></memoryBacking>"
fault ro host-hugepages-short 'huge pages of a memory device' "memory=$slots" "cpu=$cells" \
	"devices=$(dimm "<pagesize unit='MiB'>2</pagesize>")"
fault ro host-hugepages-short 'huge pages of a memory device, of an unknown size' "memory=$slots" \
	"cpu=$cells" "devices=$(dimm "<pagesize unit='MiB'>16</pagesize>")"
fault ro host-pinning-absent 'NUMA node of a memory device absent' "memory=$slots" "cpu=$cells" \
	"devices=$(dimm '<nodemask>63</nodemask>')"
fault ro host-memory-short 'more memory than the host' "memory=<memory unit='TiB'>100</memory>"
fault ro host-emulator-missing 'emulator absent' 'emulator=<emulator>/usr/bin/qemu-system-none</emulator>'
fault ro machine-type-unavailable 'machine type unknown' machine=pc-q35-99.0
fault ro host-machine-unknown 'machine type of RHEL' machine=pc-q35-rhel99.4.0
fault ro host-kvm-missing 'no KVM' type=kvm
fault local host-firmware 'firmware image absent' machine=q35 \
	"os=<loader readonly='yes' type='pflash'>/usr/share/vmlint-gone/CODE.fd</loader><nvram>/var/lib/libvirt/qemu/nvram/a.fd</nvram>"
fault local host-firmware 'BIOS image absent' "os=<loader>/usr/share/vmlint-gone/bios.bin</loader>"
fault local host-firmware 'template of NVRAM absent' machine=q35 \
	"os=<loader readonly='yes' type='pflash'>$images/web.img</loader><nvram template='/usr/share/vmlint-gone/VARS.fd'>/var/lib/libvirt/qemu/nvram/a.fd</nvram>"
fault rw host-firmware 'Secure Boot on i440fx' "efi=firmware='efi'" "os=<loader secure='yes'/>"
fault ro host-device-missing 'PCI device absent' \
	"devices=$(hostdev pci '<address domain="0" bus="0x7e" slot="0x1f" function="7"/>' 'managed="yes"')"
fault ro host-device-missing 'virtual function absent' \
	"devices=<interface type='hostdev' managed='yes'><source><address type='pci' domain='0' bus='0x7e' slot='0x1f' function='6'/></source></interface>"
fault ro host-device-missing 'PCI device without an IOMMU' \
	"devices=$(hostdev pci '<address domain="0" bus="0" slot="0x01" function="0"/>' 'managed="yes"')"
fault ro host-device-missing 'USB device absent' usb=piix3-uhci \
	"devices=$(hostdev usb '<vendor id="0x1234"/><product id="0x9999"/>')"
fault ro host-device-missing 'USB address absent' usb=piix3-uhci \
	"devices=$(hostdev usb '<address bus="99" device="77"/>')"
fault ro host-device-missing 'NVMe controller absent' \
	"devices=<disk type='nvme' device='disk'><driver name='qemu' type='raw'/><source type='pci' managed='yes' namespace='1'><address domain='0' bus='0x7e' slot='0x1f' function='0'/></source><target dev='vda' bus='virtio'/></disk>"
fault ro host-device-missing 'mediated device absent' \
	"devices=$(hostdev mdev '<address uuid="4b20d080-1b54-4048-85b3-000000000000"/>' 'model="vfio-pci"')"
fault no - 'SCSI host absent' \
	"devices=$(hostdev scsi '<adapter name="scsi_host99"/><address bus="0" target="0" unit="0"/>')"
fault ro host-cpu-model-unknown 'CPU model unknown' \
	"cpu=<cpu mode='custom' match='exact' check='partial'><model fallback='forbid'>Nonesuch-v9</model></cpu>"
fault rw host-cpu-unusable 'CPU mode needs KVM' "cpu=<cpu mode='host-passthrough'/>"
fault rw host-cpu-unusable 'CPU model unusable' \
	"cpu=<cpu mode='custom' match='exact' check='partial'><model>Skylake-Server</model></cpu>"
fault rw host-cpu-unusable 'CPU feature absent' \
	"cpu=<cpu mode='custom' match='exact' check='partial'><model>qemu64</model><feature policy='require' name='xsavec'/></cpu>"
fault rw host-device-model 'TPM of another architecture' \
	"devices=<tpm model='tpm-spapr'><backend type='passthrough'><device path='/dev/null'/></backend></tpm>"
fault rw host-device-model 'display type not built in' "devices=<graphics type='rdp'/>"
fault ro host-security-driver 'security driver absent' \
	"label=<seclabel type='dynamic' model='selinux' relabel='yes'/>"
fault no - 'too many vCPUs' 'vcpu=<vcpu>300</vcpu>'
fault local host-file-missing 'directory of a socket absent' \
	"devices=$(chr serial unix "mode='bind' path='$work/gone/socket'")"
fault local host-file-missing 'directory of a log absent' "devices=$(chr serial file "path='$work/gone/log'")"
fault local host-file-missing 'directory of a channel absent' \
	"devices=$(chr channel unix "mode='bind' path='$work/gone/socket'" '<target type="virtio" name="a"/>')"
fault local host-file-missing 'host serial port absent' "devices=$(chr serial dev "path='/dev/vmlint-gone'")"
fault local host-file-missing 'host parallel port absent' \
	"devices=$(chr parallel dev "path='/dev/vmlint-gone'")"
fault local host-file-missing 'directory of a VNC socket absent' \
	"devices=<graphics type='vnc' socket='$work/gone/vnc'/>"
fault local host-file-missing 'exported directory absent' \
	"devices=<filesystem type='mount'><source dir='$work/gone'/><target dir='a'/></filesystem>"
fault local host-file-missing 'socket of virtiofsd absent' "tune=$shared" \
	"devices=<filesystem type='mount'><driver type='virtiofs'/><source socket='$work/gone'/><target dir='a'/></filesystem>"
fault local host-file-missing 'vhost-user socket of a disk absent' "tune=$shared" \
	"devices=<disk type='vhostuser' device='disk'><driver name='qemu' type='raw'/><source type='unix' path='$work/gone'/><target dev='vda' bus='virtio'/></disk>"
fault local host-file-missing 'vhost-user socket absent' "tune=$shared" \
	"devices=<interface type='vhostuser'><source type='unix' path='$work/gone' mode='client'/><model type='virtio'/></interface>"
fault ro host-file-missing 'kernel absent' "os=<kernel>$images/gone</kernel>"
fault local host-file-missing 'initrd absent' \
	"os=<kernel>$images/web.img</kernel><initrd>/boot/vmlint-gone</initrd>"
fault local host-file-missing 'ACPI table absent' "os=<acpi><table type='slic'>$work/gone</table></acpi>"
fault local host-file-missing 'entropy source absent' \
	"devices=<rng model='virtio'><backend model='random'>/dev/vmlint-gone</backend></rng>"
fault local host-file-missing 'TPM of the host absent' \
	"devices=<tpm model='tpm-tis'><backend type='passthrough'><device path='/dev/vmlint-gone'/></backend></tpm>"
fault local host-file-missing 'input device absent' \
	"devices=<input type='passthrough' bus='virtio'><source evdev='/dev/input/vmlint-gone'/></input>"
character() { # character DEVICE TYPE SOURCE [CHILDREN]: a character device of any kind
	case $1 in
	channel) chr "$1" "$2" "$3" "${4:-}<target type='virtio' name='a'/>" ;;
	console) chr "$1" "$2" "$3" "${4:-}<target type='virtio'/>" ;;
	redirdev) chr "$1" "$2" "$3" "${4:-}" | sed "s/<redirdev/& bus='usb'/" ;;
	smartcard) chr "$1" "$2" "$3" "${4:-}" | sed "s/<smartcard/& mode='passthrough'/" ;;
	rng) printf "<rng model='virtio'><backend model='egd' type='%s'><source %s/>%s</backend></rng>" \
		"$2" "$3" "${4:-}" ;;
	*) chr "$@" ;;
	esac
}
for device in serial parallel console channel redirdev smartcard rng; do
	fault local host-file-missing "pipe of a $device absent" usb=piix3-uhci \
		"devices=$(character $device pipe "path='/dev/vmlint-gone'")"
	fault local host-file-missing "socket of a $device absent" usb=piix3-uhci \
		"devices=$(character $device unix "mode='connect' path='$work/gone'")"
	fault local host-file-missing "log directory of a $device absent" usb=piix3-uhci \
		"devices=$(character $device null '' "<log file='$work/gone/log'/>")"
done
fault local host-file-missing 'directory of a console socket absent' \
	"devices=$(character console unix "mode='bind' path='$work/gone/socket'")"
fault local host-file-missing 'host device of a channel absent' \
	"devices=$(character channel dev "path='/dev/vmlint-gone'")"
fault local host-file-missing 'certificates absent' usb=piix3-uhci \
	"devices=<smartcard mode='host-certificates'><certificate>a</certificate><certificate>b</certificate><certificate>c</certificate><database>$work/gone</database></smartcard>"
fault local host-file-missing 'external TPM absent' \
	"devices=<tpm model='tpm-tis'><backend type='external'><source type='unix' mode='connect' path='$work/gone'/></backend></tpm>"
fault local host-file-missing 'virtiofsd absent' "tune=$shared" \
	"devices=<filesystem type='mount'><driver type='virtiofs'/><binary path='$work/gone'/><source dir='/srv'/><target dir='a'/></filesystem>"
fault local host-file-missing 'socket of pr-helper absent' \
	"devices=<disk type='block' device='lun'><driver name='qemu' type='raw'/><source dev='/dev/null'><reservations managed='no'><source type='unix' path='$work/gone' mode='client'/></reservations></source><target dev='sda' bus='scsi'/></disk>"
fault local host-file-missing 'NBD socket absent' \
	"devices=<disk type='network' device='disk'><driver name='qemu' type='raw'/><source protocol='nbd' name='x'><host transport='unix' socket='$work/gone'/></source><target dev='hda' bus='ide'/></disk>"
fault local host-file-missing 'socket of shared memory absent' \
	"devices=<shmem name='s'><model type='ivshmem-doorbell'/><server path='$work/gone'/><msi vectors='1'/></shmem>"
fault local host-file-missing 'vDPA device absent' \
	"devices=<interface type='vdpa'><source dev='/dev/vmlint-gone'/></interface>"
fault local host-file-missing 'tap device absent' \
	"devices=$(nic bridge "bridge='vmlint2'" "<backend tap='/dev/vmlint-gone'/>")"
fault local host-file-missing 'script of an interface absent' \
	"devices=<interface type='ethernet'><script path='$work/gone'/><model type='rtl8139'/></interface>"
fault local host-file-missing 'ROM image absent' "devices=$(nic user '' "<rom file='$work/gone'/>")"
fault local host-file-missing 'vhost-vsock absent' "devices=<vsock model='virtio'><cid auto='yes'/></vsock>"
fault local host-file-missing 'vhost-scsi absent' \
	"devices=<hostdev mode='subsystem' type='scsi_host'><source protocol='vhost' wwpn='naa.5123456789abcde0'/></hostdev>"
fault local host-file-missing 'render node of SPICE absent' \
	"devices=<graphics type='spice'><listen type='none'/><gl enable='yes' rendernode='/dev/vmlint-gone'/></graphics>"
fault local host-file-missing 'render node absent' \
	"devices=<graphics type='egl-headless'><gl rendernode='/dev/vmlint-gone'/></graphics>"
fault local host-file-missing 'render node of vhost-user-gpu absent' "tune=$shared" \
	"devices=<graphics type='vnc' port='-1'/>" \
	"video=<video><driver name='vhostuser'/><model type='virtio'><acceleration accel3d='yes' rendernode='/dev/vmlint-gone'/></model></video>"
fault local host-file-missing 'directory of NVRAM absent' machine=q35 \
	"os=<loader readonly='yes' type='pflash'>$images/web.img</loader><nvram template='$images/web.img'>$work/gone/a.fd</nvram>"
fault local host-file-missing 'fw_cfg file absent' \
	"tune=<sysinfo type='fwcfg'><entry name='opt/a/b' file='$work/gone'/></sysinfo>"
nvdimm() { # nvdimm PATH
	printf '<memory model="nvdimm"><source><path>%s</path></source><target><size unit="MiB">32</size><node>0</node></target></memory>' "$1"
}
fault local host-file-missing 'file of an NVDIMM absent' "memory=$slots" "cpu=$cells" "devices=$(nvdimm "$work/gone")"
fault local host-file-missing 'directory of an NVDIMM absent' "memory=$slots" "cpu=$cells" \
	"devices=$(nvdimm "$work/gone/nvdimm")"

listen='<listen type="address" address="203.0.113.77"/>'
fault local host-address-missing 'VNC address absent' "devices=<graphics type='vnc' port='-1'>$listen</graphics>"
fault local host-address-missing 'IPv6 address of VNC absent' \
	"devices=<graphics type='vnc' port='-1' listen='2001:db8::77'/>"
fault local host-address-missing 'SPICE address absent' \
	"devices=<graphics type='spice' autoport='yes'>$listen</graphics>"
fault local host-address-missing 'address of a serial port absent' \
	"devices=$(chr serial tcp "mode='bind' host='203.0.113.77' service='4555'")"
fault local host-address-missing 'address of a console absent' \
	"devices=$(chr console tcp "mode='bind' host='203.0.113.77' service='4555'")"
fault local host-address-missing 'address of a parallel port absent' \
	"devices=$(chr parallel tcp "mode='bind' host='203.0.113.77' service='4555'")"
fault local host-address-missing 'UDP address of a channel absent' \
	"devices=$(chr channel udp "mode='connect' host='127.0.0.1' service='4556'" \
		"<source mode='bind' host='203.0.113.77' service='4555'/><target type='virtio' name='a'/>")"
fault local host-address-missing 'address of an entropy source absent' \
	"devices=<rng model='virtio'><backend model='egd' type='tcp'><source mode='bind' host='203.0.113.77' service='4555'/></backend></rng>"
fault local host-address-missing 'address of a server interface absent' \
	"devices=$(nic server "address='203.0.113.77' port='4555'")"
fault local host-address-missing 'address of a UDP interface absent' \
	"devices=<interface type='udp'><source address='127.0.0.1' port='4556'><local address='203.0.113.77' port='4555'/></source></interface>"

started=0
good 'nothing'
good 'q35' machine=q35
good 'raw image in a pool' "devices=$(disk $images/web.img raw)"
good 'qcow2 image in a pool' "devices=$(disk $images/web.qcow2 qcow2)"
good 'overlay' "devices=$(disk $images/overlay.qcow2 qcow2)"
good 'overlay whose chain is cut' "devices=$(disk $images/second.qcow2 raw)"
good 'empty raw image' "devices=$(disk "$work/empty.qcow2" raw)"
good 'character device' \
	"devices=<disk type='block' device='disk'><driver name='qemu' type='raw'/><source dev='/dev/zero'/><target dev='hda' bus='ide'/></disk>"
good 'pages of a memory device' "memory=$slots" "cpu=$cells" \
	"devices=$(dimm "<pagesize unit='KiB'>4</pagesize>")"
good 'node of a memory device' "memory=$slots" "cpu=$cells" "devices=$(dimm '<nodemask>0</nodemask>')"
good 'raw image elsewhere' "devices=$(disk "$work/other.img" raw)"
good 'qcow2 image elsewhere' "devices=$(disk "$work/other.qcow2" qcow2)"
good 'VMDK image' "devices=$(disk $images/web.vmdk vmdk)"
good 'encrypted image' "devices=$(disk $images/luks.img raw \
	"<encryption format='luks'><secret type='passphrase' uuid='2a1b3c4d-5e6f-4a8b-9c0d-1e2f3a4b5c6d'/></encryption>")"
good 'optional medium absent' "devices=$(cdrom $images/gone.iso "startupPolicy='optional'")"
good 'empty drive' "devices=<disk type='file' device='cdrom'><target dev='hdb' bus='ide'/></disk>"
good 'volume' "devices=$(volume default web.img)"
good 'user network' "devices=$(nic user "network='nowhere'")"
good 'bridge' "devices=$(nic bridge "bridge='vmlint2'")"
# without udevd, libvirtd does not list a bridge that is created while it runs
must ip link add vmlint3 type bridge
must "$vmlint" --save-host host.xml -c $uri
cp host.xml host-rw.xml
good 'bridge added later' "devices=$(nic bridge "bridge='vmlint3'")"
good 'network' "devices=$(net lab)"
good 'isolated network' "devices=$(net isolated "<port isolated='yes'/>")"
good 'network of a bridge' "devices=$(net lan "<port isolated='yes'/>")"
good 'network of macvtap devices' "devices=$(net macvtap)"
good 'portgroup absent' "devices=$(nic network "network='lab' portgroup='nowhere'")"
good 'VNC in a network' "devices=$(listen lab)"
good 'VNC socket instead of a network' \
	"devices=<graphics type='vnc' socket='$work/empty/vnc'><listen type='network' network='nowhere'/></graphics>"
good 'generated device name' "devices=$(nic bridge "bridge='vmlint2'" "<target dev='vnet77'/>")"
good 'device name' "devices=$(net lab "<target dev='nic0'/>")"
good 'device name of a user network' "devices=$(nic user '' "<target dev='lo'/>")"
must ip tuntap add vmlint5 mode tap
must "$vmlint" --save-host host.xml -c $uri
cp host.xml host-rw.xml
good 'tap device' \
	"devices=<interface type='ethernet'><target dev='vmlint5' managed='no'/></interface>"
good 'pinned' "tune=<cputune><vcpupin vcpu='0' cpuset='0'/><emulatorpin cpuset='0'/></cputune>"
good 'pinned to some absent CPUs' "vcpu=<vcpu cpuset='0,900'>1</vcpu>"
good 'pinned although another vCPU is absent' \
	"tune=<cputune><vcpupin vcpu='7' cpuset='0'/></cputune>"
good 'bound to a node' "tune=<numatune><memory mode='strict' nodeset='0'/></numatune>"
good 'ordinary pages' \
	"tune=<memoryBacking><hugepages><page size='4' unit='KiB'/></hugepages></memoryBacking>"
good 'memfd' "tune=$shared"
good 'CPU of TCG' "cpu=<cpu mode='custom' match='exact'><model>qemu64</model></cpu>"
good 'CPU that TCG does not provide' "cpu=<cpu mode='custom' match='exact'><model>EPYC</model></cpu>"
good 'CPU of any kind' "cpu=<cpu mode='maximum'/>"
good 'CPU of the host model' "cpu=<cpu mode='host-model'/>"
good 'label of DAC' "label=<seclabel type='dynamic' model='dac' relabel='yes'/>"
good 'no label' "label=<seclabel type='none' model='none'/>"
good 'VNC' "devices=<graphics type='vnc' autoport='yes'/>"
good 'VNC at an address' "devices=<graphics type='vnc' port='-1' listen='192.0.2.1'/>"
good 'VNC at a mapped address' "devices=<graphics type='vnc' port='-1' listen='::ffff:192.0.2.1'/>"
good 'VNC at a loopback address' "devices=<graphics type='vnc' port='-1' listen='127.0.0.5'/>"
good 'VNC at all addresses' "devices=<graphics type='vnc' port='-1' listen='::'/>"
good 'serial port at an address' \
	"devices=$(chr serial tcp "mode='bind' host='192.0.2.1' service='4555'")"
good 'server interface' "devices=$(nic server "address='192.0.2.1' port='4555'")"
must ip route add local 203.0.113.0/24 dev lo
must "$vmlint" --save-host host.xml -c $uri
cp host.xml host-rw.xml
good 'VNC at an address of a local route' "devices=<graphics type='vnc' port='-1' listen='203.0.113.77'/>"
must ip route del local 203.0.113.0/24 dev lo
good 'VNC socket' "devices=<graphics type='vnc' socket='$work/empty/vnc'/>"
good 'video' "devices=<graphics type='vnc' autoport='yes'/>" "video=<video><model type='vga'/></video>"
good 'entropy' "devices=<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"
good 'agent' "devices=$(chr channel unix "mode='bind'" '<target type="virtio" name="org.qemu.guest_agent.0"/>')"
good 'old agent path' "devices=$(chr channel unix \
	"mode='bind' path='/var/lib/libvirt/qemu/channel/target/domain-9-old/org.qemu.guest_agent.0'" \
	'<target type="virtio" name="org.qemu.guest_agent.0"/>')"
good 'log' "devices=$(chr serial file "path='$work/empty/log'")"
good 'pseudo terminal' "devices=$(chr serial pty "path='/dev/pts/9999'")"
good 'exported directory' \
	"devices=<filesystem type='mount'><source dir='$work/empty'/><target dir='a'/></filesystem>"
good 'null device as a serial port' "devices=$(chr serial dev "path='/dev/null'")"
mkfifo pipe.in pipe.out single
good 'two pipes' "devices=$(chr serial pipe "path='$work/pipe'")"
good 'one pipe' "devices=$(character console pipe "path='$work/single'")"
good 'console that repeats a serial port' \
	"devices=<serial type='pty'/><console type='pipe'><source path='$work/gone'/><target type='serial'/></console>"
unlabeled="label=<seclabel type='none' model='dac'/>"
good 'socket that QEMU waits for' "$unlabeled" \
	"devices=<serial type='unix'><source mode='connect' path='$work/gone'><reconnect enabled='yes' timeout='9'/></source></serial>"
good 'NVDIMM whose file QEMU creates' "memory=$slots" "cpu=$cells" "$unlabeled" "devices=$(nvdimm "$work/nvdimm")"
good 'NVDIMM' "memory=$slots" "cpu=$cells" "devices=$(nvdimm "$work/nvdimm")"
good 'no virtiofsd' \
	"devices=<filesystem type='mount'><driver type='path'/><binary path='$work/gone'/><source dir='$work/empty'/><target dir='a'/></filesystem>"
good 'NVRAM' machine=q35 \
	"os=<loader readonly='yes' type='pflash'>$images/web.img</loader><nvram template='$images/web.img'>$work/empty/a.fd</nvram>"
good 'tap device' "devices=$(nic bridge "bridge='vmlint2'" "<backend tap='/dev/net/tun'/>")"
good 'script of an interface' \
	"devices=<interface type='ethernet'><script path='/bin/true'/><downscript path='$work/gone'/><model type='rtl8139'/></interface>"
good 'ROM image of the BIOS absent' "devices=$(nic user '' "<rom bar='off' file='$work/gone'/>")"
good 'fw_cfg file' "tune=<sysinfo type='fwcfg'><entry name='opt/a/b' file='$work/other.img'/></sysinfo>"
good 'render node without OpenGL' \
	"devices=<graphics type='vnc' port='-1'/><graphics type='spice'><listen type='none'/><gl enable='no' rendernode='/dev/vmlint-gone'/></graphics>"

percent() { # percent PART WHOLE
	echo $(($2 ? 100 * $1 / $2 : 100))
}
printf '%d faults: %d rejected by define, %d start, %d fail to start\n' $n $undefined $starting $failing
printf 'decidable over a read-only connection: %d; reported by -c: %d (%d %%)\n' \
	$decidable $live "$(percent $live $decidable)"
printf 'reported by a profile that was saved on the host: %d (%d %%)\n' \
	$offline "$(percent $offline $decidable)"
printf 'decidable without the files of the host: %d; reported by the profile of another host: %d (%d %%)\n' \
	$portable $remote "$(percent $remote $portable)"
printf 'decidable with --read-write: %d; reported by a profile: %d\n' $of_rw $with_rw
printf 'guests that start: %d; wrong errors: %d\n' $started $wrong
status=0
[ $n -ge 40 ] || status=1
[ "$(percent $live $decidable)" -ge 90 ] || status=1
[ "$(percent $offline $decidable)" -ge 80 ] || status=1
[ "$(percent $remote $portable)" -ge 90 ] || status=1
[ $with_rw = $of_rw ] || status=1
[ $started -ge 30 ] && [ $wrong = 0 ] || status=1
[ $status = 0 ] || echo FAILED
exit $status
