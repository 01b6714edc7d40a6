"""Another site on this machine, for what other sites show of ours."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tools import ports


class Portal:
    """A province's site: another origin on this machine, which serves whatever page a test pastes code into."""

    def __init__(self) -> None:
        self.page = ""
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = f"<!doctype html><html lang=vi><title>Cổng</title><main><h1>Cổng</h1>{portal.page}".encode()
                self.send_response(200 if self.path == "/" else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer((ports.HOST, 0), Handler)
        self.address = f"http://localhost:{self.server.server_port}/"


@contextmanager
def open_portal() -> Iterator[Portal]:
    """A portal that serves as long as the block lasts."""
    portal = Portal()
    thread = threading.Thread(target=portal.server.serve_forever, daemon=True)
    thread.start()
    yield portal
    portal.server.shutdown()
    portal.server.server_close()
    thread.join()
