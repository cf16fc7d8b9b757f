#!/bin/sh
# Test of HTML reports without a browser: well-formed pages, escaped text, policy, no external resources.
# usage: html.sh VMLINT; exit status 77: no python3
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
command -v python3 >/dev/null || { echo 'no python3: skipped'; exit 77; }
. "$here/expect.sh"

sh "$here/html-hostile.sh" >hostile.xml
printf '<domain><name>x</na' >"<i>broken.xml"
expect 1 'findings' "$vmlint" -q -f html:guests.html "$here/../fixtures/_guests"
expect 1 'all bad fixtures' "$vmlint" -q -f html:fixtures.html "$here"/../fixtures/[a-d]*/bad.xml
expect 1 'hostile names' "$vmlint" -q -f html:hostile.html hostile.xml
expect 2 'an input error' "$vmlint" -q -f html:broken.html "<i>broken.xml"
expect 0 'no findings' sh -c "printf '<domain type=\"kvm\"><name>empty</name></domain>' |
	'$vmlint' -q --only suppression-no-reason -f html - >empty.html"
expect 1 'the same input gives the same report' sh -c "'$vmlint' -q -f html '$here/../fixtures/_guests'"
cp out again.html
expect 0 'compare' cmp again.html guests.html
expect 0 'live domains' sh -c "'$vmlint' -q -f html:live.html -c test:///default || [ \$? = 1 ]"
for page in guests fixtures hostile broken empty live; do
	expect 0 "$page.html" python3 "$here/html_page.py" "$page.html"
done
"$vmlint" -q -f json hostile.xml >hostile.json
expect 0 'each finding has a row' python3 "$here/html_page.py" hostile.html hostile.json
# rule pages
n=$("$vmlint" --list-rules | wc -l)
for format in html markdown; do
	expect 0 "rule pages, $format" "$vmlint" "--list-rules=$format:$format"
	if [ "$(find "$format" -type f | wc -l)" = $((n + 1)) ]; then ok; else no "pages of $format"; fi
	expect 2 "$format pages in a missing directory" "$vmlint" "--list-rules=$format:no/where"
	says err "^vmlint: cannot write rule pages to 'no/where'"
done
expect 0 'index page' python3 "$here/html_page.py" html/index.html
expect 0 'page of a rule' python3 "$here/html_page.py" html/disk-bus-emulated.html
expect 0 'release' grep -c 'since vmlint 0\.1\.0' html/disk-bus-emulated.html
expect 0 'example' grep -c 'after ' html/disk-bus-emulated.html
closing
