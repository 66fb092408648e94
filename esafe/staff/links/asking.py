"""One request to one page: to the machine that was checked, without cookies, briefly. Pure: no Django."""

import http.client
import io
import socket
import ssl
import time
from typing import Any

from esafe.staff.links.gate import Gate, Target
from esafe.staff.links.pages import Answer, Reading

SECONDS = 5.0
PIECE = 8 * 1024


class _Reader(io.RawIOBase):
    """Reads from a socket until the time is up, however slowly it drips."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self.sock, self.until = sock, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.sock.settimeout(_left(self.until))
        return self.sock.recv_into(buffer)


class _Line:
    """A socket as http.client uses one, with one end of time for all that is sent and read."""

    def __init__(self, sock: socket.socket, until: float) -> None:
        self.sock, self.until = sock, until

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self.sock, self.until))

    def sendall(self, data: bytes) -> None:
        self.sock.settimeout(_left(self.until))
        self.sock.sendall(data)

    def close(self) -> None:
        """The socket is closed by who opened it, after the answer was read."""


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("no answer in time")
    return left


class Asker:
    """Asks pages of other sites. ``agent`` says honestly who asks; ``gate`` says whom we may ask."""

    def __init__(
        self,
        agent: str,
        gate: Gate | None = None,
        context: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self.agent, self.gate, self.seconds = agent, gate or Gate(), seconds
        self.context = context or ssl.create_default_context()

    def ask(self, wanted: Target) -> Answer:
        """The page's answer: at most 64 KB of it, in at most five seconds.

        Looking up the name takes as long as the system lets it. Raises NotAllowed, NoSuchHost,
        OSError (which TimeoutError and SSLError are) or HTTPException.
        """
        machines = self.gate.machines(wanted)
        until = time.monotonic() + self.seconds
        with self._connected(machines, until) as plain:
            if wanted.scheme == "http":
                return self._asked(wanted, plain, until)
            plain.settimeout(_left(until))
            with self.context.wrap_socket(plain, server_hostname=wanted.host) as sealed:
                return self._asked(wanted, sealed, until)

    @staticmethod
    def _connected(machines: list[tuple[Any, ...]], until: float) -> socket.socket:
        """A connection to the first machine that takes one."""
        failure: OSError = OSError("no machine")
        for family, address in machines:
            sock = socket.socket(family, socket.SOCK_STREAM)
            try:
                sock.settimeout(_left(until))
                sock.connect(address)
            except OSError as error:
                sock.close()
                failure = error
            else:
                return sock
        raise failure

    def _asked(self, wanted: Target, sock: socket.socket, until: float) -> Answer:
        connection = http.client.HTTPConnection(wanted.host, wanted.port)
        connection.sock = _Line(sock, until)
        connection.putrequest("GET", wanted.path, skip_host=True, skip_accept_encoding=True)
        for name, value in self._headers(wanted):
            connection.putheader(name, value)
        connection.endheaders()
        with connection.getresponse() as response:
            return self._read(response)

    def _headers(self, wanted: Target) -> list[tuple[str, str]]:
        host = f"[{wanted.host}]" if ":" in wanted.host else wanted.host
        usual = {"http": 80, "https": 443}[wanted.scheme]
        return [
            ("Host", host if wanted.port == usual else f"{host}:{wanted.port}"),
            ("User-Agent", self.agent),
            ("Accept", "text/html,*/*;q=0.5"),
            ("Accept-Encoding", "identity"),
            ("Connection", "close"),
        ]

    @staticmethod
    def _read(response: http.client.HTTPResponse) -> Answer:
        reading = Reading(response.status, response.headers)
        while reading.wants_more:
            piece = response.read1(PIECE)
            if not piece:
                break
            reading.take(piece)
        return reading.answer()
