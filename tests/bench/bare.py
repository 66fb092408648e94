"""The least that a WSGI application can do under gunicorn: send bytes it holds. The yardstick."""

import os
import pickle
from pathlib import Path

# By path: a list of headers, and a body.
ANSWERS = pickle.loads(Path(os.environ["BENCH_ANSWERS"]).read_bytes())


def application(environ, start_response):
    headers, body = ANSWERS[environ["PATH_INFO"]]
    start_response("200 OK", headers)
    return [body]
