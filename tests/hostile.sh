#!/bin/bash
# Robustness tests: special files, closed streams, large inputs, failing allocations.
# usage: hostile.sh VMLINT FAIL_MALLOC [all]   (all: make each allocation fail, not a sample)
set -u
vmlint=$(realpath "$1") shim=$(realpath "$2") effort=${3:-}
here=$(cd "$(dirname "$0")" && pwd)
web1=$here/../fixtures/_guests/web1.xml
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work" || exit 1
passed=0 failed=0
# sanitizers reserve much address space and allocate memory themselves, as does gcov
instrumented=$(nm "$vmlint" 2>/dev/null | grep -c '__asan_init\|__gcov_exit')
# seconds: limit of CPU time per command, which does not depend on the load of the machine; n:
# number of elements in large inputs. Without instrumentation, quadratic time exceeds the limit.
# With it, these tests find memory errors only.
seconds=20 n=20000
if [ "$instrumented" != 0 ]; then seconds=120 n=2500; fi

ok() {
	passed=$((passed + 1))
}

no() {
	failed=$((failed + 1))
	printf 'FAILED: %s\n' "$1"
	head -c 300 out | sed 's/^/  out: /'
	head -c 2000 err | sed 's/^/  err: /'
}

# expect 'STATUS...' WHAT COMMAND...: run COMMAND with a limit of $seconds; any STATUS is accepted
expect() {
	local want=$1 status
	what=$2
	shift 2
	(ulimit -t "$seconds" && exec timeout -s KILL 600 "$@") >out 2>err
	status=$?
	case " $want " in
	*" $status "*) ;;
	*) no "$what: exit status $status, not $want" && return ;;
	esac
	if grep -q 'Sanitizer\|runtime error' err; then no "$what: sanitizer"; else ok; fi
}

says() { # says FILE PATTERN
	if grep -q -e "$2" "$1"; then ok; else no "$what: $1 has no '$2'"; fi
}

as_nobody=()
if [ "$(id -u)" = 0 ]; then
	as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
fi
# false if another user cannot run vmlint, because its directory is not accessible
can_be_other() { "${as_nobody[@]}" "$vmlint" --version >/dev/null 2>&1; }

large_inputs() {
	truncate -s 1G sparse.xml
	expect 2 'a sparse file of 1 GiB' bash -c "limited sparse.xml"
	says err 'larger than 256 MiB'
	expect 2 'a text of 1 GiB' bash -c "
		(printf '<domain><description>'; yes 'and so on and so forth') | head -c 1G |
		limited -"
	says err 'larger than 256 MiB'
	expect 2 'a text of 1 GiB, to be fixed' bash -c "
		yes '<domain>and so on and so forth' | head -c 1G | limited --fix -"
	expect 2 '/dev/zero' bash -c "limited /dev/zero"
	expect 2 '/dev/zero, to be fixed' bash -c "limited --fix /dev/zero"
	expect 2 'random bytes' bash -c "head -c 20M /dev/urandom | limited -q -f concise"
	expect 2 'an endless line of tags' bash -c "
		yes '<a><b><c>' | tr -d '\n' | head -c 100M | limited -"
	rm -f sparse.xml
}

# limit the address space, including libraries, to one GiB
limited() {
	if [ "$instrumented" = 0 ]; then ulimit -v 1048576; fi
	exec "$vmlint" "$@"
}
export -f limited
export vmlint instrumented

# The audit and the report of a domain must not search all domains.
many_domains() {
	local seconds=$((seconds / 5))
	{
		echo '<domains>'
		for i in $(seq $n); do
			echo "<!-- vmlint: allow disk-cache-unset: x --><domain type='kvm'><name>d$i</name><memory>1</memory></domain>"
		done
		echo '</domains>'
	} >domains.xml
	expect 1 "$n domains" "$vmlint" -f concise domains.xml
	for format in text json sarif github gitlab junit checkstyle rdjson markdown prometheus html; do
		expect 1 "$n domains in $format" "$vmlint" -f "$format" \
			--only suppression-unused,xml-missing domains.xml
	done
	rm domains.xml
}

# Unknown guest systems, all different.
many_guests() {
	seq $((3 * n)) | sed "s|.*|<domain type='kvm'><name>d</name><metadata><o:libosinfo xmlns:o='http://libosinfo.org/xmlns/libvirt/domain/1.0'><o:os id='http://debian.org/debian/1000&'/></o:libosinfo></metadata></domain>|" >guests.xml
	expect 0 "$((3 * n)) guest systems" "$vmlint" -q -f concise --only net-model-legacy guests.xml
	rm guests.xml
}

# Adjacent suppressions: finding the element after them must not cost quadratic time.
many_comments() {
	{
		echo "<domain type='kvm'><name>d</name><devices>"
		yes '<!-- vmlint: allow disk-cache-unset: x -->' | head -$((7 * n))
		echo '<emulator>/q</emulator></devices></domain>'
	} >comments.xml
	expect 0 "$((7 * n)) suppressions" "$vmlint" -q --only disk-cache-unset comments.xml
	rm comments.xml
}

# One suppression that repeats a rule for each of many elements.
many_exceptions() {
	{
		echo "<domain type='kvm'><name>d</name><metadata>"
		echo "<v:vmlint xmlns:v='urn:vmlint:metadata:1'><v:allow path='devices/*' reason='x' rule='"
		yes disk-cache-unset, | head -$n
		echo "'/></v:vmlint></metadata><devices>"
		yes '<disk/>' | head -$((2 * n))
		echo '</devices></domain>'
	} >exceptions.xml
	expect 0 "$n rules for $((2 * n)) elements" \
		bash -c 'limited -q --only disk-cache-unset exceptions.xml'
	rm exceptions.xml
}

# A baseline with many entries for one domain, and many documents with its name.
many_accepted() {
	{
		echo '{"schema": "vmlint-baseline/1", "findings": ['
		seq $n | sed 's/.*/{"domain": "d", "rule": "rng-missing", "path": "p&", "evidence": ""},/'
		echo '{"domain": "d", "rule": "rng-missing", "path": "p", "evidence": ""}]}'
	} >accepted.json
	yes "<domain type='kvm'><name>d</name></domain>" | head -$n >same.xml
	expect 0 "$n documents and entries" "$vmlint" -f concise \
		--only disk-cache-unset --baseline accepted.json same.xml
	expect 0 "$n documents and stale entries" "$vmlint" -f concise \
		--only net-model-legacy,rng-missing --fail-on never --baseline accepted.json same.xml
	rm accepted.json same.xml
}

# Siblings of one name in many namespaces: path indexes count siblings of one namespace.
many_namespaces() {
	{
		echo "<domain type='kvm'><name>d</name><memory>1048576</memory>"
		echo "<os><type arch='x86_64' machine='pc-q35-9.0'>hvm</type></os>"
		seq $((2 * n)) | sed "s|.*|<q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.&'><q:arg/></q:commandline>|"
		echo '<devices/></domain>'
	} >namespaces.xml
	expect 1 "$((2 * n)) namespaces" "$vmlint" -q -f json namespaces.xml
	says out "qemu/1.$((2 * n))'\]"
	rm namespaces.xml
}

# Lookups that rules do for each device must not search all other elements.
far_elements() {
	{
		echo "<domain type='kvm'><name>d</name><memory>1048576</memory><vcpu>1</vcpu>"
		echo "<os><type arch='x86_64' machine='pc-q35-9.0'>hvm</type></os>"
		seq $((2 * n)) | sed 's|.*|<j&/>|'
		echo '<devices>'
		seq $((n / 4)) | sed "s|.*|<filesystem type='mount'><driver type='virtiofs'/><source dir='/&'/><target dir='&'/></filesystem>|"
		echo '</devices></domain>'
	} >far.xml
	expect 1 "$((2 * n)) elements before $((n / 4)) devices" "$vmlint" -q -f concise far.xml
	expect 1 "$((2 * n)) elements and a patch" "$vmlint" -q --diff=review far.xml
	rm far.xml
}

no_files() {
	expect 2 '/dev/null' "$vmlint" /dev/null
	says err 'empty file'
	expect 2 'a path of 5000 bytes' "$vmlint" "$(printf 'x%.0s' $(seq 5000))"
	says err 'too long'
	expect 2 'an empty operand' "$vmlint" ''
	mkdir fifos
	cp "$web1" fifos
	mkfifo fifos/pipe.xml
	expect 1 'a FIFO in a directory' "$vmlint" -q -f concise fifos
	says out 'web1.xml:41'
	(cat "$web1" >fifos/pipe.xml) &
	expect 1 'a FIFO as operand' "$vmlint" -q -f concise fifos/pipe.xml
	says out 'pipe.xml:41'
	(cat "$web1" >fifos/pipe.xml) &
	expect 2 'a FIFO to be fixed' "$vmlint" --fix fifos/pipe.xml
	says err 'not a regular file'
	if [ -p fifos/pipe.xml ]; then ok; else no "$what: it is none any more"; fi
	wait
	cp "$web1" before.sarif
	chmod 640 before.sarif
	expect 2 'a report that cannot be written beside one that can' "$vmlint" \
		-f sarif:before.sarif -f json:nowhere/b.json "$web1"
	if cmp -s before.sarif "$web1"; then ok; else no "$what: the old one is gone"; fi
	expect 1 'a report in the place of another' "$vmlint" -f sarif:before.sarif "$web1"
	if [ "$(stat -c %a before.sarif)" = 640 ]; then ok; else no "$what: its mode is another"; fi
	if [ "$(echo .vmlint.*)" = '.vmlint.*' ]; then ok; else no 'a temporary file is left'; fi
	mkdir -p loop/a/b
	cp "$web1" loop/a/b
	ln -s ../.. loop/a/b/up
	ln -s itself.xml loop/itself.xml
	ln -s a loop/again
	expect 2 'a directory that loops' "$vmlint" -q -f concise loop
	says err 'itself.xml'
	if [ "$(grep -c net-model-legacy out)" = 1 ]; then ok; else no "$what: not once"; fi
}

# Files may vanish or grow between the directory scan and the read.
changing_files() {
	mkdir vanish
	(
		end=$((SECONDS + 3))
		while [ $SECONDS -lt $end ]; do
			for i in 1 2 3 4 5 6 7 8; do cp "$web1" vanish/$i.xml; done
			rm -f vanish/*.xml
			cat "$web1" >>grows.xml
		done
	) 2>/dev/null &
	for i in $(seq 40); do
		expect '0 1 2' 'files that vanish' "$vmlint" -q -f concise vanish
		expect '0 1 2' 'a file that grows' "$vmlint" -q -f concise grows.xml
		expect '0 1 2' 'files that vanish, to be fixed' "$vmlint" -q --fix vanish
	done
	wait
}

forbidden_files() {
	can_be_other || return
	mkdir -p unsearchable/sub/vms
	cp "$web1" unsearchable/sub/vms
	chmod 644 unsearchable/sub
	chmod 755 unsearchable
	expect 2 'a directory that may be read and not entered' "${as_nobody[@]}" "$vmlint" unsearchable
	says err 'unsearchable/sub/vms: error: Permission denied'
	mkdir closed open
	cp "$web1" open/secret.xml
	cp "$web1" open/fine.xml
	chmod 000 closed open/secret.xml
	expect 2 'an unreadable file' "${as_nobody[@]}" "$vmlint" open/secret.xml
	says err 'secret.xml: error: Permission denied'
	expect 2 'an unreadable directory' "${as_nobody[@]}" "$vmlint" closed
	says err 'Permission denied'
	expect 2 'an unreadable file among others' "${as_nobody[@]}" "$vmlint" -f concise open
	says out 'fine.xml:41'
	chmod 644 open/secret.xml
	chmod 555 open
	expect 2 'a read-only directory, to be fixed' "${as_nobody[@]}" "$vmlint" --fix open/fine.xml
	says err 'cannot write\|cannot create a temporary file'
	if cmp -s open/fine.xml "$web1"; then ok; else no "$what: it changed"; fi
	expect 2 'a report in a read-only directory' \
		"${as_nobody[@]}" "$vmlint" -f json:open/r.json open/fine.xml
	chmod 755 open
}

few_descriptors() {
	for n in 3 4 5 6 7 8; do
		expect '0 1 2 127' "$n descriptors" \
			bash -c "ulimit -n $n; exec '$vmlint' -q -f concise '$web1'"
		expect '0 1 2 127' "$n descriptors and a directory" \
			bash -c "ulimit -n $n; exec '$vmlint' -q -f concise fifos"
	done
	says out 'web1.xml:41'
	cp "$web1" few.xml
	for n in 4 5 6; do
		expect '0 1 2 127' "$n descriptors and a fix" \
			bash -c "ulimit -n $n; exec '$vmlint' -q --fix few.xml"
	done
}

closed_streams() {
	expect 2 'standard input is closed' bash -c "'$vmlint' - <&-"
	expect 2 'standard output is closed' bash -c "'$vmlint' '$web1' >&-"
	says err 'cannot write'
	expect 1 'standard error is closed' bash -c "'$vmlint' '$web1' 2>&-"
	expect 2 'standard error is closed, and there is an error' bash -c "'$vmlint' nowhere 2>&-"
	expect 2 'all streams are closed' bash -c "'$vmlint' '$web1' <&- >&- 2>&-"
	cp "$web1" fix1.xml
	cp "$web1" fix2.xml
	expect '0 1' 'a fix' "$vmlint" --fix fix1.xml
	expect 2 'a fix while all streams are closed' bash -c "'$vmlint' --fix fix2.xml <&- >&- 2>&-"
	if cmp -s fix1.xml fix2.xml; then ok; else no "$what: the file is another one"; fi
	cp "$web1" umask.xml
	expect '0 1' 'umask 0777 and a fix' bash -c "umask 0777; '$vmlint' --fix umask.xml"
	if cmp -s fix1.xml umask.xml && [ "$(stat -c %a umask.xml)" = "$(stat -c %a fix1.xml)" ]; then
		ok
	else
		no "$what: the file is another one"
	fi
}

locales() {
	"$vmlint" -f json "$web1" >plain 2>&1
	for locale in tr_TR.UTF-8 C C.UTF-8 POSIX de_DE@euro nonsense ''; do
		expect 1 "locale '$locale'" env LC_ALL="$locale" LANG="$locale" "$vmlint" -f json "$web1"
		if cmp -s out plain; then ok; else no "$what: another report"; fi
	done
	expect 1 'no environment' env -i "$vmlint" -f json "$web1"
	expect 1 'odd environment' env TERM= HOME= XDG_CONFIG_HOME= TMPDIR=/nowhere \
		CLICOLOR_FORCE= "$vmlint" "$web1"
}

# Return 0 if two reports are equal except for their timestamps.
same_report() {
	cmp -s "$1" "$2" || cmp -s <(grep -av _timestamp_ "$1") <(grep -av _timestamp_ "$2")
}

# A run must succeed with its normal report, or exit with 2 and a message.
check_allocation() { # check_allocation WHAT STATUS
	if ! after_allocation "$2"; then
		no "$1: exit status $2, and a file has neither its old nor its new content"
		return 1
	fi
	if [ "$2" = 2 ] && [ -s err ]; then return 0; fi
	if [ "$2" = "$normal" ] && same_report out plain; then return 0; fi
	no "$1: exit status $2"
	return 1
}

# redefined for runs that change a file: prepare it, and check that it is complete
before_allocation() { :; }
after_allocation() { :; } # after_allocation STATUS

no_memory() { # no_memory STEP ARGUMENTS...: make each STEPth allocation fail
	local step=$1 n on status bad=0
	shift
	before_allocation
	"$vmlint" "$@" >plain 2>err
	normal=$?
	for on in 0 1; do
		n=1
		while :; do
			before_allocation
			timeout -s KILL 60 env FAIL_MALLOC_AT=$n FAIL_MALLOC_ON=$on LD_PRELOAD="$shim" \
				"$vmlint" "$@" >out 2>err 9>unreached
			status=$?
			[ -s unreached ] && break
			check_allocation "allocation $n of vmlint $*" "$status" || bad=$((bad + 1))
			[ "$bad" -gt 10 ] && break
			# with on=1 all later allocations fail, too: mostly the same result, so use
			# larger steps
			n=$((n + step * (1 + 2 * on)))
		done
		printf '%s allocations of vmlint %s\n' "$n" "$*"
	done 2>/dev/null # hides the shell's messages about crashes
	[ "$bad" = 0 ] && ok
}

# --fix and --write-baseline: files are complete, and no temporary files remain
no_memory_to_write() { # no_memory_to_write STEP
	mkdir written
	cp "$web1" new.xml
	"$vmlint" -q --fail-on never --fix=review new.xml >/dev/null
	before_allocation() { cp "$web1" written/web1.xml; }
	after_allocation() {
		[ "$(ls written)" = web1.xml ] || return 1
		cmp -s written/web1.xml new.xml || { [ "$1" = 2 ] && cmp -s written/web1.xml "$web1"; }
	}
	no_memory "$1" --fix=review written/web1.xml
	"$vmlint" -q --write-baseline new.json "$web1" >/dev/null
	before_allocation() { rm -f written/*; }
	after_allocation() {
		[ -z "$(ls written)" ] && [ "$1" = 2 ] || cmp -s written/b.json new.json
	}
	no_memory "$1" --write-baseline written/b.json "$web1"
	before_allocation() { :; }
	after_allocation() { :; }
	rm -r written
}

mkdir fleet
cp "$web1" fleet
if [ "$effort" = all ]; then
	no_memory 1 -f concise "$web1"
	no_memory 1 -f json "$web1"
	no_memory 3 "$web1"
	no_memory 1 --diff=review "$web1"
	no_memory 1 -f concise fleet
	for format in sarif github gitlab junit checkstyle rdjson markdown prometheus html; do
		no_memory 29 -f "$format" "$web1"
	done
	no_memory_to_write 1
	printf '%s passed, %s failed\n' "$passed" "$failed"
	exit "$((failed > 0))"
fi
large_inputs
many_domains
many_guests
many_comments
many_exceptions
many_accepted
many_namespaces
far_elements
no_files
changing_files
forbidden_files
few_descriptors
closed_streams
locales
if [ "$instrumented" = 0 ]; then
	no_memory 37 -f json "$web1"
	no_memory 41 --diff=review "$web1"
	no_memory 5 -f concise fleet
	no_memory_to_write 29
fi
printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
