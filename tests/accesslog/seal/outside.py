"""Somebody outside who listens over HTTP, and what the log kept of what they signed."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Serving:
    """A server on a free port, for as long as the block lasts."""

    def __init__(self, handler: type[BaseHTTPRequestHandler]) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()


class Careless(BaseHTTPRequestHandler):
    """Says yes, and signs nothing."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write("\u2014 witness.example AAAA\n".encode())

    def log_message(self, *_):
        pass


def kept(log, kind):
    return log.rows(
        "SELECT t.origin, a.size FROM log_anchors a JOIN log_trees t ON t.id = a.tree_id "
        "WHERE a.kind = :kind ORDER BY t.origin, a.size",
        kind=kind,
    )
