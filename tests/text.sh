#!/bin/sh
# Tests of the text report's layout: width, order, repetitions, closing lines. usage: text.sh VMLINT
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
web1=$here/../fixtures/_guests/web1.xml
. "$here/expect.sh"
unset COLUMNS

domain() { # domain NAME DEVICES
	printf "<domain type='kvm'>\n<name>%s</name>\n<memory unit='GiB'>2</memory>\n<os><type arch='x86_64' machine='q35'>hvm</type></os>\n<devices>\n%s\n</devices>\n</domain>\n" "$1" "$2"
}
nic() { # nic LAST-BYTE
	printf "<interface type='network'><mac address='52:54:00:00:00:%s'/><source network='n'/><model type='rtl8139'/></interface>\n" "$1"
}
disk() { # disk NAME CACHE
	printf "<disk type='file' device='disk'><driver name='qemu' type='raw'%s/><source file='/%s'/><target dev='%s' bus='virtio'/></disk>\n" "$2" "$1" "$1"
}

# several inputs: a heading per domain; remedies, consequences and equal fixes once per run
mkdir vms
domain one "$(nic 01)" >vms/one.xml
domain two "$(nic 02)" >vms/two.xml
expect 1 'the remedy once' "$vmlint" --only net-model-legacy vms
says out '^vms/one.xml: 1 warning$'
says out '^vms/two.xml: 1 warning$'
counts out '^  6:[0-9]*: warning: .*\[net-model-legacy\]' 2
counts out 'review: Changes the model' 1
counts out '^  fix | <model type=.virtio./>$' 1
counts out '100 Mb/s card' 1
says out 'emulates an rtl8139 \[net-model-legacy\] (as above)$'
counts out '^  run | virt-xml' 1
expect 1 '-v: each finding in full' "$vmlint" -v --only net-model-legacy vms
counts out '^vms/one.xml:6:' 1
counts out 'review: Changes the model' 2
counts out '^  run | virt-xml' 2
counts out '^ .*\^~' 2
mkdir other
domain three "$(nic 01)" >vms/three.xml
domain four "$(disk vda '')" >other/four.xml
domain five "$(disk vdb " cache='writethrough'")" >other/five.xml
domain six "$(disk vda " io='native'")" >other/six.xml
expect 1 'fixes that differ' "$vmlint" --only disk-cache-unset other/four.xml other/six.xml
counts out '^  fix | ' 1
expect 0 'a fix of a later domain' "$vmlint" --fix=review --only net-model-legacy vms/three.xml
expect 1 'several fixes' "$vmlint" --only disk-cache-unset,net-model-legacy vms other
counts out '^  fix | ' 2
rm -r other vms/three.xml
# a domain whose name is not that of the file, and one domain of several in a file
domain web9 "$(nic 03)" >named.xml
expect 1 'name of the domain' "$vmlint" --only net-model-legacy named.xml vms
says out '^named.xml: web9: 1 warning$'
expect 1 'counts of a quiet report' "$vmlint" -q --only net-model-legacy named.xml vms
says out '^named.xml: web9:$'
{ echo '<domains>'; cat vms/one.xml vms/two.xml; echo '</domains>'; } >both.xml
expect 1 'two domains in a file' "$vmlint" --only net-model-legacy both.xml named.xml
says out '^both.xml: one: 1 warning$'
says out '^both.xml: two: 1 warning$'
expect 1 'two domains in the only file' "$vmlint" --only net-model-legacy both.xml
says out '^both.xml: one: 1 warning$'
counts out 'review: Changes the model' 1
cat vms/*.xml | expect 1 'two documents of one input' "$vmlint" --only net-model-legacy -
says out '^<stdin>:6:.*\[net-model-legacy\]$'
says out '^<stdin>: two: 1 warning$'
counts out 'review: Changes the model' 1

# the same finding on several devices once, with all names and commands
domain many "$(for i in 1 2 3 4; do nic "0$i"; done)" >many.xml
expect 1 'many interfaces' "$vmlint" --only net-model-legacy many.xml
counts out '\[net-model-legacy\]' 1
says out '^      | also 3 interfaces: 52:54:00:00:00:02 (line 7), 52:54:00:00:00:03 (line 8),'
counts out '^  run | ' 4
says out '^many: 4 warnings'
expect 1 'two interfaces' "$vmlint" --only net-model-legacy -f concise many.xml
counts out '\[net-model-legacy\]' 4

# errors first in text only
domain mixed "$(disk vda '')$(disk vda " cache='unsafe'")" >mixed.xml
expect 1 'errors first' "$vmlint" -q --only disk-cache-unset,disk-cache-unsafe mixed.xml
if sed -n 1p out | grep -q ': error: '; then ok; else no 'the first finding is not the error'; fi
expect 1 'machine formats by location' "$vmlint" -q -f concise --only disk-cache-unset,disk-cache-unsafe mixed.xml
if sed -n 1p out | grep -q ': warning: '; then ok; else no 'the first line is not the warning'; fi

# closing lines: table if there are several domains, or with --statistics; errors if the report is long
expect 1 'table' "$vmlint" --only net-model-legacy vms
says out '^count severity rule  *fixable files$'
says out '^    2 warning  net-model-legacy       2     2$'
says out '^2 domains in 2 inputs: 2 warnings'
says out '^next: --diff=review shows the 2 fixes, --explain net-model-legacy explains a rule'
expect 1 'no table' "$vmlint" --only net-model-legacy many.xml
keeps_quiet_of out '^count '
for format in text concise; do
	expect 1 "--statistics -f $format" "$vmlint" --statistics -f $format --only net-model-legacy many.xml
	says out '^    4 warning  net-model-legacy       4     1$'
done
expect 1 '--statistics -f markdown' "$vmlint" --statistics -f markdown --only net-model-legacy many.xml
says out '^| 4 | warning | net-model-legacy | 4 | 1 |$'
# a fix that the rule lowered to level none does not count: the guest has few free PCI slots
domain crowded "$(for i in $(seq 3 31); do
	echo "<interface type='user'><model type='virtio'/><address type='pci' domain='0' bus='0' slot='$i' function='0'/></interface>"
done)" | sed "s/'q35'/'pc'/" >crowded.xml
expect 0 'a fix of level none' "$vmlint" --statistics --only rng-missing crowded.xml
says out '^    1 info     rng-missing       0     1$'
expect 0 'no patch for level none' "$vmlint" --diff --only rng-missing crowded.xml
keeps_quiet_of err 'would fix'
expect 3 '--statistics -f json' "$vmlint" --statistics -f json many.xml
says err 'statistics requires a text, concise or markdown report'
expect 3 '--brief -f json' "$vmlint" --brief -f json many.xml
says err 'brief requires a text report'
keeps_quiet_of out '^[0-9]* errors*:$'
mkdir long
for i in $(seq 10 25); do domain "l$i" "$(disk vda " cache='unsafe'")" >"long/$i.xml"; done
expect 1 'errors again' "$vmlint" --only disk-cache-unsafe long
says out '^16 errors:$'
counts out '^  long/[12][0-9].xml:6:.*\[disk-cache-unsafe\]$' 16
tail -n 40 out >end
for i in $(seq 10 25); do
	if grep -q "^  long/$i.xml:6:" end; then ok; else no "error $i is not among the last 40 lines"; fi
done
COLUMNS=60 expect 1 'errors again, cut to the terminal' "$vmlint" --only disk-cache-unsafe "$PWD/long"
says out "^16 errors in $PWD/long/:$"
counts out '^  [12][0-9].xml:6:[0-9]*: disk .*\.\.\. \[disk-cache-unsafe\]$' 16

for i in $(seq 30 60); do domain "l$i" "$(disk vda " cache='unsafe'")" >"long/$i.xml"; done
expect 1 'too many errors to list again' "$vmlint" --only disk-cache-unsafe long
says out '^47 errors; list them with --min-severity error -f concise$'
rm long/[3-6]?.xml

# a rule with findings of several severities has a row for each
domain info "$(disk vda " cache='writeback'")" >severity.xml
domain warning "$(disk vda '')" >severity2.xml
expect 1 'a row per severity' "$vmlint" --only disk-cache-unset severity.xml severity2.xml
says out '^    1 warning  disk-cache-unset       1     1$'
says out '^    1 info     disk-cache-unset       1     1$'

# after 2,000 lines, repeated findings are only counted; rules seen for the first time are listed
mkdir fleet
for i in $(seq 1000 2200); do
	domain "d$i" "$(disk vda '')" >"fleet/d$i.xml"
done
domain last "$(disk vda " cache='unsafe'" && nic 07)" >fleet/last.xml
expect 1 'many files' "$vmlint" --only disk-cache-unset,disk-cache-unsafe,net-model-legacy fleet
says out '^fleet/d2200.xml: 1 warning$'
says out '^  6:.*: error: .*\[disk-cache-unsafe\]'
says out '^  7:.*: warning: .*\[net-model-legacy\]'
says out '^ 1201 warning  disk-cache-unset  *1201  *1201$'
says out '^not printed: [0-9]* repeated findings, only counted; -f concise prints all, -v in full$'
says out '^1 error:$'
lines=$(wc -l <out)
if [ "$lines" -lt 3000 ]; then ok; else no "many files: $lines lines"; fi
listed=$(grep -c '\[disk-cache-unset\]' out)
omitted=$(sed -n 's/^not printed: \([0-9]*\) .*/\1/p' out)
if [ "$((listed + omitted))" = 1201 ]; then ok; else no "many files: $listed listed, $omitted omitted"; fi
expect 1 'many files, all findings' "$vmlint" --only disk-cache-unset -f concise fleet
counts out '\[disk-cache-unset\]' 1201

# --brief: headlines and fixes by file
expect 1 '--brief' "$vmlint" --brief --only net-model-legacy vms
counts out '^vms/[a-z]*.xml: 1 warning$' 2
counts out '^  6:.*: warning: .*\[net-model-legacy\]$' 2
counts out '^  fix | ' 2
keeps_quiet_of out 'run |'

# how many rules checked a domain without findings
domain clean '' >clean.xml
expect 0 'nothing found' "$vmlint" --only net-model-legacy clean.xml
says out 'nothing found; checked by 1 of [0-9]* rules$'

cp "$web1" web1.xml
# fixes that lead to further ones: --fix=review fixes as many findings as announced
expect 1 'fixes that follow' "$vmlint" "$here/../fixtures/_guests/web1.xml"
first=$(sed -n 's/^web1: .*--fix=review \([0-9]*\).*/\1/p' out)
later=$(sed -n 's/^web1: .*--fix=review [0-9]*, and \([0-9]*\) that follow.*/\1/p' out)
cp "$web1" fixed.xml
expect 0 'all fixes' "$vmlint" --fix=review --fail-on never fixed.xml
says err "fixed.xml: fixed $((first + ${later:-0})) findings"

# width: no line of text is wider than the terminal; commands stay in one line
for columns in 60 80 100; do
	COLUMNS=$columns expect 1 "$columns columns" "$vmlint" web1.xml vms long many.xml
	if grep -v '^  run | ' out | grep -q ".\{$((columns + 1))\}"; then no "$what: wider"; else ok; fi
	says out '^next: '
	COLUMNS=$columns expect 0 "--help in $columns columns" "$vmlint" --help
	if grep -q ".\{$((columns + 1))\}" out; then no "$what: wider"; else ok; fi
	COLUMNS=$columns expect 0 "--list-rules in $columns columns" "$vmlint" --list-rules
	if grep -q ".\{$((columns + 1))\}" out; then no "$what: wider"; else ok; fi
done
# a wrapped line does not begin with "::", which CI systems would execute
domain colon "$(disk 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa ::error::pwned' " cache='unsafe'")" >colon.xml
mkdir "$PWD/long/::error::x"
cp long/10.xml "$PWD/long/::error::x/10.xml"
for columns in 60 64 68; do
	COLUMNS=$columns expect 1 "colons in $columns columns" "$vmlint" --only disk-cache-unsafe colon.xml "$PWD/long"
	keeps_quiet_of out '^ *::'
	says out '^ *.u{3a}:error::pwned'
done
rm -r long/::*
COLUMNS=7 expect 0 'at least 60 columns' "$vmlint" --help
says out '.\{50\}'
expect 0 'one line per rule' "$vmlint" --list-rules
says out '^migration-blockers .*(optional)$'
expect 0 'all fix levels' "$vmlint" --explain disk-cache-unset
says out '^Remedy (.*review before you apply it.*depending on the guest)$'

# hints for common mistakes of new users
expect 2 'a guest as a file' "$vmlint" web1
says err "do  | is it a guest? vmlint -c '' web1, or virsh dumpxml web1 | vmlint"
expect 2 'a missing file' "$vmlint" web2.xml
keeps_quiet_of err 'is it a guest'
expect 3 'a format that does not exist' "$vmlint" --format=xml "$web1"
says err "unknown format 'xml': expected text, concise, json,"
expect 3 'a part of a category' "$vmlint" --only perf "$web1"
says err "'perf': the categories are performance, security"

# hyperlinks, if the terminal is known to support them
expect 1 'hyperlinks' env -u TMUX -u STY VTE_VERSION=7000 "$vmlint" --color always --only net-model-legacy many.xml
says out ']8;;https://'
expect 1 'no hyperlinks' env -u VTE_VERSION -u KONSOLE_VERSION -u WT_SESSION -u TERM_PROGRAM TERM=xterm "$vmlint" --color always --only net-model-legacy many.xml
keeps_quiet_of out ']8;;'

closing
