#!/bin/sh
# Tests of the configuration: search path, error messages, sections, custom rules.
# usage: config.sh VMLINT
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
. "$here/expect.sh"
HOME=$work/home XDG_CONFIG_HOME=$work/xdg
export HOME XDG_CONFIG_HOME
cp "$here/../fixtures/_guests/web1.xml" web1.xml

# refused INI-TEXT MESSAGE: exit status 3, one message with file and line, nothing audited
refused() {
	printf "$1" >bad.ini
	expect 3 "refused: $1" "$vmlint" --config bad.ini web1.xml
	says err "^vmlint: bad.ini$2"
	counts err . 1
	silent out
}
refused 'fail-on = error\n' ":1: 'fail-on' is not in a section: begin the file with \[vmlint\]"
refused '[vmlnt]\n' ':1: unknown section \[vmlnt\]: did you mean \[vmlint\]?'
refused '\n# x\n[files]\nx=1\n' ':3: \[files\] requires a name in double quotes'
refused '[vmlint "x"]\n' ":1: \[vmlint\] accepts nothing after 'vmlint'"
refused '[vmlint]\nfail_on = error\n' ":2: unknown setting 'fail_on' in \[vmlint\]: did you mean 'fail-on'?"
refused '[vmlint]\nfail-on = fatal\n' ":2: fail-on: invalid level 'fatal': expected info, warning, error or never"
refused '[vmlint]\nmin-severity = low\n' ":2: min-severity: invalid level 'low': expected info, warning or error"
refused '[files "a"]\ntarget = debain-12\n' ":2: target: unknown target 'debain-12': did you mean 'debian-12'?"
refused '[vmlint]\nformat = xml\n' ":2: format: unknown format 'xml'"
refused '[vmlint]\nrequire-reason = maybe\n' ":2: require-reason: invalid value 'maybe': expected yes or no"
refused '[vmlint]\nfail-on = error\nfail-on = info\n' ":3: duplicate setting 'fail-on', first defined in line 2"
refused '[vmlint]\n[severity]\n[vmlint]\n' ':3: duplicate section \[vmlint\], first defined in line 1'
refused '[vmlint]\ndisable = net-mtu,disk-cash-unsafe\n' ":2: disable: unknown rule, category or pattern 'net-mtu'"
refused '[severity]\ndisk-cash-unsafe = error\n' ":2: unknown rule 'disk-cash-unsafe' in \[severity\]: did you mean 'disk-cache-unsafe'?"
refused '[severity]\ndisk-cache-unsafe = loud\n' ":2: disk-cache-unsafe: invalid severity 'loud': expected info, warning, error or off"
refused '[files "a"]\nbaseline = b\n' ":2: unknown setting 'baseline' in \[files \"a\"\]"
refused '[domains "a"]\nenable = nothing-*\n' ":2: enable: unknown rule, category or pattern 'nothing-\*'"
refused '[rule "acme"]\nxpath = /domain\nmessage = m\n' ":1: invalid rule id 'acme'"
refused '[rule "acme-x"]\nmessage = m\n' ':1: \[rule "acme-x"\] requires an xpath'
refused '[rule "acme-x"]\nxpath = /domain\n' ':1: \[rule "acme-x"\] requires a message'
refused '[rule "acme-x"]\nxpaht = /domain\nmessage = m\n' ":2: unknown setting 'xpaht' in \[rule \"acme-x\"\]: did you mean 'xpath'?"
refused '[rule "acme-x"]\nmessage = m\n\nxpath = /domain[\n' ":4: rule 'acme-x': XPath syntax error at character"
refused '[rule "acme-x"]\nmessage = m\nxpath = count(/domain)\n' ":3: rule 'acme-x': the XPath must select elements"
refused '[rule "acme-x"]\nmessage = m\nxpath = /domain[cont(name, 1)]\n' ":3: rule 'acme-x': unknown XPath 1.0 function 'cont'"
refused '[rule "acme-x"]\nmessage = m\nxpath = /domain/foo:bar\n' ":3: rule 'acme-x': unknown prefix 'foo:': expected qemu"
refused '[rule "acme-x"]\nmessage = m\nxpath = /domain[$x]\n' ":3: rule 'acme-x': XPath variables are not supported"
refused '[rule "acme-x"]\nmessage = m\nxpath = /network/ip\n' ":3: rule 'acme-x': the XPath selects nothing: the root element is <domain>"
refused '[rule "acme-x"]\nmessage = m\nxpath = //disks\n' ":3: rule 'acme-x': the XPath selects nothing: domain XML has no element or attribute 'disks'"
refused '[files "[x"]\ndisable = net-*\n' ":1: pattern of \[files .*\] has a '\[' without '\]': it matches nothing"
refused '[domains "a[]"]\ndisable = net-*\n' ":1: pattern of \[domains .*\] has a '\[' without"
refused '[vmlint]\ndisable =\n' ':2: disable: expected rules, categories or patterns'
refused '[rule "disk-cache-unsafe"]\nmessage = m\nxpath = /domain\n' ":3: rule 'disk-cache-unsafe': a rule with this id already exists"
refused '[rule "acme-x"]\nmessage = m\nxpath = /domain\nseverity = grave\n' ":4: invalid severity 'grave': expected info"
refused '[rule "acme-x"]\nmessage = m\nxpath = /domain\ncategory = style\n' ":4: unknown category 'style': expected performance"
refused '[vmlint\n' ":1: invalid line: expected 'name = value'"
refused '[vmlint]\nnonsense\n' ":2: invalid line: expected 'name = value'"
refused "[vmlint]\ndisable = $(printf '%0250d' 0)\n" ':2: line exceeds'
refused '[vmlint]\n\000\n' ':2: NUL byte'
refused '[vmlint]\n[bad\033[31m]\n' ':2: unknown section \[bad\\u{1b}\[31m'
expect 3 'no such file' "$vmlint" --config nowhere.ini web1.xml
says err '^vmlint: nowhere.ini: No such file'
expect 3 'a directory' "$vmlint" --config . web1.xml
expect 3 '--config and --no-config' "$vmlint" --config bad.ini --no-config web1.xml
expect 3 'an unknown rule by option' "$vmlint" --no-config -d net-model-legcy web1.xml
says err "^vmlint: --disable: unknown rule, category or pattern 'net-model-legcy': did you mean 'net-model-legacy'?"

# search path: working directory, its parents up to the repository's root, user, system
mkdir -p repo/.git repo/sub/deep xdg/vmlint
config_of() { # config_of DIRECTORY
	(cd "$1" && "$vmlint" -v --only memory-unit-suspicious "$work/web1.xml" 2>&1 >/dev/null) |
		sed -n 's/^vmlint: configuration: //p' >"$work/out"
	: >"$work/err"
	what="configuration of $1"
}
printf '[vmlint]\n' | tee .vmlint.ini xdg/vmlint/vmlint.ini >repo/.vmlint.ini
config_of repo/sub/deep
says out "^$work/repo/.vmlint.ini (found"
config_of repo
says out '^.vmlint.ini (found'
rm repo/.vmlint.ini
config_of repo/sub
says out "^$work/xdg/vmlint/vmlint.ini"
mkdir plain
config_of plain # not in a repository: parent directories are not trusted
says out "^$work/xdg/vmlint/vmlint.ini"
config_of .
says out '^.vmlint.ini'
rm .vmlint.ini xdg/vmlint/vmlint.ini

# only a configuration given by --config may name output files
printf '[vmlint]\nformat = json:report.json\n' >repo/.vmlint.ini
expect 3 'an output file by a found configuration' sh -c "cd repo && '$vmlint' ../web1.xml"
says err '^vmlint: .vmlint.ini:2: format: output files are not allowed in a configuration found in'
if [ -e repo/report.json ]; then no 'it was written'; else ok; fi
expect 1 'an output file by a named one' "$vmlint" --config repo/.vmlint.ini web1.xml
if [ -s report.json ]; then ok; else no 'report.json was not written'; fi

# the path of the baseline is relative to the configuration
printf '[vmlint]\nbaseline = old.json\n' >repo/.vmlint.ini
expect 3 'no baseline yet' sh -c "cd repo/sub && '$vmlint' ../../web1.xml"
says err "/repo/old.json': No such file"
expect 0 'write it' "$vmlint" -q --no-config --write-baseline repo/old.json web1.xml
expect 0 'use it' sh -c "cd repo/sub && '$vmlint' ../../web1.xml"
printf '{"schema": "vmlint-baseline/1", "findings": [\n{"rule": 1}\n]}' >repo/old.json
expect 3 'a baseline of another shape' "$vmlint" --no-config --baseline repo/old.json web1.xml
says err 'old.json: an entry has no'
printf '{"schema": "vmlint-baseline/1",\n"findings": [}' >repo/old.json
expect 3 'a broken baseline' "$vmlint" --no-config --baseline repo/old.json web1.xml
says err 'old.json:2: '
printf '[]' >repo/old.json
expect 3 'no baseline' "$vmlint" --no-config --baseline repo/old.json web1.xml
says err 'not a vmlint baseline'
expect 2 'an unreadable input writes no baseline' "$vmlint" --no-config --write-baseline new.json web1.xml nowhere.xml
if [ -e new.json ]; then no 'it was written'; else ok; fi
expect 2 'a baseline to a full disk' "$vmlint" --no-config --write-baseline /dev/full/x web1.xml
expect 3 'two baselines' "$vmlint" --no-config --baseline a --write-baseline b web1.xml
expect 3 'no repository' sh -c "cd plain && GIT_CEILING_DIRECTORIES='$work' '$vmlint' --no-config --diff-base HEAD ../web1.xml"

# sections of files: patterns as in .gitignore
files() { # files STATUS PATTERN FILE: status 0 if the section disables the rule for FILE
	printf '[vmlint]\nonly = net-model-legacy\n[files "%s"]\ndisable = net-model-legacy\n' "$2" >f.ini
	expect "$1" "[files \"$2\"] on $3" \
		sh -c "'$vmlint' --config f.ini --stdin-filename '$3' <web1.xml"
}
files 0 'w*.xml' lab/old/web1.xml
files 1 'w*.xml' lab/old.xml
files 0 'lab/*.xml' lab/web1.xml
files 1 'lab/*.xml' lab/old/web1.xml
files 0 'lab/' lab/old/web1.xml
files 1 'lab/' prod/lab/web1.xml
files 1 'lab/' lab
files 0 '**/lab/*.xml' lab/lab/web1.xml # "**/" matches the first "lab/"
files 1 '**/lab/*.xml' lab/old/web1.xml

# sections of domains: a setting of one domain does not affect the others
domains() { # domains STATUS PATTERN SETTING
	printf '[vmlint]\nonly = net-model-legacy\nmin-severity = warning\n[domains "%s"]\n%s\n' \
		"$2" "$3" >d.ini
	expect "$1" "[domains \"$2\"] $3" "$vmlint" --config d.ini web1.xml
}
domains 0 'web?' 'disable = net-model-legacy'
domains 1 'db?' 'disable = net-model-legacy'
domains 0 'web?' 'net-model-legacy = info'
domains 1 'db?' 'net-model-legacy = info'

# the cost of XPath is limited: 20,000 interfaces, each compared with each other
{
	echo "<domain type='kvm'><name>big</name><memory>1048576</memory><devices><!-- all of them -->"
	i=0
	while [ $i -lt 4000 ]; do
		echo "<interface/><interface/><interface/><interface/><interface/>"
		i=$((i + 1))
	done
	echo '</devices></domain>'
} >big.xml
printf '[rule "acme-slow"]\nxpath = //interface[count(../interface[count(../interface) > 1]) = 0]\nmessage = m\n' >slow.ini
expect 1 'XPath of bounded cost' within 20 "$vmlint" --config slow.ini --only acme-slow -f concise big.xml
says out 'takes too many steps on this domain \[acme-slow\]'

# paths of suppressions are evaluated in linear time, in a large domain and within a wrapper
allow="<v:vmlint xmlns:v='urn:vmlint:metadata:1'><v:allow rule='disk-cache-unset' reason='r' path"
untrusted() { # untrusted PATH PATTERN: the only finding is on a suppression with this path
	sed "s#<devices>#<metadata>$allow=\"$1\"/></v:vmlint></metadata>&#" big.xml >far.xml
	{ echo '<domainsnapshot>' && cat far.xml && echo '</domainsnapshot>'; } >within.xml
	for file in far.xml within.xml; do
		expect 1 "the path $1 in $file" \
			within 10 "$vmlint" --only 'disk-cache-unset,suppression-*' -f concise $file
		says out "$2"
		counts out . 1
		silent err
	done
}
beyond() { # beyond PATH WHAT: WHAT is a part of XPath that paths of suppressions do not support
	untrusted "$1" "cannot use its path: '$2' is not supported"
}
unused='is unused: no such finding in its scope'
nothing='its path selects nothing'
untrusted //interface "$unused"
untrusted 'devices/interface[3]' "$unused"
untrusted '/domain/devices/interface[position()>2][last()]/@type' "$nothing"
untrusted "//interface[contains(.,'xy') or not(starts-with(source/@file, 'a.b-c'))]" "$unused"
untrusted "*/*[@type='x' and (2 > count(*))]" "$nothing"
beyond "//interface[contains(string(/),'z')]" string
beyond '//interface[. = /]' =
beyond '//interface[source = target]' =
beyond '//interface[contains(source,target)]' ,
beyond '//interface[//b]' //
beyond '//interface//source' //
beyond '//interface/..' '\.\.'
beyond '//interface | //disk' '|'
beyond '//interface/following-sibling::*' following-sibling::
beyond "//interface[translate(.,'a','b')='b']" translate
beyond "/domain[2 = 1 + count(*)]" +
allows= # 200 suppressions, in a document of 310 kB
for i in 0 1 2 3 4 5 6 7 8 9; do
	for j in 0 1 2 3 4 5 6 7 8 9 a b c d e f g h i j; do
		allows="$allows<v:allow rule='disk-cache-unset' reason='r' path='x$i$j'/>"
	done
done
sed "s#<devices>#<metadata><v:vmlint xmlns:v='urn:vmlint:metadata:1'>$allows</v:vmlint></metadata>&#" \
	big.xml >many.xml
expect 1 'many paths in a large domain' "$vmlint" --only 'suppression-*' -f concise many.xml
says out "$nothing"
says out 'cannot use its path: too many paths for a document of this size'

# a missing baseline that the configuration names
printf '[vmlint]\n\nbaseline = nowhere.json\n' >lost.ini
expect 3 'a baseline that is lost' "$vmlint" --config lost.ini web1.xml
says err '^vmlint: lost.ini:3: baseline: .*nowhere.json.: No such file or directory$'
says err '^  do  | create a baseline with --write-baseline FILE$'
expect 0 'which is made' "$vmlint" --config lost.ini --write-baseline nowhere.json web1.xml
expect 0 'and then there' "$vmlint" --config lost.ini web1.xml
expect 1 'a typo in --guest' "$vmlint" --guest debain12 --no-config web1.xml
says err "^vmlint: note: unknown guest OS 'debain12': not found in osinfo-db$"

# custom rules are listed, explained and suggested like built-in rules
mkdir -p site
printf '[rule "acme-lease"]\nxpath = //lease\nmessage = lease <b> of\033[1m ours\nremedy = ask|us\nseverity = error\n' >site/.vmlint.ini
expect 0 '--list-rules with a site' sh -c "cd site && '$vmlint' --list-rules"
says out '^acme-lease  *error .*lease <b> of\\u{1b}\[1m ours$'
expect 0 '--list-rules=markdown with a site' sh -c "cd site && '$vmlint' --list-rules=markdown"
says out '^| acme-lease | error | .*lease &lt;b&gt; of'
expect 0 '--list-rules --no-config' sh -c "cd site && '$vmlint' --list-rules --no-config"
keeps_quiet_of out acme
expect 0 '--explain of a site' sh -c "cd site && '$vmlint' --explain acme-lease disk-cache-unsafe"
says out '^acme-lease: error'
says out 'ask|us'
says out '^disk-cache-unsafe: '
keeps_quiet_of out "$(printf '\033')"
expect 3 '--explain of nothing like it' sh -c "cd site && '$vmlint' --explain acme-leas"
says err "unknown rule 'acme-leas': did you mean 'acme-lease'?"
expect 0 '--explain where the configuration is broken' "$vmlint" --config plain --explain disk-cache-unsafe
expect 3 '--list-rules where the configuration is broken' "$vmlint" --config nowhere.ini --list-rules

# a suppression is used if any of the elements that its path selects has the finding
sed "s#<devices>#<metadata>$allow='devices/*'/></v:vmlint></metadata>&#; s#disk-cache-unset#net-model-legacy#" \
	web1.xml >wide.xml
expect 0 'a path that selects more than what it is for' \
	"$vmlint" --only 'net-model-legacy,suppression-*' wide.xml
says out '1 suppressed'

# a custom rule also checks domains within a wrapper, and reports the right element
printf "<domains>\n<domain type='kvm'><name>a</name><memory>1</memory></domain>\n<domain type='kvm'><name>b</name><memory>1</memory><devices><interface type='network'/>\n<interface type='bridge'/></devices></domain>\n</domains>" >two.xml
printf '[rule "acme-x"]\nxpath = /domain/devices/interface[2]/@type\nmessage = no bridge\n' >x.ini
expect 1 'a site rule within a wrapper' "$vmlint" --config x.ini --only acme-x -f concise two.xml
says out '^two.xml:4:1: warning: no bridge \[acme-x\]'
counts out . 1

# "until" in the id of a rule does not start a date
printf '[rule "acme-lease-until"]\nxpath = /domain[not(description)]\nmessage = m\n' >until.ini
sed 's|<domain |<!-- vmlint: allow acme-lease-until : kept -->\n&|' web1.xml >kept.xml
expect 0 'a rule called until' "$vmlint" --config until.ini --only 'acme-*,suppression-*' kept.xml
says out '1 suppressed'
sed 's|<domain |<!-- vmlint: allow acme-lease-until until 2999-01-01: kept -->\n&|' web1.xml >kept.xml
expect 0 'a rule called until, until a date' "$vmlint" --config until.ini --only 'acme-*,suppression-*' kept.xml
says out '1 suppressed'
keeps_quiet_of out 'suppression-'

# a byte order mark at the start of the file is ignored
printf '\357\273\277[vmlint]\nonly = net-model-legacy\n' >mark.ini
expect 1 'a byte order mark' "$vmlint" --config mark.ini -f concise web1.xml
counts out . 1

# "until" requires a date
for colon in ' : forgot' ': forgot' ''; do
	sed "s|<domain |<!-- vmlint: allow net-model-legacy until$colon -->\\n&|" web1.xml >kept.xml
	expect 1 "until without a date$colon" "$vmlint" -f concise --only 'suppression-malformed' kept.xml
	says out "expected a day YYYY-MM-DD after 'until'"
done

# findings about suppressions cannot be suppressed
sed 's|<domain |<!-- vmlint: allow-file suppression-unknown-rule: quiet -->\n<!-- vmlint: allow-file nonesuch: kept -->\n&|' web1.xml >kept.xml
expect 1 'a suppression of suppressions' "$vmlint" -f concise --only 'suppression-*' kept.xml
says out "unknown rule 'nonesuch'"
says out 'suppression of suppression-unknown-rule is unused'

# the id of a custom rule may start with "suppression-"
printf '[rule "suppression-policy"]\nxpath = /domain\nmessage = m\n' >alike.ini
sed 's|<domain |<!-- vmlint: allow-file suppression-policy: kept -->\n&|' web1.xml >kept.xml
expect 0 'a rule called as those of suppressions' "$vmlint" --config alike.ini --only 'suppression-*' kept.xml
says out '1 suppressed'

# valid XPaths: all names exist in domain XML; after a prefix and in metadata any name is allowed
for xpath in "//interface[not(driver/@queues) or @type = 'user']" '/domain/devices/*[alias/@name]' \
	'//metadata//owner' '/domain/qemu:commandline/qemu:arg' 'descendant::disk/..' '//*[@bus][.]'; do
	printf '[rule "acme-x"]\nmessage = m\nxpath = %s\n' "$xpath" >names.ini
	expect 0 "the XPath $xpath" "$vmlint" --fail-on never --config names.ini web1.xml
done
printf '[severity]\ndisk-cache-unset = off\n' >off.ini
expect 0 'a rule that is off' "$vmlint" -f concise --fail-on never --config off.ini web1.xml
counts out '\[disk-cache-unset\]' 0

# a comment outside of the domain has a key and a fingerprint, too
{ echo '<!-- vmlint: alow x -->'; cat web1.xml; } >before.xml
for format in json gitlab sarif; do
	expect 1 "a comment before the domain in $format" "$vmlint" -f $format --only suppression-malformed before.xml
done

# misspelt suppressions are reported; other comments about vmlint are not
for comment in 'vmlint allow disk-cache-unsafe: x' 'VMLINT: allow disk-cache-unsafe: x' \
	'Vmlint : Allow-file disk-cache-unsafe: x'; do
	sed "s|<devices>|<!-- $comment -->&|" web1.xml >spelt.xml
	expect 1 "the comment $comment" "$vmlint" -f concise --only suppression-malformed spelt.xml
	says out "expected 'vmlint:' in lower case and with its colon"
done
for comment in 'vmlint found nothing' 'vmlint allows it' 'see vmlint: allow'; do
	sed "s|<devices>|<!-- $comment -->&|" web1.xml >spelt.xml
	expect 0 "the comment $comment" "$vmlint" -f concise --only suppression-malformed spelt.xml
done
for day in 2027-02-31 2027-13-01 2027-02-29 2027-04-31; do
	sed "s|<devices>|<!-- vmlint: allow disk-cache-unsafe until $day: x -->&|" web1.xml >day.xml
	expect 1 "until $day" "$vmlint" -f concise --only suppression-malformed day.xml
	says out "invalid suppression date '$day': expected a day as YYYY-MM-DD"
done
sed "s|<devices>|<!-- vmlint: allow disk-cache-unsafe until 2096-02-29: x -->&|" web1.xml >day.xml
expect 0 'a leap day' "$vmlint" -f concise --only suppression-malformed day.xml

closing
