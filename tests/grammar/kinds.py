"""Kinds of values: maps the data patterns of libvirt's schemas to the kinds of src/grammar."""

import re

import rng

INT_LIMITS = {
    "unsignedInt": (0, 2**32 - 1), "unsignedLong": (0, None), "unsignedShort": (0, 65535),
    "positiveInteger": (1, 2**32 - 1), "int": (-(2**31), 2**31 - 1), "short": (-(2**15), 2**15 - 1),
    "long": (None, None), "integer": (None, None),
}

# named pattern of the schema -> kind
NAMED = {
    "UUID": "UUID", "macAddr": "MAC", "uniMacAddr": "MAC_UNICAST", "ipv4Addr": "IPV4",
    "ipv6Addr": "IPV6", "dnsName": "HOST", "objectName": "OBJECT_NAME",
    "objectNameWithSlash": "TITLE_NAME", "genericName": "GENERIC_NAME",
    "deviceName": "DEVICE_NAME", "zoneName": "ZONE", "filePath": "PATH", "dirPath": "PATH",
    "dbusAddr": "STRING", "absFilePath": "ABS_PATH", "vmwarePath": "ABS_PATH",
    "absDirPath": "ABS_DIR", "unit": "SIZE_UNIT", "usbId": "USB_ID", "usbVersion": "VERSION",
    "usbPort": "USB_PORT", "wwn": "WWN", "cpuset": "CPUSET", "volName": "VOLUME",
    "cpuModel": "CPU_VENDOR_ID", "featureName": "FEATURE_NAME", "ostypehvm": "FEATURE_NAME",
    "hostcpu": "FEATURE_NAME", "osexe": "IDENTIFIER", "diskTargetDev": "DISK_TARGET",
    "profileName": "PROFILE_NAME", "hostdevsubsyshost": "NAA", "deviceBoot": "LOADPARM",
    "hyperv": "VENDOR_ID", "diskSerial": "SERIAL", "timeZone": "TIMEZONE",
    "aliasName": "ALIAS", "filter-param-name": "FILTER_NAME",
    "filter-param-value": "FILTER_VALUE", "interface-options": "ZONE", "shmem": "NO_SLASH",
    "timeDelta": "SIGNED_DELTA", "octalMode": "OCTAL", "createMode": "OCTAL",
    "compat": "VERSION",
}

# choices of kinds -> kind
UNIONS = {
    frozenset(["IPV4", "IPV6"]): "IP",
    frozenset(["IPV4", "IPV6", "HOST"]): "HOST",
    frozenset(["ABS_PATH", "ABS_DIR"]): "ABS_PATH",
    frozenset(["ABS_PATH", "DEVICE_NAME"]): "PATH",
    frozenset(["UINT", "HEX"]): "NUMBER", frozenset(["UINT", "HEX0X"]): "NUMBER",
    frozenset(["UINT", "USB_PORT"]): "USB_PORT",
}


# (kind, min, max): default range of the kind, which the tables do not repeat
FULL = {("UINT", 0, 2**32 - 1), ("NUMBER", 0, 2**32 - 1), ("ULONG", 0, None), ("HEX", 0, None),
        ("INT", -(2**31), 2**31 - 1)}


def of_pattern(define, pattern):
    """The kind of a string pattern, and its range."""
    hexadecimal = re.fullmatch(r"(\(0x\)\?|0x)\[(?:0-9a-fA-F|a-fA-F0-9)\](?:\{1,(\d+)\})?", pattern)
    if hexadecimal:
        kind = "HEX0X" if hexadecimal[1] == "0x" else "HEX"
        return kind, 0, 16 ** int(hexadecimal[2] or 1) - 1
    decimal = re.fullmatch(r"\[0-9\]\{1,(\d+)\}", pattern)
    if decimal:
        digits = int(decimal[1])
        return "UINT", 0, 10**digits - 1 if digits < 18 else None
    printable = re.fullmatch(r"\[ -~\]\{(\d+),(\d+)\}", pattern)
    if printable:
        return "PRINTABLE", int(printable[1]), int(printable[2])
    fixed = {
        "(0x)?[0-9a-f]+": ("HEX", 0, None), "(0x)?[0-1]?[0-9a-fA-F]": ("HEX", 0, 31),
        "(0x)?[0-7]": ("HEX", 0, 7), "(0x)?[0-3]": ("HEX", 0, 3), 
        "0x[0-9a-eA-E][0-9a-fA-F]?": ("HEX0X", 0, 0xFE), "0x[fF][0-9a-eA-E]?": ("HEX0X", 0, 0xFE),
    }
    if pattern in fixed:
        return fixed[pattern]
    if define == "diskSourceNetworkProtocolHTTPCookies":
        return ("COOKIE_VALUE" if pattern.startswith('"') else "COOKIE_NAME"), None, None
    if define == "interface-bridge-attributes" or define == "duidLLT":
        return "TEXT", None, None
    if define in NAMED:
        return NAMED[define], None, None
    raise ValueError(f"pattern of {define} has no kind: {pattern}")


def of_data(leaf):
    """(kind, min, max, keywords) of a data pattern."""
    _, kind, params, define = leaf
    values = dict(params)
    pattern = values.get("pattern")
    if define in ("octalMode", "createMode"):
        return "OCTAL", None, None, ()
    if kind in INT_LIMITS:
        low, high = INT_LIMITS[kind]
        low = int(values["minInclusive"]) if "minInclusive" in values else low
        high = int(values["maxInclusive"]) if "maxInclusive" in values else high
        return ("UINT" if low is not None and low >= 0 else "INT"), low, high, ()
    if kind == "dateTime":
        return "DATETIME", None, None, ()
    if kind in ("string", "NCName") and pattern is None:
        high = int(values["maxLength"]) if "maxLength" in values else None
        return "TEXT", 0 if high else None, high, ()
    if re.fullmatch(r"\(?[a-z0-9_-]+\)?(\|\(?[a-z0-9_-]+\)?)+\)?", pattern.strip("()")):
        return "KEYWORDS", None, None, tuple(re.findall(r"[a-z0-9_-]+", pattern))
    if pattern == "-1":
        return "KEYWORDS", None, None, ("-1",)
    return (*of_pattern(define, pattern), ())


def merge(kinds):
    """Merge a set of (kind, min, max) into one that accepts all their values."""
    names = {k for k, _, _ in kinds}
    if not names:
        return "KEYWORDS", None, None
    if "TEXT" in names and len(names) > 1:
        return "TEXT", None, None
    if names & {"HEX", "HEX0X", "UINT"} == names and len(names) > 1:
        name = "NUMBER"
    else:
        name = UNIONS.get(frozenset(names)) or (len(names) == 1 and names.copy().pop())
    if not name:
        raise ValueError(f"no kind for the choice of {sorted(names)}")
    lows = [low for _, low, _ in kinds]
    highs = [high for _, _, high in kinds]
    return name, None if None in lows else min(lows), None if None in highs else max(highs)


def of_values(values, optional=False):
    """(kind, min, max, set of keywords) of value patterns; optional: may be empty."""
    kinds, words = set(), set()
    for value in values:
        for leaf in rng.leaves(value):
            if leaf[0] == "value":
                words.add(leaf[1])
            elif leaf[0] == "empty":
                words.add("")
            elif leaf[0] == "text":
                kinds.add(("TEXT", None, None))
            elif leaf[0] == "data":
                kind, low, high, more = of_data(leaf)
                words.update(more)
                if kind != "KEYWORDS":
                    kinds.add((kind, low, high))
    kind, low, high = merge(kinds)
    if kind == "UINT" and (high is None or high >= 2**32):
        kind = "ULONG"
    if (kind, low, high) in FULL:
        low = high = None
    if kind == "TEXT" and high is None:
        words = set()
    elif optional and kind != "TEXT":
        words.add("")
    return kind, low, high, frozenset(words)
