"""A server of pages on this machine, for tests of what is fetched."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Answer:
    """What the server says to one path: status, headers, body; *body* may be in parts."""

    def __init__(self, body=b"", *, status=200, kind="text/html; charset=utf-8", **headers):
        """Keep what is to be said."""
        self.body = body.encode() if isinstance(body, str) else body
        self.status = status
        self.headers = {
            "Content-Type": kind,
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }


class PageServer(ThreadingHTTPServer):
    """Answers by path; *asked* has the paths that were asked for, and the headers of each."""

    def __init__(self, answers):
        """Listen on a free port of this machine."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = answers
        self.asked = []

    @property
    def address(self):
        """Where the pages are, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.answers.get(self.path)
        if answer is None:
            answer = Answer("not here", status=404)
        self.send_response(answer.status)
        headers = {"Content-Length": str(len(answer.body)), **answer.headers}
        for name, value in headers.items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(answer.body)

    def log_message(self, *_args):
        pass


@contextmanager
def serving(answers) -> Iterator[PageServer]:
    """Lend a server of *answers* by their paths."""
    server = PageServer(answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask_this_machine_alone(monkeypatch):
    """Let connections be made to this machine, and fail a test that asks another."""
    connect = socket.socket.connect

    def guarded(self, address):
        assert address[0] == "127.0.0.1", f"a test tried to reach {address}"
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
