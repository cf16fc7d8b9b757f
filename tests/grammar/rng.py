"""Reader of RELAX NG schemas: which attributes and children an element may have.

Patterns are tuples, made by the functions choice(), group() ..., which simplify. The content of
an element is specialised by derivatives (after James Clark, "An algorithm for RELAX NG
validation"): with(pattern, name, value) is the pattern of the rest after an attribute,
without(pattern, name) the pattern if the attribute is absent.
"""

import functools
import os
import xml.etree.ElementTree as ElementTree

RNG = "{http://relaxng.org/ns/structure/1.0}"

EMPTY = ("empty",)
NONE = ("none",)  # notAllowed
TEXT = ("text",)


def choice(a, b):
    if a == NONE or a == b:
        return b
    return a if b == NONE else ("choice", a, b)


def pair(kind, a, b):
    """group or interleave"""
    if NONE in (a, b):
        return NONE
    if a == EMPTY:
        return b
    return a if b == EMPTY else (kind, a, b)


def many(a):
    return a if a in (NONE, EMPTY) else ("many", a)


class Element:
    """An <element> of a schema: its name, and its content, which is read on demand."""

    def __init__(self, grammar, node, define, ns):
        self.grammar, self.node, self.define, self.ns = grammar, node, define, ns
        self.name = node.get("name")  # None: any name

    @functools.cached_property
    def content(self):
        nodes = [n for n in self.node if n.tag not in (RNG + "anyName", RNG + "nsName")]
        return self.grammar.sequence(nodes, self.define, self.ns)

    def __repr__(self):
        return f"<{self.name} in {self.define}>"


class Grammar:
    """The schema of domains in a directory of *.rng files."""

    def __init__(self, directory, start="domain.rng"):
        self.directory = directory
        self.defines = {}  # name -> [(combine, nodes)]
        self.elements = {}  # node -> Element
        self.cache = {}
        self.root = None
        self.load(start, {})
        self.start = self.sequence(list(self.root), "start", "")

    def load(self, name, overrides):
        root = ElementTree.parse(os.path.join(self.directory, name)).getroot()
        for node in root:
            if node.tag == RNG + "include":
                replaced = {d.get("name") for d in node if d.tag == RNG + "define"}
                self.load(node.get("href"), replaced)
                for define in node:
                    self.define(define)
            elif node.tag == RNG + "start":
                self.root = self.root if self.root is not None else node
            elif node.tag == RNG + "define" and node.get("name") not in overrides:
                self.define(node)

    def define(self, node):
        if node.tag == RNG + "define":
            self.defines.setdefault(node.get("name"), []).append(node)

    def ref(self, name):
        if name not in self.cache:
            result = None
            for node in self.defines[name]:
                pattern = self.sequence(list(node), name, node.get("ns") or "")
                if result is None:
                    result = pattern
                elif any(n.get("combine") == "interleave" for n in self.defines[name]):
                    result = pair("interleave", result, pattern)
                else:
                    result = choice(result, pattern)
            self.cache[name] = result
        return self.cache[name]

    def sequence(self, nodes, define, ns, kind="group"):
        result = EMPTY
        for node in nodes:
            if isinstance(node.tag, str) and node.tag.startswith(RNG):
                result = pair(kind, result, self.pattern(node, define, ns))
        return result

    def pattern(self, node, define, ns):
        tag = node.tag[len(RNG) :]
        ns = node.get("ns", ns)
        if tag == "element":
            if node not in self.elements:
                self.elements[node] = Element(self, node, define, ns)
            return ("element", self.elements[node])
        if tag == "attribute":
            nodes = [n for n in node if n.tag not in (RNG + "anyName", RNG + "nsName")]
            value = self.sequence(nodes, define, ns) if nodes else TEXT
            return ("attribute", node.get("name"), value)
        if tag == "ref":
            return self.ref(node.get("name"))
        if tag == "value":
            return ("value", node.text or "")
        if tag == "data":
            params = tuple((p.get("name"), p.text or "") for p in node if p.tag == RNG + "param")
            return ("data", node.get("type"), params, define)
        if tag == "list":
            return ("list", self.sequence(list(node), define, ns))
        if tag in ("empty", "text", "notAllowed"):
            return {"empty": EMPTY, "text": TEXT, "notAllowed": NONE}[tag]
        if tag == "choice":
            result = NONE
            for child in node:
                if isinstance(child.tag, str) and child.tag.startswith(RNG):
                    result = choice(result, self.pattern(child, define, ns))
            return result
        inner = self.sequence(list(node), define, ns, "interleave" if tag == "interleave" else "group")
        if tag == "optional":
            return choice(inner, EMPTY)
        if tag == "zeroOrMore":
            return choice(many(inner), EMPTY)
        if tag == "oneOrMore":
            return many(inner)
        if tag == "mixed":
            return pair("interleave", TEXT, inner)
        if tag in ("group", "interleave"):
            return inner
        raise ValueError(f"{self.directory}: unknown pattern <{tag}>")


def walk(pattern):
    """The attributes, elements and strings at the top of a pattern."""
    stack, seen = [pattern], set()
    while stack:
        p = stack.pop()
        if p[0] in ("choice", "group", "interleave", "many"):
            if id(p) not in seen:
                seen.add(id(p))
                stack.extend(reversed(p[1:]))
        elif p[0] not in ("empty", "none"):
            yield p


def leaves(value):
    """The data, value and text patterns of an attribute's or string's value."""
    if value[0] in ("choice", "group", "interleave", "many", "list"):
        for part in value[1:]:
            yield from leaves(part)
    else:
        yield value


def rest(pattern, matches):
    """The derivative by one attribute or element for which `matches` is true."""
    memo = {}

    def derive(p):
        if id(p) in memo:
            return memo[id(p)][1]
        if p[0] in ("attribute", "element"):
            result = EMPTY if matches(p) else NONE
        elif p[0] == "choice":
            result = choice(derive(p[1]), derive(p[2]))
        elif p[0] in ("group", "interleave"):
            result = choice(pair(p[0], derive(p[1]), p[2]), pair(p[0], p[1], derive(p[2])))
        elif p[0] == "many":
            result = pair("group", derive(p[1]), choice(p, EMPTY))
        else:
            result = NONE
        memo[id(p)] = (p, result)
        return result

    return derive(pattern)


def drop(pattern, matches):
    """The pattern without the attributes or elements for which `matches` is true."""
    memo = {}

    def remove(p):
        if id(p) in memo:
            return memo[id(p)][1]
        if p[0] in ("attribute", "element"):
            result = NONE if matches(p) else p
        elif p[0] == "choice":
            result = choice(remove(p[1]), remove(p[2]))
        elif p[0] in ("group", "interleave"):
            left = remove(p[1])
            result = NONE if left == NONE else pair(p[0], left, remove(p[2]))
        elif p[0] == "many":
            result = many(remove(p[1]))
        else:
            result = p
        memo[id(p)] = (p, result)
        return result

    return remove(pattern)


def is_attribute(name, value=None):
    """Return a test for attributes of this name that have the keyword `value` (None: any value)."""

    def matches(p):
        if p[0] != "attribute" or p[1] != name:
            return False
        return value is None or any(w == ("value", value) for w in leaves(p[2]))

    return matches


def is_child(key):
    return lambda p: p[0] == "element" and (p[1].ns, p[1].name) == key


def specialise(pattern, name, value):
    """The pattern if an attribute has a keyword; "": if it is absent."""
    if value == "":
        return drop(pattern, is_attribute(name))
    return rest(pattern, is_attribute(name, value))


class Item:
    """An attribute, a child element or the string in the content of an element."""

    def __init__(self):
        self.values = set()  # of an attribute or string: patterns
        self.elements = set()  # of a child
        self.required = self.many = False


def items(pattern):
    """key -> Item; key: ("a", name), ("c", ns, name), ("s",) or ("any",)"""
    result = {}
    for p in walk(pattern):
        if p[0] == "attribute":
            key = ("a", p[1]) if p[1] else ("any",)
        elif p[0] == "element":
            key = ("c", p[1].ns, p[1].name) if p[1].name else ("any",)
        else:
            key = ("s",)
        item = result.setdefault(key, Item())
        if p[0] == "element":
            item.elements.add(p[1])
        else:
            item.values.add(p[2] if p[0] == "attribute" else p)
    for key, item in result.items():
        if key[0] == "a":
            item.required = drop(pattern, is_attribute(key[1])) == NONE
        elif key[0] == "c":
            matches = is_child(key[1:])
            item.required = drop(pattern, matches) == NONE
            item.many = any(matches(p) for p in walk(rest(pattern, matches)))
    return result


def keywords(values):
    """The set of keywords of values; None if a value is not a keyword."""
    found = set()
    for value in values:
        for leaf in leaves(value):
            if leaf[0] != "value":
                return None
            found.add(leaf[1])
    return found


def content(elements):
    """The content of any of several elements."""
    result = NONE
    for element in sorted(elements, key=lambda e: (e.define, id(e))):
        result = choice(result, element.content)
    return result


def shape(pattern):
    """What a pattern allows, comparable: key -> elements, values, required, many."""
    return {
        key: (frozenset(item.elements), frozenset(item.values), item.required, item.many)
        for key, item in items(pattern).items()
    }


def keyword_attributes(pattern):
    """name -> the keywords that an attribute may have; "" if it may be absent"""
    result = {}
    for key, item in items(pattern).items():
        words = keywords(item.values) if key[0] == "a" else None
        if words:
            result[key[1]] = words | (set() if item.required else {""})
    return result


# Names of attributes that select a variant. Other attributes are no selectors even if their value
# changes what a schema allows: sharePolicy of a display only does because it implies type='vnc'.
SELECTORS = {
    "arch", "backend", "device", "enabled", "firmware", "labelskip", "mode", "model", "name",
    "offset", "placement", "protocol", "relabel", "scheduler", "state", "tickpolicy", "transport",
    "type",
}


def selectors(pattern):
    """The attributes whose keyword decides what else is allowed: name -> keywords.

    First the attribute with the largest effect, then those that have an effect in addition to it.
    """
    best, branches, most = None, (), 1
    for name, words in sorted(keyword_attributes(pattern).items()):
        if name not in SELECTORS:
            continue
        fixed = [specialise(pattern, name, word) for word in sorted(words)]
        shapes = []
        for part in fixed:
            other = shape(part)
            other.pop(("a", name), None)
            if other not in shapes:
                shapes.append(other)
        # prefer type: the order of selectors must not depend on details of a schema
        effect = len(shapes) * (1.5 if name == "type" else 1) if len(shapes) > 1 else 1
        if effect > most:
            best, branches, most = name, fixed, effect
    if best is None:
        return {}
    found = {best: keyword_attributes(pattern)[best]}
    for part in branches:
        for name, words in selectors(part).items():
            found[name] = found.get(name, set()) | words
    return found
