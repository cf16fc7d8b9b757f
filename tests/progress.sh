#!/bin/sh
# Tests of the progress line: only on a terminal, only in long runs, erased at the end.
# usage: progress.sh VMLINT
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
# without /dev/pts there are no pseudo-terminals
python3 -c 'import pty; pty.openpty()' 2>/dev/null || {
	echo 'no python3 or no pseudo-terminals: skipped'
	exit 77
}
. "$here/expect.sh"

# run a command on a terminal of the given kind and print its output
cat >watch.py <<'P'
import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = sys.argv[1]
    os.execvp("sh", ["sh", "-c", sys.argv[2]])
out = b""
while True:
    try:
        data = os.read(fd, 65536)
    except OSError:
        break
    if not data:
        break
    out += data
os.waitpid(pid, 0)
sys.stdout.buffer.write(out)
P
# a stream of large domains that takes more than a second to arrive
cat >slow.sh <<'S'
i=0
while [ $i -lt 16 ]; do
	printf "<domain type='kvm'><!-- %0200000d --><name>vm$i</name></domain>\n" 0
	sleep 0.1
	i=$((i + 1))
done
S
run="sh slow.sh | '$vmlint' --no-config -f concise >/dev/null"
expect 0 'progress on a terminal' python3 watch.py xterm "$run"
says out 'vmlint: [0-9]* documents, [0-9]* findings'
if [ "$(tail -c 4 out | od -An -c | tr -d ' ')" = '\r033[K' ]; then ok; else no 'the line stays'; fi
expect 0 'a dumb terminal' python3 watch.py dumb "$run"
silent out
expect 0 'quiet' python3 watch.py xterm "sh slow.sh | '$vmlint' --no-config -q -f concise >/dev/null"
silent out
expect 0 'no terminal' sh -c "sh slow.sh | '$vmlint' --no-config --fail-on never -f concise"
silent err
closing
