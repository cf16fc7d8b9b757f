#!/usr/bin/python3
"""Check an HTML report: nesting, policy, references, and the rows of the findings of a JSON report.

usage: html_page.py PAGE [JSON]
"""
import base64
import hashlib
import json
import re
import sys
from html.parser import HTMLParser

VOID = {"meta", "rect"}
# elements and attributes that the program writes; anything else was not escaped
ELEMENTS = set("""html head meta title style body header main footer h1 h2 h3 h4 p ul li b em small span a section svg
    rect div table thead tbody tr th td details summary noscript pre mark article script""".split())
ATTRIBUTES = set("""lang charset http-equiv content name class id href rel scope data-field aria-hidden
    aria-labelledby width height rx""".split())


class Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.errors, self.policy, self.parts = [], [], "", {}
        self.ids, self.targets, self.rows, self.cell = set(), set(), [], None
        self.failed, self.in_failed = 0, False  # items of the list of inputs with errors

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        if tag not in ELEMENTS or set(names) - ATTRIBUTES or len(names) != len(set(names)):
            self.errors.append(f"unexpected <{tag} {attrs}>")
        attrs = dict(attrs)
        if attrs.get("http-equiv") == "Content-Security-Policy":
            self.policy = attrs["content"]
        if "id" in attrs:
            self.ids.add(attrs["id"])
        if tag == "a":
            self.link(attrs)
        if tag == "tr":
            self.rows.append([])
        if tag == "ul":
            self.in_failed = attrs.get("class") == "failed"
        self.failed += tag == "li" and self.in_failed
        if tag in ("td", "summary") and self.rows:
            self.rows[-1].append("")
            self.cell = tag
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)

    def link(self, attrs):
        href = attrs["href"]
        if href.startswith("#"):
            self.targets.add(href[1:])
        elif re.fullmatch(r"[a-z0-9-]+\.html", href):
            return  # another rule page
        elif not re.match(r"https?://", href) or attrs.get("rel") != "noopener noreferrer":
            self.errors.append(f"link to {href}")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.errors.append(f"unexpected </{tag}> at {self.getpos()}")
        if tag in ("td", "summary", "tr"):
            self.cell = None

    def handle_data(self, data):
        if self.open and self.open[-1] in ("style", "script"):
            self.parts[self.open[-1]] = self.parts.get(self.open[-1], "") + data
        if self.cell:
            self.rows[-1][-1] += data


def check_policy(page):
    for part in ("style", "script"):
        if part == "script" and part not in page.parts and "script-src" not in page.policy:
            continue  # a rule page
        digest = hashlib.sha256(page.parts.get(part, "").encode()).digest()
        if f"{part}-src 'sha256-{base64.b64encode(digest).decode()}';" not in page.policy:
            page.errors.append(f"the policy has another hash than the {part}")
        if re.search(r"url\(|@import|fetch|XMLHttpRequest|innerHTML|eval", page.parts.get(part, "")):
            page.errors.append(f"the {part} may load or execute text")
    if not page.policy.startswith("default-src 'none'; ") or "unsafe" in page.policy:
        page.errors.append(f"policy: {page.policy}")


def check_rows(page, findings):
    wanted = [(f["severity"], f["rule"]) for f in findings]
    rows = [(row[0], row[-1].split()[0]) for row in page.rows[1:]]
    if wanted != rows:
        page.errors.append(f"{len(rows)} rows, not the {len(wanted)} findings")


def read(path):
    """Parse a page; its errors are in the result."""
    page = Page()
    with open(path, encoding="utf-8") as file:
        page.feed(file.read())
    page.close()
    if page.open:
        page.errors.append(f"not closed: {page.open}")
    if page.targets - page.ids:
        page.errors.append(f"links to nowhere: {page.targets - page.ids}")
    check_policy(page)
    return page


def main():
    page = read(sys.argv[1])
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="utf-8") as file:
            findings = json.load(file)["findings"]
        check_rows(page, findings)
        if not findings:
            page.errors.append("no findings")
    for error in page.errors[:20]:
        print(error)
    sys.exit(1 if page.errors else 0)


if __name__ == "__main__":
    main()
