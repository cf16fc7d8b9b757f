# Functions for shell tests: run a command, check its exit status and output. Source this file
# with $vmlint set; it changes to a temporary directory, which is removed at the end.
work=$(mktemp -d)
at_end() { :; } # redefined by scripts that have to stop processes
trap 'at_end; chmod -R u+w "$work"; rm -rf "$work"' EXIT
# leaks in libraries that builds with AddressSanitizer must not report
LSAN_OPTIONS=suppressions=${here:-.}/lsan.supp:print_suppressions=0
export LSAN_OPTIONS
cd "$work" || exit 1
passed=0 failed=0

ok() {
	passed=$((passed + 1))
}

no() {
	failed=$((failed + 1))
	printf 'FAILED: %s\n' "$1"
	sed 's/^/  out: /' "$work/out"
	sed 's/^/  err: /' "$work/err"
}

# expect STATUS WHAT COMMAND...: run COMMAND, save its output in $work/out and $work/err
expect() {
	want=$1 what=$2
	shift 2
	"$@" >"$work/out" 2>"$work/err"
	got=$?
	if [ "$got" = "$want" ]; then ok; else no "$what: exit status $got, not $want"; fi
}

# within SECONDS COMMAND...: run COMMAND with a limit of CPU time, which does not depend on the
# load of the machine
within() (
	ulimit -t "$1"
	shift
	exec "$@"
)

says() { # says out|err PATTERN: the output contains it
	if grep -q -e "$2" "$work/$1"; then ok; else no "$what: $1 has no '$2'"; fi
}

keeps_quiet_of() { # keeps_quiet_of out|err PATTERN: the output does not contain it
	if grep -q -e "$2" "$work/$1"; then no "$what: $1 has '$2'"; else ok; fi
}

counts() { # counts out|err PATTERN NUMBER: that many lines match
	n=$(grep -c -e "$2" "$work/$1")
	if [ "$n" = "$3" ]; then ok; else no "$what: $1 has '$2' $n times, not $3"; fi
}

silent() { # silent out|err: the output is empty
	if [ ! -s "$work/$1" ]; then ok; else no "$what: $1 is not empty"; fi
}

closing() {
	printf '%s passed, %s failed\n' "$passed" "$failed"
	[ "$failed" = 0 ]
}
