#!/bin/sh
# Tests of vmlint hook: all operations, refusals, time limits; standard output is always empty.
# usage: hook.sh VMLINT
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
guest=$here/../fixtures/_guests/web1.xml
log=
. "$here/expect.sh"
at_end() {
	[ -z "$log" ] || kill "$log" 2>/dev/null
	[ -z "$log" ] || rm -f /dev/log
}
trap 'exit 130' INT TERM

# hook STATUS WHAT INPUT WORD...: run the hook; standard output must be empty
hook() {
	status=$1 what=$2 input=$3
	shift 3
	expect "$status" "$what" "$vmlint" hook "$@" <"$input"
	silent out
}

printf '<domain><name>x</nam></domain>' >broken.xml
printf '<network/>' >network.xml
: >empty.xml
cat >clean.xml <<'X'
<domain type='kvm'>
  <name>clean</name>
  <memory unit='GiB'>2</memory>
  <os firmware='efi'><type arch='aarch64' machine='virt'>hvm</type></os>
  <cpu mode='host-passthrough'/>
</domain>
X
cat >many.xml <<'X'
<domain type='kvm' id='3'>
  <name>web&#x9b;31m1</name>
  <os><type arch='x86_64' machine='pc'>hvm</type></os>
  <devices>
X
for i in a b c d e f g h i j k l m n; do
	printf "<disk type='block' device='disk'><driver name='qemu' type='raw' cache='unsafe'/><source dev='/dev/x%s'/><target dev='hd%s&#10;vmlint: forged' bus='ide'/></disk>\n" $i $i
done >>many.xml
echo '</devices></domain>' >>many.xml

# all operations except the start of a guest are ignored, even with invalid options
for op in start:begin started:begin stopped:end release:end reconnect:begin attach:begin \
	migrate:begin restore:begin prepare:end prepare:- future:begin; do
	hook 0 "$op" broken.xml --enforce=info --fail-closed web1 "${op%:*}" "${op#*:}" -
	silent err
	hook 0 "$op, bad options" broken.xml --nonesuch --fail-closed web1 "${op%:*}" "${op#*:}" -
	silent err
	# standard input is not read: it may be a pipe that never ends
	mkfifo never 2>/dev/null
	exec 3<>never
	hook 0 "$op, no input" never --enforce --config never web1 "${op%:*}" "${op#*:}" -
	silent err
	exec 3>&-
done

# the start of a guest: report only
for input in "$guest" clean.xml many.xml broken.xml network.xml empty.xml /dev/null; do
	hook 0 "report ${input##*/}" "$input" web1 prepare begin -
	silent err
done
hook 0 'wrong option' "$guest" --enfroce web1 prepare begin -
counts err 'unknown option' 1
hook 3 'by hand' /dev/null
hook 3 'by hand' /dev/null prepare begin -
# enforced
hook 0 'no error in it' "$guest" --enforce web1 prepare begin -
silent err
hook 1 'warnings' "$guest" --enforce=warning web1 prepare begin -
counts err '^vmlint: guest web1: warning: ' 8
hook 1 'infos' "$guest" --enforce=info web1 prepare begin -
counts err '^vmlint: guest web1: ' 10
hook 0 'clean' clean.xml --enforce=warning --fail-closed clean prepare begin -
silent err
hook 1 'errors' many.xml --enforce web1 prepare begin -
if [ "$(wc -l <err)" -le 10 ]; then ok; else no "$what: too many lines"; fi
if grep -qv '^vmlint: guest web1: ' err; then no "$what: a name makes a line"; else ok; fi
counts err 'more findings$' 1
hook 1 'a guest whose name looks like an option' many.xml --enforce --fail-closed prepare begin -
counts err '^vmlint: guest --fail-closed: ' 10
hook 1 'hostile guest' many.xml --enforce "$(printf 'w\nb\033[31m')" prepare begin -
counts err '^vmlint: guest w\\u{a}b\\u{1b}\[31m: ' 10
# inputs that cannot be audited
for input in broken.xml network.xml empty.xml; do
	hook 0 "$input" "$input" --enforce web1 prepare begin -
	silent err
	hook 1 "$input, closed" "$input" --enforce --fail-closed web1 prepare begin -
	counts err '^vmlint: guest web1: not audited: ' 1
done
"$vmlint" hook --enforce web1 prepare begin - <&- >out 2>err || no 'no standard input'
hook 1 '--fail-closed alone' clean.xml --fail-closed web1 prepare begin -
counts err '--fail-closed requires --enforce' 1
hook 0 'unknown level' clean.xml --enforce=fatal web1 prepare begin -
hook 1 'unknown level, closed' clean.xml --enforce=fatal --fail-closed web1 prepare begin -

# the script for libvirt
script=$here/../src/hook/50-vmlint
mkdir bin
ln -s "$vmlint" bin/vmlint
what='the script'
if PATH=$work/bin:$PATH sh "$script" web1 prepare begin - <"$guest" >out 2>err; then ok; else no "$what"; fi
silent err
if PATH=$work/nowhere /bin/sh "$script" web1 prepare begin - <"$guest" >out 2>err; then ok; else
	no "$what without vmlint"
fi
silent err

# configuration and suppressions apply; the environment is ignored
printf '[severity]\nnet-model-legacy = error\n' >strict.ini
hook 1 '--config' "$guest" --enforce --config strict.ini web1 prepare begin -
counts err 'error: .*\[net-model-legacy\]' 1
printf '[severity]\nnet-model-legcay = error\n' >wrong.ini
hook 0 'a wrong configuration' "$guest" --enforce --config=wrong.ini web1 prepare begin -
silent err
hook 1 'a wrong configuration, closed' "$guest" --enforce --fail-closed --config wrong.ini \
	web1 prepare begin -
counts err 'not audited: wrong.ini:2: ' 1
hook 1 'no configuration, closed' "$guest" --enforce --fail-closed --config none.ini \
	web1 prepare begin -
# host profiles
cat >host.xml <<'END'
<vmlint-host format='1' name='prod1' libvirt='9.0.0' driver='QEMU' hypervisor='7.2.0'>
<networks><entry active='no'><network><name>lab</name></network></entry></networks>
<files><directory path='/srv/vm'><file name='a.img' format='raw'/></directory></files>
</vmlint-host>
END
cat >lab.xml <<'END'
<domain type='qemu'>
  <name>lab</name>
  <memory unit='GiB'>2</memory>
  <os><type arch='x86_64' machine='q35'>hvm</type></os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='/srv/vm/gone.img'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <interface type='network'><source network='lab'/><model type='virtio'/></interface>
  </devices>
</domain>
END
hook 0 'no host' lab.xml --enforce lab prepare begin -
silent err
hook 1 '--host' lab.xml --enforce=warning --host host.xml lab prepare begin -
counts err "error: .*'lab', which is not active.*\[host-network\]$" 1
counts err 'warning: .*/srv/vm/gone.img, which does not exist.*may not start \[host-image-missing\]$' 1
hook 1 '--host=' lab.xml --enforce --host=host.xml lab prepare begin -
printf '[vmlint]\nhost = host.xml\n' >host.ini
hook 1 'a host in the configuration' lab.xml --enforce --config host.ini lab prepare begin -
counts err '\[host-network\]$' 1
sed 's/active=.no./active="yes"/' host.xml >active.xml
hook 0 '--host replaces it' lab.xml --enforce --config host.ini --host active.xml lab prepare begin -
silent err
hook 1 'no such host, closed' lab.xml --enforce --fail-closed --host none.xml lab prepare begin -
counts err "not audited: cannot read 'none.xml'" 1
hook 0 'no such host' lab.xml --enforce --host none.xml lab prepare begin -
# with a profile of this machine, the hook examines the files, not the listings of the profile
sed "s|name='prod1'|name='$(uname -n)'|; s|/srv/vm|$work|" active.xml >own.xml
: >gone.img
sed "s|/srv/vm|$work|" lab.xml >own-lab.xml
hook 1 'own host' own-lab.xml --enforce=info --host own.xml lab prepare begin -
counts err 'host-image-missing' 0
rm gone.img
hook 1 'own host without the image' own-lab.xml --enforce --host own.xml lab prepare begin -
counts err 'error: .*gone.img, which does not exist: the guest does not start \[host-image-missing\]$' 1
allow="<metadata><v:vmlint xmlns:v='urn:vmlint:metadata:1'><v:allow rule='net-model-legacy' reason='an old guest'/></v:vmlint></metadata>"
sed "s|</name>|&$allow|" "$guest" >allowed.xml
hook 0 'suppressed' allowed.xml --enforce --config strict.ini web1 prepare begin -
silent err
printf '[vmlint]\ndisable = net-model-legacy\n' >.vmlint.ini
mkdir -p .config/vmlint && printf '[vmlint]\nonly = net-model-legacy\n' >.config/vmlint/vmlint.ini
program=$vmlint
environment() {
	env HOME="$work" LC_ALL=tr_TR.UTF-8 TERM=xterm CLICOLOR_FORCE=1 "$program" "$@"
}
vmlint=environment
hook 1 'environment' "$guest" --enforce=warning web1 prepare begin -
vmlint=$program
counts err '^vmlint: guest web1: warning: ' 8
# a FIFO as configuration: the audit hangs
hook 0 'an audit that hangs' "$guest" --enforce --config never web1 prepare begin -
silent err
hook 1 'an audit that hangs, closed' "$guest" --enforce --fail-closed --config never \
	web1 prepare begin -
counts err 'not audited: the audit took too long$' 1

if ! command -v python3 >/dev/null; then
	echo 'no python3: time limits and syslog are not tested'
	closing
	exit
fi

# timed LIMIT WHAT INPUT TRIES WORD...: run the hook as libvirt does, until it has exited and its
# pipes are closed. One of TRIES times must be within the limit: the machine may be busy.
if grep -q __asan_init "$vmlint"; then slack=500; else slack=0; fi
cat >timed.py <<'X'
import subprocess, sys, time
what, limit, source, tries = sys.argv[1], float(sys.argv[2]), sys.argv[3], int(sys.argv[4])
data = {"hang": None, "huge": b"<domain>" + b"<a/>" * 40000000}.get(source)
if source not in ("hang", "huge"):
    data = open(source, "rb").read()
best, status = 9e9, set()
for i in range(tries):
    begin = time.monotonic()
    p = subprocess.Popen(sys.argv[5:], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    if data is None:
        out = p.stdout.read() + p.stderr.read()
    else:
        out, err = p.communicate(data)
    p.wait()
    best = min(best, (time.monotonic() - begin) * 1000)
    status.add(p.returncode)
    if p.stdin and not p.stdin.closed:
        p.stdin.close()
    if best < limit:
        break
print("%s: %.1f ms, exit status %s" % (what, best, sorted(status)))
sys.exit(not (best < limit and out == b"" and status == {1 if "closed" in what else 0}))
X
timed() {
	limit=$(($1 + slack)) what=$2 input=$3 tries=$4
	shift 4
	if python3 timed.py "$what" "$limit" "$input" "$tries" "$vmlint" hook "$@" 2>err; then ok; else no "$what"; fi
	: >out
}
all_times() { # all_times WHAT
	timed 50 "report$1" "$guest" 40 web1 prepare begin -
	timed 50 "report, input hangs$1" hang 40 web1 prepare begin -
	timed 50 "report, huge input$1" huge 40 web1 prepare begin -
	timed 50 "report, audit hangs$1" "$guest" 40 --config never web1 prepare begin -
	timed 50 "reconnect, input hangs$1" hang 40 web1 reconnect begin -
	timed 200 "enforce$1" "$guest" 40 --enforce web1 prepare begin -
	timed 2000 "enforce, input hangs$1" hang 4 --enforce web1 prepare begin -
	timed 2000 "enforce, audit hangs$1" "$guest" 4 --enforce --config never web1 prepare begin -
	timed 2000 "enforce, huge input$1" huge 4 --enforce web1 prepare begin -
	timed 2000 "enforce, huge input, closed$1" huge 4 --enforce --fail-closed web1 prepare begin -
}
all_times ''

# a system log for the test, unless the machine has one
if [ "$(id -u)" != 0 ] || [ -e /dev/log ]; then
	echo 'syslog is not tested: this requires root and a machine without /dev/log'
	closing
	exit
fi
cat >log.py <<'X'
import socket, sys, time
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind("/dev/log")
out = open("log", "ab", 0)
while "slow" not in sys.argv:
    out.write(s.recv(65536).replace(b"\n", b"<LF>") + b"\n")
c = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
c.connect("/dev/log")
c.setblocking(False)
try:
    while True:
        c.send(b"full")
except BlockingIOError:
    out.write(b"full\n")
time.sleep(600)
X
start_log() {
	: >log
	python3 log.py "$@" &
	log=$!
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		[ -S /dev/log ] && break
		sleep 0.2
	done
}
logged() { # logged COUNT PATTERN: that many log lines match within a minute
	for _ in $(seq 600); do
		[ "$(grep -c "$2" log)" = "$1" ] && break
		sleep 0.1
	done
	if [ "$(grep -c "$2" log)" = "$1" ]; then ok; else no "$what: not $1 times '$2' in the log"; cat log; fi
	: >log
}
start_log
hook 0 'report' "$guest" web1 prepare begin -
logged 10 '^<[0-9]*>.* vmlint\[[0-9]*\]: guest web1: '
hook 0 'priorities' "$guest" web1 prepare begin -
logged 8 '^<28>.* warning: '
hook 0 'report of many' many.xml "$(printf 'w\nb')" prepare begin -
sleep 1
if [ "$(wc -l <log)" = 10 ] && ! grep -q '<LF>' log; then ok; else no "$what"; cat log; fi
logged 1 'vmlint\[[0-9]*\]: guest w\\u{a}b: [0-9]* more findings'
hook 0 'report of a broken one' broken.xml web1 prepare begin -
logged 1 '^<29>.*guest web1: not audited: 1:22: '
hook 1 'refusal' many.xml --enforce web1 prepare begin -
logged 9 '^<27>.* error: \|^<28>.*warning: '
hook 0 'broken, allowed' broken.xml --enforce web1 prepare begin -
logged 1 'not audited'
hook 0 'wrong option' clean.xml --enfroce web1 prepare begin -
logged 1 'not audited: unknown option'
hook 0 'hanging audit' "$guest" --enforce --config never web1 prepare begin -
logged 1 'not audited: the audit took too long'
hook 0 'other operations' broken.xml web1 reconnect begin -
hook 0 'clean' clean.xml web1 prepare begin -
sleep 1
logged 0 .
kill "$log"
wait "$log" 2>/dev/null
rm -f /dev/log
start_log slow
logged 1 full
all_times ', the log is stuck'

closing
