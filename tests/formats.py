"""Check the reports of formats.sh, with readers that follow the specification of each format.

usage: formats.py hostile                          create files with hostile names here
       formats.py check OUT VMLINT SOURCE HOSTILE  check all reports in the directory OUT
       formats.py large OUT                        check a report that exceeds a size limit
       formats.py schemas OUT NODE_MODULES         check SARIF and JUnit by public schemas
       formats.py annotations FILE                 print the commands in a github report as JSON
"""
import functools
import glob
import json
import os
import re
import socket
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree as ET

import html_page

SECRET = "hunter2"
# control characters, and characters that change the display order of a line
DANGEROUS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e"
                       "\u2066-\u2069\ufeff\ufffe\uffff]")


# --- hostile names ---------------------------------------------------------------------

VALUES = ["a&quot;b&apos;c", "x&#10;::error file=x::pwned", "::error::pwned", "##[error]pwned",
          "  ::add-mask::a", "%0A::error::x%25%0D", "&#x9b;31mred", "\u202eevil\u2066", "]]>".replace(">", "&gt;"),
          "a|b`c`|d", "&lt;/script&gt;&lt;img src=x&gt;", "[x](https://evil.example)", "\\\\n{}\\", "L" * 10000,
          "\U0001f600 caf\u00e9", "x##[stop-commands]y"]


def domain(value):
    return (f"<domain type='kvm'><name>{value}</name><uuid>{value}</uuid>\n"
            "<memory>1</memory><os><type arch='x86_64' machine='pc'>hvm</type></os><devices>\n"
            f"<!-- \U0001f600\u00e9 --><disk type='file' device='disk'><driver name='qemu' type='raw' "
            f"cache='unsafe'/><source file='{value}'/><target dev='{value}' bus='ide'/></disk>\n"
            f"<interface type='bridge'><source bridge='{value}'/><mac address='{value}'/>"
            "<model type='rtl8139'/></interface>\n"
            f"<graphics type='vnc' listen='0.0.0.0' passwd='{SECRET}'/></devices></domain>\n")


def hostile():
    names = [b"::error file=x::pwned.xml", b"##[error]pwned.xml", b"a\nb::error::x.xml",
             b"\x1b[31mred.xml", b"inv\xff\xfealid\xe2\x80.xml", b"100%0A, a:b=c.xml",
             b"q\"'<&>|`*_.xml", b"]]>.xml", "\u202e\u0085\uffff\u00e9.xml".encode(), b" ::error::x.xml",
             b"below/:: ::x.xml", b"L" * 250 + b".xml"]
    for i, value in enumerate(VALUES):
        name = names[i] if i < len(names) else b"value-%d.xml" % i
        with open(name, "w", encoding="utf-8") as out:
            out.write(domain(value))
    with open(b"\x1b]0;broken\n::error::.xml", "w") as out:
        out.write(f"<domain><graphics passwd='{SECRET}'/ >")
    with open("several.xml", "w", encoding="utf-8-sig") as out:
        out.write(domain("one") + domain("two"))
    with open("latin.xml", "w", encoding="latin-1") as out:
        out.write("<?xml version='1.0' encoding='ISO-8859-1'?><!-- \u00e9\u00a9 -->"
                  + domain("caf\u00e9").replace("\U0001f600", ""))
    with open("wide.xml", "w", encoding="utf-16") as out:
        out.write(domain("\U0001f600"))
    with open("crlf.xml", "w", newline="\r\n", encoding="utf-8") as out:
        out.write(domain("crlf"))


# --- GitHub's hash of lines, implemented from its description -----------------------------

@functools.lru_cache(8)
def line_hashes(text):
    units = []
    data = text.encode("utf-16-le", "surrogatepass")
    raw = [data[i] | data[i + 1] << 8 for i in range(0, len(data), 2)]
    for i, unit in enumerate(raw):
        if unit in (0x20, 0x09) or (unit == 0x0a and i and raw[i - 1] == 0x0d):
            continue
        units.append(0x0a if unit == 0x0d else unit)
    units.append(0xffff)
    starts = [0] + [i + 1 for i, unit in enumerate(units[:-1]) if unit == 0x0a]
    units += [0] * 100
    power = [pow(37, 99 - i, 1 << 64) for i in range(100)]
    hashes, seen = [], {}
    for start in starts:
        h = sum(u * p for u, p in zip(units[start:start + 100], power)) % (1 << 64)
        # the hash only depends on the 100 code units from the start of the line on
        seen[h] = seen.get(h, 0) + 1
        hashes.append(f"{h:x}:{seen[h]}")
    return hashes


# --- readers ---------------------------------------------------------------------------

def load(out, name, fmt):
    with open(os.path.join(out, f"{name}.{fmt}"), encoding="utf-8") as file:
        return json.load(file)


@functools.lru_cache(8)
def line_starts(text):
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len((line + "\n").encode("utf-16-le")) // 2)
    return starts


def utf16_slice(text, region):
    """Return [start, end) of a SARIF region in UTF-16 code units; lines end with LF."""
    starts = line_starts(text)
    return (starts[region["startLine"] - 1] + region["startColumn"] - 1,
            starts[region["endLine"] - 1] + region["endColumn"] - 1)


def commands(path):
    """Parse the commands in a log as GitHub's runner does; the log must contain nothing else."""
    found = []
    for line in open(path, encoding="utf-8", newline="\n").read().split("\n")[:-1]:
        match = re.fullmatch(r"::(error|warning|notice)(?: (.*?))?::(.*)", line)
        assert match, (path, line[:200])
        properties = {}
        for part in (match[2] or "").split(","):
            key, value = part.split("=", 1)
            assert key in ("file", "line", "endLine", "col", "endColumn", "title"), part
            assert value, part
            properties[key] = value.replace("%2C", ",").replace("%3A", ":").replace(
                "%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        if "col" in properties and "endLine" in properties:
            assert properties["line"] == properties["endLine"]
        message = match[3].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        found.append({"command": match[1], "properties": properties, "message": message})
    return found


# Jenkins' schema of JUnit reports (junit-10.xsd of the xUnit plugin): the children and attributes
# that it allows; required attributes end with "!".
JUNIT10 = {
    "testsuites": ("testsuite", "name time tests failures errors"),
    "testsuite": ("testsuite properties testcase system-out system-err",
                  "name! tests! failures! errors! group time skipped timestamp hostname id package "
                  "file log url"),
    "testcase": ("skipped error failure rerunFailure rerunError flakyFailure flakyError system-out "
                 "system-err", "name! time classname group"),
    "properties": ("property", ""),
    "property": ("", "name! value!"),
    "failure": ("", "type message"),
    "error": ("", "type message"),
    "skipped": ("", "type message"),
    "system-out": ("", ""),
    "system-err": ("", ""),
}


def check_junit10(element):
    children, attributes = (part.split() for part in JUNIT10[element.tag])
    known = {name.rstrip("!") for name in attributes}
    assert set(element.keys()) <= known, (element.tag, element.keys())
    assert all(name[:-1] in element.keys() for name in attributes if name[-1] == "!"), element.tag
    if element.tag in ("testsuites", "testsuite"):
        assert re.fullmatch(r"\d{0,3}(\.\d*)?", element.get("time", "")), element.get("time")
    for child in element:
        assert child.tag in children, (element.tag, child.tag)
        check_junit10(child)


class Report:
    """All formats of one run of vmlint."""

    def __init__(self, out, name, where):
        self.out, self.name, self.where = out, name, where
        self.json = load(out, name, "json")
        self.active = [f for f in self.json["findings"] if f["state"] == "active"]
        # all formats contain each input error; an input with an error has the status "error"
        self.failed = [error for i in self.json["inputs"] for error in i["errors"]]
        for i in self.json["inputs"]:
            assert (i["status"] == "error") == bool(i["errors"]), i
            assert i["error"] == (i["errors"] or [None])[0], i

    def path(self, fmt):
        return os.path.join(self.out, f"{self.name}.{fmt}")

    def source(self, path):
        """Return the text of a file; None unless it is UTF-8 without a byte order mark."""
        try:
            data = open(os.path.join(self.where, path), "rb").read()
            text = data.decode("utf-8")
        except (OSError, UnicodeDecodeError, ValueError):
            return None
        return None if text.startswith("\ufeff") or "encoding='ISO" in text else text

    def sarif(self):
        log = load(self.out, self.name, "sarif")
        run, = log["runs"]
        rules = run["tool"]["driver"]["rules"]
        assert log["version"] == "2.1.0" and log["$schema"]
        assert run["columnKind"] == "utf16CodeUnits"
        for rule in rules:
            for key in "shortDescription", "fullDescription", "help":
                assert rule[key]["text"], rule["id"]
            assert len(rule["shortDescription"]["text"]) <= 1024
            assert len(rule["fullDescription"]["text"]) <= 1024
            assert len(rule["properties"]["tags"]) <= 20
            security = "security" in rule["properties"]["tags"]
            assert ("security-severity" in rule["properties"]) == security
        assert len(run["results"]) == len(self.json["findings"])
        invocation, = run["invocations"]
        assert invocation["executionSuccessful"] == (not self.failed)
        assert len(invocation["toolExecutionNotifications"]) == len(self.failed)
        for result, finding in zip(run["results"], self.json["findings"]):
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == finding["rule"]
            assert result["message"]["text"]
            assert (result["suppressions"] == []) == (finding["state"] == "active")
            self.sarif_result(result, finding)

    def sarif_result(self, result, finding):
        physical = result["locations"][0]["physicalLocation"]
        region, uri = physical["region"], physical["artifactLocation"]["uri"]
        assert re.fullmatch(r"(file://)?[A-Za-z0-9._~%/-]+", uri), uri
        assert not uri.startswith("./")
        assert result["partialFingerprints"]["vmlintFinding/v1"]
        text = self.source(os.fsdecode(urllib.parse.unquote_to_bytes(uri)))
        if text is None or finding["range"] is None:
            return
        wide, data = text.encode("utf-16-le"), text.encode("utf-8")
        start, end = utf16_slice(text, region)
        meant = data[finding["range"]["start"]["byte"]:finding["range"]["end"]["byte"]]
        assert wide[2 * start:2 * end].decode("utf-16-le").encode() == meant
        expected = line_hashes(text)[region["startLine"] - 1]
        # a finding on several domains is reported after their files were closed
        if "related" not in finding:
            assert result["partialFingerprints"]["primaryLocationLineHash"] == expected, (
                uri, region)
        edits = finding["fix"]["edits"] if finding["fix"] else []
        replacements = [r for fix in result["fixes"] for change in fix["artifactChanges"]
                        for r in change["replacements"]]
        assert len(replacements) == len(edits)
        for edit, replacement in zip(edits, replacements):
            start, end = utf16_slice(text, replacement["deletedRegion"])
            gone = wide[2 * start:2 * end].decode("utf-16-le").encode()
            assert gone == data[edit["start"]:edit["end"]]
            assert len(wide[:2 * start].decode("utf-16-le").encode()) == edit["start"]
            assert replacement["insertedContent"]["text"] == edit["text"]

    def github(self):
        found = commands(self.path("github"))
        assert len(found) == len(self.active) + len(self.failed)
        levels = {"error": "error", "warning": "warning", "info": "notice"}
        for annotation in found:
            path = annotation["properties"].get("file", "x")
            assert not path.startswith("./")
        said = sorted(a["command"] for a in found)
        assert said == sorted([levels[f["severity"]] for f in self.active] + ["error"] * len(self.failed))

    def gitlab(self):
        issues = load(self.out, self.name, "gitlab")
        assert len(issues) == len(self.active) + len(self.failed)
        prints = [i["fingerprint"] for i in issues]
        assert len(set(prints)) == len(prints), "fingerprints are not unique"
        for issue in issues:
            for key in "description", "check_name", "fingerprint":
                assert issue[key] and isinstance(issue[key], str)
            assert "\n" not in issue["description"]
            assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
            path = issue["location"]["path"]
            assert path and not path.startswith("./")
            assert issue["location"]["lines"]["begin"] >= 1

    def junit(self):
        root = ET.parse(self.path("junit")).getroot()
        check_junit10(root)
        assert root.tag == "testsuites" and len(root)
        failures = 0
        for suite in root:
            cases = suite.findall("testcase")
            names = [(c.get("classname"), c.get("name")) for c in cases]
            assert cases and len(set(names)) == len(names)
            assert int(suite.get("tests")) == len(cases)
            for key, tag in ("failures", "failure"), ("errors", "error"), ("skipped", "skipped"):
                assert int(suite.get(key)) == len(suite.findall(f"testcase/{tag}")), key
            for failure in suite.iter("failure"):
                more = re.search(r" \(and (\d+) more\)$", failure.get("message"))
                failures += 1 + int(more[1] if more else 0)
        grave = [f for f in self.active if f["severity"] != "info"]
        assert failures == len(grave)
        told = "".join(t.text for t in [*root.iter("failure"), *root.iter("system-out")])
        assert len(re.findall("^(?:error|warning|info) at ", told, re.M)) == len(self.active)
        assert len(list(root.iter("error"))) == len(self.failed)

    def checkstyle(self):
        root = ET.parse(self.path("checkstyle")).getroot()
        assert root.tag == "checkstyle" and root.get("version") == "4.3"
        errors = [e for file in root for e in file]
        assert len(errors) == len(self.active) + len(self.failed)
        for file in root:
            assert file.tag == "file" and file.get("name")
        for error in errors:
            assert error.get("severity") in ("error", "warning", "info")
            assert error.get("source").startswith("vmlint.") and error.get("message")
            assert int(error.get("line", 1)) > 0 and int(error.get("column", 1)) > 0

    def rdjson(self):
        found = load(self.out, self.name, "rdjson")["diagnostics"]
        placed = [d for d in found if d["code"]["value"] != "input-error"]
        assert len(found) == len(self.active) + len(self.failed)
        for diagnostic, finding in zip(placed, self.active):
            assert diagnostic["severity"] in ("ERROR", "WARNING", "INFO")
            data = (self.source(diagnostic["location"]["path"]) or "").encode()
            if not data or finding["range"] is None:
                continue

            def at(position):
                lines = data.split(b"\n")
                return sum(len(line) + 1 for line in lines[:position["line"] - 1]) + position["column"] - 1
            where = diagnostic["location"]["range"]
            assert at(where["start"]) == finding["range"]["start"]["byte"]
            assert at(where["end"]) == finding["range"]["end"]["byte"]
            for suggestion in diagnostic["suggestions"]:
                one = data[:at(suggestion["range"]["start"])] + suggestion["text"].encode() \
                    + data[at(suggestion["range"]["end"]):]
                two, last = b"", 0
                for edit in finding["fix"]["edits"]:
                    two += data[last:edit["start"]] + edit["text"].encode()
                    last = edit["end"]
                assert one == two + data[last:]

    def markdown(self):
        text = open(self.path("markdown"), encoding="utf-8").read()
        rows = [line for line in text.split("\n") if line.startswith("| ")][2:]
        omitted = re.search(r"^\*\*(\d+) rows? (?:is|are) not listed\*\*", text, re.M)
        omitted = int(omitted[1]) if omitted else 0
        assert len(text.encode()) <= 1 << 20 and (not omitted or len(text.encode()) > 1000 * 1000)
        assert len(rows) + omitted == len(self.json["findings"]) + len(self.failed)
        for row in rows:
            assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 5, row[:300]
            plain = re.sub(r"\\[\\`*_{}\[\]#|~@$^!:]", "", row)
            assert not re.search(r"<(?!br>)", plain), row[:300]
            assert "`" not in plain and "https://evil" not in plain
        if self.failed:
            assert re.search(r"\*\*\d+ inputs? with errors\*\*", text)

    def prometheus(self):
        text = open(self.path("prometheus"), encoding="utf-8").read()
        series, total = set(), 0
        for line in text.split("\n")[:-1]:
            if line.startswith("# "):
                continue
            match = re.fullmatch(
                r'([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\\n]|\\["\\n])*",?)*)\})? (\d+)(\.\d{6})?', line)
            assert match, line[:300]
            assert float(match[3] + (match[4] or "")) or match[1] == "vmlint_clean_domains", line
            assert (match[1], match[2]) not in series, line[:300]
            series.add((match[1], match[2]))
            total += int(match[3]) if match[1] == "vmlint_findings" else 0
        assert total == len(self.active)
        failed = {i["name"] for i in self.json["inputs"] if i["status"] == "error"}
        lost = re.findall(r"^vmlint_inputs_failed(?:\{.*\})? (\d+)$", text, re.M)
        assert sum(map(int, lost)) >= len(failed), lost
        try:
            from prometheus_client.parser import text_string_to_metric_families
        except ImportError:
            return
        list(text_string_to_metric_families(text))

    def html(self):
        page = html_page.read(self.path("html"))
        html_page.check_rows(page, self.active)
        assert not page.errors, page.errors[:3]
        for finding, row in zip(self.active, page.rows[1:]):
            name = finding["domain"]["name"] or "(unnamed domain)"
            escaped = DANGEROUS.search(name) or re.search(r"[\n\t]|##", name)
            assert row[2] == name or escaped, (row[2], name)
        assert page.failed == len(self.failed), (page.failed, self.failed)

    FORMATS = "sarif github gitlab junit checkstyle rdjson markdown prometheus html".split()


def names_of(out):
    return sorted(os.path.basename(p)[:-len(".json")] for p in glob.glob(out + "/*.json"))


def check_bytes(out):
    """Check that no report has secrets, control characters or commands of CI runners."""
    for path in sorted(glob.glob(out + "/*")):
        data = open(path, "rb").read()
        text = data.decode("utf-8")
        assert SECRET not in text, path
        found = DANGEROUS.search(text)
        assert not found, (path, found)
        assert "##[" not in text, path
        if not path.endswith(".github"):
            for line in text.split("\n"):
                assert not line.lstrip().startswith("::"), (path, line[:200])


def vectors():
    assert line_hashes("") == ["c129715d7a2bc9a3:1"]
    assert line_hashes(" a\nb\n  \t\tc\n d") == [
        "271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"]


def check(out, vmlint, source, hostile_dir):
    vectors()
    check_bytes(out)
    findings = bad = 0
    names = names_of(out)
    for name in names:
        report = Report(out, name, hostile_dir if name.startswith("hostile") else source)
        findings += len(report.json["findings"])
        for fmt in Report.FORMATS:
            try:
                getattr(report, fmt)()
            except Exception as error:  # report all errors, not only the first
                bad += 1
                print(f"{name}.{fmt}: {type(error).__name__}: {str(error)[:400]}")
                if os.environ.get("VERBOSE"):
                    raise
    node = [file.get("name") for file in ET.parse(out + "/live-node.checkstyle").getroot()]
    host = socket.gethostname().split(".")[0]
    assert f"libvirt/{host}/web 1.xml" in node, node
    live = [file.get("name") for file in ET.parse(out + "/live.checkstyle").getroot()]
    assert live == [f"libvirt/{host}/test.xml"], live
    assert load(out, "stdin", "gitlab")[0]["location"]["path"] == "stdin.xml"
    assert load(out, "named", "gitlab")[0]["location"]["path"] == "it's/100% here.xml"
    paths = {i["location"]["path"] for i in load(out, "twice", "gitlab")}
    assert paths == {"fixtures/_guests/web1.xml"}, paths
    # in a subdirectory of a repository, paths are also relative to its root
    below = {i["location"]["path"] for i in load(out, "hostile-below", "gitlab")}
    assert below == {"::error file=x::pwned.xml", "below/:: ::x.xml"}, below
    print(f"{len(names)} runs in {len(Report.FORMATS)} formats, {findings} findings: {bad} are wrong")
    return bad == 0 and findings > 600


def large(out):
    """Check a large report: Markdown ends before GitHub's limit and counts the omitted rows."""
    text = open(out + "/large.markdown", encoding="utf-8").read()
    rows = [line for line in text.split("\n") if line.startswith("| ")][2:]
    findings = load(out, "large", "json")["findings"]
    assert 1000 * 1000 < len(text.encode()) <= 1 << 20, len(text.encode())
    omitted, *severe = map(int, re.search(
        r"\*\*(\d+) rows are not listed\*\* \((\d+) errors?, (\d+) warnings?, (\d+) info\)",
        text).groups())
    assert len(rows) + omitted == len(findings), (len(rows), omitted, len(findings))
    left = [f["severity"] for f in findings[len(rows):]]
    assert severe == [left.count(s) for s in ("error", "warning", "info")], severe
    print(f"markdown: {len(rows)} of {len(findings)} rows in {len(text.encode())} bytes")
    return True


# --- public schemas --------------------------------------------------------------------

def as_ant(root):
    """Convert JUnit to Ant's schema: remove later additions, add what the schema requires."""
    for i, suite in enumerate(root):
        for case in suite.findall("testcase"):
            for newer in [*case.findall("skipped"), *case.findall("system-out")]:
                case.remove(newer)
        suite.attrib.pop("file", None)
        suite.attrib.pop("skipped", None)
        if suite.find("properties") is None:
            suite.insert(0, ET.Element("properties"))
        suite.attrib.update(id=str(i), package="vmlint", hostname="localhost",
                            timestamp="2000-01-01T00:00:00")
        ET.SubElement(suite, "system-out")
        ET.SubElement(suite, "system-err")
    root.attrib.clear()
    return root


def schemas(out, modules):
    import jsonschema
    schema = json.load(open(modules + "/@microsoft/sarif-multitool-linux/sarif-2.1.0.json",
                            encoding="utf-8-sig"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    bad = 0
    test = open(modules + "/junit-xml/src/index.test.ts").read()
    with open(out + "/ant.xsd", "w") as xsd:
        xsd.write(re.search(r"antJunitSchema\s*=\s*'(.*?)';", test, re.S)[1])
    for name in names_of(out):
        for error in validator.iter_errors(load(out, name, "sarif")):
            bad += 1
            print(f"{name}.sarif: {error.message[:300]}")
        as_ant_file = out + "/ant.xml"
        ET.ElementTree(as_ant(ET.parse(f"{out}/{name}.junit").getroot())).write(as_ant_file)
        said = subprocess.run(["xmllint", "--noout", "--schema", out + "/ant.xsd", as_ant_file],
                              capture_output=True, text=True)
        if said.returncode:
            bad += 1
            print(f"{name}.junit: {said.stderr[:300]}")
    print(f"{len(names_of(out))} SARIF and JUnit reports by their schemas: {bad} errors")
    return bad == 0


def main():
    verb = sys.argv[1]
    if verb == "hostile":
        hostile()
    elif verb == "check":
        return check(*sys.argv[2:])
    elif verb == "large":
        return large(*sys.argv[2:])
    elif verb == "schemas":
        return schemas(*sys.argv[2:])
    elif verb == "annotations":
        for annotation in commands(sys.argv[2]):
            print(json.dumps(annotation))
    return True


sys.exit(0 if main() else 1)
