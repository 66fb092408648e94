"""make run: prepare the site and serve it, in one process, because starting Django twice takes seconds."""

import errno
import os
import socket
import sys

HOST = os.environ["HOST"]
PORT = os.environ["PORT"]


def stop_unless_free() -> None:
    """End with one sentence when the site cannot listen at HOST and PORT; gunicorn would try for five seconds."""
    if not PORT.isdecimal() or not 1 <= int(PORT) <= 65535:
        sys.exit(f"PORT must be a number from 1 to 65535, not “{PORT}”.")
    choose = f"Choose another: PORT={min(max(int(PORT), 8000) + 1, 65535)} make run"
    try:
        first = socket.getaddrinfo(HOST, int(PORT), type=socket.SOCK_STREAM)[0]
        socket.create_server(first[4][:2], family=first[0]).close()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            sys.exit(f"Port {PORT} is in use by another program. {choose}")
        if error.errno == errno.EACCES:
            sys.exit(f"Port {PORT} needs an administrator. {choose}")
        reason = str(error.strerror).partition(" (")[0]
        sys.exit(f"esafe cannot listen at HOST={HOST} PORT={PORT}: {reason}.")


def main() -> None:
    stop_unless_free()

    from django.core.management import execute_from_command_line
    from django.db import connections
    from gunicorn.app.wsgiapp import run

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esafe.settings")
    execute_from_command_line(["manage.py", "prepare"])
    connections.close_all()  # or the workers would all inherit, and share, one connection
    if hasattr(connections["default"], "close_pool"):
        connections["default"].close_pool()
    print("To sign in as staff, first make an account, in another window: make staff")
    print("To send the mail that waits, into files in var/mail: make worker", flush=True)
    # Preloaded: the workers share the Django that prepare has started.
    sys.argv = ["gunicorn", "-c", "esafe/gunicorn.py", "--preload", "esafe.wsgi:application"]
    run(prog="gunicorn")


if __name__ == "__main__":
    main()
