#!/usr/bin/env python3
"""Language server: life cycle, framing, synchronization, diagnostics, completion, actions.

usage: protocol.py VMLINT [TEST...]
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from client import Client  # noqa: E402

VMLINT = os.path.realpath(sys.argv[1])
URI = "file:///test/guest.xml"
CAPABILITIES = {
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True}},
        "codeAction": {"codeActionLiteralSupport": {}},
        "hover": {"contentFormat": ["markdown"]},
        "documentSymbol": {"hierarchicalDocumentSymbolSupport": True}},
    "workspace": {"workspaceEdit": {"documentChanges": True},
                  "didChangeWatchedFiles": {"dynamicRegistration": True}}}
GUEST = """<domain type='kvm'>
  <name>g\u00e4st\U0001f600</name>
  <memory unit='GiB'>4</memory>
  <vcpu>2</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
  </os>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='unsafe'/>
      <source file='/images/g.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
  </devices>
</domain>
"""


def at(text, word, end=False, utf16=True):
    """The position of a word, or of its end."""
    head = text[:text.index(word) + (len(word) if end else 0)]
    line = head.rsplit("\n", 1)[-1]
    size = len(line.encode("utf-16-le")) // 2 if utf16 else len(line.encode())
    return {"line": head.count("\n"), "character": size}


def span(text, word, utf16=True):
    """The range of a word."""
    return {"start": at(text, word, utf16=utf16), "end": at(text, word, True, utf16)}


def apply(text, edits):
    """Apply TextEdits, with UTF-16 positions."""
    lines = text.split("\n")

    def offset(position):
        line = lines[position["line"]].encode("utf-16-le")[:2 * position["character"]]
        return sum(len(l) + 1 for l in lines[:position["line"]]) + len(line.decode("utf-16-le"))

    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        text = (text[:offset(edit["range"]["start"])] + edit["newText"] +
                text[offset(edit["range"]["end"]):])
    return text


class Server(unittest.TestCase):
    """Tests with a server of their own."""

    def setUp(self):
        self.clients = []

    def tearDown(self):
        for client in self.clients:
            client.process.kill()
            client.process.wait()
            client.process.stdout.close()
            client.process.stdin.close()

    def start(self, *arguments, **named):
        """Start a server without a configuration, unless arguments are given."""
        named.setdefault("capabilities", CAPABILITIES)
        client = Client([VMLINT, "lsp", *(arguments or ["--no-config"])], **named)
        self.clients.append(client)
        return client

    def codes(self, client, text, uri=URI):
        """Open a document and return the codes of its diagnostics."""
        client.open(uri, text)
        return [d["code"] for d in client.diagnostics(uri)]

    def actions(self, client, where, only=None):
        """The code actions of a range, by title."""
        context = {"diagnostics": []}
        if only:
            context["only"] = only
        found = client.result("textDocument/codeAction", {
            "textDocument": {"uri": URI}, "range": where, "context": context})
        return {action["title"]: action for action in found}

    def edits(self, action):
        """The TextEdits of an action."""
        changes = action["edit"]["documentChanges"]
        self.assertEqual(len(changes), 1)
        return changes[0]["edits"]

    def labels(self, client, text, position):
        """Open a document and return the completion items by label."""
        client.open(URI, text)
        found = client.result("textDocument/completion",
                              {"textDocument": {"uri": URI}, "position": position})
        return {item["label"]: item for item in found["items"]}


class Protocol(Server):
    """Life cycle and framing."""

    def test_life_cycle(self):
        client = self.start(start=False)
        self.assertEqual(client.request("shutdown")["error"]["code"], -32002)
        client.notify("textDocument/didOpen", {})
        server = client.result("initialize", {"capabilities": {}})
        self.assertEqual(server["capabilities"]["positionEncoding"], "utf-16")
        self.assertEqual(client.request("initialize", {})["error"]["code"], -32600)
        self.assertEqual(client.request("no/such")["error"]["code"], -32601)
        self.assertIsNone(client.result("shutdown"))
        self.assertEqual(client.request("textDocument/hover", {})["error"]["code"], -32600)
        client.notify("exit")
        self.assertEqual(client.process.wait(30), 0)

    def test_exit_without_shutdown(self):
        client = self.start()
        client.notify("exit")
        self.assertEqual(client.process.wait(30), 1)

    def test_end_of_input(self):
        client = self.start()
        client.open(URI, GUEST)
        client.process.stdin.close()
        self.assertEqual(client.process.wait(30), 1)

    def test_broken_pipe(self):
        client = self.start()
        client.process.stdout.close()
        client.open(URI, GUEST)
        self.assertEqual(client.process.wait(30), 1)
        client.process.stdout = open(os.devnull, "rb")

    def test_invalid_messages(self):
        client = self.start()
        for body, code in ((b"{", -32700), (b"[]", -32600), (b"{}", -32600), (b"1", -32600),
                           (b'{"jsonrpc":"2.0","id":[],"method":"shutdown"}', -32600),
                           (b'"\xff', -32700), (b'"\xff"', -32600)):
            client.send_raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            message = client.answer(None)
            self.assertEqual(message["error"]["code"], code, body)
        client.send_raw(b"Something: else\r\n\r\n")
        self.assertEqual(client.answer(None)["error"]["code"], -32700)
        client.send_raw(b"content-length:2\r\nContent-Type: x\r\n\r\n{}")
        self.assertEqual(client.answer(None)["error"]["code"], -32600)
        self.assertIn("disk-cache-unsafe", self.codes(client, GUEST))

    def test_invalid_text(self):
        client = self.start()
        for text in (b"\xff\xfe", b"\\ud83d", b"\\ude00", b"\\ud83d\\ud83d", b"\\\\ud83d",
                     b"\xed\xa0\x80", b"\\u0001", b"\\u0000"):
            client.version += 1
            message = {"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {
                "textDocument": {"uri": URI, "version": client.version,
                                 "text": GUEST.replace("<name>g", "<name>@@")}}}
            body = json.dumps(message).encode().replace(b"@@", text)
            client.send_raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)
            self.assertTrue(client.diagnostics(URI), text)

    def test_long_message(self):
        client = self.start()
        size = (64 << 20) + 1
        client.send_raw(b"Content-Length: %d\r\n\r\n" % size)
        for _ in range(65):
            client.send_raw(b" " * min(1 << 20, size))
            size -= min(1 << 20, size)
        self.assertEqual(client.answer(None)["error"]["code"], -32600)
        self.assertIn("disk-cache-unsafe", self.codes(client, GUEST))

    def test_wrong_parameters(self):
        client = self.start()
        client.open(URI, GUEST)
        for method in ("codeAction", "completion", "hover", "documentSymbol"):
            for params in ({}, [], None, {"textDocument": {"uri": 1}},
                           {"textDocument": {"uri": "file:///other"}}):
                answer = client.request("textDocument/" + method, params)
                self.assertEqual(answer["error"]["code"], -32602, method)
        for position in ({}, {"line": -1, "character": 0}, {"line": "1", "character": 0}):
            answer = client.request("textDocument/hover", {
                "textDocument": {"uri": URI}, "position": position})
            self.assertEqual(answer["error"]["code"], -32602)
        for method in ("didOpen", "didChange", "didClose"):
            for params in ({}, {"textDocument": {"uri": "x"}}, None, 1):
                client.notify("textDocument/" + method, params)
        client.notify("textDocument/didChange", {
            "textDocument": {"uri": URI, "version": 3}, "contentChanges": [1, {}, {"text": 1}]})
        self.assertEqual(client.stop(), 0)

    def test_cancel(self):
        client = self.start()
        client.open(URI, GUEST)
        params = {"textDocument": {"uri": URI}, "position": at(GUEST, "cache")}
        messages = [{"jsonrpc": "2.0", "id": 77, "method": "textDocument/hover",
                     "params": params},
                    {"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": 77}}]
        data = b""
        for message in messages:
            body = json.dumps(message).encode()
            data += b"Content-Length: %d\r\n\r\n" % len(body) + body
        client.send_raw(data)
        self.assertEqual(client.answer(77)["error"]["code"], -32800)


class Documents(Server):
    """Synchronization and diagnostics."""

    def test_positions(self):
        text = GUEST.replace("<name>", "<!-- \u00e4\U0001f600 --><name>").replace(
            "</name>", "</name><cpu mode='\U0001f600nonsense'/>")
        for encoding, utf16 in (("utf-8", False), ("utf-16", True), ("utf-32", True)):
            client = self.start(encoding=encoding)
            client.open(URI, text)
            found = [d for d in client.diagnostics(URI) if d["code"] == "xml-value-invalid"]
            self.assertEqual([d["range"] for d in found],
                             [span(text, "\U0001f600nonsense", utf16)])

    def test_incremental(self):
        client = self.start()
        client.open(URI, "")
        for character in GUEST:
            client.change(URI, character, {"start": {"line": 9999, "character": 0},
                                           "end": {"line": 9999, "character": 0}})
        self.assertIn("disk-cache-unsafe", [d["code"] for d in client.diagnostics(URI)])
        client.change(URI, "none", span(GUEST, "unsafe"))
        self.assertNotIn("disk-cache-unsafe", [d["code"] for d in client.diagnostics(URI)])
        # a reversed range, and one within a character
        client.change(URI, "", {"start": at(GUEST, "</domain>", True),
                                "end": at(GUEST, "</domain>")})
        client.change(URI, "</domain>", {"start": at(GUEST, "</domain>"),
                                         "end": at(GUEST, "</domain>")})
        inside = at(GUEST, "\U0001f600")
        inside["character"] += 1
        client.change(URI, "x", {"start": inside, "end": inside})
        self.assertNotIn("syntax", [d["code"] for d in client.diagnostics(URI)])

    def test_one_line(self):
        client = self.start()
        disk = ("<!-- \u00e4\U0001f600 --><disk type='file' device='disk'><source "
                "file='/x/{0}'/><target dev='sd{0}' bus='scsi'/></disk>")
        text = GUEST.replace("\n", "")
        text = text.replace("</devices>", "".join(disk.format(i) for i in range(4000)) +
                            "</devices>")
        started = time.monotonic()
        client.open(URI, text)
        client.diagnostics(URI)
        found = client.result("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
        last = found[0]["children"][-1]["children"][-1]
        self.assertEqual(last["name"], "disk 'sd3999'")
        self.assertEqual(last["range"]["start"], at(text, disk.format(3999)[11:]))
        self.assertLess(time.monotonic() - started, 20)

    def test_line_ends(self):
        client = self.start()
        for eol in ("\n", "\r\n", "\r"):
            text = GUEST.replace("\n", eol)
            client.open(URI, text)
            found = [d for d in client.diagnostics(URI) if d["code"] == "disk-cache-unsafe"]
            self.assertEqual(found[0]["range"]["start"], at(GUEST, "unsafe"))

    def test_outdated(self):
        client = self.start()
        client.open(URI, GUEST)
        client.diagnostics(URI)
        for i in range(50):
            client.change(URI, GUEST.replace("unsafe", "none" if i % 2 else "unsafe"))
        self.assertNotIn("disk-cache-unsafe", [d["code"] for d in client.diagnostics(URI)])

    def test_diagnostic(self):
        client = self.start()
        client.open(URI, GUEST)
        found = [d for d in client.diagnostics(URI) if d["code"] == "disk-cache-unsafe"][0]
        self.assertEqual(found["severity"], 1)
        self.assertEqual(found["source"], "vmlint")
        self.assertTrue(found["codeDescription"]["href"].startswith("https://"))
        self.assertEqual(found["range"], span(GUEST, "unsafe"))

    def test_tags(self):
        client = self.start()
        client.open(URI, GUEST.replace("<vcpu>", "<nonsense/><vcpu>"))
        found = [d for d in client.diagnostics(URI) if d["code"] == "xml-unknown-element"][0]
        self.assertEqual(found["tags"], [1])

    def test_several_domains(self):
        capabilities = {"textDocument": {
            "publishDiagnostics": {"relatedInformation": True},
            "codeAction": {"codeActionLiteralSupport": {}}}}
        client = self.start(capabilities=capabilities)
        card = ("  <interface type='network'>\n      <mac address='52:54:00:00:00:01'/>\n"
                "      <source network='default'/>\n    </interface>\n  </devices>")
        one = GUEST.replace("</devices>", card)
        two = one.replace("<name>g", "<name>h")
        text = "<domains>\n" + one + two + "</domains>\n"
        client.open(URI, text)
        found = [d for d in client.diagnostics(URI) if d["code"] == "fleet-mac-duplicate"]
        lines = [i for i, line in enumerate(text.split("\n")) if "<mac" in line]
        self.assertEqual([d["range"]["start"]["line"] for d in found], lines)
        related = [d["relatedInformation"][0] for d in found]
        self.assertEqual([r["location"]["range"]["start"]["line"] for r in related], lines[::-1])
        self.assertEqual([r["message"][0] for r in related], ["h", "g"])
        self.assertIn("(guest.xml:", found[0]["message"])
        hover = client.result("textDocument/hover", {
            "textDocument": {"uri": URI}, "position": found[0]["range"]["start"]})
        self.assertIn("fleet-mac-duplicate", hover["contents"]["value"])
        actions = self.actions(client, found[0]["range"])
        self.assertIn("Explain fleet-mac-duplicate", actions)

    def test_malformed(self):
        client = self.start()
        codes = self.codes(client, GUEST.replace("type='qcow2'", "type=qcow2").replace(
            "dev='vda'", "dev=vda"))
        self.assertEqual(codes.count("syntax"), 2)
        self.assertIn("disk-cache-unsafe", codes)

    def test_other_xml(self):
        client = self.start()
        for text in ("<html><p/></html>", "<network><name>n</name></network>", "", "<html><p>",
                     "text"):
            self.assertEqual(self.codes(client, text), [])
        self.assertEqual(self.codes(client, "<domain><<"), ["syntax"])

    def test_encoding(self):
        client = self.start()
        for encoding in ("ISO-8859-1", "UTF-16", "utf-8", "nonsense"):
            text = f"<?xml version='1.0' encoding='{encoding}'?>\n" + GUEST
            client.open(URI, text)
            found = [d for d in client.diagnostics(URI) if d["code"] == "disk-cache-unsafe"]
            self.assertEqual([d["range"] for d in found], [span(text, "unsafe")])

    def test_close(self):
        client = self.start()
        client.open(URI, GUEST)
        client.diagnostics(URI)
        client.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
        answer = client.request("textDocument/hover", {
            "textDocument": {"uri": URI}, "position": {"line": 0, "character": 0}})
        self.assertEqual(answer["error"]["code"], -32602)
        self.assertEqual(client.notifications[-1]["params"], {"uri": URI, "diagnostics": []})


class Actions(Server):
    """Code actions and commands."""

    def test_fix(self):
        client = self.start()
        client.open(URI, GUEST)
        actions = self.actions(client, span(GUEST, "unsafe"))
        fix = [a for t, a in actions.items() if t.startswith("Fix disk-cache-unsafe")][0]
        self.assertEqual(fix["kind"], "quickfix")
        text = apply(GUEST, self.edits(fix))
        self.assertNotIn("unsafe", text)
        self.assertNotIn("disk-cache-unsafe", self.codes(client, text))

    def test_fix_all(self):
        client = self.start()
        text = GUEST.replace("</devices>", "  <graphics type='vnc' listen='0.0.0.0'/>\n"
                             "    <rng model='virtio'><backend model='random'>/dev/random"
                             "</backend></rng>\n  </devices>")
        client.open(URI, text)
        actions = self.actions(client, span(text, "<domain"), ["source.fixAll"])
        self.assertEqual(len(actions), 1)
        action = list(actions.values())[0]
        self.assertEqual(action["kind"], "source.fixAll.vmlint")
        fixed = apply(text, self.edits(action))
        client.open(URI, fixed)
        safe = [d for d in client.diagnostics(URI) if d["data"]["fix"] == "safe"]
        self.assertEqual(safe, [])
        self.assertEqual(self.actions(client, span(fixed, "<domain"), ["refactor"]), {})

    def test_allow(self):
        client = self.start()
        client.open(URI, GUEST)
        action = self.actions(client, span(GUEST, "unsafe"))[
            "Allow disk-cache-unsafe here, with a reason"]
        text = apply(GUEST, self.edits(action))
        self.assertIn("    <!-- vmlint: allow disk-cache-unsafe: REASON -->\n    <disk", text)
        self.assertEqual([c for c in self.codes(client, text)
                          if c == "disk-cache-unsafe" or c.startswith("suppression")], [])

    def test_allow_in_virsh_edit(self):
        client = self.start()
        uri = "file:///tmp/virshA1b2C3.xml"
        text = GUEST
        for _ in range(2):
            client.open(uri, text)
            found = [d for d in client.diagnostics(uri)
                     if d["code"] in ("disk-cache-unsafe", "rng-missing")]
            action = [a for a in client.result("textDocument/codeAction", {
                "textDocument": {"uri": uri}, "range": found[0]["range"],
                "context": {"diagnostics": []}})
                if a["title"] == f"Allow {found[0]['code']} here, with a reason"][0]
            text = apply(text, self.edits(action))
            codes = self.codes(client, text, uri)
            self.assertNotIn(found[0]["code"], codes)
            self.assertEqual([c for c in codes if c.startswith(("suppr", "xml-"))], [], text)
        self.assertNotIn("<!--", text)
        self.assertEqual(text.count("<metadata>"), 1)
        self.assertEqual(text.count("<v:vmlint"), 1)

    def test_repair(self):
        client = self.start()
        text = GUEST.replace("dev='vda'", "dev=vda")
        client.open(URI, text)
        action = self.actions(client, span(text, "dev=vda"))["Repair 1 syntax error"]
        self.assertEqual(apply(text, self.edits(action)), GUEST)

    def test_explain(self):
        client = self.start()
        self.assertIsNone(client.result("workspace/executeCommand", {
            "command": "vmlint.explain", "arguments": ["disk-cache-unsafe"]}))
        shown = client.notifications[-1]
        self.assertEqual(shown["method"], "window/showMessage")
        self.assertIn("https://", shown["params"]["message"])
        for params in ({}, {"command": "x"}, {"command": "vmlint.explain", "arguments": [1]},
                       {"command": "vmlint.explain", "arguments": ["nonsense"]}):
            self.assertEqual(client.request("workspace/executeCommand", params)["error"]["code"],
                             -32602)


class Completion(Server):
    """Completion, hover and symbols."""

    def test_values(self):
        client = self.start()
        for tail in ("'/>", "", "' type='qcow2'/>", "/>", " type='qcow2'/>"):
            head = GUEST[:GUEST.index("unsafe")]
            items = self.labels(client, head + tail + "\n" + GUEST[GUEST.index("<source"):],
                                at(GUEST, "unsafe"))
            self.assertEqual(list(items), ["default", "directsync", "none", "unsafe", "writeback",
                                           "writethrough"], tail)
            closed = tail.startswith("'")
            self.assertEqual(items["none"]["textEdit"]["newText"],
                             "none" if closed else "none'", tail)

    def test_attributes(self):
        client = self.start()
        text = GUEST.replace("cache='unsafe'", "")
        items = self.labels(client, text, at(text, "type='qcow2' ", True))
        self.assertIn("cache", items)
        self.assertNotIn("type", items)
        self.assertEqual(items["cache"]["textEdit"]["newText"], "cache='$1'")
        self.assertEqual(items["discard_no_unref"]["detail"], "since libvirt 9.5")

    def test_elements(self):
        client = self.start()
        text = GUEST.replace("<source file", "<\n<source file")
        items = self.labels(client, text, at(text, "<\n", True) | {"line": 10, "character": 7})
        self.assertIn("iotune", items)
        for name in ("source", "target", "driver", "interface"):
            self.assertNotIn(name, items)

    def test_required_first(self):
        client = self.start()
        text = "<domain type='kvm'>\n  <\n"
        items = self.labels(client, text, {"line": 1, "character": 3})
        first = min(items.values(), key=lambda item: item["sortText"])
        self.assertEqual(first["label"], "name")
        self.assertIn("/domain", items)

    def test_end_tag(self):
        client = self.start()
        text = GUEST[:GUEST.index("</disk>")] + "</"
        items = self.labels(client, text, at(text + "@", "@"))
        self.assertEqual([i["textEdit"]["newText"] for i in items.values()], ["disk>"])
        items = self.labels(client, GUEST, at(GUEST, "</di", True))
        self.assertEqual([i["textEdit"]["newText"] for i in items.values()], ["disk"])

    def test_snippets(self):
        client = self.start()
        text = GUEST.replace("    <disk type", "    \n    <disk type")
        where = {"line": 8, "character": 4}
        items = [i for i in self.labels(client, text, where).values() if i["kind"] == 15]
        self.assertGreater(len(items), 15)
        plain = self.start(capabilities={})
        for item in self.labels(plain, text, where).values():
            if item["kind"] != 15:
                continue
            result = apply(text, [item["textEdit"]])
            self.assertNotIn("$", result)
            codes = self.codes(plain, result)
            self.assertEqual([c for c in codes if c.startswith(("xml-", "syntax"))], [],
                             item["label"])

    def test_no_snippet_of_what_is_present(self):
        client = self.start()
        text = GUEST.replace("    <disk type", "    \n    <memballoon model='none'/>\n    <disk type")
        items = self.labels(client, text, {"line": 8, "character": 4})
        self.assertNotIn("memballoon: virtio", items)
        self.assertIn("rng: /dev/urandom", items)

    def test_defaults(self):
        client = self.start()
        items = self.labels(client, GUEST, at(GUEST, "qcow2"))
        self.assertEqual([i["label"] for i in items.values() if i.get("detail") == "default"],
                         ["raw"])
        text = GUEST.replace("type='qcow2'", "")
        items = self.labels(client, text, at(text, "name='qemu' ", True))
        self.assertEqual(items["type"]["detail"], "default raw")

    def test_deprecated(self):
        text = GUEST.replace("type='file'", "type='network'").replace(
            "file='/images/g.qcow2'", "protocol='rbd' name='a/b'")
        for item, found in (({"tagSupport": {"valueSet": [1]}}, {"tags": [1]}),
                            ({"deprecatedSupport": True}, {"deprecated": True}), ({}, {})):
            client = self.start(capabilities={"textDocument": {
                "completion": {"completionItem": item}}})
            items = self.labels(client, text, at(text, "rbd"))
            for name in ("rbd", "gluster"):
                got = {k: v for k, v in items[name].items() if k in ("tags", "deprecated")}
                self.assertEqual(got, found if name == "gluster" else {})
            self.assertEqual(items["gluster"]["detail"], "deprecated")
            hover = client.result("textDocument/hover", {
                "textDocument": {"uri": URI}, "position": at(text, "rbd")})
            self.assertIn("`gluster` (deprecated)", hover["contents"]["value"])
            self.assertGreater(items["gluster"]["sortText"], items["ssh"]["sortText"])

    def test_deprecated_values_have_findings(self):
        """A value that completion marks as deprecated is one that a rule reports."""
        client = self.start(capabilities={"textDocument": {"completion": {
            "completionItem": {"tagSupport": {"valueSet": [1]}}}}})
        devices = ("<disk type='network'><source protocol='@' name='x/y'/>"
                   "<target dev='vda' bus='virtio'/></disk>",
                   "<filesystem type='mount'><driver type='@'/><source dir='/a'/>"
                   "<target dir='b'/></filesystem>",
                   "<hostdev mode='subsystem' type='pci'><driver name='@'/><source>"
                   "<address domain='0' bus='1' slot='0' function='0'/></source></hostdev>",
                   "<interface type='hostdev'><driver name='@'/><source>"
                   "<address type='pci' domain='0' bus='1' slot='0' function='0'/></source>"
                   "</interface>")
        for device in devices:
            text = GUEST[:GUEST.index("    <disk")] + device + "\n  </devices>\n</domain>\n"
            items = self.labels(client, text, at(text, "@"))
            old = [name for name, item in items.items() if item.get("tags")]
            self.assertTrue(old, device)
            for name in old:
                client.open(URI, text.replace("@", name))
                self.assertTrue([d for d in client.diagnostics(URI)
                                 if d["range"]["start"]["line"] == at(text, "@")["line"] and
                                 name in d["message"]], (device, name))

    def test_namespaces(self):
        client = self.start()
        text = GUEST.replace("</domain>", "  <qemu:commandline xmlns:qemu="
                             "'http://libvirt.org/schemas/domain/qemu/1.0'>\n<\n</domain>")
        where = {"line": text[:text.index("\n<\n")].count("\n") + 1, "character": 1}
        items = self.labels(client, text, where)
        self.assertEqual(set(items), {"qemu:arg", "qemu:env", "/qemu:commandline"})
        self.assertEqual(items["qemu:arg"]["textEdit"]["newText"], "qemu:arg value='$1'$0/>")
        items = self.labels(client, GUEST.replace("<devices>", "<\n<devices>"),
                            {"line": 7, "character": 3})
        self.assertIn("xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>",
                      items["qemu:commandline"]["textEdit"]["newText"])

    def test_target(self):
        client = self.start("--no-config", "--target", "libvirt=9.0")
        text = GUEST.replace("cache='unsafe'", "")
        items = self.labels(client, text, at(text, "type='qcow2' ", True))
        self.assertNotIn("discard_no_unref", items)

    def test_nothing(self):
        client = self.start()
        text = GUEST.replace("<vcpu>", "<!-- x --><vcpu>")
        self.assertEqual(self.labels(client, text, at(text, "<!-- x", True)), {})
        self.assertEqual(list(self.labels(client, "", {"line": 0, "character": 0})), ["domain"])

    def test_hover(self):
        client = self.start()
        client.open(URI, GUEST)
        found = client.result("textDocument/hover", {
            "textDocument": {"uri": URI}, "position": at(GUEST, "unsafe")})
        self.assertIn("`writethrough`", found["contents"]["value"])
        self.assertIn("disk-cache-unsafe", found["contents"]["value"])

    def test_symbols(self):
        client = self.start()
        client.open(URI, GUEST)
        found = client.result("textDocument/documentSymbol", {"textDocument": {"uri": URI}})
        self.assertEqual([s["name"] for s in found], ["g\u00e4st\U0001f600"])
        devices = [s for s in found[0]["children"] if s["name"] == "devices"][0]
        self.assertEqual([s["name"] for s in devices["children"]], ["disk 'vda'"])


class Configuration(Server):
    """Configuration files and settings."""

    def setUp(self):
        super().setUp()
        self.root = tempfile.mkdtemp()
        self.uri = "file://" + self.root + "/guest.xml"

    def tearDown(self):
        super().tearDown()
        shutil.rmtree(self.root)

    def write(self, text, name=".vmlint.ini"):
        """Write the configuration, or another file, and its directories."""
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def uri_of(self, name):
        """The URI of a file."""
        return "file://" + self.root + "/" + name

    def shown(self, client):
        """The messages that the server has shown."""
        return [m["params"]["message"] for m in client.notifications
                if m["method"] == "window/showMessage"]

    def test_reload(self):
        self.write("[vmlint]\ndisable = disk-cache-unsafe\n")
        client = self.start("--stdio", root="file://" + self.root)
        self.assertEqual([r["method"] for r in client.requests], [])
        self.assertNotIn("disk-cache-unsafe", self.codes(client, GUEST, self.uri))
        self.assertEqual(client.requests[0]["method"], "client/registerCapability")
        self.write("[vmlint]\n")
        client.notify("workspace/didChangeWatchedFiles", {"changes": []})
        self.assertIn("disk-cache-unsafe",
                      [d["code"] for d in client.diagnostics(self.uri)])
        # without a notification, the configuration is read again when a document is opened
        self.write("[vmlint]\nonly = disk-cache-unsafe\n")
        self.assertEqual(self.codes(client, GUEST, self.uri), ["disk-cache-unsafe"])
        self.write("[vmlint]\nnonsense = 1\n")
        self.assertGreater(len(self.codes(client, GUEST, self.uri)), 1)
        shown = [m for m in client.notifications if m["method"] == "window/showMessage"]
        self.assertEqual(shown[0]["params"]["type"], 1)
        self.assertIn("nonsense", shown[0]["params"]["message"])

    def test_folders(self):
        self.write("[vmlint]\nonly = disk-cache-unsafe\n", "a/.vmlint.ini")
        self.write("[vmlint]\nonly = rng-missing\n", "b/.vmlint.ini")
        client = self.start("--stdio", start=False)
        client.result("initialize", {"capabilities": {}, "workspaceFolders": [
            {"name": n, "uri": self.uri_of(n)} for n in ("a", "b")]})
        client.notify("initialized", {})
        self.assertEqual(self.codes(client, GUEST, self.uri_of("a/x.xml")), ["disk-cache-unsafe"])
        self.assertEqual(self.codes(client, GUEST, self.uri_of("b/x.xml")), ["rng-missing"])
        # a subdirectory of a folder uses the configuration of the folder
        self.assertEqual(self.codes(client, GUEST, self.uri_of("b/c/x.xml")), ["rng-missing"])
        # outside of the folders, without a repository: only the directory of the document
        self.write("[vmlint]\nonly = disk-cache-unsafe\n", "d/.vmlint.ini")
        self.assertEqual(self.codes(client, GUEST, self.uri_of("d/x.xml")), ["disk-cache-unsafe"])
        self.assertGreater(len(self.codes(client, GUEST, self.uri_of("d/e/x.xml"))), 1)
        # documents that are not files use the configuration of the first folder
        self.assertEqual(self.codes(client, GUEST, "untitled:x"), ["disk-cache-unsafe"])
        # a folder is removed
        client.notify("workspace/didChangeWorkspaceFolders", {"event": {
            "removed": [{"name": "b", "uri": self.uri_of("b")}], "added": []}})
        self.assertGreater(len(self.codes(client, GUEST, self.uri_of("b/c/x.xml"))), 1)
        # and is added again, with a slash at the end
        client.notify("workspace/didChangeWorkspaceFolders", {"event": {
            "added": [{"name": "b", "uri": self.uri_of("b/")}], "removed": []}})
        self.assertEqual(self.codes(client, GUEST, self.uri_of("b/c/x.xml")), ["rng-missing"])
        # in a repository, a subdirectory uses the configuration of the root
        os.mkdir(self.root + "/d/.git")
        self.assertEqual(self.codes(client, GUEST, self.uri_of("d/e/x.xml")),
                         ["disk-cache-unsafe"])

    def test_changes_of_one_configuration(self):
        self.write("[vmlint]\nonly = disk-cache-unsafe\n")
        self.write("[vmlint]\nonly = rng-missing\n", "other/.vmlint.ini")
        client = self.start("--stdio", root="file://" + self.root)
        first, second = self.uri, self.uri_of("second.xml")
        self.assertEqual(self.codes(client, GUEST, first), ["disk-cache-unsafe"])
        version = client.version
        self.assertEqual(self.codes(client, GUEST, second), ["disk-cache-unsafe"])
        self.assertEqual(self.codes(client, GUEST, self.uri_of("other/x.xml")), ["rng-missing"])
        # a changed configuration that is read for one document applies to the others, too
        self.write("[vmlint]\nonly = rng-missing\n")
        self.assertEqual(self.codes(client, GUEST, second), ["rng-missing"])
        self.assertEqual([d["code"] for d in client.diagnostics(first, version)], ["rng-missing"])

    def test_errors_are_shown_once(self):
        self.write("[vmlint]\nonyl = disk-cache-unsafe\n")
        client = self.start("--stdio", root="file://" + self.root)
        for _ in range(3):
            self.assertGreater(len(self.codes(client, GUEST, self.uri)), 1)
        self.assertEqual(len(self.shown(client)), 1)
        self.assertIn(".vmlint.ini:2", self.shown(client)[0])
        self.assertIn("only", self.shown(client)[0])
        self.assertIn("until this is corrected", self.shown(client)[0])
        self.write("[vmlint]\nonly = disk-cache-unsafe\n")
        self.assertEqual(self.codes(client, GUEST, self.uri), ["disk-cache-unsafe"])

    def test_hosts(self):
        network = ("<vmlint-host format='1' name='prod1' libvirt='9.0.0' driver='QEMU'><networks>"
                   "<entry active='{0}' autostart='no'><network><name>lab</name></network></entry>"
                   "</networks></vmlint-host>\n")
        text = GUEST.replace("</devices>", "  <interface type='network'>\n"
                             "      <source network='lab'/>\n    </interface>\n  </devices>")
        self.write("[vmlint]\nonly = host-network\nhost = hosts/prod1.xml\n")
        self.write(network.format("no"), "hosts/prod1.xml")
        client = self.start("--stdio", root="file://" + self.root)
        self.assertEqual(self.codes(client, text, self.uri), ["host-network"])
        # the profile is changed, then removed
        self.write(network.format("yes "), "hosts/prod1.xml")
        self.assertEqual(self.codes(client, text, self.uri), [])
        os.remove(self.root + "/hosts/prod1.xml")
        for _ in range(2):
            self.assertNotIn("host-network", self.codes(client, text, self.uri))
        self.assertEqual(len(self.shown(client)), 1)
        self.assertIn("hosts/prod1.xml", self.shown(client)[0])
        self.write(network.format("no"), "hosts/prod1.xml")
        self.assertEqual(self.codes(client, text, self.uri), ["host-network"])
        # items that are newer than the host are not offered
        text = text.replace("cache='unsafe'", "")
        client.open(self.uri, text)
        items = [i["label"] for i in client.result("textDocument/completion", {
            "textDocument": {"uri": self.uri},
            "position": at(text, "type='qcow2' ", True)})["items"]]
        self.assertIn("cache", items)
        self.assertNotIn("discard_no_unref", items)
        # hosts from settings of the client, and from the command line
        client = self.start("--no-config", root="file://" + self.root,
                            options={"host": ["hosts/prod1.xml"]})
        self.assertIn("host-network", self.codes(client, text, self.uri))
        client.notify("workspace/didChangeConfiguration", {"settings": {"host": []}})
        self.assertNotIn("host-network", [d["code"] for d in client.diagnostics(self.uri)])
        client = self.start("--no-config", "--host", self.root + "/hosts/prod1.xml")
        self.assertIn("host-network", self.codes(client, text, self.uri))

    def test_target_of_configuration(self):
        self.write("[vmlint]\ntarget = libvirt=9.0\n[domains \"new\"]\ntarget = libvirt=9.6\n")
        client = self.start("--stdio", root="file://" + self.root)
        for name, found in (("old", False), ("new", True)):
            text = GUEST.replace("cache='unsafe'", "").replace("g\u00e4st\U0001f600", name)
            client.open(self.uri, text)
            client.diagnostics(self.uri)
            items = [i["label"] for i in client.result("textDocument/completion", {
                "textDocument": {"uri": self.uri},
                "position": at(text, "type='qcow2' ", True)})["items"]]
            self.assertEqual("discard_no_unref" in items, found)

    def test_baseline(self):
        with open(self.root + "/guest.xml", "w", encoding="utf-8") as file:
            file.write(GUEST)
        subprocess.run([VMLINT, "-q", "--no-config", "--write-baseline", "known.json",
                        "guest.xml"], cwd=self.root, stdout=subprocess.DEVNULL, check=False)
        self.write("[vmlint]\nbaseline = known.json\n")
        client = self.start("--stdio", root="file://" + self.root)
        self.assertEqual(self.codes(client, GUEST, self.uri), [])
        self.assertEqual(self.codes(client, GUEST.replace("<vcpu>", "<nonsense/><vcpu>"),
                                    self.uri), ["xml-unknown-element"])

    def test_settings(self):
        client = self.start(options={"min-severity": "error"})
        client.open(URI, GUEST)
        self.assertEqual({d["severity"] for d in client.diagnostics(URI)}, {1})
        client.notify("workspace/didChangeConfiguration",
                      {"settings": {"vmlint": {"min-severity": "info", "target": "debian-12"}}})
        self.assertIn(3, {d["severity"] for d in client.diagnostics(URI)})
        client.notify("workspace/didChangeConfiguration",
                      {"settings": {"vmlint": {"target": "nonsense"}}})
        client.diagnostics(URI)
        self.assertIn("window/showMessage", [m["method"] for m in client.notifications])


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[2:])
