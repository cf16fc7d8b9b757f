#!/bin/sh
# Tests of the command line: exit status, inputs, reports, fixes. usage: cli.sh VMLINT
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
web1=$here/../fixtures/_guests/web1.xml
. "$here/expect.sh"

cat >clean.xml <<'X'
<domain type='kvm'>
  <name>clean</name>
  <memory unit='GiB'>2</memory>
  <os firmware='efi'><type arch='aarch64' machine='virt'>hvm</type></os>
</domain>
X
printf '<network><name>default</name></network>\n' >network.xml
printf '<domain><name>x</nam></domain>\n' >broken.xml
rules='net-model-legacy,disk-bus-emulated,disk-cache-unset'

# exit status 0: no finding at or above --fail-on
expect 0 'clean file' "$vmlint" --only "$rules" clean.xml
says out 'nothing found'
expect 0 '--fail-on never' "$vmlint" --fail-on never "$web1"
expect 0 '--fail-on error' "$vmlint" --only "$rules" --fail-on error "$web1"
expect 0 'no rule finds anything' "$vmlint" --only memory-unit-suspicious "$web1"
# 1: findings
expect 1 'findings' "$vmlint" "$web1"
says out "web1.xml:41:20: warning: .*rtl8139.*\[net-model-legacy\]"
says out "web1.xml:26:3.: warning: disk 'hda' .*\[disk-bus-emulated\]"
says out "web1.xml:32:3.: warning: disk 'hdb' .*\[disk-bus-emulated\]"
says out "web1.xml:30:7: warning: disk 'hdb' .*\[disk-cache-unset\]"
says out '^   41 |       <model type=.rtl8139./>$'
says out '^  fix | <model type=.virtio./>$'
silent err
expect 1 '--fail-on info' "$vmlint" --fail-on info --only input-tablet-missing "$web1"
# a rule whose finding is only informational does not replace an error of the grammar check
sed 's|<os|<iothreads>12abc</iothreads><iothreadids><iothread id="5"/></iothreadids><os|' clean.xml >unused.xml
expect 1 'an error and an info on one element' "$vmlint" -f concise unused.xml
says out "error: '12abc' in <iothreads> is not valid"
says out 'info: the I/O threads are not used'
# the example in the README
sed -n '/^## Example/,/^## /{/^```/,/^```/{/^```/d;/./p;};}' "$here/../README.md" >example
(cd "$here/.." && "$vmlint" --no-config --fail-on never fixtures/_guests/web1.xml) >out 2>err
what='lines of the example in the README'
if [ -s example ] && ! grep -vxFf out example >missing; then ok; else cp missing out && no "$what"; fi
# 2: an input cannot be read, parsed or reached, or nothing matched; 2 takes precedence over 1
expect 2 'malformed' "$vmlint" broken.xml
says err '^broken.xml:1:22: error: '
expect 2 'missing file' "$vmlint" nowhere.xml
says err 'nowhere.xml: error: No such file'
expect 2 'malformed and findings' "$vmlint" -q -f concise broken.xml "$web1" nowhere.xml
says out 'net-model-legacy'
says err 'broken.xml:1:22'
expect 2 'no domain' "$vmlint" network.xml
says err 'root element <network>'
expect 2 'empty pipe' sh -c "'$vmlint' </dev/null"
says err '<stdin>: error: no input'
mkdir empty
expect 2 'directory without a domain' "$vmlint" empty
expect 2 'full disk' sh -c "'$vmlint' '$web1' >/dev/full"
says err 'cannot write'
expect 2 'report that cannot be written' "$vmlint" -f json:nowhere/x.json clean.xml
# 3: usage errors; nothing is audited
expect 3 'unknown option' "$vmlint" --quite "$web1"
says err "did you mean 'quiet'"
silent out
expect 3 'lsp: option without its argument' "$vmlint" lsp --log
says err "option '--log' requires an argument"
expect 3 'lsp: unknown option' "$vmlint" lsp --logs
says err "unknown option '--logs'"
expect 3 'no rule at all' "$vmlint" --only '' "$web1"
says err 'only: no rule given'
expect 3 'unknown rule' "$vmlint" --only disk-cache-unsat "$web1"
says err "did you mean 'disk-cache-uns"
expect 3 'unknown target' "$vmlint" --target debain-12 "$web1"
says err "unknown target 'debain-12': did you mean 'debian-12'?"
expect 3 '--list-rules with an operand' "$vmlint" --list-rules disk
says err "list some rules with --list-rules --only 'disk-\*'"
expect 3 '--explain with --only' "$vmlint" --explain disk-cache-unsafe --only disk-cache-unsafe
says err 'takes rule ids only'
expect 3 '--stdin-filename with a file' "$vmlint" --stdin-filename x.xml "$web1"
says err 'is for standard input'
# whether a machine type is reported depends on the target; the rows agree with what libvirt 9.0
# with QEMU 7.2, 11.3 with 10.0 and 12.8 with 11.1 accept and reject
machine() { # machine TYPE TARGET EXIT [RULE]
	printf "<domain type='kvm'><name>m</name><os><type arch='x86_64' machine='%s'>hvm</type></os></domain>\n" "$1" >m.xml
	expect "$3" "$1 on $2" "$vmlint" --target "$2" --only 'machine-type-removed,machine-type-unavailable' m.xml
	[ "$3" = 0 ] || says out "\[$4\]"
}
machine pc-q35-9.1 debian-12 1 machine-type-unavailable
machine pc-q35-9.1 debian-13 0
machine pc-q35-9.1 qemu=11.1 0
machine pc-q35-5.1 debian-12 0
machine pc-q35-5.1 debian-13 0
machine pc-q35-5.1 qemu=11.1 1 machine-type-removed
machine pc-i440fx-2.0 debian-12 0
machine pc-i440fx-2.0 debian-13 1 machine-type-removed
machine pc-q35-rhel9.6.0 rocky-9.6 0
machine pc-q35-rhel9.6.0 rhel-9.4 1 machine-type-unavailable
machine pc-i440fx-rhel7.3.0 rhel-8.10 0
machine pc-i440fx-rhel7.3.0 rhel-9.0 1 machine-type-removed
machine pc-q35-noble ubuntu-24.04 0
machine pc-q35-noble ubuntu-22.04 1 machine-type-unavailable
machine pc-q35-noble qemu=8.2 0
expect 3 'unknown format' "$vmlint" -f jsn "$web1"
says err "did you mean 'json'"
expect 3 'unknown level' "$vmlint" --fail-on fatal "$web1"
expect 3 'missing argument' "$vmlint" --format
expect 3 'unknown rule to explain' "$vmlint" --explain nonesuch-rule
expect 3 'nothing to explain' "$vmlint" --explain

# inputs
expect 1 'standard input' sh -c "cat '$web1' | '$vmlint'"
says out '^<stdin>:41:20: '
expect 1 '--stdin-filename' sh -c "cat '$web1' | '$vmlint' --stdin-filename vms/w.xml -"
says out '^vms/w.xml:41:20: '
expect 1 'several documents in a stream' sh -c \
	"for i in 1 2; do echo '<?xml version=\"1.0\"?>'; cat '$web1'; done | '$vmlint' -q -f concise"
says out '^<stdin>:42:20: '
says out '^<stdin>:98:20: '
mkdir -p vms/sub
cp "$web1" vms/sub/web1.xml
cp network.xml clean.xml vms
ln -s sub/web1.xml vms/again.xml
ln -s . vms/loop
printf 'not a definition' >vms/readme.txt
expect 1 'directory' "$vmlint" -f concise vms
says err 'note: skipped 1 XML file without a domain'
if [ "$(grep -c net-model-legacy out)" = 1 ] && grep -q '^vms/sub/web1.xml:' out; then ok; else
	no 'directory: each file once, under its real name'
fi
expect 0 'wrapper of several domains' "$vmlint" --fail-on never -f json "$here/../fixtures/net-model-legacy/bad.xml"
printf "<domainsnapshot><name>s</name><domain><uuid>1</uuid></domain></domainsnapshot>" >snap.xml
expect 0 'snapshot that only refers to a domain' "$vmlint" snap.xml
says err 'note: snap.xml: '
printf "<domaincheckpoint><name>x</name></domaincheckpoint>" >checkpoint.xml
expect 0 "checkpoint without a domain" "$vmlint" checkpoint.xml
says err "only refers to a domain"

# --skip-non-libvirt skips other XML silently, but still reports broken domains
printf '<!DOCTYPE html><html/>' >page.xml
printf '<a><b></a>' >torn.xml
: >nothing.xml
mkdir others
cp network.xml page.xml others
expect 0 '--skip-non-libvirt' "$vmlint" --skip-non-libvirt network.xml page.xml torn.xml others
silent err
expect 0 '--skip-non-libvirt -q' "$vmlint" --skip-non-libvirt -q network.xml page.xml torn.xml
silent out
expect 2 '--skip-non-libvirt, a broken domain' "$vmlint" --skip-non-libvirt page.xml broken.xml
says err '^broken.xml:1:22: error: '
expect 2 '--skip-non-libvirt, a missing file' "$vmlint" --skip-non-libvirt page.xml nowhere.xml
expect 2 '--skip-non-libvirt, an empty file' "$vmlint" --skip-non-libvirt page.xml nothing.xml
expect 1 '--skip-non-libvirt, findings' "$vmlint" --skip-non-libvirt torn.xml "$web1" network.xml

# reports
expect 1 'two reports' "$vmlint" -f concise -f json:r.json "$web1"
says out 'net-model-legacy'
says r.json '"schema":"vmlint/1"'
if [ "$(find . -name 'r.json*' | wc -l)" = 1 ]; then ok; else no 'a temporary file is left'; fi
cp "$web1" in.xml
for wrong in '-f json -f sarif in.xml' '-f json:r1 -f sarif:./r1 in.xml' '-f concise:./in.xml in.xml' \
	'--write-baseline in.xml in.xml' '--write-baseline in.xml' '--write-baseline r.json in.xml'; do
	# shellcheck disable=SC2086
	expect 3 "$wrong" "$vmlint" $wrong
	if cmp -s in.xml "$web1"; then ok; else no "$what: overwritten"; fi
done
says err "cannot overwrite '.*r.json': it is not a vmlint baseline"
mkfifo gone
(head -c 1 gone >/dev/null &)
expect 2 'a report whose reader goes away' "$vmlint" -f sarif:gone -f concise "$web1"
says err "cannot write 'gone': Broken pipe"
says out 'net-model-legacy'
# a file is audited once, even if several operands refer to it
mkdir -p many/sub
cp "$web1" many/sub/a.xml
ln -s sub/a.xml many/b.xml
ln many/sub/a.xml many/hard.xml
expect 1 'a file named twice' "$vmlint" -q -f jsonl --only net-model-legacy many/sub/a.xml many/sub ./many/sub/../b.xml many/sub
counts out . 1
silent err
expect 1 'a hard link is a file of its own' "$vmlint" -q -f jsonl --only net-model-legacy many/sub/a.xml many/hard.xml
counts out . 2

# --min-severity and --fail-on are independent
expect 1 '--min-severity' "$vmlint" -f concise --min-severity error --only "$rules" "$web1"
silent out
says err '^vmlint: note: [0-9]* findings are not shown: min-severity is error, but fail-on is warning$'
expect 1 '--min-severity in text' "$vmlint" --min-severity error --only "$rules" "$web1"
says out 'nothing found'
keeps_quiet_of out warning
expect 1 '-q --min-severity' "$vmlint" -q -f concise --min-severity error --only "$rules" "$web1"
silent out
silent err
expect 0 '--min-severity --fail-on' "$vmlint" -f concise --min-severity error --fail-on error --only "$rules" "$web1"
silent out
silent err
expect 0 '--min-severity --fail-on never' "$vmlint" --min-severity error --fail-on never --only "$rules" "$web1"

# a snapshot is never changed, and its report announces no fix
{ echo '<domainsnapshot>' && cat "$web1" && echo '</domainsnapshot>'; } >snapshot.xml
expect 1 'a snapshot' "$vmlint" snapshot.xml
says out '^web1: .*info$'
keeps_quiet_of out 'would fix'
expect 2 '--diff of a snapshot' "$vmlint" --diff snapshot.xml
says err 'are never changed: fix the domain itself'
expect 1 'a snapshot as SARIF' "$vmlint" -f sarif snapshot.xml
keeps_quiet_of out insertedContent

# --diff prints how many more findings the other fix level would fix
expect 1 '--diff' "$vmlint" --diff "$web1"
says err '^vmlint: note: --diff=review would fix [0-9]* more findings$'
expect 1 '--diff=review' "$vmlint" --diff=review "$web1"
silent err

cp "$web1" loud.xml
expect 1 '--fix --min-severity' "$vmlint" --fix=review --min-severity error --only "$rules" loud.xml
if cmp -s loud.xml "$web1"; then ok; else no 'what is not shown was fixed'; fi
expect 0 '--write-baseline --min-severity' "$vmlint" --write-baseline quiet.json --min-severity error --only "$rules" "$web1"
expect 0 'its baseline' "$vmlint" --baseline quiet.json --only "$rules" "$web1"
expect 1 '--color always' "$vmlint" --color always "$web1"
says out "$(printf '\033\\[1;33m')"
expect 1 'NO_COLOR' env NO_COLOR=1 CLICOLOR_FORCE=1 "$vmlint" "$web1"
if grep -q "$(printf '\033')" out; then no 'NO_COLOR: colour'; else ok; fi
expect 1 'CLICOLOR_FORCE' env CLICOLOR_FORCE=1 "$vmlint" "$web1"
says out "$(printf '\033\\[')"
sh -c "'$vmlint' -f concise '$web1' '$web1' '$web1' | head -n 1" >out 2>err
what=SIGPIPE
silent err

# control characters in names are escaped on terminals
printf "<domain type='kvm'><name>a&#x9b;31m\342\200\256</name><memory>1</memory><os><type arch='x86_64' machine='pc'>hvm</type></os></domain>" >evil.xml
expect 1 'hostile name' "$vmlint" --only memory-unit-suspicious evil.xml
says out 'a\\u{9b}31m\\u{202e}'
sed 's/<name>.*<.name>/<name>a\&#x7f;b\&#x2066;c\&#x2069;##[<\/name>/' evil.xml >worse.xml
expect 1 'a more hostile name' "$vmlint" --only memory-unit-suspicious worse.xml
says out 'a\\u{7f}b\\u{2066}c\\u{2069}#\\u{23}\['
# Azure and TeamCity runners accept commands of this form
printf "<domain type='kvm'><name>##vso[task.x]y ##teamcity[z] ## [a</name><os><type arch='x86_64' machine='q35'>hvm</type></os></domain>" >azure.xml
for format in concise json; do
	expect 1 "commands of other runners in $format" "$vmlint" -f $format azure.xml
	if grep -q '##[a-z]*\[' out err; then no "$what stays one"; else ok; fi
done
expect 3 'an option with an escape sequence' "$vmlint" "$(printf -- '--\033]0;x\a')"
says err "unknown option '.u{1b}\]0;x"
# unlike content, file names can contain invalid UTF-8 (here an overlong '/'), and commands of CI
# runners
expect 2 'a file name that is no UTF-8' "$vmlint" "$(printf 'a\340\200\257b')"
says err '^a\\x{e0}\\x{80}\\x{af}b: '
cp evil.xml "$(printf '\t::error::x.xml')"
expect 1 'a command behind a tab' "$vmlint" --only memory-unit-suspicious -f concise \
	"$(printf '\t::error::x.xml')"
says out "^$(printf '\t')\\\\u{3a}:error::x.xml:1:"

# the caret is below the marked text, even after escapes of several columns
points() { # points TEXT: the caret in "out" or "err" is below the start of TEXT
	if cat out err | awk -v text="$1" '
		/^      \| *\^/ { found = index($0, "^") == at }
		{ at = index($0, text) }
		END { exit !found }'; then ok; else no "$what: the caret is not below $1"; fi
}
printf '\357\273\277<a>&b;</a>' >mark.xml
expect 2 'a caret behind a byte order mark' "$vmlint" mark.xml
says err '^mark.xml:1:7: error: '
keeps_quiet_of err feff
points '</a>'
printf "<a>\n\342\200\256\303\244##[x]&b;</a>" >mark.xml
expect 2 'a caret behind escapes' env LC_ALL=C.UTF-8 "$vmlint" mark.xml
says err "$(printf '\\\\u{202e}\303\244#\\\\u{23}\\[x\\]&b;</a>')"
says err '^      |                       *^$'

# other encodings are converted to UTF-8 in excerpts
printf "<?xml version='1.0' encoding='ISO-8859-1'?>\n<domain type='kvm'><name>a</name><devices>\n<!-- K\374che --><graphics type='vnc' listen='0.0.0.0'/></devices></domain>\n" >latin.xml
expect 1 'Latin-1' env LC_ALL=C.UTF-8 "$vmlint" --only graphics-listen-public latin.xml
says out '^    3 | <!-- Küche --><graphics'
says out '^      |                                            ^~~~~~~$'
printf "<?xml version='1.0' encoding='ISO-8859-1'?>\n<a>\374&b;</a>\n" >latin.xml
expect 2 'broken Latin-1' env LC_ALL=C.UTF-8 "$vmlint" latin.xml
says err '^    2 | <a>ü&b;</a>'
says err '^latin.xml:2:9: '
printf "<?xml version='1.0' encoding='GB18030'?>\n<a>&b;\377\377</a>\n" >latin.xml
expect 2 'bytes that are in no encoding' "$vmlint" latin.xml
says err '^latin.xml:[12]:[0-9]*: error: ' # libxml2 2.15 converts ahead of what it parses
keeps_quiet_of err 'encoding error'

# secrets are redacted in every report, even if the XML is broken
printf "<domain type='kvm'><graphics type='vnc' listen='0.0.0.0' passwd='hunter2'/></domain>" >vnc.xml
expect 1 'password' "$vmlint" vnc.xml
says out "passwd='\*\*\*'"
if grep -q hunter2 out err; then no 'a password is shown'; else ok; fi
printf "<domain type='kvm'><graphics passwd='hunter2'/ ></domain>" >vnc.xml
expect 2 'password in broken XML' "$vmlint" vnc.xml
if grep -q hunter2 out err; then no 'a password is shown'; else ok; fi
printf "<domain type='kvm'><graphics passwd=\n'hunter2'/ ></domain>" >vnc.xml
expect 2 'password on a line of its own in broken XML' "$vmlint" vnc.xml
if grep -q hunter2 out err; then no 'a password is shown'; else ok; fi
printf "<domain type='kvm'><cookie name='x'>\nhunter2 & more</cookie></domain>" >vnc.xml
expect 2 'cookie in broken XML' "$vmlint" vnc.xml
if grep -q hunter2 out err; then no 'a cookie is shown'; else ok; fi

# secrets of all forms are redacted
shown() { # shown XML: the excerpt of a finding at this XML masks its secret
	printf "<domain type='kvm' xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>\n<os><type arch='x86_64' machine='q35'>hvm</type></os>\n<q:commandline>%s</q:commandline></domain>" "$1" >secrets.xml
	expect 1 "secret in $1" "$vmlint" --only security-custom-code secrets.xml
	says out '\*\*\*'
	if grep -q hunter2 out err; then no "$what is shown"; else ok; fi
}
shown "<q:arg value='Password=hunter2'/>"
shown "<q:arg value='password=ab,,hunter2,id=x'/>"
shown "<q:arg value='password=my hunter2'/>"
shown "<q:arg value='secret,id=s0,data=hunter2'/>"
shown "<q:arg value='{&quot;password&quot;: &quot;hunter2&quot;}'/>"
shown "<q:arg value='{\"token\":\"hunter2\"}'/>"
shown "<q:env name='RBD_PASSWORD' value='hunter2'/>"
shown "<q:env name='API_TOKEN' value='hunter2'/>"
shown "<q:arg value='{\"qom-type\":\"secret\",\"id\":\"s0\",\"data\":\"hunter2\"}'/>"
shown "<q:arg value='{\"data\":\"hunter2\",\"qom-type\":\"secret\"}'/>"
shown '<q:arg value="{&#x22;password&#x22;:&#x22;hunter2&#x22;}"/>'
shown "<q:arg value='{\"password\":\"a\\\"hunter2\"}'/>"
shown '<q:arg value="{&quot;password&quot;:&quot;a\&quot;hunter2&quot;}"/>'
shown "<q:env value='hunter2' name='API_TOKEN'/>"
shown "<q:arg value='x'/><cookie>a<![CDATA[hunter2]]></cookie>"
shown "<q:arg value='x'/><cookie>a<!-- b -->hunter2</cookie>"

# fixes
cp "$web1" fix.xml
cp "$web1" keep.xml
expect 1 '--diff' "$vmlint" --diff=review fix.xml
says out '^+      <model type=.virtio./>'
says out '^@@ -[0-9,]* +[0-9,]* @@ .*net-model-legacy'
cp out web1.patch
if cmp -s fix.xml keep.xml; then ok; else no '--diff wrote'; fi
expect 0 '--fix' "$vmlint" -q --fail-on never --fix=review fix.xml
if command -v patch >/dev/null; then
	patch -s keep.xml web1.patch
	if cmp -s fix.xml keep.xml; then ok; else no '--fix and --diff differ'; fi
fi
expect 0 '--diff of what is fixed' "$vmlint" --diff=review fix.xml
silent out
expect 1 '--diff of what a directory holds' sh -c "mkdir -p 'a b' && cp '$web1' 'a b/my vm.xml' &&
	cd 'a b' && '$vmlint' --diff ."
says out "^--- a/my vm.xml$(printf '\t')\$"
if command -v patch >/dev/null; then
	expect 0 'a patch of a name with a blank' patch -d 'a b' -p1 -i ../out
fi
printf "<domain type='kvm'><name>a</name><memory>1048576</memory><os><type arch='x86_64' machine='q35'>hvm</type></os><devices>%s%s</devices></domain>" \
	"<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='b'/><model type='e1000'/></interface>" \
	"<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='b'/><model type='virtio'/></interface>" >twins.xml
# one run of --fix adds all missing I/O threads, although they are more than its rounds
threads() { # threads XML: fix a domain with these <iothreads> whose disks refer to twelve threads
	{
		printf "<domain type='kvm'>\n<name>t</name>\n%s\n<os><type arch='x86_64' machine='q35'>hvm</type></os>\n<devices>\n" "$1"
		for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
			printf "<disk type='file' device='disk'><driver name='qemu' type='qcow2' iothread='%s'/><source file='/%s'/><target dev='vd%s' bus='virtio'/></disk>\n" $i $i $i
		done
		printf '</devices>\n</domain>\n'
	} >threads.xml
	expect 0 "threads beside '$1'" "$vmlint" --only iothread-invalid --fix threads.xml
}
threads ''
if grep -q '^<iothreads>12</iothreads>$' threads.xml; then ok; else no "$what: not written"; fi
threads '<iothreads>2</iothreads>'
if grep -q '^<iothreads>12</iothreads>$' threads.xml; then ok; else no "$what: not written"; fi
threads "<iothreadids><iothread id='3'/></iothreadids>"
if [ "$(grep -o '<iothread id' threads.xml | wc -l)" = 12 ]; then ok; else no "$what: not written"; fi
# the same with missing controllers
{
	printf "<domain type='kvm'>\n<name>t</name>\n<os><type arch='x86_64' machine='q35'>hvm</type></os>\n<devices>\n"
	for i in 0 1 2 3 4 5 6 7 8 9 10 11; do
		printf "<disk type='file'><source file='/%s'/><target dev='sd%s' bus='scsi'/><address type='drive' controller='%s'/></disk>\n" $i $i $i
	done
	printf '</devices>\n</domain>\n'
} >controllers.xml
expect 0 'a controller for each of twelve disks' \
	"$vmlint" --only controller-scsi-emulated --fix=review controllers.xml
if [ "$(grep -c '<controller' controllers.xml)" = 12 ]; then ok; else no "$what: not written"; fi
expect 1 '--fix on a pipe, and what is left' sh -c \
	"'$vmlint' --only net-model-e1000,net-mac-duplicate --fix=review <twins.xml"
says out "<model type='virtio'/></interface><interface"
keeps_quiet_of out e1000
says err 'net-mac-duplicate'
keeps_quiet_of err net-model-e1000
expect 0 '--fix on a pipe' sh -c "'$vmlint' --fix=review - <'$web1'"
if cmp -s out fix.xml; then ok; else no '--fix on a pipe differs'; fi
cp "$web1" target.xml
chmod 640 target.xml
ln -s target.xml link.xml
expect 0 '--fix through a link' "$vmlint" -q --fail-on never --fix=review link.xml
if [ -L link.xml ] && cmp -s target.xml fix.xml && [ "$(stat -c %a target.xml)" = 640 ]; then ok; else
	no '--fix through a link: link, mode or content is lost'
fi
expect 3 '--fix on a connection' "$vmlint" -c test:///default --fix
expect 3 '--fix and --diff' "$vmlint" --fix --diff "$web1"

# the option table and the manual list the same options
"$vmlint" --help | grep -oE '^ +(-., )? *--[a-z-]+' | sed 's/.*--//' | sort >in-help
sed -n 's/^\.It.*Fl -\([a-z-]*\).*/\1/p' "$here/../src/vmlint.1" | sort >in-manual
what='help and manual'
if diff in-help in-manual >out; then ok; else no "$what differ"; fi
"$vmlint" --help | sed -n '/^Formats:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p' | sort >formats-in-help
sed -n '/^\.Sh FORMATS/,/^\.Sh/s/^\.It Cm \([a-z]*\)$/\1/p' "$here/../src/vmlint.1" | sort >formats-in-manual
if diff formats-in-help formats-in-manual >out; then ok; else no "formats in $what differ"; fi
if command -v mandoc >/dev/null; then
	mandoc -W warning "$here/../src/vmlint.1" 2>err >/dev/null || :
	if grep -v 'lacks' err >out; then no 'mandoc'; else ok; fi
fi
expect 0 '--version' "$vmlint" --version
says out '^vmlint [0-9]'
# each list contains all rules
n=$("$vmlint" --list-rules | wc -l)
expect 0 '--list-rules=markdown' "$vmlint" --list-rules=markdown
says out 'net-model-legacy'
counts out '^| \[' "$n"
expect 0 '--list-rules=json' "$vmlint" --list-rules=json
counts out '^    "id": ' "$n"
expect 0 '--list-rules=mdoc' "$vmlint" --list-rules=mdoc
counts out '^\.It Sy ' "$n"
if command -v mandoc >/dev/null; then
	cp out rules.7
	mandoc -W warning rules.7 2>err >/dev/null || :
	if grep -v 'lacks\|Mdocdate' err >out; then no 'mandoc of the rules'; else ok; fi
fi
expect 3 'no such list' "$vmlint" --list-rules=html
expect 0 '--explain' "$vmlint" --explain net-model-legacy
says out '^  after  *<model type=.virtio./>'
if readelf -d "$vmlint" | grep -q 'libvirt'; then no 'linked with libvirt'; else ok; fi

# live domains of libvirt's test driver, which requires no daemon
cat >node.xml <<X
<node>
$(sed '/^<?xml/d; s/type=.kvm./type="test"/' "$web1")
<domain type='test'><name>nosy</name><memory>8192</memory><os><type>hvm</type></os>
  <devices><graphics type='vnc' port='5901' listen='0.0.0.0' passwd='tell-nobody'/></devices></domain>
</node>
X
live=test://$work/node.xml
"$vmlint" -c "$live" >/dev/null 2>&1
if [ $? -le 1 ]; then
	expect 1 'live domains' "$vmlint" -d '*' -e graphics-listen-public,graphics-password-inline -c "$live"
	says out '^[^ ]*: nosy: '
	keeps_quiet_of out tell-nobody
	says out '--diff would show [0-9]'
	keeps_quiet_of out '.-fix would'
	expect 1 'one live domain' "$vmlint" --only graphics-listen-public -c "$live" web1
	expect 1 'live domains by pattern' "$vmlint" --only graphics-listen-public -c "$live" 'n*'
	expect 2 'a live domain that is not there' "$vmlint" -c "$live" nobody nosy
	says err "no domain matches 'nobody'"
	says out '^[^ ]*: nosy: '
	expect 1 'a patch for live domains' "$vmlint" --diff=review --only graphics-listen-public -c "$live"
	says out "^+.*address='127.0.0.1'\|^+.*listen='127.0.0.1'"
	printf '<node/>\n' >node.xml
	"$vmlint" -c "$live" >out 2>err
	what='a connection without domains'
	says err 'no domains'
else
	echo 'no libvirt: live domains are not tested'
fi

closing
