#!/bin/sh
# Test of connections with real libvirtd processes in network namespaces, reached through relays
# with a round trip of 50 ms: order, time, and hosts that stop, drop packets or close the connection.
# usage: connections-libvirtd.sh VMLINT RELAY DUMP [HOSTS DOMAINS [BEFORE]]
# DUMP is the minimal program (bench/dump.c); BEFORE is another vmlint, to compare times.
set -u
skip() {
	echo "$1: skipped"
	exit 77
}
if [ -z "${VMLINT_INSIDE:-}" ]; then
	[ "$(id -u)" = 0 ] || skip 'not root'
	for need in libvirtd virsh qemu-img qemu-system-x86_64 python3 unshare ip; do
		command -v "$need" >/dev/null || skip "no $need"
	done
	unshare -mnp --fork true 2>/dev/null || skip 'no namespaces'
	work=$(mktemp -d /var/tmp/vmlint-hosts.XXXXXX) || exit 1
	# --kill-child also ends the daemons and relays
	VMLINT_INSIDE=$work unshare -mnp --fork --kill-child --mount-proc sh "$0" "$(realpath "$1")" \
		"$(realpath "$2")" "$(realpath "$3")" "${4:-3}" "${5:-20}" "${6:-}"
	status=$?
	rm -rf "$work"
	exit $status
fi

vmlint=$1 relay=$2 dump=$3 n_hosts=$4 n_domains=$5 before=$6
here=$(cd "$(dirname "$0")" && pwd)
hosts=$VMLINT_INSIDE
mkdir -p /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt
mount -t tmpfs none /run && mkdir -p /run/libvirt || skip 'no mounts'
ip link set lo up
. "$here/expect.sh"

# start_host I: a libvirtd with its own network and directories, and a relay 127.0.1.I to it
start_host() {
	dir=$hosts/$1
	for sub in etc/qemu run lib cache log; do
		mkdir -p "$dir/$sub"
	done
	# one image of each domain exists
	mkdir "$dir/lib/images"
	qemu-img create -q -f qcow2 "$dir/lib/images/a.qcow2" 1M
	for k in $(seq "$n_domains"); do
		name=$(printf 'vm%d-%04d' "$1" "$k")
		uuid=$(printf '%08d-0000-4000-8000-%012d' "$1" "$k")
		sed "s|<name>.*</name>|<name>$name</name>|; s|<uuid>.*</uuid>|<uuid>$uuid</uuid>|" \
			"$here/../fixtures/_live/guest.xml" >"$dir/etc/qemu/$name.xml"
	done
	printf '%s\n' 'stdio_handler = "file"' 'security_driver = "none"' 'cgroup_controllers = []' \
		'namespaces = []' 'remember_owner = 0' 'user = "root"' 'group = "root"' >"$dir/etc/qemu.conf"
	printf '%s\n' 'listen_tls = 0' 'listen_tcp = 1' 'auth_tcp = "none"' 'auth_unix_ro = "none"' \
		'auth_unix_rw = "none"' "unix_sock_dir = \"$dir/run\"" >"$dir/libvirtd.conf"
	ip netns add "h$1" && ip link add "v$1" type veth peer name "e$1" netns "h$1" || skip 'no veth'
	ip addr add "10.77.$1.1/24" dev "v$1"
	ip link set "v$1" up
	ip -n "h$1" addr add "10.77.$1.2/24" dev "e$1"
	ip -n "h$1" link set "e$1" up
	ip -n "h$1" link set lo up
	ip netns exec "h$1" unshare -m sh -c "
		mount --bind $dir/etc /etc/libvirt; mount --bind $dir/run /run/libvirt
		mount --bind $dir/lib /var/lib/libvirt; mount --bind $dir/cache /var/cache/libvirt
		mount --bind $dir/log /var/log/libvirt
		exec libvirtd -l -f $dir/libvirtd.conf -p $dir/pid" >"$dir/out" 2>&1 &
	"$relay" "127.0.1.$1" 16509 "10.77.$1.2" 16509 25 &
}

uris=
all=
for i in $(seq "$n_hosts"); do
	start_host "$i"
	uris="$uris qemu+tcp://127.0.1.$i/system"
	all="$all -c qemu+tcp://127.0.1.$i/system"
done
for i in $(seq "$n_hosts"); do
	for try in $(seq 100); do
		found=$(virsh -r -q -c "qemu+tcp://127.0.1.$i/system" list --all 2>/dev/null | wc -l)
		[ "$found" != "$n_domains" ] || break
		sleep 0.3
	done
	[ "$found" = "$n_domains" ] || { cat "$hosts/$i/out"; skip 'libvirtd does not start here'; }
done

# seconds COMMAND...: print the best time of three runs
seconds() {
	python3 -c '
import subprocess, sys, time
best = 1e9
for i in range(3):
    start = time.monotonic()
    subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    best = min(best, time.monotonic() - start)
print("%.2f" % best)' "$@"
}

expect 1 'one request at a time' "$vmlint" $all --in-flight 1
cp out one
expect 1 'ten requests' "$vmlint" $all
if cmp -s out one; then ok; else no 'the report depends on the requests in flight'; fi
expect 1 'images' "$vmlint" -f concise --only host-image-missing $all
counts out 'images/b.img, which does not exist: the guest does not start .host-image-missing' $((n_hosts * n_domains))
keeps_quiet_of out 'images/a.qcow2, which does not exist'
# the minimal program reads no facts of the hosts
minimum=$(seconds "$dump" 10 $uris)
ours=$(seconds "$vmlint" -d 'host-*,fleet-*-overcommit' $all)
facts=$(seconds "$vmlint" $all)
single=$(seconds "$vmlint" -d 'host-*,fleet-*-overcommit' --in-flight 1 $all)
echo "$n_hosts hosts, $n_domains domains each: $ours s; minimal program $minimum s; --in-flight 1 $single s; with facts of the hosts $facts s"
[ -z "$before" ] || echo "before: $(seconds "$before" $all) s"
if python3 -c "exit($ours > 3 * $minimum)"; then ok; else no 'too slow'; fi
if python3 -c "exit($facts > 3 * $minimum)"; then ok; else no 'too slow with the facts of the hosts'; fi

# interrupted WHAT STATUS SECONDS PATTERN: run vmlint while host 2 fails. It must exit within
# SECONDS, with one error that matches PATTERN and all findings on the other hosts.
interrupted() {
	start=$(date +%s)
	expect "$2" "$1" "$vmlint" -d 'host-*,fleet-*-overcommit' -f concise --timeout 2 $others
	if [ $(($(date +%s) - start)) -le "$3" ]; then ok; else no "$1: takes more than $3 s"; fi
	counts err error 1
	says err "$4"
	for i in $(seq "$n_hosts"); do
		[ "$i" = 2 ] || counts out "^127.0.1.$i: " "$(grep -c "^127.0.1.$i: .*\[" "$work/complete")"
	done
}
"$vmlint" -d 'host-*,fleet-*-overcommit' -f concise $all >complete 2>/dev/null
others=$all
second=$(cat "$hosts/2/pid")
kill -STOP "$second"
interrupted 'stopped before' 2 6 'qemu+tcp://127.0.1.2/system: no response within 2 seconds while waiting for the connection'
expect 2 'saving a host that is stopped' "$vmlint" --save-host stopped.xml --timeout 2 \
	-c qemu+tcp://127.0.1.2/system
says err 'cannot connect to qemu+tcp://127.0.1.2/system: no response within 2 seconds while waiting for the connection'
if [ -e stopped.xml ]; then no 'a profile of a host that is stopped'; else ok; fi
# SIGINT ends the run while it waits
expect 1 'interrupt' python3 -c '
import signal, subprocess, sys, time
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
time.sleep(1.5)
start = time.monotonic()
process.send_signal(signal.SIGINT)
process.wait()
sys.exit(1 if process.returncode == -signal.SIGINT and time.monotonic() - start < 1 else 5)' \
	"$vmlint" --timeout 60 $all
kill -CONT "$second"
if ip netns exec h2 iptables -A INPUT -p tcp --dport 16509 -j DROP 2>/dev/null; then
	others=$(echo "$all" | sed 's/127.0.1.2/10.77.2.2/')
	interrupted 'packets are dropped' 2 6 'qemu+tcp://10.77.2.2/system: no response within 2 seconds while waiting for the connection'
	ip netns exec h2 iptables -F INPUT
fi
"$relay" 127.0.2.2 16509 10.77.2.2 16509 25 4000 drop &
pid=$!
sleep 0.3
expect 2 'saving a host that stops' "$vmlint" --save-host stopped.xml --timeout 2 -c qemu+tcp://127.0.2.2/system
says err 'lost the connection to qemu+tcp://127.0.2.2/system: no response within 2 seconds while waiting for the facts of the host'
expect 0 'saving a host' "$vmlint" --save-host saved.xml --timeout 2 -c qemu+tcp://127.0.1.1/system
says saved.xml '<networks>'
keeps_quiet_of saved.xml '<files>'
kill "$pid"
wait "$pid" 2>/dev/null
# host 2 fails during the dump, after it has sent 40,000 bytes
others=$(echo "$all" | sed 's/127.0.1.2/127.0.2.2/')
for action in "$second" drop close; do
	"$relay" 127.0.2.2 16509 10.77.2.2 16509 25 40000 "$action" &
	pid=$!
	sleep 0.3
	case $action in
	close) interrupted 'closed during the dump' 2 4 'lost the connection to .*127.0.2.2/system after [0-9]* of .*: ..*' ;;
	*) interrupted "$action during the dump" 2 6 'lost the connection to .*127.0.2.2/system after [0-9]* of .*: no response within 2 seconds while waiting for domain' ;;
	esac
	n=$(grep -o 'after [0-9]* of' "$work/err" | tr -dc 0-9)
	if [ "$(grep '^127.0.2.2: ' "$work/out" | sed 's/: [ew].*//' | sort -u | wc -l)" = "${n:-none}" ]; then ok; else no "$action: findings of the $n domains before"; fi
	kill "$pid"
	wait "$pid" 2>/dev/null
	kill -CONT "$second"
done
closing
