"""What a log may say about a request: that it failed and where in our code, never who or what."""

import logging
import traceback


class WithoutReader(logging.Filter):
    """Keep only the kind of error and its place in the code.

    Django's message names the address, and the error's own words may quote what somebody typed (R74).
    An answer of 5xx that no error led to was made on purpose, and is no news.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.exc_info or not record.exc_info[0]:
            return False
        error, _, trace = record.exc_info
        where = traceback.extract_tb(trace)[-1]
        said = "A request failed" if record.name.startswith("django") else record.msg
        record.msg, record.args = "%s: %s at %s:%s", (said, error.__name__, where.filename, where.lineno)
        record.exc_info = record.exc_text = None
        return True


class OneLine(logging.Formatter):
    """One line per record, so that no text can pass for a line of its own (R52)."""

    def format(self, record: logging.LogRecord) -> str:
        return "".join(
            letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii")
            for letter in super().format(record)
        )
