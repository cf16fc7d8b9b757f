#!/bin/sh
# Tests of the completion in bash, zsh and fish; shells that are not installed are skipped.
# usage: completion.sh VMLINT
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0 passed=0
node=test://$work/node.xml
cp "$here/../fixtures/_live/node.xml" node.xml
mkdir bin files home
ln -s "$vmlint" bin/vmlint
PATH=$work/bin:$PATH HOME=$work/home
export PATH HOME LC_ALL=C.UTF-8
for shell in bash zsh fish; do
	vmlint --completion=$shell >completion.$shell || failed=1
	cmp completion.$shell "$here/../src/cli/completion.$shell" || failed=1
done
touch files/out.sarif 'files/a b.xml' 'files/q"$(touch oops)`touch oops`.xml'
cd files || exit 1

same() { # same WHAT WANTED GOT
	if [ "$2" = "$3" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		printf 'FAILED: %s\n  want: %s\n  got:  %s\n' "$1" "$2" "$3"
	fi
}

# the command __complete
asks() { # asks WANTED WORD...: compare the candidates, joined to one line
	want=$1
	shift
	same "__complete $*" "$want" "$(vmlint __complete "$@" 2>&1 | cut -f 1 | paste -s -d ' ')"
}
asks '--fail-on' --fail
asks '--fix --fix=safe --fix=review' --fix
asks '--fail-on=info --fail-on=warning --fail-on=error --fail-on=never' --fail-on=
asks 'warning' --fail w
asks 'json jsonl' -qvf js
asks '-fjson -fjsonl' -fjs
asks 'a,disk-cache-unsafe a,disk-cache-unset ' -d a,disk-cache-uns
asks '-dperformance ' -dperf
asks 'net-model-e1000 net-model-legacy net-model-unknown' --explain net-model-
asks '2' -c "$node" 2
asks '2' --connect="$node" -- 2
asks '' -c nope:///x ''
asks '' -c test:///nowhere.xml ''
asks '' --nonesuch=
same 'files' "$(printf '\tfiles\tsarif:')" "$(vmlint __complete -f sarif:o)"
same 'operands' "$(printf '\tfiles\t')" "$(vmlint __complete -- --fix)"
same 'no words' "$(printf '\tfiles\t')" "$(vmlint __complete)"
# every "@..." of the option table is replaced by candidates: none starts with '@'
vmlint --help | grep -oE -e '--[a-z-]+' | sort -u | while read -r option; do
	vmlint __complete "$option" '' | grep '^@' && echo "$option"
	vmlint __complete "$option=" | grep "^$option=@" && echo "$option"
done >../out
same 'sources' '' "$(cat ../out)"

# Command lines to complete in each shell: LINE, a tab, the completed line. If there are several
# candidates, their common prefix is inserted.
cat >../lines <<X
vmlint --min	vmlint --min-severity 
vmlint --fail-on=e	vmlint --fail-on=error 
vmlint -d a,disk-cache-unse	vmlint -d a,disk-cache-unset
vmlint --explain net-model-e	vmlint --explain net-model-e1000 
vmlint -f sarif:ou	vmlint -f sarif:out.sarif 
vmlint a	vmlint a\\ b.xml 
vmlint q	vmlint q\\"\\\$\\(touch\\ oops\\)\\\`touch\\ oops\\\`.xml 
vmlint -c $node web\\ 	vmlint -c $node web\\ 1 
vmlint -c $node 'web 	vmlint -c $node 'web 1' 
vmlint -c $node we	vmlint -c $node web
vmlint -c $node it	vmlint -c $node it\\'s\\ \\"it\\" 
vmlint -c $node Ger	vmlint -c $node Gerät\\ \\&\\ \\<Co\\> 
X

# The line and a tab are typed into a shell on a terminal; then a key runs dump(), which writes
# the completed line to a file.
cat >../bash.rc <<X
PATH='$PATH' PS1=
bind 'set bell-style none' 2>/dev/null
bind 'set enable-bracketed-paste off' 2>/dev/null
source $work/completion.bash
dump() { printf '%s\n' "\$READLINE_LINE" >>$work/bash.out; READLINE_LINE=; }
bind -x '"\C-xd": dump'
X
cat >../zsh.rc <<X
PATH='$PATH' PS1=
fpath=($work/zdot \$fpath)
autoload -U compinit
compinit -u -D
dump() { print -r -- "\$BUFFER" >>$work/zsh.out; BUFFER=; }
zle -N dump
bindkey '^Xd' dump
X
cat >../type.py <<'X'
# type.py OUT LINES COMMAND...: type the lines into a shell on a terminal, each followed by a tab
import os, pty, select, sys, time
out, lines = sys.argv[1:3]
open(out, "w").close()
pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "dumb"
    os.execvp(sys.argv[3], sys.argv[3:])

def written():
    with open(out) as f:
        return f.read().count("\n")

def wait(seconds, done):
    end = time.time() + seconds
    while time.time() < end and not done():
        if select.select([fd], [], [], 0.02)[0]:
            os.read(fd, 65536)

def dump():
    before = written()
    os.write(fd, b"\x18d")
    wait(20, lambda: written() > before)

wait(1, lambda: False)
dump()  # the shell is ready as soon as this works
for line in open(lines):
    os.write(fd, line.split("\t")[0].encode() + b"\t")
    dump()
os.close(fd)
os.waitpid(pid, 0)
X
on_terminal() { # on_terminal SHELL COMMAND...
	shell=$1
	shift
	timeout 120 python3 ../type.py "../$shell.out" ../lines "$@"
	sed 1d "../$shell.out" | sed 's/ *$//' >../got
	while IFS= read -r line; do
		same "$shell: ${line%%	*}" "$(printf '%s\n' "${line#*	}" | sed 's/ *$//')" \
			"$(sed -n 1p ../got)"
		sed -i 1d ../got
	done <../lines
}
if ! python3 -c 'import pty; pty.openpty()' 2>/dev/null; then
	echo 'no python3 or no pseudo-terminals: bash and zsh are not tested'
else
	if command -v bash >/dev/null; then on_terminal bash bash --noprofile --rcfile ../bash.rc -i; fi
	if command -v zsh >/dev/null; then
		mkdir ../zdot
		cp ../zsh.rc ../zdot/.zshrc
		cp ../completion.zsh ../zdot/_vmlint
		export ZDOTDIR="$work/zdot"
		on_terminal zsh zsh -d -i
	fi
fi

# fish completes a line without a terminal
fish_says() { # fish_says WANTED LINE
	line=$2
	export line
	same "fish: $2" "$1" "$(fish --no-config -c \
		"source $work/completion.fish; complete -C\$line" 2>&1 | cut -f 1 | paste -s -d '|')"
}
if command -v fish >/dev/null; then
	fish_says '--min-severity' 'vmlint --min'
	fish_says '--fail-on=error' 'vmlint --fail-on=e'
	fish_says 'a,disk-cache-unsafe|a,disk-cache-unset' 'vmlint -d a,disk-cache-uns'
	fish_says 'sarif:out.sarif' 'vmlint -f sarif:ou'
	fish_says 'a b.xml' 'vmlint a'
	fish_says 'web 1|web1|web[1]' "vmlint -c $node we"
	fish_says 'web 1' "vmlint -c $node web\\ "
	fish_says "it's \"it\"" "vmlint -c '$node' 'it"
	fish_says 'net-model-e1000' 'vmlint --explain net-model-e'
	fish_says '' 'vmlint -c nope:///x '
fi
same 'nothing was run' '' "$(find "$work" -name 'oops*')"

printf '%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
