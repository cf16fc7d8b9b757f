#!/bin/sh
# Test of the hook with a real libvirtd, which starts a guest without KVM: reporting, refusing,
# and a restart of libvirtd while the guest runs. Runs in its own namespaces, so that libvirtd
# and the configuration of the machine are not affected. usage: hook-libvirtd.sh VMLINT
set -u
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C

skip() {
	printf '%s: skipped\n' "$1"
	exit 77
}

if [ -z "${VMLINT_INSIDE:-}" ]; then
	[ "$(id -u)" = 0 ] || skip 'not root'
	for need in libvirtd virsh qemu-system-x86_64 python3 unshare; do
		command -v "$need" >/dev/null || skip "no $need"
	done
	unshare -mnp --fork true 2>/dev/null || skip 'no namespaces'
	work=$(mktemp -d /var/tmp/vmlint-hook.XXXXXX) || exit 1
	# --kill-child also ends QEMU and libvirtd
	VMLINT_INSIDE=$work unshare -mnp --fork --kill-child --mount-proc sh "$0" "$(realpath "$1")"
	status=$?
	[ ! -e "$work/made-log" ] || rm -f /dev/log
	rm -rf "$work"
	exit $status
fi

vmlint=$1
work=$VMLINT_INSIDE
here=$(cd "$(dirname "$0")" && pwd)
cd "$work" || exit 1
passed=0 failed=0
for folder in /etc/libvirt /run/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt; do
	mkdir -p $folder
	mount -t tmpfs none $folder || skip 'no mounts'
done
mkdir -p bin /etc/libvirt/hooks/qemu.d
ln -s "$vmlint" bin/vmlint
PATH=$work/bin:$PATH
cat >/etc/libvirt/qemu.conf <<'X'
stdio_handler = "file"
security_driver = "none"
cgroup_controllers = []
namespaces = []
remember_owner = 0
user = "root"
group = "root"
X
cat >libvirtd.conf <<'X'
auth_unix_ro = "none"
auth_unix_rw = "none"
log_outputs = "2:stderr"
log_filters = "1:util.hook"
X
cat >guest.xml <<'X'
<domain type='qemu'>
  <name>vmlint-hook</name>
  <memory unit='MiB'>32</memory>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <on_crash>destroy</on_crash>
  <devices>
    <interface type='user'>
      <mac address='52:54:00:5e:10:7a'/>
      <model type='rtl8139'/>
    </interface>
    <memballoon model='none'/>
  </devices>
</domain>
X
printf '[vmlint]\nonly = net-model-legacy\n[severity]\nnet-model-legacy = error\n' >strict.ini
cat >log.py <<'X'
import socket, sys
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(sys.argv[1])
out = open("log", "ab", 0)
while True:
    out.write(s.recv(65536) + b"\n")
X
: >log
if [ -e /dev/log ]; then
	python3 log.py "$work/socket" &
	while [ ! -S socket ]; do sleep 0.1; done
	mount --bind socket /dev/log || skip 'no mount over /dev/log'
else
	: >made-log
	python3 log.py /dev/log &
fi

ok() {
	passed=$((passed + 1))
}

no() {
	failed=$((failed + 1))
	printf 'FAILED: %s\n' "$1"
	for file in said log hooks libvirtd.log; do
		[ ! -f $file ] || tail -n 8 $file | sed "s/^/  $file: /"
	done
}

daemon=
stop() {
	[ -n "$daemon" ] || return
	kill "$daemon"
	wait "$daemon"
	daemon=
}

start() { # (re)start libvirtd, which searches for hooks only when it starts
	stop
	libvirtd -f "$work/libvirtd.conf" >>libvirtd.log 2>&1 &
	daemon=$!
	for _ in $(seq 100); do
		virsh -q -c qemu:///system version >/dev/null 2>&1 && return
		sleep 0.1
	done
	cat libvirtd.log
	skip 'libvirtd does not start here'
}

run() { # run STATUS WHAT VIRSH-COMMAND...
	want=$1 what=$2
	shift 2
	virsh -q -c qemu:///system "$@" >said 2>&1
	got=$?
	if [ $got = "$want" ]; then ok; else no "$what: exit status $got, not $want"; fi
}

has() { # has FILE PATTERN: the pattern appears within two seconds
	for _ in $(seq 20); do
		grep -q -e "$2" "$1" && break
		sleep 0.1
	done
	if grep -q -e "$2" "$1"; then ok; else no "$what: no '$2' in $1"; fi
}

record() { # install a hook that logs the calls of hooks; it runs before vmlint's
	cat >/etc/libvirt/hooks/qemu.d/10-record <<X
#!/bin/sh
echo "\$@" >>$work/hooks
cat >$work/xml-\$2
env >$work/env
X
	chmod +x /etc/libvirt/hooks/qemu.d/10-record
}

hook() { # hook OPTION...: install vmlint's hook
	sed "s|vmlint hook|& $*|" "$here/../src/hook/50-vmlint" >/etc/libvirt/hooks/qemu.d/50-vmlint
	chmod +x /etc/libvirt/hooks/qemu.d/50-vmlint
}

starts() { # starts WHAT: print the median of nine start times of the guest, in milliseconds
	for _ in 1 2 3 4 5 6 7 8 9; do
		begin=$(date +%s%N)
		virsh -q -c qemu:///system start vmlint-hook >said 2>&1 || no "$1: start"
		end=$(date +%s%N)
		virsh -q -c qemu:///system destroy vmlint-hook >/dev/null
		echo $(((end - begin) / 10000))
	done | sort -n | sed -n '5s/..$/.& ms/p' | sed "s/^/$1: /"
}

# report only
record
hook
start
run 0 'define' define guest.xml
run 0 'start, report only' start vmlint-hook
has log 'vmlint\[[0-9]*\]: guest vmlint-hook: warning: interface .*\[net-model-legacy\]'
has hooks '^vmlint-hook prepare begin -$'
has hooks '^vmlint-hook started begin -$'
printf 'the XML of prepare begins: %s\n' "$(head -c 60 xml-prepare | tr '\n' ' ')"
printf 'the environment: %s\n' "$(cut -d = -f 1 env | sort | paste -s -d ' ')"
if [ "$(sed -n '/<domain/p' xml-prepare | grep -c .)" = 1 ]; then ok; else no 'no domain'; fi
run 0 'destroy' destroy vmlint-hook
# refusing
hook --enforce --config "$work/strict.ini"
: >log
run 1 'start, refused' start vmlint-hook
has said 'vmlint: guest vmlint-hook: error: interface .*\[net-model-legacy\]'
printf 'virsh says: %s\n' "$(tr '\n' ' ' <said)"
has log 'guest vmlint-hook: error: '
run 0 'its state' domstate vmlint-hook
has said 'shut off'
hook --enforce --fail-closed --config "$work/none.ini"
run 1 'start, fail closed' start vmlint-hook
has said 'not audited: .*none.ini'
hook --enforce --config "$work/none.ini"
run 0 'start, fail open' start vmlint-hook
run 0 'destroy' destroy vmlint-hook
# restart libvirtd while a guest runs that the hook would refuse
hook
run 0 'start' start vmlint-hook
hook --enforce --fail-closed --config "$work/strict.ini"
: >hooks
qemu=$(cat /run/libvirt/qemu/vmlint-hook.pid)
start
what='restart of libvirtd'
has hooks '^vmlint-hook reconnect begin -$'
run 0 "$what" domstate vmlint-hook
has said 'running'
if [ "$(cat /run/libvirt/qemu/vmlint-hook.pid)" = "$qemu" ] && kill -0 "$qemu"; then ok; else no "$what"; fi
run 0 'destroy' destroy vmlint-hook
has hooks '^vmlint-hook release end -$'
# without vmlint, guests start
rm bin/vmlint
if command -v vmlint >/dev/null; then :; else
	run 0 'start without vmlint' start vmlint-hook
	run 0 'destroy' destroy vmlint-hook
fi
ln -s "$vmlint" bin/vmlint
# start times with and without the hook
rm -r /etc/libvirt/hooks/qemu.d
start
starts 'start without a hook'
mkdir /etc/libvirt/hooks/qemu.d
printf '#!/bin/sh\nexit 0\n' >/etc/libvirt/hooks/qemu.d/10-nothing
chmod +x /etc/libvirt/hooks/qemu.d/10-nothing
start
starts 'start with a hook that does nothing'
rm /etc/libvirt/hooks/qemu.d/10-nothing
hook
start
starts 'start with the hook, report only'
hook --enforce
starts 'start with the hook, enforcing'
stop

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
