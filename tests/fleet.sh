#!/bin/sh
# Rules across the domains of a run: planted conflicts, formats, suppressions, baselines, hosts.
# usage: fleet.sh VMLINT [N]; N: number of generated definitions, 2000 by default
vmlint=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
. "$here/expect.sh"
n=${2:-2000}
only="--only fleet-*"

guest() { # guest NAME UUID-DIGIT MAC IMAGE [ATTRIBUTES]
	cat <<-XML
	<domain type='kvm' $5>
	  <name>$1</name>
	  <uuid>4dea22b3-1d52-d8f3-2516-782e98ab3fa$2</uuid>
	  <memory unit='MiB'>512</memory>
	  <os><type arch='x86_64' machine='q35'>hvm</type></os>
	  <devices>
	    <disk type='file' device='disk'>
	      <source file='$4'/>
	      <target dev='vda' bus='virtio'/>
	    </disk>
	    <interface type='bridge'>
	      <mac address='$3'/>
	      <source bridge='br0'/>
	    </interface>
	    <graphics type='vnc' port='5901' autoport='no' passwd='geheim'/>
	  </devices>
	</domain>
	XML
}

# each planted conflict is reported on both sides, and nothing else, for any number of threads
"$here/fleet-domains" many "$n" 200 | sort >planted || exit 1
for jobs in 1 2 8; do
	# shellcheck disable=SC2086
	expect 1 "-j$jobs" "$vmlint" $only -j$jobs -f jsonl many
	cp out "jobs$jobs"
	cp err "notes$jobs"
done
what='same bytes for any number of threads'
if cmp -s jobs1 jobs2 && cmp -s jobs1 jobs8 && cmp -s notes1 notes8; then ok; else no "$what"; fi
python3 - jobs1 >reported <<'PY'
import json, os, sys
for line in open(sys.argv[1]):
    finding = json.loads(line)
    for other in finding["related"]:
        print(finding["rule"], os.path.basename(finding["input"]), os.path.basename(other["input"]))
PY
sort -o reported reported
what='planted conflicts'
if diff planted reported >out; then ok; else no "$what"; fi
says err 'domains are in several inputs'

# a single domain, and the same one twice
mkdir one two
guest web1 1 52:54:00:00:00:01 /img/a.qcow2 >one/a.xml
guest web2 2 52:54:00:00:00:01 /img/a.qcow2 >one/b.xml
# shellcheck disable=SC2086
{
	expect 0 'one file' "$vmlint" $only one/a.xml
	expect 0 'one domain in two files' "$vmlint" $only one/a.xml - <one/a.xml
	says err "one domain is in several inputs: 'web1' in one/a.xml and <stdin>"
	expect 0 'quiet' "$vmlint" $only -q one/a.xml - <one/a.xml
	if [ -s err ]; then no 'quiet: prints a note'; else ok; fi
	cat one/a.xml one/b.xml >both.xml
	expect 1 'two documents in one file' "$vmlint" $only -f concise both.xml
	counts out '^both.xml' 6
	says out "^both.xml:8:21: warning: .*'web2' (both.xml:25)"
	expect 1 'two documents on standard input' "$vmlint" $only -f concise - <both.xml
	says out "^<stdin>:25:21: warning: .*'web1' (<stdin>:8)"
}

# all formats list both sides
# shellcheck disable=SC2086
for format in 'text -v' concise json jsonl sarif github gitlab junit checkstyle rdjson markdown html; do
	expect 1 "$format" "$vmlint" $only -f $format one
	says out 'one/a.xml'
	says out 'one/b.xml'
	says out 'fleet-disk-shared'
	keeps_quiet_of out geheim
done
# shellcheck disable=SC2086
{
	expect 1 'prometheus' "$vmlint" $only -f prometheus one
	says out '{domain="web1",rule="fleet-mac-duplicate",severity="warning"} 1'
	says out '^vmlint_domains 2'
	says out '^vmlint_clean_domains 0'
	expect 1 'text' "$vmlint" $only one
	says out '2 domains in 2 inputs: 4 warnings, 2 info'
	says out "interface 52:54:00:00:00:01 has the MAC address of guest 'web2' (b.xml:12)"
	counts out '\[fleet-mac-duplicate\]' 1
	says out '^not printed: 3 conflicts that the finding of the other domain describes'
	expect 1 'text in full' "$vmlint" $only -v one
	says out 'passwd=.\*\*\*'
	counts out '\[fleet-mac-duplicate\]' 2
	expect 1 'sarif' "$vmlint" $only -f sarif one
	python3 - out <<-'PY' && ok || no 'sarif: related locations'
	import json, sys
	run, = json.load(open(sys.argv[1]))["runs"]
	for result in run["results"]:
	    own, = result["locations"]
	    other, = result["relatedLocations"]
	    uris = [at["physicalLocation"]["artifactLocation"]["uri"] for at in (own, other)]
	    assert sorted(uris) == ["one/a.xml", "one/b.xml"], uris
	    assert own["physicalLocation"]["region"] == other["physicalLocation"]["region"]
	assert len(run["results"]) == 6
	PY
}

# selection and severity
expect 0 'disabled' "$vmlint" --only fleet-mac-duplicate -d fleet-mac-duplicate one
# shellcheck disable=SC2086
expect 0 'min-severity' "$vmlint" $only --min-severity error --fail-on error -d fleet-mac-duplicate,fleet-disk-shared one
printf '[vmlint]\nonly = fleet-*\n[domains "web1"]\ndisable = fleet-*\n' >off.ini
expect 0 'disabled for one of the domains' "$vmlint" --config off.ini one
printf '[vmlint]\nonly = fleet-mac-duplicate\n[severity]\nfleet-mac-duplicate = info\n' >info.ini
expect 0 'severity' "$vmlint" --config info.ini -f concise one
counts out 'info: .*fleet-mac-duplicate' 2

# a suppression applies only to the domain that contains it, and is never reported as unused
sed 's|<interface|<!-- vmlint: allow fleet-mac-duplicate: cold standby --><interface|' \
	one/a.xml >two/a.xml
cp one/b.xml two/b.xml
expect 1 'suppression' "$vmlint" --only fleet-mac-duplicate,suppression-unused -f concise two
counts out 'fleet-mac' 1
says out '^two/b.xml'
keeps_quiet_of out 'suppression-unused'
expect 1 'suppressed finding' "$vmlint" --only fleet-mac-duplicate --show-suppressed -f json two
says out '"state":"suppressed","reason":"cold standby"'
expect 0 'no other domain' "$vmlint" --only fleet-mac-duplicate,suppression-unused two/a.xml

# baselines
# shellcheck disable=SC2086
{
	expect 0 'write a baseline' "$vmlint" $only --write-baseline known.json one
	says err 'wrote 6 findings'
	expect 0 'baseline' "$vmlint" $only --baseline known.json one
	expect 0 'baseline and one of the files' "$vmlint" $only --baseline known.json one/a.xml
	keeps_quiet_of err 'stale'
	guest web3 3 52:54:00:00:00:03 /img/a.qcow2 | grep -v vnc >one/c.xml
	expect 1 'a new domain' "$vmlint" $only --baseline known.json -f concise one
	says out '^one/c.xml.*fleet-disk-shared'
	keeps_quiet_of out '^one/[ab].xml'
	rm one/c.xml
}

# files of unknown hosts: ports and names only conflict within a directory
guest web2 2 52:54:00:00:00:01 /img/a.qcow2 >two/b.xml
guest web1 3 52:54:00:00:00:09 /img/z.qcow2 >two/a.xml
mkdir three
mv two/b.xml three
# shellcheck disable=SC2086
{
	expect 1 'directories' "$vmlint" $only -f concise one/a.xml two three
	counts out 'fleet-mac-duplicate' 2
	counts out 'warning: .*fleet-disk-shared' 2
	keeps_quiet_of out 'fleet-port-conflict\|fleet-name-duplicate'
	expect 1 'one directory' "$vmlint" $only -f concise one/a.xml ./one/b.xml
	counts out 'info: .*fleet-port-conflict' 2
}

# many domains with one value
mkdir many-same
for i in 1 2 3 4 5 6; do
	guest "g$i" "$i" 52:54:00:00:00:07 "/img/$i" | grep -v vnc >"many-same/$i.xml"
done
# shellcheck disable=SC2086
expect 1 'six domains' "$vmlint" $only -f concise many-same
counts out 'and 2 more' 6

# sums over the domains of a host: of a profile, and of a connection
sized() { # sized NAME UUID-DIGIT GIB [TYPE]
	guest "$1" "$2" "52:54:00:00:00:1$2" "/img/$1" "${4:-}" | grep -v vnc |
		sed "s|'MiB'>512|'GiB'>$3|"
}
profile=$here/../fixtures/fleet-memory-overcommit/host.xml
mkdir sized
sized web1 1 5 >sized/a.xml
sized db1 2 4 >sized/b.xml
# shellcheck disable=SC2086
{
	expect 1 'more memory than the host' "$vmlint" $only --host "$profile" -f concise sized
	says out "^sized/a.xml:4:3: warning: host 'prod1' has 8.0 GiB of memory, and the 2 guests .* have 9.0 GiB: .* this one and guest 'db1' (b.xml:4) \[fleet-memory-overcommit\]"
	counts out . 1
	sized db1 2 3 >sized/b.xml
	expect 0 'as much memory as the host' "$vmlint" $only --host "$profile" sized
	# not counted: a copy of a domain; files, if there are several profiles of hosts
	mkdir sized/backup
	cp sized/a.xml sized/backup
	expect 0 'copy of a domain' "$vmlint" $only --host "$profile" sized
	sized db1 2 4 >sized/b.xml
	sed "s/prod1/prod2/" "$profile" >prod2.xml
	expect 0 'one of two hosts' "$vmlint" $only --host "$profile" --host prod2.xml sized
	expect 0 'write a baseline' "$vmlint" $only --host "$profile" --write-baseline sized.baseline sized
	sized db1 2 5 >sized/b.xml
	expect 0 'a known excess' "$vmlint" $only --host "$profile" --baseline sized.baseline sized
}
# shellcheck disable=SC2086
if "$vmlint" -c test:///default -q --fail-on never >/dev/null 2>&1; then
	{
		echo '<node><cpu><nodes>1</nodes><sockets>1</sockets><cores>1</cores><threads>1</threads><active>1</active><mhz>1</mhz></cpu><memory>8388608</memory>'
		sized web1 1 5 | sed "s/type='kvm'/type='test'/"
		sized db1 2 4 | sed "s/type='kvm'/type='test'/; s/52:54:00:00:00:12/52:54:00:00:00:11/"
		echo '</node>'
	} >node.xml
	expect 1 'connection' "$vmlint" $only -c "test://$PWD/node.xml" -f jsonl
	what='findings across domains name the connection'
	counts out '"rule":"fleet-mac-duplicate"' 2
	counts out '"connection":"' 2
fi

# files are fixed one by one, and their conflicts reported at the end
# shellcheck disable=SC2086
expect 1 'fix' "$vmlint" $only --fix -f concise one
counts out 'fleet-mac-duplicate' 2

closing
