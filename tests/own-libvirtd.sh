# Source this file to run a test with a libvirtd of its own, in its own namespaces and without KVM,
# so that results do not depend on the machine. It enters the namespaces by running the script "$0"
# again with the same arguments, sets $vmlint (from $1), $work and $uri, and starts the daemon.
# $qemu_conf is the content of qemu.conf. If a function prepare is defined, it is called in $work
# before the daemon starts. Ends the script with exit status 77 if no daemon can be started.
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C
uri=qemu:///system

skip() {
	printf '%s: skipped\n' "$1"
	exit 77
}

if [ -z "${VMLINT_INSIDE:-}" ]; then
	[ "$(id -u)" = 0 ] || skip 'not root'
	[ "$(uname -m)" = x86_64 ] || skip 'not an x86-64 host'
	for need in libvirtd virsh qemu-system-x86_64 qemu-img unshare; do
		command -v "$need" >/dev/null || skip "no $need"
	done
	unshare -mnp --fork true 2>/dev/null || skip 'no namespaces'
	work=$(mktemp -d /var/tmp/vmlint-libvirtd.XXXXXX) || exit 1
	chmod 755 "$work"
	program=$(realpath "$1")
	shift
	# --kill-child also ends QEMU and libvirtd. The first process of the namespace only reaps
	# orphans of libvirtd, because libvirtd waits until they are gone.
	VMLINT_INSIDE=$work unshare -mnp --fork --kill-child --mount-proc \
		sh -c 'sh "$@" & wait $!' sh "$0" "$program" "$@"
	status=$?
	rm -rf "$work"
	exit $status
fi

vmlint=$1
work=$VMLINT_INSIDE
cd "$work" || exit 1
for directory in /etc/libvirt /run/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt; do
	mkdir -p $directory
	mount -t tmpfs -o mode=755 none $directory || skip 'no mounts'
done
mount -t sysfs none /sys || skip 'no mounts'
: >no-kvm
if [ -e /dev/kvm ]; then
	# read-only: otherwise libvirt assumes that KVM is usable, and probes QEMU again and again
	mount --bind no-kvm /dev/kvm && mount -o remount,ro,bind /dev/kvm || skip 'no mounts'
fi
ip link set lo up 2>/dev/null
mkdir -p /var/lib/libvirt/images
printf '%s\n' 'stdio_handler = "file"' 'security_driver = "none"' 'cgroup_controllers = []' \
	'namespaces = []' 'remember_owner = 0' "${qemu_conf:-}" >/etc/libvirt/qemu.conf
printf '%s\n' 'auth_unix_ro = "none"' 'auth_unix_rw = "none"' 'log_outputs = "4:stderr"' >libvirtd.conf
if command -v prepare >/dev/null; then prepare; fi
libvirtd -p "$work/libvirtd.pid" -f "$work/libvirtd.conf" >libvirtd.log 2>&1 &
ready=
for _ in $(seq 300); do
	virsh -q -c $uri version >/dev/null 2>&1 && ready=yes && break
	sleep 0.1
done
[ -n "$ready" ] || { cat libvirtd.log && skip 'libvirtd does not start here'; }

must() { # must COMMAND...: run it, and end the test if it fails
	"$@" >must.log 2>&1 && return
	cat must.log
	printf 'FAILED: %s\n' "$*"
	exit 1
}
admin() { must virsh -q -c $uri "$@"; }
