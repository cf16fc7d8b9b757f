#!/bin/sh
# Test of the printed virt-xml commands: each removes its finding. usage: virt-xml.sh VMLINT
#
# For each finding of fixtures/<rule>/bad.xml that has a command, the domain is formatted as
# libvirt prints it, the command runs on it as printed, and the finding must be gone.
# virt-xml reads the domain from standard input and prints the new one, which requires no
# hypervisor. With VMLINT_CMD_URI, such as qemu:///system, libvirt must also accept the result
# if it accepts the original: domains vmlint-cmd-* are defined there temporarily (as type
# qemu, because test hosts may lack KVM).
set -u
vmlint=$(realpath "$1")
here=$(cd "$(dirname "$0")" && pwd)
real=$(command -v virt-xml) && python=$(command -v python3) || {
	echo 'no virt-xml or no python3: skipped'
	exit 77
}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# The printed command names a domain; this wrapper passes the domain on standard input instead.
mkdir "$work/bin"
cat >"$work/bin/virt-xml" <<W
#!/bin/sh
[ "\$1" = "\$VMLINT_CMD_DOMAIN" ] || { echo "domain '\$1' is another one" >&2; exit 1; }
shift
exec '$real' --connect test:///default "\$@" --print-xml
W
chmod +x "$work/bin/virt-xml"
PATH=$work/bin:$PATH "$python" - "$vmlint" "$here/../fixtures" "$work" <<'PY'
import concurrent.futures, glob, json, os, re, subprocess, sys
import xml.etree.ElementTree as ET

if not hasattr(ET, "indent"):  # new in Python 3.9
    print("no Python 3.9: skipped")
    sys.exit(77)
vmlint, fixtures, work = sys.argv[1:]
uri = os.environ.get("VMLINT_CMD_URI")
for prefix, end in (("libosinfo", "libosinfo.org/xmlns/libvirt/domain/1.0"),
                    ("qemu", "libvirt.org/schemas/domain/qemu/1.0")):
    ET.register_namespace(prefix, "http://" + end)


def run(argv, **more):
    return subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          universal_newlines=True, **more)


def findings(rule, path):
    got = run([vmlint, "--only", rule, "-f", "json", path])
    return json.loads(got.stdout)["findings"]


def defined(xml, name):
    """Define the XML: return libvirt's XML and "", or None and the error."""
    root = ET.fromstring(xml)
    kind, called = root.get("type"), root.findtext("name")
    root.set("type", "qemu")
    root.find("name").text = name
    for uuid in root.findall("uuid"):
        root.remove(uuid)
    if root.find("memory") is None:
        ET.SubElement(root, "memory", unit="GiB").text = "4"
    path = os.path.join(work, name + ".define")
    ET.ElementTree(root).write(path)
    got = run(["virsh", "-q", "-c", uri, "define", path])
    if got.returncode:
        return None, got.stderr.strip()
    xml = run(["virsh", "-q", "-c", uri, "dumpxml", "--inactive", name]).stdout
    run(["virsh", "-q", "-c", uri, "undefine", "--keep-nvram", name])
    root = ET.fromstring(xml)
    root.set("type", kind)
    root.find("name").text = called
    return ET.tostring(root, encoding="unicode"), ""


def write(path, xml):
    with open(path, "w") as out:
        out.write(xml)


def same(one, other):
    return one["message"] == other["message"] and one["device"] == other["device"]


def fixable(finding):
    return finding["fix"] is not None


def prove(rule, domain, stem):
    """Run the commands for a domain. Return the rule, the number of commands, the errors, and the
    number of commands that ran on XML that libvirt had defined."""
    ran, wrong = 0, []
    before, after = (os.path.join(work, stem + end) for end in (".xml", ".after.xml"))
    name = domain.findtext("name") or ""
    ET.indent(domain)
    xml = ET.tostring(domain, encoding="unicode") + "\n"
    refused = True
    if uri:
        taken, _ = defined(xml, "vmlint-cmd-" + stem)
        refused = taken is None
        xml = taken or xml
    write(before, xml)
    found = findings(rule, before)
    for one in found:
        command = (one["fix"] or {}).get("command")
        if not command:
            continue
        with open(before) as stdin:
            got = run(["sh", "-c", command], stdin=stdin,
                      env=dict(os.environ, VMLINT_CMD_DOMAIN=name))
        ran += 1
        what = "%s: %s\n" % (rule, command)
        if got.returncode:
            wrong.append(what + got.stderr)
            continue
        xml = got.stdout
        if uri and not refused:
            xml, why = defined(xml, "vmlint-cmd-" + stem)
            if xml is None:
                wrong.append(what + "refused: " + why)
                continue
        write(after, xml)
        left = findings(rule, after)
        if any(same(one, other) for other in left):
            wrong.append(what + "the finding is still there: " + one["message"])
        elif sum(map(fixable, left)) >= sum(map(fixable, found)):
            wrong.append(what + "there is another one now: " + left[-1]["message"])
    return rule, ran, wrong, 0 if refused else ran


def jobs():
    step = int(os.environ.get("VMLINT_SAMPLE", 1))
    for path in sorted(glob.glob(os.path.join(fixtures, "*", "bad.xml")))[::step]:
        rule = os.path.basename(os.path.dirname(path))
        try:
            root = ET.parse(path).getroot()
        except ET.ParseError:
            continue
        for n, domain in enumerate(root.iter("domain")):
            yield rule, domain, "%s-%d" % (rule, n)


with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
    done = list(pool.map(lambda job: prove(*job), jobs()))
for job in done:
    for text in job[2]:
        print("FAILED:", text.rstrip())
n, bad = sum(d[1] for d in done), sum(len(d[2]) for d in done)
rules = len({d[0] for d in done if d[1]})
print("%d commands of %d rules were run, %s" %
      (n, rules, "%d failed" % bad if bad or not n else "all findings gone"))
if uri:
    print("%d of them on what libvirt had defined" % sum(d[3] for d in done))
sys.exit(1 if bad or not n else 0)
PY
