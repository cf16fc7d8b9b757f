#!/bin/sh
# Boot test of fixes: libvirt starts a guest (Debian kernel, busybox initramfs, IDE disk and
# rtl8139 as in web1.xml) before and after "vmlint --fix=review". The guest mounts its disk by
# UUID and pings its gateway. Requires no privileges, no KVM and no libvirtd: virsh contains
# libvirt's QEMU driver (qemu:///embed). Installs nothing; downloads about 70 MB.
# usage: boot.sh VMLINT
set -u
vmlint=$(realpath "$1")
limit=180 # seconds for one boot
uuid=5e1f0c9a-2b7d-4c36-9a41-d08e6f3b7152
name='vmlint-boot'
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C

skip() {
	printf '%s: skipped\n' "$1"
	exit 77
}

fail() {
	printf 'FAILED: %s\n' "$1"
	exit 1
}

[ "$(uname -m)" = x86_64 ] || skip 'not an x86-64 host'
for need in qemu-system-x86_64 virsh mkfs.ext4 apt-get apt-cache dpkg-deb stdbuf; do
	command -v "$need" >/dev/null || skip "no $need"
done
emulator=$(command -v qemu-system-x86_64)
machine=$("$emulator" -machine help | sed -n 's/^pc .*(alias of \(pc-i440fx-[^)]*\)).*/\1/p')
[ -n "$machine" ] || skip 'QEMU without a pc-i440fx machine'

# Not in /tmp: a tmpfs may not support O_DIRECT, which cache='none' requires. A short name:
# the paths of libvirt's sockets are limited.
work=$(mktemp -d /var/tmp/vmlint-boot.XXXXXX) || exit 1
uri="qemu:///embed?root=$work/root"
run=
clean() {
	trap '' HUP INT TERM
	[ -z "$run" ] || kill "$run" 2>/dev/null
	wait
	# end a QEMU that outlives virsh, after a check that the pid still belongs to it
	if pid=$(cat "$work/root/run/qemu/$name.pid") &&
		grep -qF "$work/root" "/proc/$pid/cmdline"; then kill -9 "$pid"; fi 2>/dev/null
	rm -rf "$work"
}
trap clean EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
cd "$work" || exit 1

# The kernel, its modules and busybox.
kernel=$(apt-cache depends linux-image-amd64 2>/dev/null |
	sed -n 's/^ *Depends: \(linux-image-[0-9].*\)/\1/p' | head -n 1)
[ -n "$kernel" ] || skip 'apt knows no package linux-image-amd64'
apt-get -qq download "$kernel" busybox-static >apt.log 2>&1 ||
	skip "cannot download $kernel and busybox-static"
for package in *.deb; do
	dpkg-deb -x "$package" deb || fail "cannot unpack $package"
	rm "$package"
done
busybox=$(find "$work/deb" -name busybox -type f -perm -u+x)
vmlinuz=$(find "$work/deb/boot" -name 'vmlinuz-*')
release=${vmlinuz##*/vmlinuz-}
modules=$(find "$work/deb" -path "*/modules/$release")
[ -x "$busybox" ] && [ -f "$vmlinuz" ] && [ -d "$modules/kernel" ] ||
	fail "unexpected files in $kernel or busybox-static"

# The initramfs. modules.dep is generated here, as the installation of the package would do; the
# modules are stored in one directory, numbered in load order.
mkdir -p init/bin init/mod init/proc init/sys init/dev init/mnt depmod/lib/modules
cp "$busybox" init/bin/busybox
mv "$modules" depmod/lib/modules/
modules=$work/depmod/lib/modules/$release
"$busybox" depmod -b "$work/depmod" "$release" || fail 'depmod'
sed 's/: */ /' "$modules/modules.dep" | awk -v builtin="$modules/modules.builtin" '
	function id(path) {
		sub(/.*\//, "", path)
		sub(/\.ko.*/, "", path)
		gsub(/-/, "_", path)
		return path
	}
	function load(path, i, n, deps) {
		if (path in loaded)
			return
		loaded[path] = 1
		n = split(needs[path], deps, " ")
		for (i = n; i > 0; i--)
			load(deps[i])
		print path
	}
	BEGIN {
		while ((getline line <builtin) > 0)
			loaded[id(line)] = 1
	}
	{
		paths[id($1)] = path = $1
		sub(/^[^ ]* */, "")
		needs[path] = $0
	}
	END {
		n = split("crc32c_generic ext4 ata_piix sd_mod 8139too 8139cp virtio_pci virtio_blk virtio_net", want, " ")
		for (i = 1; i <= n; i++)
			if (want[i] in paths)
				load(paths[want[i]])
			else if (!(want[i] in loaded))
				print "no-module:" want[i]
	}' >load
! grep 'no-module:' load || fail "a module is not in $kernel"
n=100
while read -r file; do
	target=init/mod/$n-${file##*/}
	case $file in
	*.xz) "$busybox" xz -dc "$modules/$file" >"${target%.xz}" ;;
	*) cp "$modules/$file" "$target" ;;
	esac || fail "cannot copy $file"
	n=$((n + 1))
done <load
cat >init/init <<X
#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs devtmpfs /dev
say() {
	echo "vmlint-boot: \$*"
}
for module in /mod/*; do
	insmod "\$module" || say "cannot load \$module"
done
disk= tries=0
while [ -z "\$disk" ] && [ \$tries -lt 60 ]; do
	disk=\$(findfs UUID=$uuid 2>/dev/null) || sleep 1
	tries=\$((tries + 1))
done
if [ -n "\$disk" ] && mount -t ext4 "\$disk" /mnt; then
	say "disk \$disk \$(cat /mnt/marker)"
	umount /mnt
else
	say "no disk with the UUID"
	cat /proc/partitions
fi
for card in /sys/class/net/*/device; do
	driver=\$(readlink "\$card/driver")
	say "net \${driver##*/}"
	card=\${card%/device}
	card=\${card##*/}
	ip link set "\$card" up
	ip address add 10.0.2.15/24 dev "\$card"
done
if ping -c 5 -W 5 10.0.2.2; then say "ping ok"; else say "no answer to ping"; fi
poweroff -f
X
chmod +x init/init
(cd init && find . | "$busybox" cpio -o -H newc 2>/dev/null | gzip -1) >initrd || fail 'cpio'
mv "$vmlinuz" vmlinuz
rm -rf deb depmod init

mkdir files
echo 'marker ok' >files/marker
truncate -s 32M web1.img
mkfs.ext4 -q -U "$uuid" -d files web1.img || fail 'mkfs.ext4'
dd if=web1.img of=/dev/null bs=4096 count=1 iflag=direct 2>/dev/null ||
	skip "no O_DIRECT in /var/tmp, which cache='none' needs"

cat >web1.xml <<X
<domain type='qemu'>
  <name>$name</name>
  <uuid>7ac19f58-438f-4c54-b232-7acd58bb4497</uuid>
  <memory unit='MiB'>256</memory>
  <vcpu placement='static'>2</vcpu>
  <os>
    <type arch='x86_64' machine='$machine'>hvm</type>
    <kernel>$work/vmlinuz</kernel>
    <initrd>$work/initrd</initrd>
    <cmdline>console=ttyS0 loglevel=5</cmdline>
  </os>
  <features>
    <acpi/>
    <apic/>
    <pae/>
  </features>
  <cpu mode='custom' match='exact'>
    <model fallback='forbid'>SandyBridge</model>
  </cpu>
  <clock offset='utc'>
    <timer name='rtc' tickpolicy='catchup'/>
    <timer name='pit' tickpolicy='delay'/>
    <timer name='hpet' present='no'/>
  </clock>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>restart</on_crash>
  <devices>
    <emulator>$emulator</emulator>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw' cache='writeback'/>
      <source file='$work/web1.img'/>
      <target dev='hda' bus='ide'/>
      <alias name='ide0-0-0'/>
      <address type='drive' controller='0' bus='0' target='0' unit='0'/>
    </disk>
    <controller type='usb' index='0' model='ich9-ehci1'>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x03' function='0x7'/>
    </controller>
    <controller type='usb' index='0' model='ich9-uhci1'>
      <master startport='0'/>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x03' function='0x0' multifunction='on'/>
    </controller>
    <controller type='usb' index='0' model='ich9-uhci2'>
      <master startport='2'/>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x03' function='0x1'/>
    </controller>
    <controller type='usb' index='0' model='ich9-uhci3'>
      <master startport='4'/>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x03' function='0x2'/>
    </controller>
    <controller type='pci' index='0' model='pci-root'/>
    <controller type='ide' index='0'>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x1'/>
    </controller>
    <interface type='user'>
      <mac address='52:54:00:99:65:78'/>
      <model type='rtl8139'/>
      <alias name='net0'/>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x02' function='0x0'/>
    </interface>
    <serial type='file'>
      <source path='$work/console'/>
      <target port='0'/>
    </serial>
    <input type='mouse' bus='ps2'/>
    <input type='keyboard' bus='ps2'/>
    <graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'>
      <listen type='address' address='127.0.0.1'/>
    </graphics>
    <video>
      <model type='cirrus' vram='16384' heads='1' primary='yes'/>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x05' function='0x0'/>
    </video>
    <memballoon model='virtio'>
      <address type='pci' domain='0x0000' bus='0x00' slot='0x04' function='0x0'/>
    </memballoon>
  </devices>
</domain>
X

# As root, libvirt would give QEMU another user, cgroups and a mount namespace.
mkdir -p root/etc
cat >root/etc/qemu.conf <<X
stdio_handler = "file"
security_driver = "none"
cgroup_controllers = []
namespaces = []
remember_owner = 0
X
[ "$(id -u)" != 0 ] || printf 'user = "root"\ngroup = "root"\n' >>root/etc/qemu.conf

virsh -q -c "$uri" version >virsh.log 2>&1 || skip "no libvirt with a QEMU driver"

# boot WHAT XML DISK DRIVER: define the guest and run it until it powers off; fail unless it
# mounted DISK, its network card uses DRIVER, and ping succeeded
boot() {
	run_guest "$2"
	# QEMU's software emulation crashes occasionally, independent of the definition: try again
	if grep -q 'Stopped Failed' virsh.log; then
		echo "$1: QEMU crashed after $seconds s: trying again"
		run_guest "$2"
	fi
	if grep -q 'Stopped Shutdown' virsh.log && grep -qx "disk $3 marker ok" said &&
		[ "$(grep '^net ' said)" = "net $4" ] && grep -qx 'ping ok' said; then
		printf '%s: booted in %d s: %s\n' "$1" "$seconds" "$(paste -s -d , said | sed 's/,/, /g')"
		return
	fi
	sed 's/^/  virsh: /' virsh.log
	tail -n 40 console | tr -d '\r' | sed 's/^/  console: /'
	tail -n 10 "root/log/qemu/$name.log" | sed 's/^/  QEMU: /'
	fail "$1: want disk $3, card $4 and ping; ended after $seconds s"
}

# run_guest XML: define the guest and run it until it stops; writes its messages to the file
# "said" and sets $seconds
run_guest() {
	# remove the output of the previous guest before virsh starts
	: >console
	: >virsh.log
	begin=$(date +%s)
	stdbuf -oL virsh -q -c "$uri" "define '$work/$1'; start $name;
		event --domain $name --event lifecycle --loop --timeout $limit" >>virsh.log 2>&1 &
	run=$!
	# virsh exits by itself after an error and after the time limit
	while kill -0 "$run" 2>/dev/null; do
		if grep -q 'Stopped' virsh.log; then kill "$run" 2>/dev/null; fi
		sleep 1
	done
	wait "$run" 2>/dev/null
	run=
	seconds=$(($(date +%s) - begin))
	tr -d '\r' <console | sed -n 's/.*vmlint-boot: //p' >said
}

# fix COPY OPTION...: copy the definition and fix the copy
fix() {
	copy=$1
	shift
	cp web1.xml "$copy"
	"$vmlint" --fix=review --color never "$@" "$copy" >fix.log 2>&1
	if [ $? -gt 1 ] || grep -q "bus='ide'\|rtl8139" "$copy" ||
		! grep -q "<target dev='vda' bus='virtio'/>" "$copy" ||
		! grep -q "<model type='virtio'/>" "$copy"; then
		sed 's/^/  vmlint: /' fix.log
		fail "vmlint --fix=review $*"
	fi
}

boot 'as it was' web1.xml /dev/sda 8139cp
# without the fix that enables KVM, which the host may lack
fix fixed.xml --disable machine-tcg
boot 'after --fix=review --disable machine-tcg' fixed.xml /dev/vda virtio_net
# all fixes, some of which depend on KVM; only the boot runs without KVM
fix all.xml
sed "s/<domain type='kvm'/<domain type='qemu'/" all.xml >all-tcg.xml
boot 'after --fix=review, run without KVM' all-tcg.xml /dev/vda virtio_net
