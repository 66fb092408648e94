"""Ends with one sentence when the site cannot listen at HOST PORT. Silent when it can."""

import errno
import socket
import sys

host, port = sys.argv[1:]
if not port.isdecimal() or not 1 <= int(port) <= 65535:
    sys.exit(f"PORT must be a number from 1 to 65535, not “{port}”.")
choose = f"Choose another: PORT={min(max(int(port), 8000) + 1, 65535)} make run"
try:
    first = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
    socket.create_server(first[4][:2], family=first[0]).close()
except OSError as error:
    if error.errno == errno.EADDRINUSE:
        sys.exit(f"Port {port} is in use by another program. {choose}")
    if error.errno == errno.EACCES:
        sys.exit(f"Port {port} needs an administrator. {choose}")
    reason = str(error.strerror).partition(" (")[0]
    sys.exit(f"esafe cannot listen at HOST={host} PORT={port}: {reason}.")
