"""Other sites on this machine: pages that behave in every way that pages of the web do."""

import gzip
import socketserver
import ssl
import threading
import time
from collections import defaultdict
from contextlib import contextmanager
from pathlib import Path

HERE = "127.0.0.2"
CERTIFICATE = Path(__file__).with_name("good_test.pem")


def page(title, status="200 OK", more=""):
    body = f"<!doctype html><title>{title}</title><p>Words".encode()
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode()
        + body
    )


def to(address, status="302 Found"):
    return (
        f"HTTP/1.1 {status}\r\nLocation: {address}\r\nSet-Cookie: a=b\r\nContent-Length: 0\r\n\r\n".encode()
    )


def packed(body, encoding="gzip"):
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: %s\r\n\r\n" % encoding.encode()
        + body
    )


MOVED = "301 Moved Permanently"
PAGES = {
    "/": page("A site"),
    "/fine": page("Advice for parents | Charity"),
    "/renamed": page("Buy cheap shoes"),
    "/no-title": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nHi",
    "/leaflet": b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 3\r\n\r\nPDF",
    "/welsh": "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n<title>T\xea</title>".encode(
        "latin-1"
    ),
    **{
        f"/in-{name}": f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset={name}\r\n\r\n<title>A</title>".encode()
        for name in ("idna", "undefined", "hex", "klingon")
    },
    "/many-titles": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + b"<title " * 20_000,
    "/nul": b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<title>a\0b\n c</title>",
    "/moved": to("/fine", MOVED),
    "/moved-308": to("/fine#part", "308 Permanent Redirect"),
    "/moved-home": to("/", MOVED),
    "/moved-to-nothing": to("/gone", MOVED),
    "/moved-then-sent": to("/chain", MOVED),
    "/chain": to("/chain-2"),
    "/chain-2": to("/fine", "307 Temporary Redirect"),
    "/loop": to("/loop"),
    "/nowhere": b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    "/nonsense": to("http://[::1"),
    "/gone": page("Not found", "404 Not Found"),
    "/really-gone": page("Gone", "410 Gone"),
    "/sign-in": page("Sign in", "401 Unauthorized"),
    "/forbidden": page("Forbidden", "403 Forbidden"),
    "/busy": page("Busy", "429 Too Many Requests"),
    "/broken": page("Error", "500 Internal Server Error"),
    "/away": page("Away", "503 Service Unavailable"),
    "/teapot": page("Tea", "418 I'm a teapot"),
    "/wall": page("Just a moment..."),
    "/gzip": packed(gzip.compress(b"<title>Packed advice</title>")),
    "/bad-gzip": packed(b"this is not packed at all"),
    "/strange-packing": packed(b"<title>x</title>", "br"),
    "/garbage": b"Good day to you\r\n\r\n",
    **{f"/step-{number}": to(f"/step-{number + 1}") for number in range(6)},
    "/step-6": page("Too far"),
}


def drip(write):
    """Never stops, and never says much."""
    write(b"HTTP/1.1 200 OK\r\n")
    while True:
        write(b"X-More: a\r\n")
        time.sleep(0.05)


def endless(write):
    write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
    while True:
        write(b"<p>and on and on" * 1000)


BOMB = gzip.compress(b"\0" * 10_000_000)


def bomb(write):
    write(packed(BOMB))


def hang(write):
    time.sleep(30)


def hang_in_the_text(write):
    write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>")
    time.sleep(30)


def drop(write):
    """Says nothing and hangs up."""


def drop_in_the_first_line(write):
    write(b"HTTP/1.1 2")


BEHAVING = {
    "/drip": drip,
    "/endless": endless,
    "/bomb": bomb,
    "/hang": hang,
    "/hang-in-the-text": hang_in_the_text,
    "/drop": drop,
    "/drop-in-the-first-line": drop_in_the_first_line,
}


class OtherSites(socketserver.ThreadingTCPServer):
    """Answers for every host name. ``pages`` may be changed; ``asked`` holds every request's headers."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 128
    thinks = 0.0  # seconds

    def __init__(self, host=HERE, context=None):
        super().__init__((host, 0), None)
        self.context = context
        self.pages = dict(PAGES)
        self.asked = []
        self.names = []
        self._at_once = defaultdict(int)
        self.most_at_once = 0
        self._guard = threading.Lock()
        if context:
            context.sni_callback = lambda sock, name, context: self.names.append(name)

    @property
    def port(self):
        return self.server_address[1]

    def finish_request(self, request, client_address):
        if self.context:
            request = self.context.wrap_socket(request, server_side=True)
        head = b""
        while b"\r\n\r\n" not in head:
            piece = request.recv(4096)
            if not piece:
                return
            head += piece
        first, *headers = head.decode().split("\r\n")
        path = first.split(" ")[1]
        self.asked.append((path, {k.lower(): v for k, _, v in (h.partition(": ") for h in headers if h)}))
        self._answer(request, path)

    def _answer(self, request, path):
        self._think(self.asked[-1][1].get("host"))
        behaves = BEHAVING.get(path) or (lambda write: write(self._page(path)))
        try:
            behaves(request.sendall)
        finally:
            if self.context:
                request.close()

    def _page(self, path):
        return self.pages.get(path.partition("?")[0], PAGES["/gone"])

    def _think(self, host):
        """Count how many of one host think at once; who asks cannot go on before."""
        with self._guard:
            self._at_once[host] += 1
            self.most_at_once = max(self.most_at_once, self._at_once[host])
        time.sleep(self.thinks)
        with self._guard:
            self._at_once[host] -= 1

    def handle_error(self, request, client_address):
        """The checker hangs up when it has seen enough."""


class Trap(OtherSites):
    """A place inside our network that nobody may reach: it counts every connection."""

    def __init__(self, host="0.0.0.0"):
        super().__init__(host)
        self.seen = []

    def verify_request(self, request, client_address):
        self.seen.append(client_address)
        return True


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def own_context():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context
