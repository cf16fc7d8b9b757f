"""A client of the language server: frames, requests, notifications."""
import json
import os
import select
import subprocess
import time


class Client:
    """A server process and the messages that it has sent."""

    def __init__(self, command, encoding=None, capabilities=None, root=None, options=None,
                 start=True, env=None):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env=env)
        self.buffer = b""
        self.notifications = []
        self.requests = []
        self.next_id = 1
        self.version = 0
        if start:
            capabilities = dict(capabilities or {})
            if encoding:
                capabilities["general"] = {"positionEncodings": [encoding]}
            self.server = self.request("initialize", {
                "processId": os.getpid(), "rootUri": root, "capabilities": capabilities,
                "initializationOptions": options})["result"]
            self.notify("initialized", {})

    def send_raw(self, data):
        """Send bytes as they are."""
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        """Send one message."""
        body = json.dumps(message).encode()
        self.send_raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def receive(self, timeout=60):
        """Return the next message; None at the end of the output."""
        end = time.monotonic() + timeout
        while True:
            head, found, rest = self.buffer.partition(b"\r\n\r\n")
            if found:
                assert head.startswith(b"Content-Length: "), head
                length = int(head[16:])
                if len(rest) >= length:
                    self.buffer = rest[length:]
                    return json.loads(rest[:length])
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.process.stdout], [], [], left)[0]:
                raise TimeoutError("no message from the server")
            data = os.read(self.process.stdout.fileno(), 1 << 20)
            if not data:
                return None
            self.buffer += data

    def answer(self, wanted):
        """Return the response to a request; keep what comes before it."""
        while True:
            message = self.receive()
            assert message is not None, "the server has ended"
            assert message.get("jsonrpc") == "2.0", message
            if "method" not in message:
                if message.get("id") == wanted:
                    return message
            elif "id" in message:
                self.requests.append(message)
                self.send({"jsonrpc": "2.0", "id": message["id"], "result": None})
            else:
                self.notifications.append(message)

    def request(self, method, params=None):
        """Send a request and return its response."""
        number = self.next_id
        self.next_id += 1
        message = {"jsonrpc": "2.0", "id": number, "method": method}
        if params is not None:
            message["params"] = params
        self.send(message)
        return self.answer(number)

    def result(self, method, params=None):
        """Send a request and return its result."""
        response = self.request(method, params)
        assert "result" in response, response
        return response["result"]

    def notify(self, method, params=None):
        """Send a notification."""
        message = {"jsonrpc": "2.0", "method": method}
        if params is not None:
            message["params"] = params
        self.send(message)

    def open(self, uri, text):
        """Open a document."""
        self.version += 1
        self.notify("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "xml", "version": self.version, "text": text}})

    def change(self, uri, text, span=None):
        """Change a document, or a range of it."""
        self.version += 1
        change = {"text": text}
        if span:
            change["range"] = span
        self.notify("textDocument/didChange", {
            "textDocument": {"uri": uri, "version": self.version}, "contentChanges": [change]})

    def diagnostics(self, uri, version=None):
        """Wait for the diagnostics of a version, the last one sent if None."""
        version = self.version if version is None else version
        while True:
            for message in self.notifications:
                params = message["params"]
                if (message["method"] == "textDocument/publishDiagnostics" and
                        params["uri"] == uri and params.get("version") == version):
                    self.notifications.remove(message)
                    return params["diagnostics"]
            message = self.receive()
            assert message is not None, "the server has ended"
            if "method" in message and "id" not in message:
                self.notifications.append(message)
            elif "method" in message:
                self.requests.append(message)

    def stop(self):
        """Shut the server down and return its exit status."""
        self.request("shutdown")
        self.notify("exit")
        self.process.stdin.close()
        return self.process.wait(30)
