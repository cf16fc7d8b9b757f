#!/usr/bin/env python3
"""The same as demo.c, in Python: demo.py LIBRARY [--host PROFILE]... FILE..."""
import ctypes
import json
import sys

library = ctypes.CDLL(sys.argv[1])
library.vmlint_free.argtypes = [ctypes.c_void_p]
library.vmlint_audit_json.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p,
                                      ctypes.POINTER(ctypes.c_void_p)]

paths = sys.argv[2:]
hosts = {}
while paths[0] == "--host":
    with open(paths[1], encoding="utf-8") as file:
        hosts[paths[1]] = file.read()
    del paths[:2]
for path in paths:
    with open(path, "rb") as file:
        xml = file.read()
    text = ctypes.c_void_p()
    options = json.dumps({"name": path, "hosts": hosts}).encode()
    if library.vmlint_audit_json(xml, len(xml), options, ctypes.byref(text)):
        sys.exit(ctypes.string_at(text).decode())
    sys.stdout.buffer.write(ctypes.string_at(text))
    library.vmlint_free(text)
