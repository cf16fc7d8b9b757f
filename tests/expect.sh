# What the shell tests share: run a command, judge its status and what it says. To be sourced
# with $vmlint set; works in a folder of its own, which goes at the end.
work=$(mktemp -d)
at_end() { :; } # for a script that starts what has to be stopped
trap 'at_end; chmod -R u+w "$work"; rm -rf "$work"' EXIT
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

# expect STATUS WHAT COMMAND...: run it, keep its output in $work/out and $work/err
expect() {
	want=$1 what=$2
	shift 2
	"$@" >"$work/out" 2>"$work/err"
	got=$?
	if [ "$got" = "$want" ]; then ok; else no "$what: exit status $got, not $want"; fi
}

says() { # says out|err PATTERN
	if grep -q -e "$2" "$work/$1"; then ok; else no "$what: $1 has no '$2'"; fi
}

keeps_quiet_of() { # keeps_quiet_of out|err PATTERN
	if grep -q -e "$2" "$work/$1"; then no "$what: $1 has '$2'"; else ok; fi
}

counts() { # counts out|err PATTERN NUMBER: of lines
	n=$(grep -c -e "$2" "$work/$1")
	if [ "$n" = "$3" ]; then ok; else no "$what: $1 has '$2' $n times, not $3"; fi
}

silent() { # silent out|err
	if [ ! -s "$work/$1" ]; then ok; else no "$what: $1 is not empty"; fi
}

closing() {
	printf '%s passed, %s failed\n' "$passed" "$failed"
	[ "$failed" = 0 ]
}
