"""What a log may say about a request: that it failed and where in our code, never who or what."""

import logging
import traceback


class WithoutReader(logging.Filter):
    """Replace Django's message, which names the address, by one that names our own code.

    The error's own words are left out as well: they may quote what somebody typed (R74).
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else "an error"
        where = traceback.extract_tb(record.exc_info[2])[-1] if record.exc_info else None
        record.msg, record.args = (
            "A request failed: %s at %s",
            (error, where and f"{where.filename}:{where.lineno}"),
        )
        record.exc_info = record.exc_text = None
        return True
